"""Regions: provinces and prefectures of the whole country, counties of Fujian with the codes no longer in use."""

# ruff: noqa: E501 - tables of data read better whole

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .sets import CodeSet

_PROVINCES = {
    "11": "北京市", "12": "天津市", "13": "河北省", "14": "山西省", "15": "内蒙古自治区", "21": "辽宁省", "22": "吉林省",
    "23": "黑龙江省", "31": "上海市", "32": "江苏省", "33": "浙江省", "34": "安徽省", "35": "福建省", "36": "江西省",
    "37": "山东省", "41": "河南省", "42": "湖北省", "43": "湖南省", "44": "广东省", "45": "广西壮族自治区", "46": "海南省",
    "50": "重庆市", "51": "四川省", "52": "贵州省", "53": "云南省", "54": "西藏自治区", "61": "陕西省", "62": "甘肃省",
    "63": "青海省", "64": "宁夏回族自治区", "65": "新疆维吾尔自治区", "71": "台湾省", "81": "香港特别行政区",
    "82": "澳门特别行政区", "83": "台湾居民居住证",
}  # fmt: skip

# Cities numbered on from 01; a number before a name sets the count anew. Names without an ending are cities (市).
_PREFECTURES = {
    "13": "石家庄 唐山 秦皇岛 邯郸 邢台 保定 张家口 承德 沧州 廊坊 衡水",
    "14": "太原 大同 阳泉 长治 晋城 朔州 晋中 运城 忻州 临汾 吕梁",
    "15": "呼和浩特 包头 乌海 赤峰 通辽 鄂尔多斯 呼伦贝尔 巴彦淖尔 乌兰察布 22兴安盟 25锡林郭勒盟 29阿拉善盟",
    "21": "沈阳 大连 鞍山 抚顺 本溪 丹东 锦州 营口 阜新 辽阳 盘锦 铁岭 朝阳 葫芦岛",
    "22": "长春 吉林 四平 辽源 通化 白山 松原 白城 24延边朝鲜族自治州",
    "23": "哈尔滨 齐齐哈尔 鸡西 鹤岗 双鸭山 大庆 伊春 佳木斯 七台河 牡丹江 黑河 绥化 27大兴安岭地区",
    "32": "南京 无锡 徐州 常州 苏州 南通 连云港 淮安 盐城 扬州 镇江 泰州 宿迁",
    "33": "杭州 宁波 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水",
    "34": "合肥 芜湖 蚌埠 淮南 马鞍山 淮北 铜陵 安庆 10黄山 滁州 阜阳 宿州 15六安 亳州 池州 宣城",
    "35": "福州 厦门 莆田 三明 泉州 漳州 南平 龙岩 宁德",
    "36": "南昌 景德镇 萍乡 九江 新余 鹰潭 赣州 吉安 宜春 抚州 上饶",
    "37": "济南 青岛 淄博 枣庄 东营 烟台 潍坊 济宁 泰安 威海 日照 莱芜 临沂 德州 聊城 滨州 菏泽",
    "41": "郑州 开封 洛阳 平顶山 安阳 鹤壁 新乡 焦作 濮阳 许昌 漯河 三门峡 南阳 商丘 信阳 周口 驻马店",
    "42": "武汉 黄石 十堰 05宜昌 襄阳 鄂州 荆门 孝感 荆州 黄冈 咸宁 随州 28恩施土家族苗族自治州",
    "43": "长沙 株洲 湘潭 衡阳 邵阳 岳阳 常德 张家界 益阳 郴州 永州 怀化 娄底 31湘西土家族苗族自治州",
    "44": "广州 韶关 深圳 珠海 汕头 佛山 江门 湛江 茂名 12肇庆 惠州 梅州 汕尾 河源 阳江 清远 东莞 中山 51潮州 揭阳 云浮",
    "45": "南宁 柳州 桂林 梧州 北海 防城港 钦州 贵港 玉林 百色 贺州 河池 来宾 崇左",
    "46": "海口 三亚 三沙 儋州",
    "51": "成都 03自贡 攀枝花 泸州 德阳 绵阳 广元 遂宁 内江 乐山 13南充 眉山 宜宾 广安 达州 雅安 巴中 资阳 "
    "32阿坝藏族羌族自治州 甘孜藏族自治州 凉山彝族自治州",
    "52": "贵阳 六盘水 遵义 安顺 毕节 铜仁 23黔西南布依族苗族自治州 26黔东南苗族侗族自治州 黔南布依族苗族自治州",
    "53": "昆明 03曲靖 玉溪 保山 昭通 丽江 普洱 临沧 23楚雄彝族自治州 25红河哈尼族彝族自治州 文山壮族苗族自治州 "
    "28西双版纳傣族自治州 大理白族自治州 31德宏傣族景颇族自治州 33怒江傈僳族自治州 迪庆藏族自治州",
    "54": "拉萨 日喀则 昌都 林芝 山南 那曲 25阿里地区",
    "61": "西安 铜川 宝鸡 咸阳 渭南 延安 汉中 榆林 安康 商洛",
    "62": "兰州 嘉峪关 金昌 白银 天水 武威 张掖 平凉 酒泉 庆阳 定西 陇南 29临夏回族自治州 甘南藏族自治州",
    "63": "西宁 海东 22海北藏族自治州 黄南藏族自治州 25海南藏族自治州 果洛藏族自治州 玉树藏族自治州 海西蒙古族藏族自治州",
    "64": "银川 石嘴山 吴忠 固原 中卫",
    "65": "乌鲁木齐 克拉玛依 吐鲁番 哈密 23昌吉回族自治州 27博尔塔拉蒙古自治州 巴音郭楞蒙古自治州 阿克苏地区 "
    "克孜勒苏柯尔克孜自治州 喀什地区 32和田地区 40伊犁哈萨克自治州 42塔城地区 阿勒泰地区",
}

