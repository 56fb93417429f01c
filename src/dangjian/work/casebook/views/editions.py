"""Pages of casebooks in the making and of their files."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangjian.kernel.access.acts import Act, perform, press
from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import reads, writes
from dangjian.kernel.attachments.services import clean_name
from dangjian.kernel.audit.looks import looked
from dangjian.kernel.audit.models import Look
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.work.states import WorkState

from .. import queries, services
from ..binding import Bound
from ..enums import Arrangement, BookFormat
from ..forms.editions import BeginEditionForm, ChooseForm, DescribeForm, MoveForm, PartForm
from ..models import KEPT_DAYS, Edition, EditionPart
from ..permissions import COMPILE_EDITION, VIEW_EDITION
from ..services.issuing import is_intact
from ..storage import FILES


def _edition(request: Any, pk: int, permission: str) -> Edition:
    found: Edition = fetch(Edition.objects.select_related("organisation"), pk, request.actor, permission)
    return found


def page_of(edition: Edition) -> str:
    """The address of a casebook."""
    return reverse("casebook:edition", args=[edition.pk])


@writes(COMPILE_EDITION)
def begin(request: Any) -> HttpResponse:
    """Begin a casebook."""
    acted_for = request.actor.organisation
    asked = request.GET.get("organisation") or (acted_for.pk if acted_for else "")
    organisation = fetch(Organisation, asked, request.actor, COMPILE_EDITION)
    act = Act(
        form=BeginEditionForm,
        service=partial(services.begin_edition, organisation=organisation),
        about=organisation,
        title=_("Begin a casebook"),
        sub=organisation.name,
        submit=_("Begin"),
        back=reverse("records:list", args=["casebook.edition"]),
        then=lambda edition: reverse("casebook:choose", args=[edition.pk]),
    )
    return perform(request, act)


@reads(VIEW_EDITION)
def edition_page(request: Any, edition: int) -> HttpResponse:
    """A casebook: its parts and cases in order, what is missing, its files."""
    found = _edition(request, edition, VIEW_EDITION)
    bound, files = Bound(found, request.actor.today), queries.files_of(found)
    context = {
        "edition": found,
        "parts": bound.parts,
        "count": len(bound.entries),
        "waiting": [entry for entry in bound.entries if entry.case.passed_on is None],
        "files": files,
        "is_moving": queries.is_moving(files),
        "formats": BookFormat.choices,
        "arrangements": Arrangement.choices,
        "kept_days": KEPT_DAYS,
        "is_intact": is_intact(found) if found.is_issued else True,
        "may_compile": request.actor.may(COMPILE_EDITION, found.organisation.path),
    }
    return render(request, "casebook/editions/edition.html", context)


@writes(COMPILE_EDITION)
def describe(request: Any, edition: int) -> HttpResponse:
    """Cover, preface and imprint."""
    found = _edition(request, edition, COMPILE_EDITION)
    act = Act(
        form=DescribeForm,
        service=partial(services.describe_edition, found),
        about=found,
        title=_("Cover, preface and imprint"),
        sub=found.title,
        submit=_("Save"),
        done=_("Saved."),
        back=page_of(found),
    )
    return perform(request, act)


@writes(COMPILE_EDITION)
def choose(request: Any, edition: int) -> HttpResponse:
    """Choose the cases of a casebook."""
    found = _edition(request, edition, COMPILE_EDITION)
    act = Act(
        form=ChooseForm,
        service=partial(services.choose_cases, found),
        about=found,
        title=_("Choose the cases"),
        sub=found.title,
        submit=_("Choose"),
        done=lambda edition: _("{count} cases stand in the book.").format(count=edition.entries.count()),
        back=page_of(found),
        follows=[_("A case that is changed later is changed in the book too, until the book comes out.")],
    )
    return perform(request, act)


@writes(COMPILE_EDITION)
def arrange(request: Any, edition: int) -> HttpResponse:
    """Put the cases into parts by service or by field."""
    found = _edition(request, edition, COMPILE_EDITION)
    way = request.POST.get("way", "")
    if way not in Arrangement.values:
        return redirect(page_of(found))
    service = partial(services.arrange, found, way=way)
    return press(request, service, done=_("Arranged. Names and order can still be changed."), back=page_of(found))


@writes(COMPILE_EDITION)
def move(request: Any, chosen_case: int) -> HttpResponse:
    """Move a case up or down by a button."""
    found = fetch(queries.entries_shown(), chosen_case, request.actor, COMPILE_EDITION)
    service = partial(services.move_entry, found, up="up" in request.POST)
    return press(request, service, done=_("Moved."), back=f"{page_of(found.edition)}#entry-{found.pk}")


@writes(COMPILE_EDITION)
def move_to(request: Any, chosen_case: int) -> HttpResponse:
    """Move a case into another part."""
    found = fetch(queries.entries_shown(), chosen_case, request.actor, COMPILE_EDITION)
    act = Act(
        form=MoveForm,
        service=partial(services.move_entry, found),
        about=found,
        title=_("Move the case into another part"),
        sub=str(found.case),
        submit=_("Move"),
        done=_("Moved."),
        back=page_of(found.edition),
    )
    return perform(request, act)


@writes(COMPILE_EDITION)
def rename(request: Any, edition_part: int) -> HttpResponse:
    """Give a part another name."""
    found = fetch(EditionPart.objects.select_related("edition"), edition_part, request.actor, COMPILE_EDITION)
    act = Act(
        form=PartForm,
        service=partial(services.rename_part, found),
        about=found,
        title=_("Rename the part"),
        sub=found.name,
        submit=_("Save"),
        done=_("The part has a new name."),
        back=page_of(found.edition),
    )
    return perform(request, act)


@writes(COMPILE_EDITION)
def issue(request: Any, edition: int) -> HttpResponse:
    """Look once more at what comes out, then issue."""
    found = _edition(request, edition, COMPILE_EDITION)
    if request.method == "POST":
        done = _("Issued. Its files are being made and kept for good.")
        return press(request, partial(services.issue_edition, found), done=done, back=page_of(found))
    entries = found.entries.select_related("case__organisation", "part")
    waiting = [entry for entry in entries if entry.case.passed_on is None]
    return render(request, "casebook/editions/issue.html", {"edition": found, "entries": entries, "waiting": waiting})


@writes(COMPILE_EDITION)
def open_book(request: Any, edition: int) -> HttpResponse:
    """Let everybody read the web book."""
    found = _edition(request, edition, COMPILE_EDITION)
    done = _("Everybody who has the address may read it now.")
    return press(request, partial(services.open_edition, found), done=done, back=page_of(found))


@writes(COMPILE_EDITION)
def close_book(request: Any, edition: int) -> HttpResponse:
    """Let only signed-in people read the web book."""
    found = _edition(request, edition, COMPILE_EDITION)
    done = _("Only people who are signed in may read it now.")
    return press(request, partial(services.close_edition, found), done=done, back=page_of(found))


@writes(COMPILE_EDITION)
def ask(request: Any, edition: int) -> HttpResponse:
    """Have a casebook made as a file; the answer is its page, which tells how far it is."""
    found = _edition(request, edition, COMPILE_EDITION)
    kind = request.POST.get("kind", "")
    if kind not in BookFormat.values:
        return redirect(page_of(found))
    service = partial(services.ask_for_file, found, kind=kind)
    return press(request, service, done=_("It is being made."), back=f"{page_of(found)}#files")


@reads(VIEW_EDITION)
def edition_file(request: Any, edition_file: int) -> FileResponse:
    """A file that is ready."""
    found = fetch(queries.files_shown(), edition_file, request.actor, VIEW_EDITION)
    if found.state != WorkState.DONE:
        raise Http404
    try:
        file = FILES.opened(found.stored_as)
    except FileNotFoundError:
        raise Http404
    looked(request.actor, found, Look.What.EXPORT, organisation=found.organisation)
    return FileResponse(file, as_attachment=True, filename=clean_name(f"{found.edition.title}.{found.kind}"))
