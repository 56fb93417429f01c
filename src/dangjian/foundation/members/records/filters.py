"""What the kinds of the room share beside the filters of the kernel."""

from __future__ import annotations

from django.urls import reverse


def member_url(member_id: int) -> str:
    """The page of a member."""
    return reverse("members:detail", args=[member_id])
