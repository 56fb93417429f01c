"""The operations of the read API. Each sees only what its token's holder may see."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from ninja import NinjaAPI, Query, Router
from ninja.errors import ValidationError

from dangjian import __version__
from dangjian.foundation.organisations.permissions import VIEW as VIEW_ORGANISATION
from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look
from dangjian.kernel.figures.asked import asked
from dangjian.kernel.figures.compute import Value, compute
from dangjian.kernel.figures.drilling import listing_of
from dangjian.kernel.figures.permissions import VIEW_FIGURE
from dangjian.kernel.figures.registry import registry as figures
from dangjian.kernel.periods import Period, PeriodError
from dangjian.kernel.records.kinds import RecordKind, kinds_for
from dangjian.kernel.records.kinds import registry as kinds
from dangjian.kernel.records.listing import PER_PAGE, Listing
from dangjian.kernel.tree.models import Organisation

from .authentication import TokenAuth, only_reading
from .schemas import FigureOut, KindOut, OrganisationOut, OrganisationPage, Page, Problem, ValueOut

LAST_PAGE = 200
REFUSALS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 422: Problem}
router = Router(auth=TokenAuth())


@router.get("/organisations", response={200: OrganisationPage, **REFUSALS}, summary="Organisations within reach")
@only_reading
def organisations(request: Any, parent: str | None = None, page: int = Query(1, ge=1, le=LAST_PAGE)) -> Any:
    """In the order of their codes; with ``parent`` only those directly below the organisation with this code."""
    rows = Organisation.objects.visible_to(request.actor, VIEW_ORGANISATION).select_related("parent").order_by("code")
    if parent is not None:
        rows = rows.filter(parent__code=_plain_text(parent))
    found = list(rows[(page - 1) * PER_PAGE : page * PER_PAGE + 1])
    return {"page": page, "has_next": len(found) > PER_PAGE, "rows": [_organisation(o) for o in found[:PER_PAGE]]}


@router.get("/organisations/{code}", response={200: OrganisationOut, **REFUSALS}, summary="One organisation")
@only_reading
def organisation(request: Any, code: str) -> Any:
    """By its code."""
    return _organisation(_by_code(code, request))


@router.get("/records", response={200: list[KindOut], **REFUSALS}, summary="Record kinds within reach")
@only_reading
def record_kinds(request: Any) -> Any:
    """With their columns and filters. Private columns are never in the API."""
    return [
        {
            "key": kind.key,
            "label": str(kind.label),
            "columns": [{"key": c.key, "label": str(c.label)} for c in kind.columns if not c.private],
            "filters": [f.key for f in kind.filters],
            "shows_persons": kind.shows_persons,
        }
        for kind in kinds_for(request.actor)
    ]


@router.get("/records/{kind}", response={200: Page, **REFUSALS}, summary="Records of a kind")
@only_reading
def records(request: Any, kind: str, page: int = Query(1, ge=1, le=LAST_PAGE), q: str = "", sort: str = "") -> Any:
    """The list as the pages show it: the same filters (as query parameters), search (``q``) and order (``sort``)."""
    declared = _kind(kind, request)
    chosen = {key: _plain_text(value) for key, value in request.GET.items()}
    return _page(Listing(declared, request.actor, chosen), page, request)


@router.get("/figures", response={200: list[FigureOut], **REFUSALS}, summary="Dictionary of figures")
@only_reading
def dictionary(request: Any) -> Any:
    """Keys, units, definitions, owners and versions."""
    if not request.actor.may(VIEW_FIGURE):
        raise PermissionDenied
    names = ("key", "version", "effective_on")
    words = ("label", "unit", "definition", "owner")
    return [
        {name: getattr(figure, name) for name in names} | {word: str(getattr(figure, word)) for word in words}
        for figure in figures.values()
    ]


@router.get("/figures/{key}", response={200: ValueOut, **REFUSALS}, summary="Value of a figure")
@only_reading
def figure(request: Any, key: str, organisation: str | None = None, period: str | None = None) -> Any:
    """For the organisation with this code (by default the holder's) and a period such as 2017 or 2017-Q3."""
    where = _asked(key, organisation, period, request)
    return _value(compute(key, where.scope), where.organisation.code)


@router.get("/figures/{key}/rows", response={200: Page, **REFUSALS}, summary="Rows behind a figure")
@only_reading
def figure_rows(
    request: Any,
    key: str,
    organisation: str | None = None,
    period: str | None = None,
    page: int = Query(1, ge=1, le=LAST_PAGE),
) -> Any:
    """The records that were counted, as far as the holder may see them."""
    where = _asked(key, organisation, period, request)
    listing = listing_of(figures[key], where, request.actor, request.GET)
    if listing is None:
        raise PermissionDenied
    return _page(listing, page, request)


def _asked(key: str, code: str | None, period: str | None, request: Any) -> Any:
    if key not in figures:
        raise Http404
    if period is not None:
        Period.parse(period)
    parameters = {"period": period or ""}
    if code is not None:
        parameters["organisation"] = str(_by_code(code, request).pk)
    return asked(parameters, request.actor)


def _by_code(code: str, request: Any) -> Organisation:
    found = Organisation.objects.visible_to(request.actor, VIEW_ORGANISATION).select_related("parent")
    organisation = found.filter(code=_plain_text(code)).first()
    if organisation is None:
        raise Http404
    return organisation


def _plain_text(text: str) -> str:
    """PostgreSQL has no text with a zero character; nothing of ours contains one."""
    if "\x00" in text:
        raise Http404
    return text


def _kind(key: str, request: Any) -> RecordKind:
    if key not in kinds:
        raise Http404
    kind = kinds[key]
    if not request.actor.may(kind.permission):
        raise PermissionDenied
    return kind


def _page(listing: Listing, number: int, request: Any) -> dict[str, Any]:
    kind = listing.kind
    rows = list(listing.rows[(number - 1) * PER_PAGE : number * PER_PAGE + 1])
    if kind.shows_persons:
        looked(request.actor, None, Look.What.API, label=str(kind.label))
    shown = [column for column in kind.columns if not column.private]
    table = [{"id": row.pk} | {c.key: _plain(c.value(row)) for c in shown} for row in rows[:PER_PAGE]]
    return {"page": number, "has_next": len(rows) > PER_PAGE, "rows": table}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _value(value: Value, code: str) -> dict[str, Any]:
    return {
        "key": value.figure.key,
        "organisation": code,
        "period": value.scope.period.key,
        "as_of": value.scope.as_of,
        "value": _plain(value.number),
        "numerator": _plain(value.numerator),
        "denominator": _plain(value.denominator),
        "unit": str(value.figure.unit),
        "version": value.figure.version,
        "withheld": value.withheld,
    }


def _organisation(organisation: Organisation) -> dict[str, Any]:
    names = ("code", "name", "short_name", "kind", "starts_on", "ends_on")
    parent = organisation.parent.code if organisation.parent else None
    return {"id": organisation.pk, "parent": parent} | {name: getattr(organisation, name) for name in names}


api = NinjaAPI(
    title="Dangjian", version=__version__, description="Read API within the scope of a personal token.", docs_url=None
)
api.add_router("/v1", router)


@api.exception_handler(Http404)
def not_found(request: Any, error: Http404) -> Any:
    return api.create_response(request, {"detail": "Not there, or not within your reach."}, status=404)


@api.exception_handler(PermissionDenied)
def forbidden(request: Any, error: PermissionDenied) -> Any:
    return api.create_response(request, {"detail": "Your role does not carry the permission."}, status=403)


@api.exception_handler(PeriodError)
def bad_period(request: Any, error: PeriodError) -> Any:
    return api.create_response(request, {"detail": str(error)}, status=400)


@api.exception_handler(ValidationError)
def invalid(request: Any, error: ValidationError) -> Any:
    """Which parameter is wrong and how, in one sentence."""
    problems = (f"{problem['loc'][-1]}: {problem['msg']}" for problem in error.errors)
    return api.create_response(request, {"detail": "; ".join(problems)}, status=422)
