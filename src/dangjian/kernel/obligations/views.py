"""Pages of asks and of standing rules."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import reads, writes
from dangjian.kernel.periods import Period
from dangjian.kernel.periods.periods import PeriodError
from dangjian.kernel.tree.models import Organisation

from . import queries, services, standing
from .forms import AnswerForm, AskForm, ExemptionForm, TightenForm
from .models import Ask, AskTarget, Exemption, LocalRule
from .permissions import ASK_ANSWER, ASK_SEND, ASK_VIEW, EXEMPTION_GRANT, RULE_TIGHTEN, RULE_VIEW
from .services import AskError, RuleError

PAGE = 50


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
    form = AskForm(request.POST or None, actor=request.actor, organisation=organisation)
    if request.method == "POST" and form.is_valid():
        try:
            sent = services.ask(
                from_organisation=organisation, on=request.actor.today, by=request.actor, **form.cleaned_data
            )
        except AskError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Asked. You see here who has answered."))
            return redirect("obligations:sent-ask", sent.pk)
    return render(request, "obligations/ask.html", {"form": form, "organisation": organisation})


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
    if request.method == "POST":
        try:
            services.withdraw(ask, on=request.actor.today, by=request.actor)
            messages.success(request, _("Withdrawn. Nobody owes an answer any more."))
        except AskError as error:
            messages.error(request, str(error))
    return redirect("obligations:sent-ask", ask.pk)


@writes(ASK_ANSWER)
def answer_ask(request: Any, pk: int) -> HttpResponse:
    """Answer what is asked of one organisation."""
    target = fetch(AskTarget, pk, request.actor, ASK_ANSWER)
    initial = {"text": target.answer}
    form = AnswerForm(request.POST or None, actor=request.actor, target=target, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer(target, on=request.actor.today, by=request.actor, **form.cleaned_data)
        except AskError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Answered."))
            return redirect("obligations:asks")
    ((_target, state),) = queries.with_states([target], request.actor.today)
    return render(request, "obligations/answer.html", {"form": form, "target": target, "state": state})


@writes(ASK_ANSWER)
def take_back(request: Any, pk: int) -> HttpResponse:
    """Take an answer back."""
    target = fetch(AskTarget, pk, request.actor, ASK_ANSWER)
    if request.method == "POST":
        try:
            services.take_back_answer(target, by=request.actor)
            messages.success(request, _("Taken back. It can be answered again."))
        except AskError as error:
            messages.error(request, str(error))
    return redirect("obligations:answer", target.pk)


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


@writes(EXEMPTION_GRANT)
def exempt(request: Any, key: str, pk: int) -> HttpResponse:
    """Exempt an organisation from a rule for a time."""
    rule, organisation = rule_or_404(key), fetch(Organisation, pk, request.actor, EXEMPTION_GRANT)
    form = ExemptionForm(request.POST or None, initial={"starts_on": request.actor.today})
    if request.method == "POST" and form.is_valid():
        facts = {"organisation": organisation, "rule": rule.key, "on": request.actor.today, "by": request.actor}
        try:
            services.exempt(**facts, **form.cleaned_data)
        except RuleError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Exempted. The reason and the end are shown with it."))
            return redirect("obligations:rule", rule.key)
    context = {"form": form, "rule": rule, "source": rule.source_on(request.actor.today), "organisation": organisation}
    return render(request, "obligations/exempt.html", context)


@writes(RULE_TIGHTEN)
def tighten(request: Any, key: str, organisation: int) -> HttpResponse:
    """Ask more of an organisation and those below it than a rule does."""
    rule, place = rule_or_404(key), fetch(Organisation, organisation, request.actor, RULE_TIGHTEN)
    form = TightenForm(request.POST or None, initial={"starts_on": request.actor.today})
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("reason", "starts_on", "ends_on")}
        try:
            services.tighten(organisation=place, rule=rule.key, parameters=form.parameters(), by=request.actor, **facts)
        except RuleError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Tightened. It is shown with the rule."))
            return redirect("obligations:rule", rule.key)
    context = {"form": form, "rule": rule, "source": rule.source_on(request.actor.today), "organisation": place}
    return render(request, "obligations/tighten.html", context)


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
        try:
            service(row, on=request.actor.today, by=request.actor)
            messages.success(request, _("Ended. From today on the rule holds as it is written."))
        except RuleError as error:
            messages.error(request, str(error))
        return redirect("obligations:rule", rule.key)
    return render(request, "obligations/end.html", {"row": row, "rule": rule})
