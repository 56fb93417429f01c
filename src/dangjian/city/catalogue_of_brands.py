"""What the service brands of the model city are called and say: invented texts, but for the names the article gives.

A line reads: unit | name | slogan | business | services, by their keys.
"""

from __future__ import annotations

from dataclasses import dataclass

from dangjian.work.brands.enums import DeliberatingBody, FrameworkItem

_DIRECT = """
发改委|发展改革我先行|谋划在先、服务在前|重大项目谋划储备、投资审批、价格惠民|development reform
经信委|倾情服务企业发展|企业有所呼、党员有所应|工业运行调度、技术改造、企业帮扶|development
地税局|无忧办税|放心、省心、安心|纳税服务、征收管理、政策辅导|masses reform
检察院|绿色检察护生态|让清水长流、青山常在|生态检察、流域巡查、补植复绿|society masses
供电公司|满格电力连心桥|电到家、心到家|配网抢修、用电报装、安全用电宣传|masses development
卫计委|健康同行|医者先锋、守护健康|家庭医生签约、巡回义诊、妇幼保健|masses primary
教育局|红烛先锋|一支红烛、照亮一方|学区管理、送教下乡、困难学生资助|masses society
国税局|税企直通车|一次说清、一趟办好|便民办税、出口退税、税收宣传|masses development
公安局|平安先锋110|警灯亮处、百姓心安|治安巡防、便民证照、矛盾调处|society masses
财政局|阳光财政惠民生|花好每一分钱|预算公开、惠民资金监管、政府采购|reform masses
人社局|人社暖心桥|就业有路、保障有心|就业服务、社保经办、劳动维权|masses society
国土局|守土为民|寸土必惜、寸心为民|不动产登记、耕地保护、地灾防治|masses development
住建局|安居先锋|住有所居、居有所安|保障性住房、物业管理、工程质量|masses development
交通局|畅行路上党旗红|修一条路、富一方人|农村公路、运输服务、执法便民|primary development
市场监管局|放心消费先锋岗|买得放心、吃得安心|商事登记、食品安全、消费维权|masses reform
林业局|绿水青山护林人|林改先行、护绿有我|林权改革、森林防火、林下经济|reform primary
农业局|田间党课|把党课开到田埂上|农技推广、动物防疫、合作社辅导|primary development
水利局|清水润万家|守一江清水、润万家心田|河长制、农村饮水、防汛备汛|primary society
环保局|蓝天碧水先锋|哪里有污染、哪里有党员|环境监察、环评服务、污染减排|development society
中级法院|公正天平党员法庭|让公平看得见|巡回审判、诉讼服务、执行攻坚|society masses
司法局|法润百姓|法律服务在身边|法律援助、公证服务、社区矫正|society masses
民政局|民政为民一家亲|把群众当亲人|社会救助、优抚安置、养老服务|masses primary
商务局|开放先锋行|引进来、走出去、服务好|招商引资、外贸服务、市场保供|development reform
文广局|文化惠民轻骑兵|把戏台搭到家门口|送戏下乡、图书流动车、文物保护|primary society
审计局|审计利剑护民生|查得清、帮得实|民生资金审计、经济责任审计|reform society
安监局|安全守望者|时时放心不下、处处用心排查|隐患排查、企业辅导、应急演练|development society
城管局|城管暖心管家|管得严、更要帮得暖|市容整治、便民疏导点、数字城管|masses society
统计局|数据先锋|一组真数、一份担当|经济普查、数据解读、企业联网直报|development reform
国资委|国企先锋领航|党建强、发展强|国企改革、资产监管、重点项目|reform development
市委办|三服务先锋|服务领导、服务部门、服务基层|调查研究、督查落实、信息报送|primary reform
政府办|马上就办先锋室|今日事、今日毕|督查督办、政务公开、应急值守|reform masses
人大机关|代表连心站|民有所呼、我有所应|代表联络、监督调研|masses primary
政协机关|同心议政厅|商以求同、协以成事|提案办理、协商议政|society reform
纪委机关|清风护航|执纪有尺度、服务有温度|作风监督、廉政教育、容错澄清|reform society
组织部|组工先锋之家|党员之家、干部之家、人才之家|干部服务、党员管理、人才引进|members primary
宣传部|理论轻骑兵|小板凳上讲大道理|理论宣讲、文明创建、新闻服务|society primary
政法委|平安网格先锋|格中有人、人中有情|综治网格、矛盾化解、平安创建|society primary
行政服务中心|一窗办好|最多跑一趟、最好不用跑|窗口审批、并联办理、代办服务|masses reform
电信公司|宽带连心|信号通、民心通|宽带进村、装维服务、应急通信|masses primary
移动公司|移动先锋心服务|沟通从心开始|网络覆盖、客户服务、信息扶贫|masses primary
烟草公司|金叶先锋|烟农增收、零售增信|烟叶生产、零售服务、市场监管|development primary
人民银行|金融清风惠企通|让金融活水流向实体|货币信贷、支付环境、征信服务|development masses
农业银行|三农先锋贷|把钱贷给最需要的人|惠农贷款、流动服务车、金融扶贫|primary development
建设银行|劳动者港湾|累了能歇脚、渴了能喝水|住房金融、普惠金融、户外劳动者服务|masses society
气象局|风云先锋|早一分预报、少一分损失|灾害预警、农事气象、防雷服务|society primary
公路局|铺路石|甘当铺路石、畅通千万家|公路养护、应急保畅、路政服务|masses development
广播电视台|红色声屏|镜头对准一线、话筒递给群众|民生新闻、公益直播、应急广播|society masses
日报社|笔尖上的先锋|脚下有泥土、笔下有真情|党报宣传、读者热线、新媒体|society masses
党校|理论先锋讲师团|讲得透、听得懂、用得上|理论培训、送课下基层、决策咨询|members primary
公积金中心|安居圆梦|让每一份积累都有回应|归集提取、住房贷款、线上办理|masses reform
质监所|质量先锋岗|检得准、报得快|产品检验、企业技术服务|development masses
联通公司|联通你我他|接得通、办得快|通信保障、客户服务、智慧乡村|masses primary
民宗局|同心圆|民族一家亲、共画同心圆|民族团结、宗教事务服务|society primary
旅发委|清新之旅先锋|一路清新、一路放心|景区提升、旅游质监、乡村旅游|development masses
体育局|全民健身先锋队|动起来、更健康|健身指导、场馆开放、赛事服务|masses society
粮食局|粮安天下党旗红|守好大粮仓、管好小饭碗|粮食储备、军粮供应、市场调控|society masses
档案局|兰台先锋|为党管档、为国守史、为民服务|档案利用、民生档案查询|masses reform
总工会|职工娘家人|有难处、找娘家|困难帮扶、职工维权、技能竞赛|masses members
残联|助残同行|伸一双手、暖一颗心|康复服务、就业培训、无障碍改造|masses society
机关事务局|后勤先锋|机关运转、后勤先行|公务保障、节约机关、食堂服务|masses reform
编办|改革尖兵|瘦身健体、放活基层|机构改革、权责清单、事业单位登记|reform
老干局|夕阳红先锋|老有所教、老有所为|老干部服务、老年大学、银龄宣讲|members society
信访局|连心接访|来信必回、来访必接|接访办信、领导下访、积案化解|masses society
人防办|平战先锋|平时服务、战时应战|人防工程便民、应急演练、纳凉开放|society masses
供销社|农家连心店|买得实、卖得出|农资供应、农产品流通、电商服务|primary development
银监分局|金融护航|守住底线、服务实体|风险防控、金融消费者保护|development masses
统战部|同心聚力|聚人心、汇力量|党外人士服务、同心实践基地|society development
妇联|巾帼先锋岗|撑起半边天、温暖每个家|家庭教育、妇女维权、巾帼创业|masses society
地震局|防震守望|宁可千日不震、不可一日不防|监测预报、科普进校园|society masses
直工委机关|机关党建领头雁|走前头、作表率|机关党建指导、党务培训、党员服务|members primary
团委|青春先锋行|青春跟党走|青年志愿、创业扶持、希望工程|society members
文联|文艺轻骑兵|为人民抒写|采风创作、文艺惠民|society primary
侨联|侨心向党|万里侨心、一线相牵|侨务维权、归侨走访|masses development
工商联|商会连心桥|亲而有度、清而有为|民企服务、光彩事业|development society
社科联|思想智库先锋|问题从实践中来|课题研究、科普讲坛|society reform
科协|科普先锋车|把科学送到村头|科普巡展、院士专家工作站|primary society
红十字会|博爱先锋|人道、博爱、奉献|应急救护培训、无偿献血|society masses
台办|两岸一家亲|以情相待、以诚服务|台商服务、青年交流|development society
外侨办|对外之窗|小窗口、大形象|出国审批便民、涉外服务|masses development
党史室|红色记忆|讲好红色故事|党史宣讲、旧址保护|members society
方志委|存史先锋|志载盛世、鉴往知来|志书编修、地情服务|society reform
移民局|移民连心|搬得出、稳得住、能致富|库区扶持、移民培训|primary masses
农办|乡村先锋|一村一策、真帮实扶|精准扶贫、美丽乡村|primary development
法制办|法治先锋|法无授权不可为|规范性文件审查、行政复议|reform masses
金融办|金融先锋服务队|为企业找钱、为资金找路|上市辅导、融资对接|development reform
"""
OTHERS = (
    "党员先锋窗口", "微笑服务岗", "星火讲堂", "连心热线", "深夜值守灯", "小红帽服务队", "阳光审批员", "一线党旗红",
    "老兵先锋岗", "青年突击先锋", "帮办代办员", "巡线先锋", "技术能手课堂", "暖心周末", "零距离服务", "绿色通道先锋",
    "天使先锋岗", "护苗行动", "匠心先锋", "数据跑腿员", "应急先锋队", "社区连心人", "流动党员课", "文明示范窗",
    "阳光执法岗", "安心调解室", "先锋接线员", "田间服务岗", "银龄先锋",
)  # fmt: skip
"""Brands of general branches and branches that are not directly subordinate."""
UNFINISHED = ("初心讲习所", "扶贫连心卡", "午间服务岗", "指尖先锋")
"""Names that are still being worked out."""
ENDED = ("创城先锋哨", "创建期间设在路口的文明引导哨已由社区常态管理，岗位和做法移交社区。")
"""A brand that ended with honour, and what it leaves."""
FIRST_IDEAS = ("{name}行动", "{name}在身边", "我为{name}", "{name}工程", "党员{name}", "{name}（暂名）")
"""What a name was before it was found."""
FOUND = {
    "发改委": ("发展改革当先锋", "发改先行"),
    "地税局": ("放心办税", "满意办税"),
    "经信委": ("贴心服务企业", "服务企业零距离"),
}
"""Earlier names of those that the article tells of."""
MEANINGS = (
    "“{name}”取自党员在{work}中的日常：把党旗插在岗位上，把组织的力量落到每一件具体事里，以“{slogan}”为共同的要求。",
    "围绕{work}，让每名党员亮身份、作表率。“{name}”要求想在前、干在前、服务在前，群众满意是唯一的尺子。",
    "“{name}”把党建与{work}拧成一股绳：党支部定任务，党员领责任，成效由服务对象来评。",
    "从{work}中群众反映最集中的问题入手，以“{slogan}”为目标，推动党建工作与业务工作同部署、同落实。",
)
CARRIERS = (
    "党员先锋岗 {a} 个、党员服务队 {b} 支，每周固定服务日，问题台账逐件销号。",
    "以主题党日为平台，每月一次走进服务对象；设党员责任区 {a} 个，支部委员包片负责。",
    "窗口亮牌、首问负责、延时服务；组建 {b} 支业务骨干服务队，上门服务与预约服务结合。",
)
PROMISES = (
    "一次告知、限时办结；不让来办事的人白跑一趟。",
    "来电必接、来访必答，当天能办的不过夜，办不了的说明理由和去处。",
    "每季度公开一次服务事项办理情况，接受群众评议。",
    "服务时间内岗位不缺人、责任不断档、问题不推诿。",
)
OPINIONS = (
    "名称偏长，建议突出{work}，让人一听就懂。",
    "内涵要再凝练，写清服务谁、怎样服务，少用口号。",
    "承诺要可核查，建议写明办理时限。",
    "载体与支部主题党日结合，不另建一套活动。",
    "建议明确责任书记和联系业务科室，防止党建业务“两张皮”。",
)
ANSWERS = (
    "已按意见修改文字。",
    "已写明时限并在窗口公示。",
    "已并入主题党日，不再另设活动。",
    "已明确责任人和联系科室。",
)
REASONS = (
    "该名称已在服务对象中叫开，经党组讨论保留原名，另加副题说明。",
    "因系统尚未联通，时限先按现行规定执行，年底再调整。",
)
SAID = (
    "班子成员逐一发言，认为名称要贴近{work}，请办公室再拿出两个方案。",
    "听取机关党委汇报，讨论内涵和载体，要求先到窗口听群众怎么说。",
    "研究征求意见情况，逐条议定采纳与否，文字再压缩。",
    "同意名称和承诺，要求书记作为第一责任人抓好落实。",
)
ITEMS = (
    FrameworkItem.SERVE_CENTRE, FrameworkItem.BUILD_TEAM, FrameworkItem.PERFORMANCE, FrameworkItem.WORK_STYLE,
    FrameworkItem.PRIMARY, FrameworkItem.ONE_POST_TWO_DUTIES,
)  # fmt: skip
MEASURES = (
    "records:life.meeting:窗口",
    "records:life.meeting:群众",
    "records:life.meeting:服务",
    "records:life.meeting:",
)
FIGURES = ("life.meetings", "life.attendance", "life.class_hours")
BODIES = {True: DeliberatingBody.LEADING_GROUP, False: DeliberatingBody.BRANCH_COMMITTEE}


@dataclass(frozen=True, slots=True)
class BrandLine:
    """What a brand is called and says."""

    name: str
    slogan: str
    work: str
    services: tuple[str, ...]


def _line(text: str) -> tuple[str, BrandLine]:
    unit, name, slogan, work, services = text.split("|")
    return unit, BrandLine(name, slogan, work, tuple(services.split()))


BRANDS: dict[str, BrandLine] = dict(_line(text) for text in _DIRECT.strip().splitlines())
"""By unit."""
