"""How long the ledger of a busy branch takes: 150 records with 300 photographs as they are kept, as Word and as PDF.

The records are made for the measurement in a transaction that is undone; the photographs lie in a folder that is
removed. Memory is the peak of the process that makes the file and, for PDF, of the program that sets it, added up.
"""

import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.test import override_settings
from django.utils import timezone, translation

from dangjian.foundation.organisations.enums import EventKind
from dangjian.foundation.organisations.models import OrganisationEvent
from dangjian.insight.ledgers.enums import LedgerFormat
from dangjian.insight.ledgers.gathering import ledger_of
from dangjian.insight.ledgers.making import make
from dangjian.kernel.access.actors import Held, platform
from dangjian.kernel.access.roles import Role
from dangjian.kernel.attachments import storage
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.periods import Period
from dangjian.kernel.tree.models import Organisation

RECORDS, PHOTOS = 150, 300
DRAWS = Path(__file__).with_name("bench_photos.py")
DIFFERENT = 60
"""Pictures that are drawn; the others are the same with other bytes behind their end, which cost as much to read."""
YEAR = 2017
PEAKS = {
    LedgerFormat.PDF: (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN),
    LedgerFormat.DOCX: (resource.RUSAGE_SELF,),
}


def drawn_in(folder: str, number: int = DIFFERENT) -> list[Path]:
    """Photographs in a folder; drawing them is not part of what is measured."""
    subprocess.run([sys.executable, str(DRAWS), folder, str(number)], check=True)
    return sorted(Path(folder).glob("*.jpg"))


def fill(branch: Organisation, drawn: list[Path]) -> float:
    """Give the branch its records and photographs; returns megabytes of photographs."""
    kept = []
    events = [
        OrganisationEvent(
            organisation=branch,
            kind=EventKind.RENAMED,
            happened_on=date(YEAR, 1, 1) + timedelta(days=2 * number),
            document_number=f"某委〔{YEAR}〕{number}号",
            note="会议传达学习了上级精神，讨论了支部工作，通过了有关决定。" * 8,
        )
        for number in range(RECORDS)
    ]
    events = OrganisationEvent.objects.bulk_create(events)
    total = 0
    for number in range(PHOTOS):
        data = drawn[number % DIFFERENT].read_bytes() + number.to_bytes(4, "big")
        total += len(data)
        kept.append(
            Attachment(
                organisation=branch,
                target_type=OrganisationEvent._meta.label_lower,
                target_id=events[number % RECORDS].pk,
                name=f"会场{number}.jpg",
                media_type="image/jpeg",
                size=len(data),
                sha256=storage.keep(data),
                uploaded_at=timezone.now(),
            )
        )
    Attachment.objects.bulk_create(kept)
    return total / PHOTOS / 1e6


@contextmanager
def busy_branch():
    """A branch with the records of a busy year, as long as it lasts."""
    folder = tempfile.TemporaryDirectory(dir=settings.DANGJIAN_VAR)
    with folder as media, override_settings(MEDIA_ROOT=media), transaction.atomic():
        branch = Organisation.objects.branches().order_by("pk").first()
        yield branch, fill(branch, drawn_in(media))
        transaction.set_rollback(True)


def peak_mb(*whose: int) -> float:
    """Peak memory of this process, with that of the largest it started where asked."""
    unit = 1 if sys.platform == "darwin" else 1024
    return sum(resource.getrusage(who).ru_maxrss for who in whose) * unit / 1e6


def cpu_seconds() -> float:
    """Time of the processor that this process and those it started have taken."""
    times = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in times)


def measure_ledger(rounds: int, rows: int) -> dict:
    """Seconds and memory of one file of each format; rounds and rows are those of other parts."""
    found: dict = {"formats": []}
    with translation.override("zh-hans"), busy_branch() as (branch, photo_mb):
        actor = platform(date(YEAR, 12, 31), name="bench", held=[Held.at(Role.COMMITTEE_STAFF, branch)])
        for kind, whose in PEAKS.items():
            began, cpu = time.perf_counter(), cpu_seconds()
            with tempfile.TemporaryFile() as file:
                ledger = ledger_of(branch, Period.year_of(YEAR), actor)
                make(ledger, kind, file)
                one = {"format": str(kind), "seconds": time.perf_counter() - began, "file_mb": file.tell() / 1e6}
            found["formats"].append({**one, "cpu": cpu_seconds() - cpu, "peak_mb": peak_mb(*whose)})
        found |= {"records": ledger.total, "photos": PHOTOS, "photo_mb": photo_mb}
    return found
