"""Which kind of organisation may stand below which (domain.md S45; organ regulation, chapter 2)."""

from __future__ import annotations

from dangjian.kernel.tree.enums import BRANCH_KINDS, OrganisationKind

AUTHORITY, WORK_COMMITTEE = OrganisationKind.AUTHORITY, OrganisationKind.WORK_COMMITTEE
ORGAN_COMMITTEE, GENERAL_BRANCH = OrganisationKind.ORGAN_COMMITTEE, OrganisationKind.GENERAL_BRANCH

SUPERIORS: dict[str, tuple[OrganisationKind, ...]] = {
    AUTHORITY: (AUTHORITY,),
    WORK_COMMITTEE: (AUTHORITY,),
    ORGAN_COMMITTEE: (AUTHORITY, WORK_COMMITTEE, ORGAN_COMMITTEE),
    GENERAL_BRANCH: (WORK_COMMITTEE, ORGAN_COMMITTEE),
    **dict.fromkeys(BRANCH_KINDS, (WORK_COMMITTEE, ORGAN_COMMITTEE, GENERAL_BRANCH)),
    OrganisationKind.GROUP: BRANCH_KINDS,
}
"""Kind to the kinds that may be its superior."""

ROOT_KINDS = (AUTHORITY, WORK_COMMITTEE, ORGAN_COMMITTEE)
"""Kinds that may stand at the top, where a platform serves only part of the tree."""


def may_stand_below(kind: str, superior: str | None) -> bool:
    """Whether an organisation of ``kind`` may have a superior of kind ``superior`` (None: stand at the top)."""
    return kind in ROOT_KINDS if superior is None else superior in SUPERIORS[kind]


def kinds_below(superior: str) -> list[OrganisationKind]:
    """The kinds that may be set up below an organisation of this kind."""
    return [kind for kind in OrganisationKind if superior in SUPERIORS[kind]]
