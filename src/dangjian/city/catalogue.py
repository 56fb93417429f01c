"""The units of the model city and what their branches are called: the kinds the article names, filled up by those
that every city of that time had. Persons, sizes and years are invented.

A line reads: short name | full name (市 and the city stand before it) | nature | weight | departments and institutions.
A ``*`` before the short name: the unit runs service windows; ``=``: the name carries no 市.
"""

# ruff: noqa: E501 - tables of data read better whole

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from dangjian.foundation.organisations.enums import UnitNature
from dangjian.kernel.tree.enums import OrganisationKind as Kind

_COMMITTEES = """
发改委|发展和改革委员会|organ|12|综合科 规划科 投资科 工业科 农村经济科 社会发展科 价格综合科 收费科 体改科 重点办 铁办 价格监测中心 粮食科
经信委|经济和信息化委员会|organ|14|综合科 运行科 技术创新科 中小企业科 信息化科 能源科 节能监察支队 企业服务中心 电力科 散装水泥办 无线电管理处 盐务科
*地税局|地方税务局|organ|24|税政科 征管科 法规科 规费科 信息科 稽查局 直属分局 第一分局 第二分局 第三分局 第四分局 办税服务厅 纳税服务科 风险管理科 票证中心 督察内审科
检察院|人民检察院|organ|13|侦查监督处 公诉处 反贪局 反渎局 控申处 民行处 监所处 生态检察处 案管办 技术处 法警支队 政治部 未检处
=供电公司|供电公司|state_enterprise|24|配电 营销 调控中心 变电检修 输电运检 变电运维 计量 信通 物资 建设 安质 发展策划 财务 电缆 城区供电 客户服务中心 经研所 检修试验 综合服务中心 农电
*卫计委|卫生和计划生育委员会|organ|26|医政科 疾控科 妇幼科 基层科 监督所 疾控中心 中心血站 妇幼保健院 第一医院内科 第一医院外科 第一医院门诊 第一医院医技 中西医结合医院 第二医院 皮肤病医院 急救中心 卫校 医学会
*教育局|教育局|organ|24|基础教育科 高教职教科 人事科 督导室 招考中心 教科所 电教馆 第一中学 第二中学 第九中学 实验小学 特殊教育学校 工贸学校 实验幼儿园 列东中学 教师进修学校
*国税局|国家税务局|organ|18|货物劳务税科 所得税科 征管科 收入核算科 纳税服务科 稽查局 直属分局 第一分局 第二分局 办税服务厅 信息中心 进出口税科
*公安局|公安局|organ|30|刑侦支队 经侦支队 治安支队 交警支队 禁毒支队 网安支队 特警支队 国保支队 出入境支队 监管支队 法制支队 指挥中心 政治部 警务督察支队 科技信通支队 高速交警支队 看守所 反恐支队
财政局|财政局|organ|10|预算科 国库科 行政政法科 教科文科 经济建设科 农业科 社保科 会计科 采购办 票据中心 国库支付中心
*人社局|人力资源和社会保障局|organ|14|就业科 养老保险科 工伤保险科 劳动监察支队 仲裁院 人才中心 机关社保中心 医保中心 军转科 公务员科 技工学校
*国土局|国土资源局|organ|12|规划科 耕保科 地籍科 矿管科 执法支队 土地储备中心 不动产登记中心 测绘大队 地质环境科 土地整理中心
*住建局|住房和城乡建设局|organ|13|建管科 房产科 城建科 村镇科 质监站 安监站 园林中心 房产交易中心 自来水公司 燃气办 造价站
*交通局|交通运输局|organ|14|运管处 公路科 港航处 质监站 交通执法支队 公路中心 客运站 驾培中心 物流办 路桥公司 综合科
*市场监管局|市场监督管理局|organ|15|注册科 企监科 消保科 商广科 稽查支队 药品科 食品流通科 特设科 计量所 质检所 食品药品检验所 12315中心
林业局|林业局|organ|14|造林科 资源科 林政科 森林公安分局 林科所 种苗站 森防站 国有林场 自然保护区管理处 林改科 防火办
农业局|农业局|organ|12|种植业科 畜牧科 农机站 植保站 土肥站 经管站 农科院 动物疾控中心 种子站 农广校 执法支队
水利局|水利局|organ|9|水资源科 水保科 建管科 防汛办 水政支队 水文分局 设计院 河长办 库区科
环保局|环境保护局|organ|9|环评科 污控科 生态科 监察支队 监测站 辐射站 固废中心 宣教中心
中级法院|中级人民法院|organ|13|立案庭 刑一庭 刑二庭 民一庭 民二庭 行政庭 审监庭 执行局 法警支队 研究室 生态庭 政治部
司法局|司法局|organ|9|律管科 公证处 法援中心 社区矫正科 基层科 强戒所 宣传科 鉴定科
民政局|民政局|organ|9|优抚科 社救科 社会组织科 区划科 福利院 军休所 救助站 殡葬所 双拥办
商务局|商务局|organ|8|外贸科 外资科 市场科 电商科 口岸科 招商中心 执法支队
文广局|文化广电新闻出版局|organ|11|艺术科 社文科 文物科 新闻出版科 图书馆 博物馆 艺术馆 歌舞团 文化执法支队 非遗中心
审计局|审计局|organ|8|财政审计科 经责审计科 投资审计科 行政事业科 企业审计科 农业审计科 法规科
安监局|安全生产监督管理局|organ|8|监管一科 监管二科 危化科 执法支队 应急中心 综合科 宣教中心
城管局|城市管理行政执法局|organ|10|法规科 督查科 直属大队 渣土大队 市容科 数字城管中心 环卫处 路灯处
统计局|统计局|organ|7|综合科 工业科 农业科 服务业科 普查中心 社情民意中心
国资委|人民政府国有资产监督管理委员会|organ|10|产权科 考核科 改革科 城投公司 国投公司 交发集团 资产公司 水务集团
市委办|委办公室|organ|8|综合科 秘书科 调研科 督查室 机要局 信息科 法规室
政府办|人民政府办公室|organ|9|综合科 秘书一科 秘书二科 秘书三科 督查室 应急办 政研室 电子政务中心
人大机关|人大常委会机关|organ|7|办公室 法工委 财经委 农经委 教科文卫委 内司委
政协机关|政协机关|organ|7|办公室 提案委 经济委 文史委 科教委 社法委
纪委机关|纪委机关|organ|9|办公室 党风室 案管室 审理室 纪检一室 纪检二室 纪检三室 干部监督室
组织部|委组织部|organ|7|办公室 干部科 组织科 人才科 干部监督科 党员管理科
宣传部|委宣传部|organ|7|办公室 理论科 新闻科 文明办 网信办 文艺科
政法委|委政法委|organ|7|办公室 综治科 维稳科 执法监督科 反邪教科
*行政服务中心|行政服务中心管理委员会|organ|8|业务科 督查科 窗口一 窗口二 窗口三 公共资源交易中心 审改办
=电信公司|电信分公司|state_enterprise|12|市场部 网络部 政企部 综合部 客服中心 城区分局 无线中心 传输中心 财务部
=移动公司|移动分公司|state_enterprise|11|市场部 网络部 集团客户部 综合部 客服中心 城区分公司 工程建设部 财务部
=烟草公司|烟草专卖局|state_enterprise|11|专卖科 营销中心 烟叶科 物流中心 内管科 财务科 办公室 稽查支队
人民银行|人民银行中心支行|organ|9|货币信贷科 外汇科 国库科 货币金银科 调统科 支付科 会计科
=农业银行|农业银行分行|state_enterprise|11|公司部 个金部 信贷部 运营部 三农部 营业部 风险部 城区支行
=建设银行|建设银行分行|state_enterprise|10|公司部 个金部 信贷部 营业部 风险部 城区支行 住房金融部
*气象局|气象局|organ|7|气象台 业务科 防雷中心 服务中心 观测站 人影办
公路局|公路局|institution|12|养护科 路政科 工程科 应急中心 直属分局 试验室 机械中心 设计室 收费站
广播电视台|广播电视台|institution|9|新闻中心 技术部 广播中心 节目中心 经营部 总编室 传输中心
日报社|日报社|institution|8|编辑部 采访部 新媒体部 经营部 印务公司 校对部
党校|委党校|institution|7|教务处 教研一室 教研二室 图书馆 校委办 后勤处
*公积金中心|住房公积金管理中心|institution|7|归集科 贷款科 稽核科 营业部 信息科 综合科
质监所|产品质量检验检测中心|institution|7|食品室 化学室 机电室 纺织室 业务室 综合科
联通公司|联通分公司|state_enterprise|8|市场部 网络部 集客部 综合部 客服中心 城区分公司
"""
_GENERAL = """
民宗局|民族与宗教事务局|organ|4|民族科 宗教科 综合科 秘书科
旅发委|旅游发展委员会|organ|4|规划科 市场科 质监所 景区科
体育局|体育局|organ|5|群体科 竞训科 体校 体育中心 体彩中心
粮食局|粮食局|organ|5|储备科 军供站 购销公司 监督科
档案局|档案局|organ|4|保管科 业务科 编研科 利用科
总工会|总工会|mass_organisation|4|组织部 权益部 工人文化宫 职工学校
残联|残疾人联合会|mass_organisation|4|教就部 康复中心 综合科
机关事务局|机关事务管理局|organ|5|房产科 车队 接待科 食堂 物业科
编办|机构编制委员会办公室|organ|3|行政编制科 事业编制科 登记局
老干局|委老干部局|organ|4|生活待遇科 活动中心 老年大学
信访局|信访局|organ|3|办信科 接访科 督查科
人防办|人民防空办公室|organ|4|工程科 指挥科 通信站
供销社|供销合作社联合社|institution|4|合作科 农资公司 土产公司
银监分局|银监分局|organ|4|监管一科 监管二科 统信科 综合科
统战部|委统战部|organ|4|干部科 党派科 综合科 联络科
妇联|妇女联合会|mass_organisation|3|权益部 宣传部 妇儿中心
地震局|地震局|organ|3|监测科 震防科 台站
"""
_BRANCHES = """
直工委机关|直机关工作委员会|organ|15|
团委|团委机关|mass_organisation|12|
文联|文学艺术界联合会|mass_organisation|10|
侨联|归国华侨联合会|mass_organisation|8|
工商联|工商业联合会|mass_organisation|10|
社科联|社会科学界联合会|mass_organisation|7|
科协|科学技术协会|mass_organisation|11|
红十字会|红十字会|mass_organisation|7|
台办|委台湾工作办公室|organ|10|
外侨办|外事侨务办公室|organ|12|
党史室|委党史研究室|organ|9|
方志委|地方志编纂委员会|institution|9|
移民局|移民开发局|organ|14|
农办|委农村工作办公室|organ|12|
法制办|人民政府法制办公室|organ|13|
金融办|人民政府金融工作办公室|organ|9|
"""
GENERIC = ("办公室", "人事科", "机关", "财务科", "法规科", "监察室", "信息中心", "后勤中心", "培训中心", "服务中心")
JOINT_WITH = (
    "台联",
    "计生协会",
    "关工委",
    "老促会",
    "对外友协",
    "贸促会",
    "消委会",
    "慈善总会",
    "民间文艺家协会",
    "黄埔同学会",
)
"""Small units with fewer than three full members, which share a joint branch."""
JOINT = ("侨联", "社科联", "红十字会", "台办")
PINNED = {"配电": 23}
"""In-service members of branches whose size is fixed."""
FIRST = ("直工委机关", "供电公司", "民宗局")
"""Units that stand in every model city, however small."""


