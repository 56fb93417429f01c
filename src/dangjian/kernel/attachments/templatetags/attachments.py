"""``{% attachments record %}``: the panel with the files of a record."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Model

from dangjian.kernel.attachments.forms import AttachForm
from dangjian.kernel.attachments.places import registry

register = template.Library()


@register.inclusion_tag("attachments/_panel.html", takes_context=True)
def attachments(context: template.Context, record: Model) -> dict[str, Any]:
    """The files of a record for the reader: to open, to add to, to withdraw; nothing for those who may not.

    The record's table must be declared in ``attachments.places``; the page's context holds ``actor``.
    """
    place, actor = registry[record._meta.label_lower], context["actor"]
    files = place.files_of(record, actor)
    may_attach = files is not None and place.may_attach(record, actor)
    form = AttachForm(actor=actor, initial={"target": place.key, "target_id": record.pk}) if may_attach else None
    return {
        "files": list(files) if files is not None else (),
        "shown": files is not None,
        "form": form,
        "csrf_token": context.get("csrf_token"),
    }
