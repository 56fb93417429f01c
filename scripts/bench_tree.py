"""The tree of organisations at any size: rows made by SQL in a throw-away database, pages measured beside one another.

Every organisation has a name of its own number, and of the texts it is found by three are kept: name, number, initials.
A real one of a hundred cities has about thirty; the index they are found by is as deep with fewer.
"""

from django.db import connection
from django.urls import reverse

from dangjian.foundation.organisations.models import SearchName
from dangjian.kernel.tree.models import Organisation

CITIES, DIRECT, BRANCHES = 100, 100, 9
"""Cities of a province, direct organisations of a city, branches of a direct organisation."""
KINDS = ("authority", "authority", "work_committee", "organ_committee", "branch")
WORDS = ("模型全国党的工作机构", "省直机关工委", "市直机关工委", "机关党委", "党支部")
INITIALS = ("mxqgddgzjg", "szjggw", "szjggw", "jgdw", "dzb")
NUMBERS = """WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < {number})
"""
ORGANISATIONS = """INSERT INTO tree_organisation
(id, code, name, short_name, kind, parent_id, path, depth, starts_on, ends_on, version)
SELECT {first} + n, '{depth}-' || substr('0000000' || n, -7), '{word}第' || n || '号', '{word}第' || n || '号',
'{kind}', {parent}, {above} || ({first} + n) || '/', {depth}, '1990-01-01', NULL, 1 FROM numbers {join}"""
TEXTS = """INSERT INTO organisations_searchname (organisation_id, text)
SELECT id, text FROM (SELECT id, short_name AS text FROM tree_organisation WHERE depth = {depth}
UNION ALL SELECT id, substr(short_name, {length}) FROM tree_organisation WHERE depth = {depth}
UNION ALL SELECT id, '{initials}d' || substr(short_name, {length} + 1) FROM tree_organisation WHERE depth = {depth}
) AS texts"""


def fill(organisations: int) -> None:
    """Fill an empty SQLite database with about so many organisations, in five levels."""
    provinces = max(1, round(organisations / (CITIES * DIRECT * (BRANCHES + 1))))
    cities = CITIES if provinces > 1 else max(1, round(organisations / (DIRECT * (BRANCHES + 1))))
    below = (1, provinces, cities, DIRECT, BRANCHES)
    with connection.cursor() as cursor:
        for statement in ("PRAGMA synchronous = OFF", "DROP TRIGGER tree_organisation_marks_insert"):
            cursor.execute(statement)  # a million marks would be worked off before the first measurement anyway
        index = next(index for index in SearchName._meta.indexes if index.name == "search_name_text")
        with connection.schema_editor() as editor:
            editor.remove_index(SearchName, index)
        first, before, number = 1, 1, 1
        for depth, (each, kind, word, initials) in enumerate(zip(below, KINDS, WORDS, INITIALS, strict=True)):
            number *= each
            parent = f"{before} + n / {each}" if depth else "NULL"
            filled = ORGANISATIONS.format(
                first=first,
                depth=depth,
                word=word,
                kind=kind,
                parent=parent,
                above="superior.path" if depth else "'/'",
                join=f"JOIN tree_organisation AS superior ON superior.id = {parent}" if depth else "",
            )
            cursor.execute(NUMBERS.format(number=number) + filled)
            cursor.execute(TEXTS.format(depth=depth, initials=initials, length=len(word) + 1))
            before, first = first, first + number
        with connection.schema_editor() as editor:
            editor.add_index(SearchName, index)


def middle(depth: int) -> Organisation:
    """An organisation in the middle of its level."""
    level = Organisation.objects.filter(depth=depth)
    first, last = level.order_by("pk").first(), level.order_by("-pk").first()
    return Organisation.objects.get(pk=(first.pk + last.pk) // 2)


def pages() -> list[tuple[str, str, bool]]:
    """Name, address and whether it is a list, of what is measured; one organisation below each other."""
    city, direct, branch = middle(2), middle(3), middle(4)
    tree = reverse("organisations:tree")
    return [
        ("tree, opened at the top", tree, False),
        ("tree, children of a city", reverse("organisations:children", args=[city.pk]), False),
        ("tree, children of a direct organisation", reverse("organisations:children", args=[direct.pk]), False),
        ("tree search, name", f"{tree}?q={branch.short_name}", False),
        ("tree search, number inside the name", f"{tree}?q={branch.short_name[3:]}", False),
        ("tree search, initials", f"{tree}?q=dzbd{branch.short_name[4:-1]}", False),
        ("tree search, a word that half of them have", f"{tree}?q=党支部第1", False),
        ("organisation page, branch", reverse("organisations:detail", args=[branch.pk]), False),
        ("organisation page, city", reverse("organisations:detail", args=[city.pk]), False),
    ]
