"""The code sets of the register, each with its standard, its year and the words clerks use for its values."""

from .education import DEGREE, EDUCATION
from .persons import ETHNIC_GROUP, POLITICAL_STATUS, SEX
from .posts import POSITION, TECHNICAL_POST
from .regions import is_region, prefectures, region_of
from .sets import CodeSet

CODE_SETS: dict[str, CodeSet] = {
    code_set.key: code_set
    for code_set in (SEX, ETHNIC_GROUP, EDUCATION, DEGREE, TECHNICAL_POST, POLITICAL_STATUS, POSITION)
}

__all__ = [
    "CODE_SETS",
    "DEGREE",
    "EDUCATION",
    "ETHNIC_GROUP",
    "POLITICAL_STATUS",
    "POSITION",
    "SEX",
    "TECHNICAL_POST",
    "CodeSet",
    "is_region",
    "prefectures",
    "region_of",
]
