"""The papers of a meeting: minutes in official layout, the code on the printed sheet. Papers are in Chinese."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import segno
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments.pictures import Album, albums_of
from dangjian.kernel.attachments.places import registry as places
from dangjian.kernel.documents.blocks import chinese_date
from dangjian.kernel.documents.official import Block, Heading, Items, OfficialDocument, Paragraph, Pictures

from .enums import Capacity
from .models import Attendance, Decision, Meeting
from .naming import name_of

LANGUAGE = "zh-hans"


def minutes_document(
    meeting: Meeting, attendances: Sequence[Attendance], decisions: Sequence[Decision], album: Album
) -> OfficialDocument:
    """The minutes of a meeting that was held (GB/T 9704-2012 in layout), with attendance, decisions and pictures."""
    with translation.override(LANGUAGE):
        name = name_of(meeting)
    body: list[Block] = [Paragraph(line) for line in _head(meeting)]
    body += [Paragraph(line) for line in _attendance(meeting, attendances)]
    if meeting.agenda:
        body += [Heading(1, "议程"), Items(_lines(meeting.agenda), numbered=True)]
    body += [Heading(1, "主要内容"), Paragraph(meeting.content)]
    if decisions:
        body += [Heading(1, "议定事项"), Items([_decision(one) for one in decisions], numbered=True)]
    body += list(_pictures(album))
    body += [Paragraph(line) for line in _foot(meeting)]
    return OfficialDocument(title=f"{meeting.organisation.name}\n{name}记录", body=body)


def album_of(meeting: Meeting, actor: Actor) -> Album:
    """The pictures of a meeting that this reader may see, with their words in the language of papers."""
    with translation.override(LANGUAGE):
        albums = albums_of(places[Meeting._meta.label_lower], [meeting.pk], meeting.organisation, actor)
    return albums.get(meeting.pk, Album())


def _pictures(album: Album) -> Iterator[Block]:
    if album.shown:
        yield Heading(1, "会议图片")
        yield Pictures(album.shown, min(2, len(album.shown)))
    if album.left_out:
        with translation.override(LANGUAGE):
            yield Paragraph(f"（{album.remark}）")


def _head(meeting: Meeting) -> list[str]:
    hours = f"{meeting.begins_at:%H:%M}" if meeting.begins_at else ""
    if meeting.begins_at and meeting.ends_at:
        hours += f"—{meeting.ends_at:%H:%M}"
    lines = [f"时间：{chinese_date(meeting.happened_on)} {hours}".strip()]
    people = {"地点": meeting.place, "主持人": meeting.chair, "记录人": meeting.recorder, "主讲人": meeting.lecturer}
    return lines + [f"{label}：{value}" for label, value in people.items() if value]


def _attendance(meeting: Meeting, attendances: Sequence[Attendance]) -> list[str]:
    due = [row for row in attendances if row.due]
    here = [row for row in due if row.present]
    lines = [f"应到{len(due)}人，实到{len(here)}人。"]
    if here:
        lines.append("到会：" + "、".join(row.member.name for row in here))
    away = [f"{row.member.name}（{row.reason}）" for row in due if not row.present]
    leaders = [row.member.name for row in attendances if row.capacity == Capacity.LEADER]
    others = [row.member.name for row in attendances if not row.due and row.capacity != Capacity.LEADER]
    for label, names in (("缺席", away), ("参加组织生活的上级领导", leaders), ("不作要求而到会", others)):
        if names:
            lines.append(f"{label}：" + "、".join(names))
    return [*lines, f"列席：{meeting.guests}"] if meeting.guests else lines


def _decision(decision: Decision) -> str:
    if decision.owner is None or decision.due_on is None:
        return decision.text
    return f"{decision.text}（责任人：{decision.owner.name}，{chinese_date(decision.due_on)}前）"


def _foot(meeting: Meeting) -> list[str]:
    lines = []
    if meeting.filed_on and meeting.is_late_entry:
        lines.append(f"（本记录于{chinese_date(meeting.filed_on)}补录。）")
    if meeting.corrects is not None:
        lines.append(f"（本记录更正同一会议的前一份记录。更正原因：{meeting.correction_reason}）")
    return lines


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def qr_of(address: str) -> SafeString:
    """A code that leads to an address, as a picture to be set into a page."""
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", xmldecl=False, svgns=True, scale=3, border=2)
    return mark_safe(picture.getvalue().decode())
