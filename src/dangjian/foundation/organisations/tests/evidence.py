"""How the evidence for the rules of this room comes about and goes away, for the obligation law."""

from dangjian.foundation.organisations.services import start_term
from dangjian.kernel.obligations.tests import law


@law.evidence("organisations.term_election")
def election(organisation, day):
    """An election: the running term ends and a new one begins; withdrawn, the former runs on."""
    running = organisation.terms.get(ends_on=None)
    begun = start_term(organisation, starts_on=day, approval_number="机党〔2017〕1号", by=None)

    def withdraw():
        begun.delete()
        running.ends_on, running.ended_by = None, ""
        running.save()

    return withdraw
