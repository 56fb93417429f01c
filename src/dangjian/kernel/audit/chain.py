"""The keyed hash over audit entries, and its verification.

What it proves: no entry was changed, taken out or put in between by somebody without the key. What it does not
prove: that everything was recorded, or anything against a holder of the key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from .models import Entry, Head

SEALED = (
    "chain",
    "position",
    "action",
    "account_id",
    "account_name",
    "organisation_id",
    "organisation_name",
    "organisation_path",
    "target_type",
    "target_id",
    "target_label",
    "changes",
    "request_id",
)


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold."""

    chain: int
    position: int
    what: str


def keyed(text: str) -> str:
    """HMAC-SHA256 under the audit key, 64 hexadecimal characters."""
    return hmac.new(settings.DANGJIAN_AUDIT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def digest_of(entry: Entry, before: str) -> str:
    """The digest of an entry that follows the digest ``before`` ("" for the first)."""
    facts = {name: getattr(entry, name) for name in SEALED}
    facts |= {"at": entry.at.timestamp(), "on": entry.on.isoformat()}
    return keyed(before + json.dumps(facts, sort_keys=True, ensure_ascii=False))


def seal_of(head: Head) -> str:
    """The digest of a chain's end."""
    return keyed(f"head {head.chain} {head.length} {head.digest}")


def verify() -> Iterator[Break]:
    """Walk every chain and yield its first break; nothing is yielded when all hold. Constant memory."""
    heads = {head.chain: head for head in Head.objects.all()}
    ends: dict[int, tuple[int, str]] = {}
    broken: set[int] = set()
    for entry in Entry.objects.order_by("chain", "position").iterator(chunk_size=2000):
        if entry.chain in broken:
            continue
        position, before = ends.get(entry.chain, (0, ""))
        if entry.position != position + 1:
            broken.add(entry.chain)
            yield Break(entry.chain, position + 1, "missing")
        elif entry.digest != digest_of(entry, before):
            broken.add(entry.chain)
            yield Break(entry.chain, entry.position, "changed")
        ends[entry.chain] = (entry.position, entry.digest)
    for chain in sorted((heads.keys() | ends.keys()) - broken):
        head, end = heads.get(chain), ends.get(chain, (0, ""))
        if head is None or seal_of(head) != head.seal or (head.length, head.digest) != end:
            yield Break(chain, end[0] + 1, "cut short")
