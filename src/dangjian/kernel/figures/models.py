"""Officially issued values, frozen: a reading is never changed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangjian.kernel.tree.paths import PathField
from dangjian.kernel.tree.scope import ScopedModel


class Reading(ScopedModel):
    """The value of a figure as it was issued: with definition version, place, period, day and the digest of its rows.

    Append-only: definitions and trees change, an issued value does not. ``rows`` keeps the keys behind the value so
    that later differences can be named (+2 −1); where they are too many or about sensitive facts it is empty and
    ``row_count`` differs from its length.
    """

    figure = models.CharField(_("Figure"), max_length=80)
    version = models.PositiveSmallIntegerField(_("Version of the definition"))
    organisation_id = models.BigIntegerField()
    organisation_name = models.CharField(_("Organisation"), max_length=120)
    organisation_path = PathField(max_length=120)
    period = models.CharField(_("Period"), max_length=10)
    as_of = models.DateField(_("As of"))
    number = models.DecimalField(_("Value"), max_digits=20, decimal_places=4, null=True)
    numerator = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    denominator = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    withheld = models.BooleanField(default=False)
    rows: models.JSONField[Any, Any] = models.JSONField(default=list)
    row_count = models.PositiveBigIntegerField(null=True)
    digest = models.CharField(max_length=64)
    issued_in = models.CharField(_("Issued in"), max_length=120)
    issued_at = models.DateTimeField(_("Issued at"), auto_now_add=True)
    issued_by = models.CharField(_("Issued by"), max_length=60)

    scope_path = "organisation_path"

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("frozen value")
        verbose_name_plural = _("frozen values")
        indexes = (models.Index(fields=("figure", "organisation_path"), name="reading_figure"),)

    def __str__(self) -> str:
        return f"{self.figure} {self.period}"


class TallyDay(ScopedModel):
    """A day for which tallies of all organisations are kept: a declared cache, see ``keeping.py``.

    ``layout`` says which figures the numbers stand for; it is empty while they are being counted. ``version`` rises
    with every change of the tallies.
    """

    day = models.DateField(primary_key=True)
    layout = models.CharField(max_length=32, blank=True)
    version = models.PositiveBigIntegerField(default=1)
    begun_at = models.DateTimeField(auto_now_add=True)

    unscoped = "bookkeeping of the tallies, without a number in it"

    class Meta:
        verbose_name = _("day of tallies")
        verbose_name_plural = _("days of tallies")

    def __str__(self) -> str:
        return str(self.day)


class Tally(ScopedModel):
    """The tallied figures of one organisation on one day: ``own`` rows, and the ``whole`` with all below.

    Lists in the order of ``tallies.tallied()``. The path is that on which was counted. Organisations with nothing to
    count have no row.
    """

    day = models.DateField()
    path = PathField(max_length=120)
    organisation_id = models.BigIntegerField()
    own: models.JSONField[Any, Any] = models.JSONField()
    whole: models.JSONField[Any, Any] = models.JSONField()

    scope_path = "path"

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = (models.UniqueConstraint(fields=("day", "path"), name="figure_tally_once"),)
        indexes = (models.Index(fields=("organisation_id",), name="figure_tally_place"),)

    def __str__(self) -> str:
        return f"{self.path} {self.day}"


class TallyMark(ScopedModel):
    """An organisation whose own tallies may no longer be true. Written by the triggers of ``marking.py`` alone."""

    organisation_id = models.BigIntegerField()
    written_in = models.BigIntegerField()

    unscoped = "a mark of the platform's own: where to count anew, not what"

    class Meta:
        verbose_name = _("mark for counting anew")
        verbose_name_plural = _("marks for counting anew")
        indexes = (models.Index(fields=("organisation_id", "written_in"), name="figure_tally_mark"),)

    def __str__(self) -> str:
        return str(self.organisation_id)
