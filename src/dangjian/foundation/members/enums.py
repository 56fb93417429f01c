"""Kinds and states of members, after the education and management regulation of 2019."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Category(TextChoices):
    """Category of a member (人员类别); the values are GB/T 4762."""

    FULL = "01", _("Full member")
    PROBATIONARY = "02", _("Probationary member")


class MembershipStatus(TextChoices):
    """Status of the membership itself (党籍状态)."""

    NORMAL = "normal", _("Normal")
    SUSPENDED = "suspended", _("Membership suspended")
    ENDED = "ended", _("Ended")


class WorkStatus(TextChoices):
    """Whether the member is in service."""

    IN_SERVICE = "in_service", _("In service")
    RETIRED = "retired", _("Retired")
    OFF_WORK = "off_work", _("Laid off or without work")
    STUDENT = "student", _("Student")
    OTHER = "other", _("Other")


class ChangeReason(TextChoices):
    """Why a membership row begins."""

    ADMITTED = "admitted", _("Admitted")
    REGISTERED = "registered", _("Taken over from the register")
    TRANSFERRED_IN = "transferred_in", _("Transferred in")
    MOVED = "moved", _("Moved within the system")
    ORGANISATION_CHANGED = "organisation_changed", _("The organisation changed")
    CONFIRMED = "confirmed", _("Granted full membership")
    RETIRED = "retired", _("Retired")
    WORK_CHANGED = "work_changed", _("Work status changed")
    SUSPENDED = "suspended", _("Membership suspended")
    RESTORED = "restored", _("Membership restored")
    TRANSFERRED_OUT = "transferred_out", _("Transferred out")
    DIED = "died", _("Died")
    REMOVED = "removed", _("Removed from the Party")
    EXPELLED = "expelled", _("Expelled")
    WITHDREW = "withdrew", _("Withdrew")
    PROBATION_CANCELLED = "probation_cancelled", _("Probationary membership cancelled")
    ENTERED_BY_MISTAKE = "mistake", _("Entered by mistake")


EXIT_REASONS = (
    ChangeReason.TRANSFERRED_OUT,
    ChangeReason.DIED,
    ChangeReason.REMOVED,
    ChangeReason.EXPELLED,
    ChangeReason.WITHDREW,
    ChangeReason.PROBATION_CANCELLED,
    ChangeReason.ENTERED_BY_MISTAKE,
)


class ConditionKind(TextChoices):
    """A dated fact that changes what is asked of a member."""

    EXEMPT = "exempt", _("Exempt from activities (old, frail, ill or disabled)")
    OUT_OF_CONTACT = "out_of_contact", _("Out of contact")
    MOBILE = "mobile", _("Mobile member")
    SECONDED = "seconded", _("Seconded")
    TRAVELLING = "travelling", _("Away on business or leave")
    WINDOW = "window", _("Serves at a service window")


class PostTitle(TextChoices):
    """Party posts (党内职务)."""

    SECRETARY = "secretary", _("Secretary")
    DEPUTY_SECRETARY = "deputy_secretary", _("Deputy secretary")
    FULL_TIME_DEPUTY = "full_time_deputy", _("Full-time deputy secretary")
    DISCIPLINE_SECRETARY = "discipline_secretary", _("Secretary of the discipline commission")
    ORGANISATION_OFFICER = "organisation_officer", _("Committee member for organisation")
    PUBLICITY_OFFICER = "publicity_officer", _("Committee member for publicity")
    DISCIPLINE_OFFICER = "discipline_officer", _("Committee member for discipline inspection")
    COMMITTEE_MEMBER = "committee_member", _("Committee member")
    GROUP_LEADER = "group_leader", _("Group leader")
    COMMITTEE_LEADER = "committee_leader", _("Member of the work committee's leadership")
    PARTY_AFFAIRS_OFFICER = "party_affairs_officer", _("Party-affairs officer")


COMMITTEE_TITLES = (
    PostTitle.SECRETARY,
    PostTitle.DEPUTY_SECRETARY,
    PostTitle.FULL_TIME_DEPUTY,
    PostTitle.DISCIPLINE_SECRETARY,
    PostTitle.ORGANISATION_OFFICER,
    PostTitle.PUBLICITY_OFFICER,
    PostTitle.DISCIPLINE_OFFICER,
    PostTitle.COMMITTEE_MEMBER,
)


class TransferState(TextChoices):
    """Where a transfer stands. That a letter has run out is derived from its dates, never stored."""

    ISSUED = "issued", _("Letter issued")
    ACCEPTED = "accepted", _("Member accepted")
    RETURNED = "returned", _("Returned with a reason")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CorrectionState(TextChoices):
    """Where a proposed correction stands."""

    PROPOSED = "proposed", _("Waiting for a decision")
    ACCEPTED = "accepted", _("Correction accepted")
    DECLINED = "declined", _("Correction declined")
