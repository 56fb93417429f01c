"""Kinds and stages of service brands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FrameworkItem(TextChoices):
    """The items of the 1263 mechanism: one goal, two tasks, six priorities, creation linked at three levels."""

    GOING_IN_FRONT = "goal", _("Goal: organ Party building goes in front")
    SERVE_CENTRE = "serve_centre", _("Task: serve the central task")
    BUILD_TEAM = "build_team", _("Task: build the team")
    ONE_POST_TWO_DUTIES = "two_duties", _("Priority: one post, two duties")
    PERFORMANCE = "performance", _("Priority: performance of duty")
    WORK_STYLE = "work_style", _("Priority: thought and work style")
    SUPERVISION = "supervision", _("Priority: inner-Party supervision")
    HARMONY = "harmony", _("Priority: civility and harmony")
    PRIMARY = "primary", _("Priority: primary organisations")
    THREE_LEVELS = "three_levels", _("Creation linked at three levels")


class DeliberatingBody(TextChoices):
    """Who deliberated on a brand."""

    LEADING_GROUP = "leading_group", _("Leading Party group")
    COMMITTEE = "committee", _("Party committee")
    BRANCH_COMMITTEE = "branch_committee", _("Branch committee")
    MEMBERS = "members", _("General meeting")


class DeliberationOutcome(TextChoices):
    """What a deliberation came to."""

    GO_ON = "go_on", _("To be worked out further")
    REVISE = "revise", _("To be revised")
    CONSULT = "consult", _("To be put to the work committee")
    AGREED = "agreed", _("Agreed")


class PointAnswer(TextChoices):
    """What became of one opinion of a consultation."""

    TAKEN = "taken", _("Taken up")
    PARTLY = "partly", _("Taken up in part")
    NOT_TAKEN = "not_taken", _("Not taken up")


class Verdict(TextChoices):
    """What a yearly light review comes to."""

    LIVES = "lives", _("Lives on")
    TALK = "talk", _("Talk with the organisation")
    ENDING = "ending", _("To be brought to an end")


class Ending(TextChoices):
    """How a brand ended."""

    DROPPED = "dropped", _("Given up before it was confirmed")
    HONOUR = "honour", _("Ended with honour: its work is done or has become daily practice")
    MERGED = "merged", _("Taken up in another brand")
    ORGANISATION = "organisation", _("Ended with its organisation")


class BrandStage(TextChoices):
    """Where a brand stands; read from its days, nominations and honours, never stored."""

    IDEA = "idea", _("Idea")
    DELIBERATED = "deliberated", _("Under deliberation")
    CONSULTED = "consulted", _("Opinions asked")
    OPINIONS_GIVEN = "opinions_given", _("Opinions given")
    REVISED = "revised", _("Revised")
    CONFIRMED = "confirmed", _("Confirmed")
    IN_PRACTICE = "in_practice", _("In practice")
    ENTERED = "entered", _("Entered for review")
    SHORT_LISTED = "short_listed", _("Short-listed")
    EXCELLENT = "excellent", _("Excellent")
    NOMINATED = "nominated", _("Nomination award")
    NOT_SELECTED = "not_selected", _("Not selected")
    CASE_WRITTEN = "case_written", _("Case written")
    PUBLISHED = "published", _("Published")
    ENDED = "ended", _("Has ended")