_FUJIAN = {
    "3501": "02鼓楼区 03台江区 04仓山区 05马尾区 11晋安区 12长乐区 21闽侯县 22连江县 23罗源县 24闽清县 25永泰县 28平潭县 "
    "81福清市",
    "3502": "03思明区 05海沧区 06湖里区 11集美区 12同安区 13翔安区",
    "3503": "02城厢区 03涵江区 04荔城区 05秀屿区 22仙游县",
    "3504": "04三元区 05沙县区 21明溪县 23清流县 24宁化县 25大田县 26尤溪县 28将乐县 29泰宁县 30建宁县 81永安市",
    "3505": "02鲤城区 03丰泽区 04洛江区 05泉港区 21惠安县 24安溪县 25永春县 26德化县 27金门县 81石狮市 82晋江市 83南安市",
    "3506": "02芗城区 03龙文区 04龙海区 05长泰区 22云霄县 23漳浦县 24诏安县 26东山县 27南靖县 28平和县 29华安县",
    "3507": "02延平区 03建阳区 21顺昌县 22浦城县 23光泽县 24松溪县 25政和县 81邵武市 82武夷山市 83建瓯市",
    "3508": "02新罗区 03永定区 21长汀县 23上杭县 24武平县 25连城县 81漳平市",
    "3509": "02蕉城区 21霞浦县 22古田县 23屏南县 24寿宁县 25周宁县 26柘荣县 81福安市 82福鼎市",
}

# Codes that were given out once; they stand in identity numbers for a lifetime.
_FUJIAN_FORMER = {
    "3501": "82长乐市",
    "3502": "02鼓浪屿区 04开元区 21同安县",
    "3503": "21莆田县",
    "3504": "02梅列区 03三元区 20三明市 22永安县 27沙县",
    "3506": "25长泰县 81龙海市",
    "3507": "84建阳市",
    "3508": "22永定县",
    "3521": "01南平市 02邵武市 21顺昌县 22建阳县 23建瓯县 24浦城县 25邵武县 26崇安县 27光泽县 28松溪县 29政和县",
    "3522": "01宁德市 02福安市 03福鼎市 21宁德县 24福鼎县 25霞浦县 26福安县 27古田县 28屏南县 29寿宁县 30周宁县 31柘荣县",
    "3526": "01龙岩市 02漳平市 22长汀县 23永定县 24上杭县 25武平县 26漳平县 27连城县",
}
_FORMER_PREFECTURES = {"352100": "建阳地区", "352200": "宁德地区", "352600": "龙岩地区"}


def _prefectures(province: str, names: str) -> dict[str, str]:
    found, number = {}, 0
    for name in names.split():
        number = int(name[:2]) if name[0].isdigit() else number + 1
        plain = name.lstrip("0123456789")
        found[f"{province}{number:02d}00"] = (
            plain if plain.endswith(("盟", "州", "地区")) and len(plain) > 2 else f"{plain}市"
        )
    return found


def _counties(prefectures: dict[str, str]) -> dict[str, str]:
    return {prefecture + name[:2]: name[2:] for prefecture, names in prefectures.items() for name in names.split()}


_FORMER = {**_FORMER_PREFECTURES, **_counties(_FUJIAN_FORMER)}

REGION = CodeSet(
    "region",
    _("Region"),
    "GB/T 2260",
    {
        **_FORMER,  # first, so that a name gives the code in use
        **{f"{code}0000": name for code, name in _PROVINCES.items()},
        **{
            code: name
            for province, names in _PREFECTURES.items()
            for code, name in _prefectures(province, names).items()
        },
        **_counties(_FUJIAN),
    },
)


def is_region(code: str) -> bool:
    """Whether six digits can be a region of an identity number.

    Counties of Fujian are known one by one, with the codes no longer in use (Sanming's districts before 2021 among
    them); elsewhere only the province is checked, for counties come and go there unseen by us.
    """
    if len(code) != 6 or not (code.isascii() and code.isdigit()) or code[:2] not in _PROVINCES:
        return False
    return code in REGION.entries and not code.endswith("0000") if code.startswith("35") else True


def region_of(code: str) -> str:
    """The known part of a region in words: province, prefecture, county; "" when even the province is unknown."""
    parts = dict.fromkeys((code[:2] + "0000", code[:4] + "00", code))
    return "".join(REGION.entries.get(part, "") for part in parts)
