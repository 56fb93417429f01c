"""Pages about the look itself, with data of nobody; the marks of access are set where addresses are joined."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from dangjian.ui import samples

LARGE_PRINT_COOKIE = "large_print"
YEAR = 365 * 24 * 3600


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """All components in all their states, with invented content."""
    form = samples.SampleForm({"name": "", "day": "31/31"}) if "wrong" in request.GET else samples.SampleForm()
    page = Paginator(range(1, 2001), 20).get_page(request.GET.get("page", 7))
    context = {**samples.frame(), **samples.content(), "form": form, "page": page, "wrong": samples.wrong_form()}
    return render(request, "ui/gallery.html", context)


@require_GET
def sample(request: HttpRequest, page: str) -> HttpResponse:
    """A whole invented page: the desk, a branch, the member's home, a printed sheet, a plain page."""
    if page not in samples.PAGES:
        raise Http404
    context = {**samples.frame(member=page == "member"), **samples.content()}
    return render(request, f"ui/samples/{page}.html", context)


@require_POST
def large_print(request: HttpRequest) -> HttpResponse:
    """Turn large print on (`large=1`) or off on this device for a year, and go back to where one was (`next`)."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    wanted = "1" if request.POST.get("large") == "1" else "0"
    response.set_cookie(
        LARGE_PRINT_COOKIE, wanted, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
    )
    return response
