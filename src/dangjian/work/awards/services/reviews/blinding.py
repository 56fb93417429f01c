"""The author takes the names out of a nomination and confirms that none is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments import storage
from dangjian.kernel.attachments.errors import AttachmentError
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.attachments.services import attach, withdraw
from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.wording import one_line, passage

from ...blind_files import cleaned
from ...blinding import Hidden, Name, names_in
from ...errors import BlindFileError
from ...models import BlindCopy, Nomination
from ...phases import Deed, Seat
from ...queries.reviews.names import candidate_name, names_of
from ...review_permissions import CONFIRM_BLIND
from .steps import ReviewError, allowed, locked

REWRITTEN = action("awards.blind.rewritten", gettext_lazy("wrote the files of “{target}” anew, without names"))
CONFIRMED = action("awards.blind.confirmed", gettext_lazy("confirmed the text without names of “{target}”"))


@transaction.atomic
def confirm_blind(
    nomination: Nomination,
    *,
    blind_title: str,
    blind_deeds: str,
    kept: Sequence[str] = (),
    confirmed: bool,
    today: date,
    by: Actor | None,
) -> Nomination:
    """Confirm the title and the deeds as the panel will read them.

    Args:
        kept: names of people that are ordinary words in this text, and may stay; never the candidate's own.
        confirmed: that the author has read both and no name is left.

    Raises:
        ReviewError: the phase is another, the text is empty, a name is left, or it is not confirmed.
    """
    call = locked(nomination.call_id)
    allowed(call, Seat.APPLICANT, Deed.BLIND, today)
    found: Nomination = (
        Nomination.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=nomination.pk)
    )
    if found.withdrawn_on is not None:
        raise ReviewError(_("This nomination was withdrawn."))
    known, candidate = names_of(found), candidate_name(found)
    may_stay = {word for word in kept if word != candidate}
    # Cleaned first: a number with an unseen character inside is still one.
    title, deeds = one_line(blind_title, 120), passage(blind_deeds)
    for field, text in (("blind_title", title), ("blind_deeds", deeds)):
        if not text:
            raise ReviewError(_("The panel needs a text to read."), field=field)
        left = _left(text, known, may_stay)
        if left:
            names = _(", ").join(name.text for name in left[:5])
            raise ReviewError(_("Names can still be read: {names}. Take them out.").format(names=names), field=field)
    if not confirmed:
        raise ReviewError(_("Read both once more and confirm that no name is left."), field="confirmed")
    found.blind_title, found.blind_deeds = title, deeds
    found.blind_confirmed_on = today
    found.version += 1
    found.save(update_fields=["blind_title", "blind_deeds", "blind_confirmed_on", "version"])
    changes = {"kept words": len(kept)} if kept else {}
    audit.record(CONFIRMED, found, by=by, organisation=found.organisation, changes=changes)
    return found


@transaction.atomic
def write_files_anew(nomination: Nomination, *, today: date, by: Actor | None) -> int:
    """Write the files of a nomination anew, without names and metadata; the author then confirms once more.

    Returns:
        how many copies there are now.

    Raises:
        ReviewError: the phase is another, or a file cannot be written anew; it is named.
    """
    call = locked(nomination.call_id)
    allowed(call, Seat.APPLICANT, Deed.BLIND, today)
    found: Nomination = (
        Nomination.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=nomination.pk)
    )
    known = names_of(found)
    _discard_copies(found, by)
    files = list(Attachment.objects.of(found))
    for number, file in enumerate(files, 1):
        try:
            with storage.opened(file.sha256) as content:
                clean = cleaned(content.read(), file.media_type, known)
            copy = BlindCopy.objects.create(nomination=found, number=number, made_from=file.sha256, made_on=today)
            upload = SimpleUploadedFile(f"{number}.{clean.ending}", clean.data)
            attach(upload, to=copy, organisation=found.organisation, by=by, permission=CONFIRM_BLIND)
        except (BlindFileError, AttachmentError, FileNotFoundError) as error:
            raise ReviewError(_("{file}: {why}").format(file=file.name, why=error))
    found.blind_confirmed_on = None
    found.version += 1
    found.save(update_fields=["blind_confirmed_on", "version"])
    audit.record(REWRITTEN, found, by=by, organisation=found.organisation, changes={"files": len(files)})
    return len(files)


def _discard_copies(nomination: Nomination, by: Actor | None) -> None:
    for copy in nomination.blind_copies.all():
        for file in Attachment.objects.of(copy):
            withdraw(file, by=by, reason=_("written anew"))
        copy.delete()


def _left(text: str, known: Sequence[Name], may_stay: set[str]) -> list[Name]:
    return [name for name in names_in(text, known) if name.kind != Hidden.PERSON or name.text not in may_stay]
