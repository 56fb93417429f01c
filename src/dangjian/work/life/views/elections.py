"""The pages of elections to be read: the chain of one, its papers, and the elections of an organisation."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from dangjian.foundation.members.permissions import VIEW_CONDITION
from dangjian.foundation.organisations.permissions import EXTEND_TERMS
from dangjian.foundation.organisations.terms import KINDS_WITH_TERM
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import is_htmx, reads
from dangjian.kernel.tree.models import Organisation

from ..elections import papers
from ..elections.chain import chain_of, may_take
from ..elections.steps import STEPS
from ..enums import StepKind
from ..models import ElectionStep
from ..permissions import PREPARE_ELECTION, VIEW_ELECTION
from ..queries import elections as queries
from .election_acts import dossier_for

ZIP = "application/zip"


@reads(VIEW_ELECTION)
def election(request: Any, election: int) -> HttpResponse:
    """An election as a chain of steps, with its papers, its counts and who may vote."""
    dossier = dossier_for(request, election, VIEW_ELECTION)
    actor, found = request.actor, dossier.election
    open_roll = not dossier.done(StepKind.HELD) and not found.closed_on
    context = {
        "dossier": dossier,
        "election": found,
        "chain": chain_of(dossier, actor),
        "roll": queries.roll_of(found.organisation, found.meeting_on or actor.today) if open_roll else None,
        "may_prepare": actor.may(PREPARE_ELECTION, found.organisation.path) and not found.closed_on,
        "may_see_conditions": actor.may(VIEW_CONDITION, found.organisation.path),
        "may_extend": bool(found.term and not found.term.ends_on and actor.may(EXTEND_TERMS, found.organisation.path)),
        "called_off": dossier.taken.get(StepKind.CALLED_OFF),
        "withdrawn": [step for step in dossier.steps if step.withdrawn_on],
        "newest": _withdrawable(dossier, actor),
        "papers": papers.ready_papers(dossier),
    }
    return render(request, "life/elections/election.html", context)


def _withdrawable(dossier: queries.Dossier, actor: Any) -> ElectionStep | None:
    """The newest step, where this reader may withdraw it."""
    standing = [step for step in dossier.steps if step.withdrawn_on is None]
    newest = standing[-1]
    step = STEPS.get(StepKind(newest.kind))
    if step is None or newest.kind in (StepKind.DECIDED, StepKind.HELD) or not may_take(step, dossier, actor):
        return None
    return newest


@reads(VIEW_ELECTION)
def elections_of(request: Any, organisation: int) -> HttpResponse:
    """The elections of an organisation: a block of its page, or the page that reminders lead to."""
    shown = fetch(Organisation, organisation, request.actor, VIEW_ELECTION)
    rows = list(queries.elections_of(shown))
    context = {
        "organisation": shown,
        "elections": rows,
        "term": shown.terms.filter(ends_on=None).first(),
        "may_begin": request.actor.may(PREPARE_ELECTION, shown.path)
        and shown.kind in KINDS_WITH_TERM
        and not shown.ends_on
        and all(row.closed_on for row in rows),
    }
    part = "life/elections/_of.html" if is_htmx(request) else "life/elections/of.html"
    return render(request, part, context)


@reads(VIEW_ELECTION)
def paper(request: Any, election: int, paper: str) -> HttpResponse:
    """One paper for Word."""
    dossier = dossier_for(request, election, VIEW_ELECTION)
    found = papers.BY_KEY.get(paper)
    if found is None or not found.is_ready(dossier):
        raise Http404
    content = found.docx(dossier, request.actor.today)
    return _file(content, papers.WORD, papers.file_name(found, dossier))


@reads(VIEW_ELECTION)
def all_papers(request: Any, election: int) -> HttpResponse:
    """Every paper that can be made now, in one archive."""
    dossier = dossier_for(request, election, VIEW_ELECTION)
    content = papers.all_as_zip(dossier, request.actor.today)
    return _file(content, ZIP, f"{dossier.election.organisation.short_name}换届材料.zip")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer
