"""Whether the audit chains hold."""

from __future__ import annotations

from collections.abc import Iterator

from dangjian.kernel.health import Check, Finding, register

from .chain import verify

WORDS = {
    "missing": "entry {position} is missing",
    "changed": "entry {position} was changed",
    "cut short": "the chain was cut short: entry {position} should come next, and the end does not fit",
}


def _chains() -> Iterator[Finding]:
    for broken in verify():
        yield Finding(
            f"In the chain {broken.chain} {WORDS[broken.what].format(position=broken.position)}.",
            "Tell the auditor. Compare with the last backup; if every chain breaks at its first entry, "
            "DANGJIAN_AUDIT_KEY is not the one the entries were written with.",
        )


register(Check("audit.chains", "Audit chains", _chains, only_with="audit"))
