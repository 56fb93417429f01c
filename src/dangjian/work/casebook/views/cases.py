"""Pages of cases: reading, writing, remarks, versions."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import is_htmx, reads, writes
from dangjian.kernel.texts.queries import choices_for
from dangjian.kernel.tree.models import Organisation

from .. import queries, services
from ..enums import CaseStage, Side
from ..forms.cases import AnswerForm, BeginForm, ClassForm, HandInForm, ReasonForm, RemarkForm, WriteForm
from ..models import Case
from ..models.cases import WORDING
from ..permissions import EDIT_CASE, VIEW_CASE, WRITE_CASE
from ..services.cases import side_of


def _case(request: Any, pk: int, permission: str) -> Case:
    found: Case = fetch(Case.objects.select_related("organisation", "brand"), pk, request.actor, permission)
    return found


def page_of(case: Case) -> str:
    """The address of a case."""
    return reverse("casebook:case", args=[case.pk])


@writes(WRITE_CASE)
def begin(request: Any) -> HttpResponse:
    """Begin a case of an organisation, as a rule from the page of its brand."""
    acted_for = request.actor.organisation
    asked = request.GET.get("organisation") or (acted_for.pk if acted_for else "")
    organisation = fetch(Organisation, asked, request.actor, WRITE_CASE)
    act = Act(
        form=BeginForm,
        service=partial(services.begin_case, organisation=organisation),
        about=organisation,
        initial={"brand": request.GET.get("brand", "")},
        title=_("Write a case"),
        sub=organisation.name,
        submit=_("Begin"),
        back=reverse("records:list", args=["casebook.case"]),
        then=lambda case: reverse("casebook:edit", args=[case.pk]),
        follows=[_("It stays with you until you hand it in. Every saving keeps the version before.")],
    )
    return perform(request, act)


@reads(VIEW_CASE)
def case_page(request: Any, case: int) -> HttpResponse:
    """A case with its figures of now, what was found in it, remarks and pictures."""
    found = _case(request, case, VIEW_CASE)
    path = found.organisation.path
    side, stage = side_of(found.organisation, request.actor), found.stage
    may_write = request.actor.may(WRITE_CASE, path)
    context = {
        "case": found,
        "reading": queries.reading_of(found, request.actor.today),
        "remarks": list(found.comments.all()),
        "last": found.versions.first(),
        "may_write": may_write and (side == Side.EDITOR or stage == CaseStage.WRITING),
        "may_remark": may_write,
        "may_edit": request.actor.may(EDIT_CASE, path),
    }
    return render(request, "casebook/cases/case.html", context)


@reads(VIEW_CASE)
def cases_of(request: Any, organisation: int) -> HttpResponse:
    """The cases of an organisation: a block of its page, or a page of its own."""
    found = fetch(Organisation, organisation, request.actor, VIEW_CASE)
    cases = queries.cases_of(found, request.actor)[:20]
    context = {"organisation": found, "cases": cases, "may_write": request.actor.may(WRITE_CASE, found.path)}
    part = "casebook/cases/_block.html" if is_htmx(request) else "casebook/cases/of_organisation.html"
    return render(request, part, context)


@writes(WRITE_CASE)
def edit(request: Any, case: int) -> HttpResponse:
    """Write on a case, with a preview and the figures to insert; what is typed is kept in the browser until saved."""
    found = _case(request, case, WRITE_CASE)
    day = request.actor.today
    if request.method == "POST" and request.POST.get("action") == "preview":
        typed = Case(**{name: request.POST.get(name, "")[:20_000] for name in WORDING})
        return render(request, "casebook/cases/_preview.html", {"parts": queries.preview_of(found, typed, day)})
    act = Act(
        form=WriteForm,
        service=partial(services.write_case, found),
        about=found,
        title=found.title,
        sub=found.organisation.name,
        submit=_("Save"),
        done=_("Saved. The version before is kept."),
        back=page_of(found),
        template="casebook/cases/edit.html",
        context={
            "case": found,
            "parts": queries.preview_of(found, found, day),
            "choices": choices_for(found.organisation, found.about, day),
        },
    )
    return perform(request, act)


@reads(WRITE_CASE)
def figures(request: Any, case: int) -> HttpResponse:
    """The figures that a case may name, searched by words."""
    found = _case(request, case, WRITE_CASE)
    words = request.GET.get("q", "")[:60]
    choices = choices_for(found.organisation, found.about, request.actor.today, words)
    part = "texts/_choices.html" if is_htmx(request) else "casebook/cases/figures.html"
    return render(request, part, {"case": found, "choices": choices, "words": words, "into": ""})


@writes(WRITE_CASE)
def classify(request: Any, case: int) -> HttpResponse:
    """Say of which brand, field and period a case is."""
    found = _case(request, case, WRITE_CASE)
    act = Act(
        form=ClassForm,
        service=partial(services.class_case, found),
        about=found,
        title=_("Brand, field and period"),
        sub=found.title,
        submit=_("Save"),
        done=_("Saved."),
        back=page_of(found),
    )
    return perform(request, act)


@writes(WRITE_CASE)
def hand_in(request: Any, case: int) -> HttpResponse:
    """Give a case to the editors."""
    found = _case(request, case, WRITE_CASE)
    act = Act(
        form=HandInForm,
        service=partial(services.hand_in, found),
        about=found,
        title=_("Hand in the case"),
        sub=found.title,
        submit=_("Hand in"),
        done=_("It is with the editors now."),
        back=page_of(found),
        follows=[
            _("Editors read it, change it or give it back; somebody who did not write the last version passes it."),
            _("Pictures are printed only where it is said that nobody can be recognised or that everybody agreed."),
        ],
    )
    return perform(request, act)


@writes(EDIT_CASE)
def return_case(request: Any, case: int) -> HttpResponse:
    """Give a case back to its author."""
    found = _case(request, case, EDIT_CASE)
    act = Act(
        form=ReasonForm,
        service=partial(services.return_case, found),
        about=found,
        title=_("Give the case back"),
        sub=found.title,
        submit=_("Give back"),
        done=_("It is with its author again."),
        back=page_of(found),
    )
    return perform(request, act)


@writes(EDIT_CASE)
def pass_case(request: Any, case: int) -> HttpResponse:
    """Pass a case for print, as it stood when the reader looked at it."""
    found = _case(request, case, EDIT_CASE)
    version = request.POST.get("version", "")
    service = partial(services.pass_case, found, version=int(version) if version.isdecimal() else 0)
    return press(request, service, done=_("Passed for print."), back=page_of(found))


@writes(WRITE_CASE)
def remark(request: Any, case: int) -> HttpResponse:
    """Make a remark on a case."""
    found = _case(request, case, WRITE_CASE)
    act = Act(
        form=RemarkForm,
        service=partial(services.comment, found),
        about=found,
        initial={"part": request.GET.get("part", "")},
        title=_("Make a remark"),
        sub=found.title,
        submit=_("Save"),
        done=_("The remark stands beside the case until it is answered."),
        back=page_of(found),
    )
    return perform(request, act)


@writes(WRITE_CASE)
def answer(request: Any, case_comment: int) -> HttpResponse:
    """Say what was done about a remark."""
    found = fetch(queries.comments_shown(), case_comment, request.actor, WRITE_CASE)
    act = Act(
        form=AnswerForm,
        service=partial(services.answer_comment, found),
        about=found,
        title=_("Answer the remark"),
        sub=found.text,
        submit=_("Save"),
        done=_("Answered."),
        back=page_of(found.case),
    )
    return perform(request, act)


@reads(VIEW_CASE)
def versions(request: Any, case: int) -> HttpResponse:
    """The versions of a case by author and editor, and what changed from one to another."""
    found = _case(request, case, VIEW_CASE)
    kept = list(found.versions.all())
    pair = queries.two_versions(kept, request.GET.get("from", ""), request.GET.get("to", ""))
    context = {"case": found, "versions": kept, "pair": pair, "changes": queries.compared(*pair) if pair else []}
    return render(request, "casebook/cases/versions.html", context)
