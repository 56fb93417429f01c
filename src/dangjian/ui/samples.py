"""Invented content for the gallery: no real person or organisation. Not translated, as data is not."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangjian.ui.shell import Group, Link, Shell, Switch

PAGES = ("desk", "branch", "member", "sheet", "plain")
NAMES = ["发展改革局", "经济信息局", "地方税务局", "人民检察院", "供电公司", "卫生健康局", "教育局", "国家税务局"]


class SampleForm(forms.Form):
    """A field of each kind."""

    name = forms.CharField(label=_("Name"), help_text="按身份证上的姓名填写。", max_length=20)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("a", "党支部"), ("b", "党总支"), ("c", "机关党委")])
    day = forms.DateField(
        label=_("Day"), required=False, help_text="例如 2026-11-23", widget=forms.DateInput(attrs={"type": "text"})
    )
    words = forms.CharField(label=_("Words"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    way = forms.ChoiceField(
        label=_("Way"), widget=forms.RadioSelect, required=False, choices=[("1", "当面"), ("2", "电话")]
    )
    agreed = forms.BooleanField(label="内容不涉及国家秘密和工作秘密")


def wrong_form() -> SampleForm:
    """The same form sent with mistakes."""
    form = SampleForm({"name": "", "kind": "z", "day": "2026-02-30", "words": "已写的字不会丢。"}, prefix="wrong")
    form = SampleForm({f"wrong-{key}": value for key, value in form.data.items()}, prefix="wrong")
    form.is_valid()
    return form


def frame(member: bool = False) -> dict[str, Any]:
    """Shell, navigation and tabs as a member of the work committee's staff, or a member, would see them."""
    here = "#"
    shell = Shell(
        home_url=here,
        organisation=Switch(
            "配电支部 · 我的家" if member else "云溪市直机关工委",
            [Link("云溪市直机关工委", here, current=True), Link("发展改革局机关党委", here)],
        ),
        period=Switch("2026 年", [Link("2026 年", here, current=True), Link("2025 年", here)]),
        person_name="谢一鸣",
        role_name="工委办公室",
        account_url=here,
        inbox_url=here,
        search_url=here,
        complaint_url=here,
        refusals_url=here,
        version="0.1",
    )
    return {"shell": shell, "navigation": navigation(here), "tabs": tabs(member)}


def tabs(member: bool) -> list[Link]:
    """Bottom tabs of the member's pages, or of the phone view of the others."""
    icons = [("家", "home-heart"), ("活动", "calendar-event"), ("学习", "book-2"), ("我", "user")]
    if not member:
        icons = [("工作台", "home"), ("会议", "users-group"), ("党员", "address-book"), ("我", "user")]
    return [Link(label, "#", icon, current=number == 0) for number, (label, icon) in enumerate(icons)]


def navigation(url: str) -> list[Group]:
    """Groups of the side navigation."""
    groups: list[tuple[str, list[tuple[str, str, int | None]]]] = [
        ("", [("工作台", "home", None)]),
        (
            "一年一环",
            [
                ("目标计划", "target-arrow", None),
                ("责任分工", "file-certificate", 85),
                ("组织生活", "users-group", None),
                ("监督检查", "clipboard-check", 3),
                ("述职评议", "scale", None),
                ("品牌典型", "award", 114),
                ("工作台账", "books", None),
            ],
        ),
        (
            "党员之家",
            [
                ("建家授牌", "home-heart", None),
                ("党员关怀", "heart-handshake", 12),
                ("志愿报到", "friends", None),
                ("服务企业", "building-factory-2", None),
            ],
        ),
        ("学习宣传", [("学习教育", "book-2", None), ("指尖党课", "world", None)]),
        ("家底", [("组织名册", "address-book", None), ("成效报告", "clipboard-data", None)]),
    ]
    return [
        Group(label, [Link(name, url, icon, count, current=name == "工作台") for name, icon, count in items])
        for label, items in groups
    ]


def content() -> dict[str, Any]:
    """Figures, steps, things to do, a grid, a table, a tree, events."""
    return {**_figures_and_steps(), **_things_to_do(), **_grid(), **_tables()}


def _figures_and_steps() -> dict[str, Any]:
    names = ["定目标计划", "明责任分工", "严组织生活", "常监督检查", "抓述职评议", "树品牌典型", "建工作台账"]
    counts = [609, 609, 505, 438, 0, 536, 493]
    ordinals = "一二三四五六七"
    return {
        "today": datetime.date(2026, 10, 9),
        "now": datetime.datetime(2026, 10, 9, 8, 30, tzinfo=datetime.UTC),
        "figures": [
            ("党组织已建“党员之家”", 97, "%"),
            ("党建服务品牌", 114, "项"),
            ("在职党员参加学习教育", 7712, "名"),
            ("党员到社区报到", 5046, "名"),
            ("三轮督查覆盖", 100, "%"),
            ("助企项目建成投产", 79, "个"),
        ],
        "steps": [(f"第{o}步", n, c) for o, n, c in zip(ordinals, names, counts, strict=True)],
        "branch_steps": [
            (f"第{o}步", n, *s)
            for o, n, s in zip(
                ordinals,
                names,
                [
                    ("done", "已报备 1月12日"),
                    ("done", "5 名委员已分工"),
                    ("due", "26 / 31 次"),
                    ("late", "整改逾期 1 项"),
                    ("not-due", "12 月开始"),
                    ("done", "“无忧用电”"),
                    ("done", "随时可导出"),
                ],
                strict=True,
            )
        ],
    }


def _things_to_do() -> dict[str, Any]:
    return {
        "todos": [
            (
                datetime.date(2026, 10, 9),
                "第三轮督查还有 6 家单位未排组",
                "督查 · 10月31日前覆盖 85 家",
                "due",
                "3 周后到期",
            ),
            (
                datetime.date(2026, 10, 10),
                "卫生健康局机关党委换届将满,尚未请示",
                "组织 · 任期 2026-10-26 届满",
                "late",
                "16 天",
            ),
            (datetime.date(2026, 10, 12), "9 项品牌材料待征求意见", "品牌 · “发展改革我先行”等", "", "待你处理"),
            (datetime.date(2026, 10, 15), "第 41 周指尖党课待签发", "学习 · 周日 20:00 推送", "", "待你处理"),
        ],
    }


def _grid() -> dict[str, Any]:
    return {
        "months": [f"{month}月" for month in range(1, 13)],
        "grid": [
            {
                "label": f"市{name}机关党委",
                "url": "#",
                "cells": [
                    {
                        "state": "late"
                        if (place * 5 + month) % 23 == 4
                        else "excused"
                        if (place + month) % 31 == 9
                        else "done"
                        if month < 9
                        else "due"
                        if month == 9
                        else "not-due",
                        "url": "#" if month < 10 else "",
                        "title": f"{month + 1}月",
                    }
                    for month in range(12)
                ],
                "total": "89%" if place % 3 == 0 else "100%",
            }
            for place, name in enumerate(NAMES)
        ],
    }


def _tables() -> dict[str, Any]:
    return {
        "organisations": [
            (
                f"市{name}机关党委",
                12 + place * 7,
                1204 - place * 131,
                ["done", "due", "late", "not-due", "excused"][place % 5],
            )
            for place, name in enumerate(NAMES)
        ],
        "crumb_items": [Link("组织名册", "#"), Link("云溪市直机关工委", "#"), Link("供电公司机关党委", "")],
        "tab_items": [
            Link("概况", "#", current=True),
            Link("党员", "#", count=23),
            Link("届次", "#"),
            Link("经过", "#", count=0),
        ],
    }
