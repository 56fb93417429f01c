"""Pages of asks and of standing rules."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import reads, writes
from dangjian.kernel.periods import Period
from dangjian.kernel.periods.periods import PeriodError
from dangjian.kernel.tree.models import Organisation

from . import queries, services, standing
from .forms import AnswerForm, AskForm, ExemptionForm, TightenForm
from .models import Ask, AskTarget, Exemption, LocalRule
from .permissions import ASK_ANSWER, ASK_SEND, ASK_VIEW, EXEMPTION_GRANT, RULE_TIGHTEN, RULE_VIEW

PAGE = 50
TIGHTENING = gettext_lazy(
    "It holds for this organisation and all below it. A number laxer than the rule has no effect; of several the "
    "strictest counts."
)


def place(request: Any, permission: str) -> Organisation:
    """The organisation looked at: the one of the address, else the one acted for."""
    acted_for = request.actor.organisation
    return fetch(
        Organisation, request.GET.get("organisation") or (acted_for.pk if acted_for else ""), request.actor, permission
    )


@reads(ASK_VIEW)
def asks(request: Any) -> HttpResponse:
    """What is asked of an organisation, what it asks of others, and the burden of this month."""
    organisation = place(request, ASK_VIEW)
    context = {
        "organisation": organisation,
        "asked": queries.asks_of(organisation, request.actor.today),
        "sent": Paginator(queries.sent_by(organisation), PAGE).get_page(request.GET.get("page")),
        "burden": queries.burden(organisation, queries.this_month(request.actor.today)),
        "month": queries.this_month(request.actor.today),
        "may_send": request.actor.may(ASK_SEND, organisation.path) and not organisation.is_branch,
        "may_answer": request.actor.may(ASK_ANSWER, organisation.path),
        "today": request.actor.today,
    }
    return render(request, "obligations/asks.html", context)


@writes(ASK_SEND)
def send_ask(request: Any) -> HttpResponse:
    """Ask organisations below, with the burden of each in sight."""
    organisation = place(request, ASK_SEND)
    act = Act(
        form=AskForm,
        service=partial(services.ask, from_organisation=organisation, on=request.actor.today),
        about=organisation,
        title=_("Ask organisations below"),
        submit=_("Ask"),
        done=_("Asked. You see here who has answered."),
        back=f"{reverse('obligations:asks')}?organisation={organisation.pk}",
        then=lambda sent: reverse("obligations:sent-ask", args=[sent.pk]),
        sub=_("Before asking: each receiver is shown with what it has been asked this month, this year and last."),
    )
    return perform(request, act)


@reads(ASK_VIEW)
def sent_ask(request: Any, pk: int) -> HttpResponse:
    """One ask with the answers of its receivers."""
    ask = fetch(Ask, pk, request.actor, ASK_VIEW)
    targets = ask.targets.select_related("organisation", "ask").order_by("organisation__code", "pk")
    page = Paginator(targets, PAGE).get_page(request.GET.get("page"))
    context = {
        "ask": ask,
        "page": page,
        "answers": queries.with_states(page.object_list, request.actor.today),
        "may_withdraw": ask.closed_on is None and request.actor.may(ASK_SEND, ask.from_organisation.path),
    }
    return render(request, "obligations/sent_ask.html", context)


@writes(ASK_SEND)
def withdraw_ask(request: Any, pk: int) -> HttpResponse:
    """Withdraw an ask for all its receivers."""
    ask = fetch(Ask, pk, request.actor, ASK_SEND)
    withdraw = partial(services.withdraw, ask, on=request.actor.today)
    back = reverse("obligations:sent-ask", args=[ask.pk])
    return press(request, withdraw, done=_("Withdrawn. Nobody owes an answer any more."), back=back)


@writes(ASK_ANSWER)
def answer_ask(request: Any, pk: int) -> HttpResponse:
    """Answer what is asked of one organisation."""
    target = fetch(AskTarget, pk, request.actor, ASK_ANSWER)
    ((_target, state),) = queries.with_states([target], request.actor.today)
    act = Act(
        form=AnswerForm,
        service=partial(services.answer, target, on=request.actor.today),
        about=target,
        title=target.ask.title,
        submit=_("Answer"),
        done=_("Answered."),
        back=reverse("obligations:asks"),
        template="obligations/answer.html",
        context={"target": target, "state": state},
    )
    return perform(request, act)


@writes(ASK_ANSWER)
def take_back(request: Any, pk: int) -> HttpResponse:
    """Take an answer back."""
    target = fetch(AskTarget, pk, request.actor, ASK_ANSWER)
    back = reverse("obligations:answer", args=[target.pk])
    done = _("Taken back. It can be answered again.")
    return press(request, partial(services.take_back_answer, target), done=done, back=back)


@reads(RULE_VIEW)
def standing_rules(request: Any) -> HttpResponse:
    """All standing rules with their sources and versions."""
    rules = queries.rules_with_versions(request.actor.today)
    return render(request, "obligations/rules.html", {"rules": rules, "today": request.actor.today})


def rule_or_404(key: str) -> standing.StandingRule:
    """A declared rule."""
    if key not in standing.registry:
        raise Http404
    return standing.registry[key]


@reads(RULE_VIEW)
def rule_grid(request: Any, key: str) -> HttpResponse:
    """How one rule stands, organisation by organisation and period by period, in a year."""
    rule, organisation, actor = rule_or_404(key), place(request, RULE_VIEW), request.actor
    try:
        year = Period.year_of(int(request.GET.get("year", actor.today.year)))
    except (ValueError, PeriodError):
        raise Http404
    page = Paginator(queries.owing(rule, organisation, year, actor.today), PAGE).get_page(request.GET.get("page"))
    context = {
        "rule": rule,
        "version": rule.version_for(year.last_day),
        "source": rule.source_on(year.last_day),
        "organisation": organisation,
        "year": year,
        "page": page,
        "grid": queries.grid_of(rule, organisation, page.object_list, year, actor.today),
        "may_exempt": actor.may(EXEMPTION_GRANT, organisation.path),
        "may_tighten": actor.may(RULE_TIGHTEN, organisation.path),
        "exemptions": queries.exemptions_of(rule, organisation, actor.today),
        "tightenings": queries.tightenings_of(rule, organisation, actor.today),
    }
    return render(request, "obligations/rule.html", context)


def rule_in_words(rule: standing.StandingRule, day: date) -> str:
    """A rule and where it is written on a day."""
    source = rule.source_on(day)
    return f"{rule.title} · {source.regulation} {source.article}"


@writes(EXEMPTION_GRANT)
def exempt(request: Any, key: str, pk: int) -> HttpResponse:
    """Exempt an organisation from a rule for a time."""
    rule, organisation = rule_or_404(key), fetch(Organisation, pk, request.actor, EXEMPTION_GRANT)
    act = Act(
        form=ExemptionForm,
        service=partial(services.exempt, organisation=organisation, rule=rule.key, on=request.actor.today),
        initial={"starts_on": request.actor.today},
        title=_("Exempt from a rule"),
        submit=_("Exempt"),
        done=_("Exempted. The reason and the end are shown with it."),
        back=reverse("obligations:rule", args=[rule.key]),
        sub=organisation.name,
        follows=[rule_in_words(rule, request.actor.today)],
    )
    return perform(request, act)


@writes(RULE_TIGHTEN)
def tighten(request: Any, key: str, organisation: int) -> HttpResponse:
    """Ask more of an organisation and those below it than a rule does."""
    rule, place = rule_or_404(key), fetch(Organisation, organisation, request.actor, RULE_TIGHTEN)
    act = Act(
        form=TightenForm,
        service=partial(services.tighten, organisation=place, rule=rule.key),
        initial={"starts_on": request.actor.today},
        title=_("Tighten a rule"),
        submit=_("Tighten"),
        done=_("Tightened. It is shown with the rule."),
        back=reverse("obligations:rule", args=[rule.key]),
        sub=place.name,
        follows=[rule_in_words(rule, request.actor.today), TIGHTENING],
    )
    return perform(request, act)


@writes(EXEMPTION_GRANT)
def end_exemption(request: Any, exemption: int) -> HttpResponse:
    """End an exemption early."""
    row = fetch(Exemption.objects.select_related("organisation"), exemption, request.actor, EXEMPTION_GRANT)
    return _end(request, row, services.end_exemption)


@writes(RULE_TIGHTEN)
def end_tightening(request: Any, local_rule: int) -> HttpResponse:
    """End a local tightening."""
    row = fetch(LocalRule.objects.select_related("organisation"), local_rule, request.actor, RULE_TIGHTEN)
    return _end(request, row, services.end_tightening)


def _end(request: Any, row: Exemption | LocalRule, service: Any) -> HttpResponse:
    rule = rule_or_404(row.rule)
    if request.method == "POST":
        end = partial(service, row, on=request.actor.today)
        done = _("Ended. From today on the rule holds as it is written.")
        return press(request, end, done=done, back=reverse("obligations:rule", args=[rule.key]))
    return render(request, "obligations/end.html", {"row": row, "rule": rule})
