"""What a text printed when it was issued. Rooms that issue texts make a table of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.figures.models import Reading
from dangjian.kernel.tree.scope import ScopedModel


class Part(models.TextChoices):
    """What a frozen value is to the reference that asked for it."""

    WHOLE = "", _("value")
    NUMERATOR = "numerator", _("numerator")
    DENOMINATOR = "denominator", _("denominator")


class PrintedFigure(ScopedModel):
    """A figure as an issued text prints it: the reference in the text, the printed number, its note, the reading.

    A ratio has two more, its numerator and denominator, so that later differences of either can be named. The room
    adds what was issued, and its ``scope_path``.
    """

    reading = models.ForeignKey(Reading, models.PROTECT, related_name="+", verbose_name=_("frozen value"))
    place = models.PositiveIntegerField()
    reference = models.CharField(max_length=400)
    part = models.CharField(max_length=12, choices=Part.choices, default=Part.WHOLE, blank=True)
    label = models.CharField(_("Figure"), max_length=120)
    unit = models.CharField(_("Unit"), max_length=40, blank=True)
    shown = models.CharField(_("Value"), max_length=40)
    note = models.TextField(_("Where the number comes from"))

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.label}: {self.shown}"
