"""Names of persons as they are written, and as they are typed to find them: pinyin and initials.

Surnames are read by a table of their own first, because many are read otherwise than the character usually is. Given
names take the most frequent reading of each character, kept in a cache, so that hundreds of thousands of names take
seconds.
"""

# ruff: noqa: E501 - tables of data read better whole

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Compound surnames, and surnames read otherwise than their character (国家标准《中国人名汉语拼音字母拼写规则》 GB/T 28039-2011).
_READINGS = (
    "曾:zeng 单:shan 仇:qiu 解:xie 查:zha 任:ren 朴:piao 区:ou 盖:ge 华:hua 缪:miao 秘:bi 冼:xian 繁:po 种:chong "
    "折:she 员:yun 贠:yun 乐:yue 召:shao 隽:juan 晟:cheng 黑:he 覃:qin 长:chang 干:gan 宁:ning 卜:bu 翟:zhai "
    "牟:mu 尹:yin 尉:wei 葛:ge 洗:xian 纪:ji 瞿:qu 应:ying 逄:pang 郇:huan 燕:yan 娄:lou 幸:xing 哈:ha 佴:nai "
    "俞:yu 冯:feng 石:shi 过:guo 柏:bai 褚:chu 殷:yin 谌:chen 邵:shao 盛:sheng 祭:zhai 句:gou 车:che 晁:chao "
    "令狐:ling-hu 尉迟:yu-chi 万俟:mo-qi 欧阳:ou-yang 司马:si-ma 上官:shang-guan 诸葛:zhu-ge 东方:dong-fang "
    "皇甫:huang-fu 夏侯:xia-hou 公孙:gong-sun 慕容:mu-rong 司徒:si-tu 长孙:zhang-sun 宇文:yu-wen 司空:si-kong "
    "端木:duan-mu 独孤:du-gu 南宫:nan-gong 澹台:tan-tai 淳于:chun-yu 申屠:shen-tu 太史:tai-shi 钟离:zhong-li "
    "轩辕:xuan-yuan 闻人:wen-ren 赫连:he-lian 呼延:hu-yan 濮阳:pu-yang 公冶:gong-ye 宗政:zong-zheng "
    "单于:chan-yu 仲孙:zhong-sun 鲜于:xian-yu 闾丘:lv-qiu 亓官:qi-guan 司寇:si-kou 子车:zi-ju 颛孙:zhuan-sun "
    "巫马:wu-ma 公西:gong-xi 漆雕:qi-diao 乐正:yue-zheng 壤驷:rang-si 公良:gong-liang 拓跋:tuo-ba 夹谷:jia-gu "
    "宰父:zai-fu 谷梁:gu-liang 百里:bai-li 呼衍:hu-yan 东郭:dong-guo 南门:nan-men 羊舌:yang-she 微生:wei-sheng "
    "梁丘:liang-qiu 左丘:zuo-qiu 东门:dong-men 西门:xi-men 第五:di-wu 纳兰:na-lan 完颜:wan-yan"
)
SURNAMES: dict[str, tuple[str, ...]] = {
    surname: tuple(reading.split("-")) for surname, reading in (entry.split(":") for entry in _READINGS.split())
}

_DOTS = re.compile("[·•・‧∙●⋅᛫﹒．]")
_CJK = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAS_CJK = re.compile(f"[{_CJK}]")
_LATIN = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=4096)
def tidy_name(text: str) -> str:
    """A name as the register writes it: no blanks between Chinese characters, “·” between the parts of a name."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not _HAS_CJK.search(plain):
        return " ".join(plain.split())
    return re.sub(r"\s+", "", _DOTS.sub("·", plain)).strip("·")


def spell(name: str) -> tuple[str, str]:
    """Pinyin without tones and without blanks, and the initials of the syllables: 曾小明 gives zengxiaoming, zxm.

    “ü” is written v, as it is typed. Parts between dots follow each other. Both are cut to what the register keeps.
    """
    syllables = _syllables(tidy_name(name))
    return "".join(syllables)[:120], "".join(s[0] for s in syllables)[:20]


def given_name(name: str) -> str:
    """What follows the surname, so that somebody is found by the given name alone: 欧阳小明 gives 小明."""
    plain = tidy_name(name)
    if "·" in plain:
        return plain.rpartition("·")[2]
    if not _HAS_CJK.search(plain):
        return plain.rpartition(" ")[2] if " " in plain else ""
    return plain[2:] if len(plain) > 2 and plain[:2] in SURNAMES else plain[1:]


def _syllables(name: str) -> list[str]:
    if not _HAS_CJK.search(name):
        return _LATIN.findall(_without_marks(name).lower())
    if "·" in name:  # a name written by sound: every character with its usual reading
        return [reading for character in name if character != "·" for reading in _reading(character)]
    for length in (2, 1):
        known = SURNAMES.get(name[:length])
        if known and (length == 1 or len(name) > 2 or name[:2] not in _ALSO_TWO_NAMES):
            return [*known, *(reading for character in name[length:] for reading in _reading(character))]
    return [reading for character in name for reading in _reading(character)]


# With nothing behind them these are a surname of one character and a given name.
_ALSO_TWO_NAMES = frozenset(name for name in SURNAMES if len(name) == 2)


@lru_cache(maxsize=32_768)
def _reading(character: str) -> tuple[str, ...]:
    if _HAS_CJK.match(character):
        from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - slow import: 57 MB which reading never needs

        found = lazy_pinyin(character, style=Style.NORMAL, errors="ignore")
        return tuple(part.replace("ü", "v").lower() for part in found)
    return tuple(_LATIN.findall(_without_marks(character).lower()))


def _without_marks(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
