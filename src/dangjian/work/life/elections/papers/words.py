"""The words that papers of an election share: in Chinese, whatever the reader's language, as the forms are."""

from __future__ import annotations

from collections.abc import Iterable

from dangjian.foundation.members.enums import PostTitle
from dangjian.kernel.documents.blocks import chinese_date
from dangjian.kernel.tree.enums import OrganisationKind

from ...enums import StepKind
from ...queries.elections import Dossier

COMMITTEES = {
    OrganisationKind.ORGAN_COMMITTEE: "委员会",
    OrganisationKind.GENERAL_BRANCH: "总支部委员会",
    OrganisationKind.BRANCH: "支部委员会",
    OrganisationKind.JOINT_BRANCH: "联合支部委员会",
}
SHORT_NAME = 2


def committee_of(dossier: Dossier) -> str:
    """What the committee of this kind of organisation is called."""
    return COMMITTEES.get(OrganisationKind(dossier.election.organisation.kind), "委员会")


def body_of(dossier: Dossier) -> str:
    """What is elected: 新一届支部委员会, or 书记、副书记."""
    if dossier.has_committee:
        return f"新一届{committee_of(dossier)}"
    return "书记、副书记" if dossier.election.seats > 1 else "书记"


def seat_of(dossier: Dossier) -> str:
    """What one seat is called: 委员 or what is elected directly."""
    return "委员" if dossier.has_committee else body_of(dossier)


def meeting_of(dossier: Dossier) -> str:
    """What the meeting is called."""
    return "党员代表大会" if dossier.by_congress else "党员大会"


def voter_of(dossier: Dossier) -> str:
    """What a voter is called there."""
    return "代表" if dossier.by_congress else "正式党员"


def organ_of(dossier: Dossier) -> str:
    """The committee above; 上级党组织 where the tree knows none."""
    return dossier.organ.name if dossier.organ else "上级党组织"


def on_ballot(name: str) -> str:
    """A name as it stands on ballots: two characters are set apart."""
    return " ".join(name) if len(name) == SHORT_NAME else name


def listed(names: Iterable[str]) -> str:
    """Names one after another."""
    return "、".join(names)


def titled(title: str) -> str:
    """A post in Chinese."""
    return str(PostTitle(title).label)


def about(dossier: Dossier, kind: str) -> str:
    """A paper of a step as others refer to it: （某党〔2017〕3号，2017年5月4日）."""
    step = dossier.taken[kind]
    return f"（{step.number}，{chinese_date(step.on)}）" if step.number else f"（{chinese_date(step.on)}）"


def number_of(dossier: Dossier, kind: str) -> str:
    """The number of the paper of a step, "" before it has one."""
    step = dossier.taken.get(kind)
    return step.number if step else ""


def candidates_for(dossier: Dossier, *titles: str) -> str:
    """The candidates for these posts; all of them when none is named."""
    chosen = [n.member.name for n in dossier.candidates if not titles or n.title in titles]
    return listed(chosen)


def of_posts(dossier: Dossier) -> str:
    """Who is to hold which post, as a phrase: 书记张三，副书记李四."""
    given = dossier.nominees(StepKind.POSTS_SHARED)
    order = list(PostTitle.values)
    return "，".join(
        f"{titled(one.title)}{one.member.name}" for one in sorted(given, key=lambda n: order.index(n.title))
    )
