"""Papers of a call for Word, certificates as PDF, and the public page that checks a certificate."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache

from dangjian.kernel.access.fetch import fetch
from dangjian.kernel.access.views import public, reads, signed_in

from .. import letters
from ..codes import printed, typed
from ..permissions import DECIDE_CALL, VIEW_HONOUR
from ..queries import honours as queries
from ..queries.calls import calls_shown
from ..queries.decisions import helped_by
from .honours import letter_for

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer


def _address(request: Any, code: str) -> str:
    address: str = request.build_absolute_uri(reverse("awards:certificate", args=[code]))
    return address


@signed_in
def letter_paper(request: Any, nomination: int) -> HttpResponse:
    """The letter for Word."""
    found = letter_for(request, nomination)
    return _file(
        letters.letter(found, helped_by(found, request.actor.today)).docx(), WORD, f"结果告知书_{found.title}.docx"
    )


@reads(DECIDE_CALL)
def paper(request: Any, call: int, paper: str) -> HttpResponse:
    """A paper of a decided call: the decision, the list of plaques, all certificates."""
    found = fetch(calls_shown(), call, request.actor, DECIDE_CALL)
    honours = list(queries.of_call(found))
    match paper:
        case "decision":
            return _file(letters.decision_paper(found, honours).docx(), WORD, f"决定_{found.title}.docx")
        case "plaques":
            made = letters.plaque_list(found, honours, request.actor.today)
            return _file(made.docx(), WORD, f"奖牌证书清单_{found.title}.docx")
        case "certificates":
            pages = [(one, _address(request, one.certificate_code)) for one in honours if one.certificate_code]
            return _file(letters.certificates_pdf(pages), PDF, f"荣誉证书_{found.title}.pdf")
    raise Http404


@reads(VIEW_HONOUR)
def certificate_paper(request: Any, honour: int) -> HttpResponse:
    """The certificate of an honour as PDF; where it has none, its page says so."""
    found = fetch(queries.honours_shown(), honour, request.actor, VIEW_HONOUR)
    if not found.certificate_code:
        return redirect("awards:honour", found.pk)
    pages = [(found, _address(request, found.certificate_code))]
    return _file(letters.certificates_pdf(pages), PDF, f"荣誉证书_{found.title}.pdf")


@public
@never_cache
def check(request: Any) -> HttpResponse:
    """Ask for the code of a certificate."""
    text = request.GET.get("code", "")[:60]
    code = typed(text)
    if code:
        return redirect("awards:certificate", code)
    return render(request, "awards/check.html", {"text": text, "wrong": bool(text.strip())})


@public
@never_cache
def certificate(request: Any, code: str) -> HttpResponse:
    """Whether a certificate is what it says: what the register knows under its code."""
    found = queries.by_code(typed(code))
    context = {"honour": found, "text": printed(typed(code)), "wrong": found is None}
    return render(request, "awards/check.html", context, status=200 if found else 404)
