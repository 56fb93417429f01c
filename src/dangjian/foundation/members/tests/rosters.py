"""Rosters as clerks keep them, of invented persons."""

import datetime as dt

from dangjian.foundation.members.roster.target import ROSTER
from dangjian.kernel.imports import services
from dangjian.kernel.imports.queries import plan
from dangjian.kernel.imports.tests import workbooks

TODAY = dt.date(2017, 10, 9)
HEAD = [
    "序号",
    "姓 名",
    "性别",
    "族别",
    "身份证号",
    "出生\n年月",
    "文化程度",
    "党员类别",
    "所在支部",
    "入党时间",
    "转正时间",
    "联系电话",
    "党内职务",
    "备注",
]


def number(born="19850701", order="123"):
    return workbooks.identity(born, order)


def row(name="林一", branch="一支部", **cells):
    found = {
        "序号": 1,
        "姓 名": name,
        "性别": "男",
        "族别": "汉",
        "身份证号": number(),
        "出生\n年月": "1985.07",
        "文化程度": "大学",
        "党员类别": "正式党员",
        "所在支部": branch,
        "入党时间": "2006.07",
        "转正时间": "2007.7.1",
        "联系电话": 13800000001,
        "党内职务": None,
        "备注": "x",
    }
    return [{**found, **cells}[head] for head in HEAD]


WOMAN = {
    "性别": "女",
    "身份证号": number("19900203", "224"),
    "出生\n年月": "1990年2月3日",
    "联系电话": "１３８００００００02",
}


def book(*rows, head=HEAD):
    return workbooks.xlsx(
        [["某机关党委党员花名册"], ["填报单位：某局"], head, *rows, ["合计", len(rows)]], title="名册"
    )


def previewed(organisation, file, *, by=None, name="名册.xlsx"):
    batch = services.upload(target=ROSTER.key, organisation=organisation, file=file, name=name, today=TODAY, by=by)
    columns = {sheet.sheet: sheet.columns for sheet in plan(batch)}
    batch = services.map_columns(batch=batch, columns=columns, by=by)
    return services.preview(batch=batch, today=TODAY, by=by)


def applied(organisation, file, *, by=None, everything=False, name="名册.xlsx"):
    batch = previewed(organisation, file, by=by, name=name)
    if everything:
        services.accept(batch=batch, rows=None, by=by)
    return services.apply(batch=batch, today=TODAY, by=by)


def said(batch):
    """What is wrong with each row: row number and field to codes."""
    return {
        (line.number, key): note.code
        for line in batch.rows.all()
        for key, notes in line.notes.items()
        for note in notes
        if note.level == "problem"
    }
