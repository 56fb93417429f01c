"""Consultations: opinions asked of the organisation above, given point by point, answered one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from dangjian.kernel.access.actors import Actor
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import inside
from dangjian.kernel.wording import passage

from .. import actions
from ..drafts import locked
from ..enums import PointAnswer
from ..errors import BrandError
from ..models import Brand, Consultation, ConsultationPoint
from .noting import note
from .proposing import version_of

MOST_POINTS = 30


@transaction.atomic
def ask_for_opinions(
    brand: Brand, *, asked: Organisation, question: str = "", today: date, by: Actor | None
) -> Consultation:
    """Ask an organisation above for opinions; the wording of now is kept as the version asked about.

    Raises:
        BrandError: nothing is said of the brand yet, it does not stand above, or an earlier question is open.
    """
    brand = locked(brand)
    above = asked.path or "-"
    if asked.pk == brand.organisation_id or not inside(brand.organisation.path or "", above):
        raise BrandError(_("Opinions are asked of an organisation above."), field="asked")
    if not brand.meaning.strip():
        raise BrandError(_("Write down what the brand means before you ask for opinions on it."))
    if brand.consultations.filter(given_on=None, withdrawn_on=None, asked=asked).exists():
        raise BrandError(_("A question to this organisation is open already."), field="asked")
    made: Consultation = Consultation.objects.create(
        brand=brand,
        organisation=brand.organisation,
        happened_on=today,
        entered_by=(by.name if by else "")[:60],
        brand_version=version_of(brand, reason=_("put up for opinions"), today=today, by=by),
        asked=asked,
        question=passage(question),
    )
    note(actions.ASKED, brand, by, asked=asked.code)
    return made


@transaction.atomic
def withdraw_asking(consultation: Consultation, *, today: date, by: Actor | None) -> Consultation:
    """Withdraw a question that nobody has answered yet.

    Raises:
        BrandError: opinions were given, or it was withdrawn before.
    """
    found = _open(consultation)
    found.withdrawn_on = today
    found.save(update_fields=["withdrawn_on"])
    note(actions.ASKING_WITHDRAWN, found.brand, by)
    return found


@transaction.atomic
def give_opinions(
    consultation: Consultation, *, opinions: Sequence[str], today: date, by: Actor | None
) -> Consultation:
    """Give opinions, each as a point of its own; with none, that there is nothing to add.

    Raises:
        BrandError: given or withdrawn before, or more points than anybody would answer.
    """
    found = _open(consultation)
    points = [words for words in map(passage, opinions) if words]
    if len(points) > MOST_POINTS:
        raise BrandError(_("Give at most {most} opinions at once.").format(most=MOST_POINTS), field="opinions")
    found.given_on, found.given_by, found.no_objection = today, (by.name if by else "")[:60], not points
    found.save(update_fields=["given_on", "given_by", "no_objection"])
    ConsultationPoint.objects.bulk_create(
        ConsultationPoint(consultation=found, number=number, opinion=words)
        for number, words in enumerate(points, start=1)
    )
    note(actions.OPINIONS_GIVEN, found.brand, by, opinions=len(points))
    return found


@transaction.atomic
def answer_point(
    point: ConsultationPoint, *, answer: str, words: str = "", today: date, by: Actor | None
) -> ConsultationPoint:
    """Say what became of one opinion; it may be said anew until the brand is confirmed.

    Raises:
        BrandError: no answer, or none of the reason where it was not wholly taken up; or the brand is confirmed.
    """
    brand = locked(point.consultation.brand)
    if brand.confirmed_on is not None:
        raise BrandError(_("The brand is confirmed; the answers that led to it stay as they are."))
    if answer not in PointAnswer.values:
        raise BrandError(_("Say what became of the opinion."), field="answer")
    said = passage(words)
    if answer != PointAnswer.TAKEN and not said:
        raise BrandError(_("Say why it was not taken up, or not wholly."), field="words")
    found: ConsultationPoint = ConsultationPoint.objects.select_for_update(of=("self",)).get(pk=point.pk)
    found.answer, found.answer_words = answer, said
    found.answered_on, found.answered_by = today, (by.name if by else "")[:60]
    found.save(update_fields=["answer", "answer_words", "answered_on", "answered_by"])
    note(actions.POINT_ANSWERED, brand, by, point=found.number, answer=answer)
    return found


def _open(consultation: Consultation) -> Consultation:
    locked(consultation.brand)
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("brand__organisation")
    found: Consultation = rows.get(pk=consultation.pk)
    if found.withdrawn_on is not None:
        raise BrandError(_("The question was withdrawn."))
    if found.given_on is not None:
        raise BrandError(_("Opinions were given already."))
    return found
