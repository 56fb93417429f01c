"""Builds model cities, stage by stage. A new room adds a stage to ``STAGES`` and disturbs no older one."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.audit import services as audit
from dangjian.kernel.audit.actions import action
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation

from . import (
    accounts,
    appraisals,
    asks,
    brand_reviews,
    brands,
    casebook,
    commendations,
    conditions,
    contacts,
    elections,
    events,
    meetings,
    meetings_as_needed,
    members,
    organisations,
    panels,
    plans,
    posts,
    search,
    talks,
    terms,
    transfers,
    units,
)
from .cast import BUILT
from .world import City, Keys

SMALLEST = 0.02
"""Below this size a city would not have one organisation of each kind; smaller scales are built at this one."""

action(BUILT, gettext_lazy("built the model city {target}"))


class CityError(ServiceError):
    """The model city cannot be built here."""


@dataclass(frozen=True)
class Stage:
    """A part of the work, done for one city after another.

    Attributes:
        label: what is being made, shown beside the progress.
        make: writes the rows.
        every_city: False for what only the first city has.
    """

    label: str | Promise
    make: Callable[[City], None]
    every_city: bool = True


STAGES: tuple[Stage, ...] = (
    Stage(gettext_lazy("setting up organisations"), organisations.build),
    Stage(gettext_lazy("entering units and areas"), units.build),
    Stage(gettext_lazy("entering changes of organisations"), events.build),
    Stage(gettext_lazy("dividing branches into groups"), organisations.groups),
    Stage(gettext_lazy("reckoning terms"), terms.build),
    Stage(gettext_lazy("entering members"), members.build),
    Stage(gettext_lazy("writing transfer letters"), transfers.build),
    Stage(gettext_lazy("giving out posts"), posts.build),
    Stage(gettext_lazy("holding elections"), elections.build),
    Stage(gettext_lazy("linking leaders with organisations"), contacts.build),
    Stage(gettext_lazy("entering conditions and corrections"), conditions.build),
    Stage(gettext_lazy("asking and answering"), asks.build),
    Stage(gettext_lazy("holding meetings"), meetings.build),
    Stage(gettext_lazy("holding meetings as needed"), meetings_as_needed.build),
    Stage(gettext_lazy("recording talks"), talks.build),
    Stage(gettext_lazy("appraising members"), appraisals.build),
    Stage(gettext_lazy("planning the years"), plans.build),
    Stage(gettext_lazy("commending on 1 July"), commendations.build),
    Stage(gettext_lazy("finding service brands"), brands.build),
    Stage(gettext_lazy("reviewing service brands"), brand_reviews.build),
    Stage(gettext_lazy("printing the casebook"), casebook.build, every_city=False),
    Stage(gettext_lazy("opening accounts"), accounts.build, every_city=False),
    Stage(gettext_lazy("judging service brands"), panels.build, every_city=False),
    Stage(gettext_lazy("spelling names for the search"), search.build),
)
FIRST_READING = 5
"""From this stage on stages read what earlier ones wrote, so the database is told how large its tables are."""
Progress = Callable[[str, int, int], None]


def build(*, seed: int, scale: float, progress: Progress | None = None) -> Counter[str]:
    """Fill an empty database with model cities and return the rows written by table.

    Up to scale 1 it is one city, whole or in part, in one transaction. Above, a national root with as many cities,
    each with a transaction and a stream of chance of its own, so that memory does not grow.

    Args:
        seed: the same seed and scale give the same rows.
        scale: size beside the article's city.
        progress: called with what is being made, steps done and steps in all.

    Raises:
        CityError: the platform is in production, or the database holds organisations.
    """
    return build_cities(seed=seed, shares=shares_of(scale), progress=progress)


def build_cities(*, seed: int, shares: Sequence[float], progress: Progress | None = None) -> Counter[str]:
    """Fill an empty database with a city of each size; more than one stand under a national root.

    Raises:
        CityError: the platform is in production, or the database holds organisations.
    """
    refuse_unfit()
    tell, total = progress or (lambda *_step: None), len(shares) * len(STAGES)
    keys, written = Keys(), Counter[str]()
    root = _root(keys) if len(shares) > 1 else None
    for number, share in enumerate(shares):
        city = City(number=number, seed=seed, share=share, keys=keys, root=root)
        with transaction.atomic():
            for n, stage in enumerate(STAGES):
                tell(f"{city.name} · {stage.label}", number * len(STAGES) + n, total)
                if stage.every_city or number == 0:
                    stage.make(city)
                if n >= FIRST_READING:
                    keys.settle()
            changes = {"seed": seed, "scale": share, "rows": dict(city.written)}
            audit.record(BUILT, city.committee, by=None, organisation=city.committee, changes=changes)
        written += city.written
        # A city and its branches hold each other: without this, as many pile up as the collector finds few.
        del city
        gc.collect()
    tell("", total, total)
    return written


def refuse_unfit() -> None:
    """Refuse to put invented people where real ones are.

    Raises:
        CityError: the platform is in production, or the database holds organisations.
    """
    if settings.PRODUCTION:
        raise CityError(_("The model city has open accounts; it is not built in production."))
    if Organisation.objects.exists():
        raise CityError(_("The database holds organisations already. The model city needs an empty one."))


def shares_of(scale: float) -> list[float]:
    """The sizes of the cities that a scale asks for; the last may be a part of one.

    Raises:
        CityError: not above 0.
    """
    if scale <= 0:
        raise CityError(_("The scale must be above 0."))
    whole, rest = int(scale), round(scale % 1, 6)
    return [1.0] * whole + ([max(rest, SMALLEST)] if rest else [])


def _root(keys: Keys) -> Organisation:
    root = Organisation(
        pk=keys.take(Organisation),
        code="0",
        name="模型全国机关党的工作机构",
        short_name="模型全国",
        kind=OrganisationKind.AUTHORITY,
        depth=0,
        starts_on=date(1980, 1, 1),
    )
    root.path = f"/{root.pk}/"
    Organisation.objects.bulk_create([root])
    keys.settle()
    return root
