"""Where the pages of the room stand, for those that lead to each other."""

from __future__ import annotations

from django.urls import reverse

from dangjian.kernel.tree.models import Organisation

from .models import Meeting


def page_of(meeting: Meeting) -> str:
    """The page of a meeting."""
    return reverse("life:meeting", args=[meeting.pk])


def home_of(organisation: Organisation) -> str:
    """The organisational life of an organisation."""
    return f"{reverse('life:home')}?organisation={organisation.pk}"
