"""Opening a file, with headers that let nothing run; attaching one to a record; withdrawing one."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import reads, writes
from dangjian.kernel.attachments import services
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.attachments.permissions import ATTACH_FILE, VIEW_FILE
from dangjian.kernel.attachments.serving import served
from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look

from .forms import AttachForm, DescribeForm, WithdrawForm
from .places import Place, registry


@reads(VIEW_FILE)
def download(request: Any, attachment_id: int) -> Any:
    """The file as a download; with `?show` pictures and PDF in the browser."""
    attachment = fetch(Attachment.objects.present(), attachment_id, request.actor, VIEW_FILE)
    if not request.actor.may(attachment.permission, attachment.organisation.path):
        raise PermissionDenied
    looked(request.actor, attachment, Look.What.EXPORT, organisation=attachment.organisation)
    return served(attachment, shown="show" in request.GET)


def place_or_404(key: str) -> Place:
    """The declaration of a table that takes files."""
    if key not in registry:
        raise Http404
    return registry[key]


@writes(ATTACH_FILE)
def attach(request: Any) -> HttpResponse:
    """Attach a file to the record named in the form; a refusal stands by the field."""
    named = request.POST if request.method == "POST" else request.GET
    place = place_or_404(named.get("target", ""))
    record = place.record(named.get("target_id", ""), request.actor)
    if not place.may_attach(record, request.actor):
        raise PermissionDenied
    act = Act(
        form=AttachForm,
        service=partial(services.attach, to=record, organisation=place.organisation(record), permission=place.view),
        initial={"target": place.key, "target_id": record.pk},
        title=_("Attach a file"),
        submit=_("Attach"),
        done=_("The file is attached."),
        sub=str(record),
        back=place.url(record),
        template="attachments/attach.html",
    )
    return perform(request, act)


def _with_record(request: Any, attachment_id: int) -> tuple[Attachment, str]:
    """A file for somebody who may add to its record, and the address of the record."""
    attachment = fetch(Attachment.objects.present(), attachment_id, request.actor, ATTACH_FILE)
    place = place_or_404(attachment.target_type)
    return attachment, place.url(place.record(attachment.target_id, request.actor))


@writes(ATTACH_FILE)
def describe(request: Any, attachment_id: int) -> HttpResponse:
    """Say what a picture shows, and whether those in it agreed to be shown."""
    attachment, back = _with_record(request, attachment_id)
    if not attachment.is_picture:
        raise Http404
    act = Act(
        form=DescribeForm,
        service=partial(services.describe, attachment),
        about=attachment,
        title=_("Caption and consent"),
        submit=_("Save"),
        done=_("The picture is described."),
        sub=attachment.name,
        back=back,
        follows=[
            _("The caption stands under the picture in minutes and ledgers, and so does who agreed."),
            _("If somebody has not agreed, the picture stays with the record and is printed nowhere."),
            _("Consent may be taken back at any time: change the answer here, or withdraw the picture."),
        ],
    )
    return perform(request, act)


@writes(ATTACH_FILE)
def withdraw(request: Any, attachment_id: int) -> HttpResponse:
    """Take a file away, with a reason."""
    attachment, back = _with_record(request, attachment_id)
    act = Act(
        form=WithdrawForm,
        service=partial(services.withdraw, attachment),
        title=_("Withdraw a file"),
        submit=_("Withdraw"),
        done=_("The file is withdrawn."),
        sub=attachment.name,
        back=back,
        follows=[
            _("The content is removed for good; that the file was here, who withdrew it and why stays in the audit.")
        ],
    )
    return perform(request, act)
