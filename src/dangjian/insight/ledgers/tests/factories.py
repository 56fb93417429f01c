"""Records for the tests of ledgers: events of organisations, which every installation has, and photographs."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dangjian.foundation.organisations.enums import EventKind
from dangjian.foundation.organisations.models import OrganisationEvent
from dangjian.kernel.attachments.services import attach

EVENTS = "organisations.event"


def event(organisation, on, **facts):
    """An event of an organisation."""
    return OrganisationEvent.objects.create(organisation=organisation, kind=EventKind.RENAMED, happened_on=on, **facts)


def photograph(record, name="IMG_0001.jpg", size=(64, 48), **facts):
    """A photograph attached to a record."""
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, "JPEG")
    file = SimpleUploadedFile(name, out.getvalue(), "image/jpeg")
    return attach(file, to=record, organisation=record.organisation, by=None, **facts)
