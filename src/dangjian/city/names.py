"""Invented persons' names: surnames by their frequency, given names by generation and sex.

Characters of the given names of persons whom the article names are left out of the tables, so that no such name can
come about by chance.
"""

from __future__ import annotations

from .draw import Draw, Weighted

# Share in thousandths of the commonest surnames, after the name reports of the Ministry of Public Security; a tail of
# rarer ones that are common in the south-east, and a few compound ones.
SURNAMES = Weighted(
    {
        **dict(zip("王李张刘陈杨黄赵吴周", (60, 62, 58, 50, 72, 28, 46, 16, 38, 22), strict=True)),
        **dict.fromkeys("林郑", 40),
        **dict.fromkeys("徐孙马朱胡郭何高罗梁宋谢唐许", 9),
        **dict.fromkeys("邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴", 5),
        **dict.fromkeys("贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严赖洪池官巫温俞伍官揭危", 2.2),
        **dict.fromkeys(("欧阳", "上官", "诸葛", "司徒"), 0.6),
    }
)
_OLD_MALE = "建国华明清光祥志忠义仁永贵昌荣庆根水木火土开基承先宗祖振兴元长发达"
_OLD_FEMALE = "秀英兰桂珍玉凤莲菊梅月美惠淑贞香花金银彩芸翠琴素珠娥"
_MIDDLE_MALE = "建军伟勇刚杰斌峰涛明超军海东林文新宏鸿松磊春旭洪进雄健"
_MIDDLE_FEMALE = "丽敏静艳娟芳燕玲霞红梅萍颖琳慧婷洁玉莉娜晓芸春秋雪冰清"
_YOUNG_MALE = "宇浩轩晨翔凯昊博涵俊杰思远子睿嘉铭天佑一鸣泽瑞航锐煜承骏逸恒"
_YOUNG_FEMALE = "婷欣怡雨萱佳琪梦洁雅思语诗涵可馨紫玥依晨嘉怡静雯子悦心彤舒蕾"
GENERATIONS = (
    (1955, {"1": _OLD_MALE, "2": _OLD_FEMALE}, 0.18),
    (1982, {"1": _MIDDLE_MALE, "2": _MIDDLE_FEMALE}, 0.34),
    (9999, {"1": _YOUNG_MALE, "2": _YOUNG_FEMALE}, 0.12),
)


def person_name(draw: Draw, sex: str, born: int) -> str:
    """A name as somebody of this sex, born in this year, might have."""
    characters, single = next((by_sex[sex], share) for until, by_sex, share in GENERATIONS if born < until)
    surname = draw.one_of(SURNAMES)
    if draw.happens(single) and len(surname) == 1:
        return surname + draw.choice(characters)
    first = draw.choice(characters)
    second = draw.choice(characters)
    return surname + first + (second if second != first or draw.happens(0.05) else draw.choice(characters))


_PLACE_FIRST = "安宁清明永泰长新东西南北上中下平和兴德信云龙凤金银石松柏桂梅竹青白"
_PLACE_SECOND = "岭川溪江河湖山峰原州城阳阴关口桥滩湾塘坪坡林"


def city_name(number: int) -> str:
    """An invented name for the city of this number; the first is called as the article's."""
    if number == 0:
        return "三明"
    first, second = divmod(number - 1, len(_PLACE_SECOND))
    again, first = divmod(first, len(_PLACE_FIRST))
    return f"{_PLACE_FIRST[first]}{_PLACE_SECOND[second]}{again + 1 if again else ''}"
