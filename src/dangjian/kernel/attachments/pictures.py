"""The pictures of records as papers show them: in order, with their words, without those that may not be passed on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.documents.blocks import Picture
from dangjian.kernel.tree.models import Organisation

from . import storage
from .enums import Consent
from .models import Attachment
from .permissions import VIEW_FILE
from .places import Place

_CAMERA = re.compile(
    r"(?:IMG|DSC|DCIM|PIC|P|MVIMG|PXL|Screenshot|mmexport|wx_camera|微信图片|微信截图|照片|图片)?[-_ \d().]*",
    re.IGNORECASE,
)
"""Names that a camera or a chat gives, which say nothing under a picture."""


@dataclass(frozen=True)
class Album:
    """The pictures of one record: those that papers show, and how many they leave out for want of consent."""

    shown: tuple[Picture, ...] = ()
    left_out: int = 0

    @property
    def remark(self) -> str:
        """The sentence that says what is left out; "" where nothing is."""
        return left_out_words(self.left_out) if self.left_out else ""


def albums_of(place: Place, records: Collection[int], at: Organisation, actor: Actor) -> dict[int, Album]:
    """The pictures that the reader may see, by the key of their record, in one query.

    Args:
        place: how the kind of record takes files.
        records: keys of records of one organisation.
        at: that organisation.
        actor: who reads.
    """
    if not actor.may(place.view, at.path):
        return {}
    files = Attachment.objects.pictures().filter(target_type=place.key, target_id__in=records)
    found: dict[int, list[Attachment]] = defaultdict(list)
    for file in files.visible_to(actor, VIEW_FILE):
        if actor.may(file.permission, file.organisation.path):
            found[file.target_id].append(file)
    return {key: album_of(pictures) for key, pictures in found.items()}


def album_of(pictures: Sequence[Attachment]) -> Album:
    """Pictures in the order given, without those that somebody in them would not have shown."""
    shown = [one for one in pictures if one.consent != Consent.MISSING]
    return Album(
        tuple(Picture(partial(storage.opened, one.sha256), words_under(one)) for one in shown),
        len(pictures) - len(shown),
    )


def words_under(picture: Attachment) -> str:
    """What stands under a picture: what it shows, and that those in it agreed to be shown."""
    caption, consent = picture.caption or caption_of(picture.name), consent_words(picture)
    return (
        _("{caption} ({consent})").format(caption=caption, consent=consent)
        if caption and consent
        else (caption or consent)
    )


def consent_words(picture: Attachment) -> str:
    """What papers say of the people in a picture; "" where nothing was said."""
    if picture.consent == Consent.NOBODY:
        return _("nobody can be recognised")
    return _("shown with consent: {names}").format(names=picture.agreed_by) if picture.agreed_by else ""


def caption_of(name: str) -> str:
    """The words under a picture that has no caption: the name of its file, unless a camera gave it."""
    stem = PurePath(name).stem.strip()
    return "" if _CAMERA.fullmatch(stem) else stem


def left_out_words(count: int) -> str:
    """How many pictures are not printed, and why."""
    return ngettext(
        "{count} picture is kept with the record and not shown: somebody in it has not agreed.",
        "{count} pictures are kept with the record and not shown: somebody in them has not agreed.",
        count,
    ).format(count=count)
