"""The frame around every page: who reads, for which organisation and year, where one can go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from dangjian import __version__
from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.roles import Role
from dangjian.kernel.figures.asked import readable_period
from dangjian.kernel.periods import Period
from dangjian.kernel.records.pages import pages_for
from dangjian.ui.shell import Group, Link, Shell, Switch

YEARS_SHOWN = 4


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every template: ``actor``, ``shell``, ``navigation``, ``tabs``, ``model_city``."""
    actor: Actor | None = getattr(request, "actor", None)
    shell = Shell(refusals_url=reverse("desk:refusals"), version=__version__, home_url=reverse("desk:home"))
    frame: dict[str, Any] = {"actor": actor, "shell": shell, "navigation": (), "tabs": ()}
    frame["model_city_day"] = settings.DANGJIAN_TODAY
    if actor is not None:
        frame["shell"] = _shell(request, actor)
        frame["navigation"] = _navigation(request.path, actor)
        frame["tabs"] = _tabs(request.path, actor)
    return frame


def _shell(request: HttpRequest, actor: Actor) -> Shell:
    return Shell(
        home_url=reverse("desk:home"),
        organisation=_organisations(request, actor),
        period=_years(request, actor),
        person_name=actor.name,
        role_name=str(Role(actor.role).label) if actor.role else "",
        account_url=reverse("accounts:profile"),
        sign_out_url=reverse("account_logout"),
        inbox_url=reverse("notices:inbox"),
        inbox_count=request.user.unread,  # type: ignore[union-attr]
        search_url=reverse("desk:search"),
        complaint_url=reverse("desk:suggest"),
        refusals_url=reverse("desk:refusals"),
        version=__version__,
        large_print=request.user.large_print,  # type: ignore[union-attr]
    )


def _organisations(request: HttpRequest, actor: Actor) -> Switch | None:
    if actor.organisation is None:
        return None
    places = {held.organisation.code: held.organisation for held in actor.held if held.organisation}
    others = [place for _code, place in sorted(places.items()) if place != actor.organisation]
    if not others:
        return Switch(actor.organisation.short_name)
    page_of_switch = reverse("accounts:acting-for")
    return Switch(
        actor.organisation.short_name,
        [Link(other.short_name, f"{page_of_switch}?organisation={other.pk}") for other in others],
    )


def _years(request: HttpRequest, actor: Actor) -> Switch:
    chosen = Period.year_of(readable_period(request.GET.get("period", ""), actor).year)
    this_year = Period.year_of(actor.today.year)
    kept = [(key, value) for key, values in request.GET.lists() if key != "period" for value in values]
    choices = []
    for year in reversed(this_year.run_of(YEARS_SHOWN)):
        query = urlencode([*kept, ("period", year.key)])
        choices.append(Link(year.name, f"{request.path}?{query}", current=year == chosen))
    return Switch(chosen.name, choices)


def _navigation(path: str, actor: Actor) -> list[Group]:
    home = reverse("desk:home")
    groups = [Group("", [Link(_("Desk"), home, "home", current=path == home)])]
    for declared in (page for page in pages_for(actor) if not page.button):
        label = str(declared.group.label)
        if groups[-1].label != label:
            groups.append(Group(label, []))
        url = declared.url(actor)
        link = Link(str(declared.label), url, declared.icon, current=path == url.partition("?")[0])
        groups[-1].items.append(link)  # type: ignore[attr-defined]
    return groups


def _tabs(path: str, actor: Actor) -> list[Link]:
    home = reverse("desk:home")
    own = sorted((p for p in pages_for(actor) if p.tab), key=lambda p: p.tab)[:3]
    links = [Link(_("Home"), home, "home", current=path == home)]
    links += [Link(str(p.tab_label or p.label), p.url(actor), p.icon, current=path == p.url(actor)) for p in own]
    me = reverse("accounts:profile")
    return [*links, Link(_("Me"), me, "user", current=path == me)]
