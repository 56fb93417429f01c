"""Attaching and withdrawing files."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import partial
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments import storage
from dangjian.kernel.attachments.content import examined
from dangjian.kernel.attachments.enums import Consent
from dangjian.kernel.attachments.errors import AttachmentError
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.attachments.permissions import VIEW_FILE
from dangjian.kernel.audit.actions import action
from dangjian.kernel.audit.services import record
from dangjian.kernel.documents.blocks import one_line
from dangjian.kernel.privacy import scan_marks
from dangjian.kernel.tree.models import Organisation

ATTACHED = action("attachments.file.attached", gettext_lazy("attached the file “{target}”"))
DESCRIBED = action("attachments.picture.described", gettext_lazy("described the picture “{target}”"))
WITHDRAWN = action("attachments.file.withdrawn", gettext_lazy("withdrew the file “{target}”"))
MAX_FILES = 50
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|]')


@transaction.atomic
def attach(
    file: Any,
    *,
    to: Model,
    organisation: Organisation,
    by: Actor | None,
    permission: str = VIEW_FILE,
    caption: str = "",
) -> Attachment:
    """Keep an uploaded file with a record.

    Args:
        file: an uploaded file (`name`, `size`, `read`).
        to: the record it belongs to, already saved.
        organisation: whose file it is; decides who may see it.
        by: who adds it.
        permission: what a reader must hold at the organisation.
        caption: what it shows, where the caller knows that of a picture.

    Raises:
        AttachmentError: too large or too many, of a kind that is not taken, called something else than it is, or
            marked as secret (Law on Guarding State Secrets, 2024, article 31).
    """
    limit = settings.DANGJIAN_ATTACHMENT_LIMIT
    if file.size > limit:
        raise AttachmentError(_("The file is larger than {size} MB.").format(size=limit // 1024 // 1024))
    if Attachment.objects.of(to).count() >= MAX_FILES:
        raise AttachmentError(_("A record holds at most {count} files.").format(count=MAX_FILES))
    name = clean_name(file.name)
    content = examined(file.read(limit + 1), name)
    _refuse_marks(name, content.text)
    attachment = Attachment.objects.create(
        organisation=organisation,
        target_type=to._meta.label_lower,
        target_id=to.pk,
        permission=permission,
        name=name,
        media_type=content.media_type,
        size=len(content.data),
        sha256=storage.keep(content.data),
        uploaded_at=timezone.now(),
        uploaded_by_id=by.account_id if by else None,
        uploaded_by_name=(by.name if by else "")[:60],
        caption=caption,
    )
    record(ATTACHED, to, by=by, organisation=organisation, label=name, changes={"file": attachment.sha256})
    return attachment


@transaction.atomic
def describe(
    attachment: Attachment, *, by: Actor | None, caption: str = "", consent: str = "", agreed_by: str = ""
) -> Attachment:
    """Say what a picture shows and whether those in it agreed to be shown; nothing of it is ever required.

    Args:
        attachment: the picture.
        by: who says it.
        caption: the words under it; "" for none.
        consent: one of `Consent`; "" where nothing is said.
        agreed_by: who agreed and how, where everybody did.

    Raises:
        AttachmentError: no picture, withdrawn, marked as secret, or the answers do not go together.
    """
    caption, agreed_by = one_line(caption), one_line(agreed_by)
    _check_answers(consent, agreed_by)
    for field, words in (("caption", caption), ("agreed_by", agreed_by)):
        if found := scan_marks(words):
            raise AttachmentError(
                _("The words bear the mark “{mark}”. Nothing marked may be kept here.").format(mark=found[0].words),
                field=field,
            )
    attachment = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    if attachment.withdrawn_at or not attachment.is_picture:
        raise AttachmentError(_("Only a picture that is still here can be described."))
    attachment.caption, attachment.consent, attachment.agreed_by = caption, consent, agreed_by
    attachment.save(update_fields=["caption", "consent", "agreed_by"])
    said = {"file": attachment.sha256, "caption": caption, "consent": consent, "agreed_by": agreed_by}
    record(DESCRIBED, attachment, by=by, organisation=attachment.organisation, changes=said)
    return attachment


def _check_answers(consent: str, agreed_by: str) -> None:
    if consent == Consent.GIVEN and not agreed_by:
        raise AttachmentError(_("Say who agreed to be shown, and how."), field="agreed_by")
    if consent != Consent.GIVEN and agreed_by:
        raise AttachmentError(
            _("This belongs to “Everybody shown has agreed”. Choose that above, or empty the field."),
            field="agreed_by",
        )


@transaction.atomic
def withdraw(attachment: Attachment, *, by: Actor | None, reason: str) -> None:
    """Take a file away: its row says so, and its content is removed unless another record holds the same file.

    Raises:
        AttachmentError: no reason is given, or it was withdrawn before.
    """
    if not reason.strip():
        raise AttachmentError(_("Say why the file is withdrawn."), field="reason")
    attachment = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
    if attachment.withdrawn_at:
        raise AttachmentError(_("The file was withdrawn before."))
    attachment.withdrawn_at = timezone.now()
    attachment.save(update_fields=["withdrawn_at"])
    record(
        WITHDRAWN,
        attachment,
        by=by,
        organisation=attachment.organisation,
        changes={"file": attachment.sha256, "reason": reason.strip()[:200]},
    )
    transaction.on_commit(partial(_discard_unused, attachment.sha256))


def sweep(*, before: datetime, by: Actor | None = None) -> int:
    """Remove files that no record holds and that were written before a moment: what is left of failed uploads."""
    removed = 0
    for sha256 in storage.written_before(before):
        if not Attachment.objects.filter(sha256=sha256, withdrawn_at__isnull=True).exists():
            storage.discard(sha256)
            removed += 1
    return removed


def clean_name(name: str) -> str:
    """A file name without folders and without characters that hide what it is, at most 150 characters long."""
    visible = "".join(char for char in name.replace("\\", "/") if unicodedata.category(char)[0] != "C")
    path = PurePath(_NOT_IN_NAMES.sub(" ", visible.rsplit("/", 1)[-1]).strip(" ."))
    stem, ending = path.stem.strip() or _("file"), path.suffix[:10]
    return stem[: 150 - len(ending)] + ending


def _refuse_marks(name: str, text: str) -> None:
    found = scan_marks(PurePath(name).stem) or scan_marks(text)
    if found:
        raise AttachmentError(
            _(
                "The file bears the mark “{mark}”. Classified and internal papers must not be kept on this platform;"
                " note only their number."
            ).format(mark=found[0].words)
        )


def _discard_unused(sha256: str) -> None:
    if not Attachment.objects.filter(sha256=sha256, withdrawn_at__isnull=True).exists():
        storage.discard(sha256)
