"""The five occasions on which a talk is a must (五必谈), as the catalogue begins: data, with their source.

The work committee ends them and adds its own; nothing reads this file after the catalogue has begun.
"""

from datetime import date

SOURCE = "机关谈心谈话台账通行的五必谈口径，由工委按需调整"
SINCE = date(2012, 1, 1)
FIVE = (
    ("change-of-post", "岗位变动、职务调整"),
    ("organisational-handling", "受到组织处理或处分"),
    ("family-or-health", "家庭发生重大变故、遇到困难，或身心健康有明显问题"),
    ("first-signs", "有苗头性、倾向性问题，或有不良反映"),
    ("tension", "班子成员之间、党员之间有隔阂或矛盾"),
)
"""Key and words, in their order."""
