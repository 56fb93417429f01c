"""How long a casebook takes: 30 cases with 120 photographs, made by the room's own steps, as PDF, Word and EPUB.

Cases, photographs with captions and consent, the book and the wish for a file are made for the measurement in a
transaction that is undone; each file is made by the worker, as `dangjian serve` has it made, and tells how far it is.
Memory is the peak of the process that makes the file while it makes it and, for PDF, of the program that sets it,
added up; where a system does not begin a peak anew, what came before counts too.
"""

import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bench_ledger import cpu_seconds, drawn_in, peak_mb
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from dangjian.kernel.access.actors import Actor, Held, platform
from dangjian.kernel.access.clock import today
from dangjian.kernel.access.roles import Role
from dangjian.kernel.attachments.enums import Consent
from dangjian.kernel.attachments.services import attach, describe
from dangjian.kernel.periods import Period
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.work.states import WorkState
from dangjian.work.casebook import services, work
from dangjian.work.casebook.enums import Arrangement, BookFormat, CaseField
from dangjian.work.casebook.models import Case, Edition, EditionFile
from dangjian.work.casebook.permissions import VIEW_CASE

CASES, PHOTOS = 30, 120
PEAKS = {
    BookFormat.DOCX: (resource.RUSAGE_SELF,),
    BookFormat.EPUB: (resource.RUSAGE_SELF,),
    BookFormat.PDF: (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN),
}
SENTENCE = "支部把服务窗口建成党员先锋岗，党员轮流值守，一次告知、限时办结，群众少跑一趟路。"
WORDING = {
    "summary": SENTENCE * 2,
    "background": f"{SENTENCE * 6}\n\n{SENTENCE * 5}",
    "practice": "\n\n".join(f"# 第{n}项做法\n\n{SENTENCE * 8}\n\n- 公开承诺\n- 周末无休" for n in "一二三四"),
    "effect": f"全市支部 [[organisations.branches]] 个。{SENTENCE * 5}",
    "experience": f"{SENTENCE * 5}\n\n{SENTENCE * 4}",
}


def written(organisation: Organisation, number: int, photos: list[Path], by: Actor) -> Case:
    """A case that was written, illustrated, handed in and passed."""
    title, period = f"第{number}号先锋窗口", Period.year_of(by.today.year)
    field = list(CaseField)[number % len(CaseField)]
    case = services.begin_case(organisation=organisation, title=title, field=field, period=period, by=by)
    case = services.write_case(case, version=case.version, title=title, by=by, **WORDING)
    for place, photo in enumerate(photos, start=1):
        upload = SimpleUploadedFile(photo.name, photo.read_bytes(), "image/jpeg")
        file = attach(upload, to=case, organisation=organisation, by=by, permission=VIEW_CASE)
        describe(file, by=by, caption=f"党员在服务窗口值守（之{place}）", consent=Consent.NOBODY)
    case = services.hand_in(case, version=case.version, people_agreed=True, by=by)
    return services.pass_case(case, version=case.version, by=None)


def compiled(photos: list[Path]) -> Edition:
    """A book of all cases, arranged by field."""
    committee = Organisation.objects.get(kind=OrganisationKind.WORK_COMMITTEE)
    by = platform(today(), name="bench", held=[Held.at(Role.COMMITTEE_STAFF, committee)])
    each = PHOTOS // CASES
    places = Organisation.objects.branches().order_by("pk")[:CASES]
    cases = [written(one, n, photos[n * each : (n + 1) * each], by) for n, one in enumerate(places)]
    period = Period.year_of(by.today.year)
    edition = services.begin_edition(organisation=committee, title="优秀案例汇编", period=period, by=by)
    edition = services.choose_cases(edition, cases=cases, by=by)
    return services.arrange(edition, way=Arrangement.FIELD, by=by)


@contextmanager
def book() -> Iterator[Edition]:
    """The casebook, as long as it lasts."""
    folder = tempfile.TemporaryDirectory(dir=settings.DANGJIAN_VAR)
    with folder as media, override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield compiled(drawn_in(media, PHOTOS))
        transaction.set_rollback(True)


def begin_peak() -> None:
    """Let the peak of this process begin anew, where the system can."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def measure_casebook(rounds: int, rows: int) -> dict:
    """Seconds and memory of one file of each format; rounds and rows are those of other parts."""
    found: dict = {"formats": [], "cases": CASES, "photos": PHOTOS}
    with translation.override("zh-hans"), book() as edition:
        for kind, whose in PEAKS.items():
            EditionFile.objects.filter(state=WorkState.WAITING).update(state=WorkState.FAILED)  # of the city's own book
            asked = services.ask_for_file(edition, kind=kind, by=None)
            begin_peak()
            began, cpu = time.perf_counter(), cpu_seconds()
            work.work_next()
            seconds, spent = time.perf_counter() - began, cpu_seconds() - cpu
            asked.refresh_from_db()
            if asked.state != WorkState.DONE:
                raise RuntimeError(f"{kind}: {asked.trouble}")
            one = {"format": str(kind), "seconds": seconds, "cpu": spent, "peak_mb": peak_mb(*whose)}
            found["formats"].append({**one, "file_mb": asked.size / 1e6})
            work.FILES.remove(asked.stored_as)
    return found
