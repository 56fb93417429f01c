"""A photographed signature sheet goes to its record by the code printed on it. No photograph is ever wanted."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.attachments import services as attachments
from dangjian.kernel.attachments.content import examined
from dangjian.kernel.attachments.errors import AttachmentError

from ..errors import MeetingError
from ..models import Meeting
from ..permissions import RECORD_MEETING, VIEW_MEETING
from ..sheet_codes import code_in, tidy_code


@dataclass(frozen=True, slots=True)
class Photograph:
    """A photograph of a signature sheet; ``code`` as somebody typed it, "" to be read from the picture."""

    name: str
    data: bytes
    code: str = ""


@transaction.atomic
def attach_sheet(photograph: Photograph, *, by: Actor) -> Meeting:
    """Attach a photograph to the meeting whose code it shows; the meeting.

    Raises:
        AttachmentError: no picture, too large, or one file too many: it cannot be kept as it is.
        MeetingError: no code can be read, or no record that this person may write has it.
    """
    limit = settings.DANGJIAN_ATTACHMENT_LIMIT
    if len(photograph.data) > limit:
        raise AttachmentError(_("The file is larger than {size} MB.").format(size=limit // 1024 // 1024))
    content = examined(photograph.data, photograph.name)
    if not content.media_type.startswith("image/"):
        raise AttachmentError(_("This is no photograph. Attach other files at the meeting itself."))
    code = tidy_code(photograph.code) or code_in(content.data)
    if not code:
        raise MeetingError(_("No code can be read on it. Type the one printed beside the square."), field="code")
    rows = Meeting.objects.visible_to(by, RECORD_MEETING).select_related("organisation").prefetch_related("counts")
    meeting: Meeting | None = rows.filter(sheet_code=code).first()
    if meeting is None:
        words = _("No record that you may write has the code {code}. Compare it with the sheet.")
        raise MeetingError(words.format(code=code), field="code")
    file = ContentFile(photograph.data, photograph.name)
    attachments.attach(
        file,
        to=meeting,
        organisation=meeting.organisation,
        permission=VIEW_MEETING,
        caption=_("Signature sheet"),
        by=by,
    )
    return meeting
