"""Who looked at personal data. A page only reads, so looks are noted on the actor and written down after the answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.access.views import after_read
from dangjian.kernel.audit.models import Look
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.tree.models import Organisation


class LookError(ServiceError):
    """A look that is not allowed as it was asked for."""


def looked(
    actor: Actor,
    subject: Model | None,
    what: str,
    *,
    fields: Iterable[str] = (),
    reason: str = "",
    organisation: Organisation | None = None,
    label: str = "",
) -> None:
    """Note that `actor` looks at personal data; written after the answer, once for the same thing in one request.

    Args:
        actor: who looks.
        subject: whose data; None for a whole list.
        what: one of `Look.What`.
        fields: names of the entries shown.
        reason: why; needed to uncover a masked entry.
        organisation: of the subject, by default found by the subject's way to its path, else that of the actor.
        label: words for the subject, by default `str(subject)`.

    Raises:
        LookError: an entry is to be uncovered without a reason.
    """
    reason = " ".join(reason.split())
    if what == Look.What.UNMASK and not reason:
        raise LookError(_("Say why you need to see it; the reason is kept."), field="reason")
    place = organisation or _organisation_of(subject) or actor.organisation
    look = Look(
        at=timezone.now(),
        account_id=actor.account_id,
        account_name=actor.name[:60],
        what=Look.What(what),
        subject_type=subject._meta.label_lower if subject else "",
        subject_id=subject.pk if subject else None,
        subject_label=(label or str(subject or ""))[:200],
        organisation_id=place.pk if place else None,
        organisation_path=(place.path or "") if place else "",
        fields=sorted(set(fields)),
        reason=reason[:200],
        request_id=actor.request_id,
    )
    if not any(_same(look, noted) for noted in actor.looks):
        actor.looks.append(look)


def looked_at_many(
    actor: Actor,
    model: type[Model],
    subjects: Iterable[tuple[int, str]],
    what: str,
    *,
    fields: Iterable[str],
    reason: str,
    organisation: Organisation,
) -> None:
    """Write down at once that `actor` takes the same entries of many people, each of whom can read it.

    Args:
        actor: who looks.
        model: what the subjects are.
        subjects: key and words of each.
        what, fields, reason, organisation: as for `looked`.

    Raises:
        LookError: no reason was given.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise LookError(_("Say why you need to see it; the reason is kept."), field="reason")
    same = {
        "at": timezone.now(),
        "account_id": actor.account_id,
        "account_name": actor.name[:60],
        "what": Look.What(what),
        "subject_type": model._meta.label_lower,
        "organisation_id": organisation.pk,
        "organisation_path": organisation.path or "",
        "fields": sorted(set(fields)),
        "reason": reason[:200],
        "request_id": actor.request_id,
    }
    Look.objects.bulk_create(
        (Look(**same, subject_id=key, subject_label=label[:200]) for key, label in subjects), batch_size=1000
    )


def flush(actor: Actor | None) -> None:
    """Write down what was noted. Called after every guarded view; whoever answers without one calls it themselves."""
    if actor and actor.looks:
        Look.objects.bulk_create(actor.looks)
        actor.looks.clear()


def looks_about(subject: Model) -> QuerySet[Look]:
    """All looks at one person or thing, latest first: for the person concerned, whoever looked."""
    found: QuerySet[Look] = Look.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return found


def _same(look: Look, other: Look) -> bool:
    names = ("what", "subject_type", "subject_id", "subject_label", "fields", "reason")
    return all(getattr(look, name) == getattr(other, name) for name in names)


def _organisation_of(subject: Model | None) -> Organisation | None:
    found: Any = subject
    for step in getattr(subject, "scope_path", "").split("__")[:-1]:
        found = getattr(found, step, None)
    return found if isinstance(found, Organisation) else None


if flush not in after_read:
    after_read.append(flush)