@dataclass(frozen=True)
class UnitLine:
    """One unit of the table.

    Attributes:
        short: short name; ``full``: full name without the city.
        nature: nature of the unit.
        kind: kind of its Party organisation.
        weight: size beside the others of its kind: branches, for a branch its members.
        departments: what its branches are called after.
        windows: whether it serves at windows.
        plain: whether 市 is left out.
    """

    short: str
    full: str
    nature: str
    kind: str
    weight: int
    departments: tuple[str, ...]
    windows: bool
    plain: bool


def _line(text: str, kind: str) -> UnitLine:
    short, full, nature, weight, departments = text.split("|")
    if kind == Kind.BRANCH and short in JOINT:
        kind = Kind.JOINT_BRANCH
    return UnitLine(
        short.lstrip("*="),
        full,
        UnitNature(nature),
        kind,
        int(weight),
        tuple(departments.split()),
        short.startswith("*"),
        short.startswith("=") or nature == UnitNature.STATE_ENTERPRISE,
    )


@cache
def units() -> tuple[UnitLine, ...]:
    """All units in the order of their codes: committees, general branches, branches."""
    tables = ((_COMMITTEES, Kind.ORGAN_COMMITTEE), (_GENERAL, Kind.GENERAL_BRANCH), (_BRANCHES, Kind.BRANCH))
    return tuple(_line(text, kind) for table, kind in tables for text in table.strip().splitlines())


def chosen(share: float) -> tuple[UnitLine, ...]:
    """The units of a city of this size: a like share of each kind, the indispensable ones always."""
    every = units()
    ranked = {kind: [u for u in every if _family(u) == kind] for kind in dict.fromkeys(map(_family, every))}
    taken = {u.short for u in every if u.short in FIRST}
    for lines in ranked.values():
        lines.sort(key=lambda u: u.short not in FIRST)
        taken |= {u.short for u in lines[: max(1, round(len(lines) * share))]}
    return tuple(u for u in every if u.short in taken)


def _family(unit: UnitLine) -> str:
    return Kind.BRANCH if unit.kind == Kind.JOINT_BRANCH else unit.kind
