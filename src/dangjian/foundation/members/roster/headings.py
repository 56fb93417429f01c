"""What the columns of a roster are called: headings found in offices' lists and in exports of the national system."""

# ruff: noqa: E501 - tables of data read better whole

_LINES = """
name: 姓名 党员姓名 名字 人员姓名 党员名称
sex: 性别
ethnic_group: 民族 族别
identity_number: 身份证号 身份证号码 公民身份号码 公民身份证号码 身份证 身份证件号码 证件号码 居民身份证号
born_on: 出生日期 出生年月 出生年月日 出生时间 生日 出生
education: 学历 文化程度 学历情况 最高学历 学历学位 学历及学位 学历和学位 学历层次 全日制学历
category: 人员类别 党员类别 党员类型 政治面貌 类别 党员身份
joined_on: 入党时间 入党日期 加入党组织日期 加入党组织时间 加入中共组织时间 加入中国共产党时间 入党年月 成为预备党员日期 接收为预备党员日期 接收预备党员日期 列为预备党员时间 预备党员日期
full_member_on: 转正时间 转正日期 转为正式党员日期 转为正式党员时间 转正年月 成为正式党员日期 成为正式党员时间 按期转正时间 正式党员日期
position_code: 工作岗位 岗位 职业 个人身份 岗位类别 工作岗位代码 从事岗位 职业分类
mobile_phone: 手机 手机号 手机号码 联系电话 联系方式 电话 移动电话 电话号码 联系手机 本人电话
landline: 固定电话 办公电话 座机 固话 办公室电话 家庭电话 宅电
home_address: 家庭住址 现居住地 居住地址 住址 家庭地址 现居住地址 常住地址 详细住址 现住址
status: 党籍状态 党员状态 党籍
out_of_contact: 是否失联 是否失去联系 失联党员 失联 是否为失联党员 是否失联党员
out_of_contact_on: 失联日期 失联时间 失去联系日期 失去联系时间
mobile_member: 是否流动党员 流动党员 是否为流动党员 是否流动
destination: 外出流向 流动去向 流向 外出地点 流动流向 流动党员去向
work_status: 人员状态 在职状态 工作状态 在职情况 在职或离退休 是否离退休
group: 党小组 所在党小组 小组 党小组名称
party_post: 党内职务 党内任职 支部职务 党务职务 党内职务名称
post_on: 任职时间 任职日期 党内任职时间 任现职时间
applied_on: 申请入党日期 申请入党时间 递交入党申请书日期 递交入党申请书时间 提交入党申请书时间 入党申请时间
activist_on: 积极分子日期 列为积极分子日期 确定为积极分子时间 确定为入党积极分子日期 列为入党积极分子时间 确定积极分子时间 入党积极分子日期
prospect_on: 发展对象日期 列为发展对象日期 确定为发展对象时间 列为发展对象时间 确定发展对象时间
community: 社区 所在社区 报到社区 居住社区 双报到社区 所属社区 报到社区名称
exempt: 是否免于参加活动 免除活动 年老体弱 是否年老体弱 可不参加活动 是否豁免
window: 是否窗口党员 窗口党员 窗口服务 是否在服务窗口 窗口单位 是否窗口岗位
branch_on: 进入支部日期 进入支部时间 转入时间 转入日期 转入支部日期 进入党支部日期 组织关系转入时间
branch: 所在支部 党支部 支部名称 所在党支部 支部 党组织名称 所在党组织 所属支部 所属党支部 党支部名称 所属党组织 组织关系所在支部 组织关系所在单位 党员所在支部 所在党支部全称 组织名称
"""
SYNONYMS: dict[str, tuple[str, ...]] = {
    key: tuple(words.split()) for key, words in (line.split(": ") for line in _LINES.strip().splitlines())
}
