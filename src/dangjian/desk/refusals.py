"""What this platform will not do (整治指尖上的形式主义): said to everybody, kept true by tests/test_refusals.py."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dangjian.kernel.records.kinds import Words


@dataclass(frozen=True)
class Refusal:
    """One thing that is not built, and what is done instead.

    Attributes:
        what: what is refused.
        instead: what the platform does instead.
        words: identifiers that must not occur as a column, permission, figure or page.
    """

    what: Words
    instead: Words
    words: tuple[str, ...]


REFUSALS = (
    Refusal(
        _("No points, and no ranking of persons"),
        _("Work is shown as what was done, due or excused; lists of organisations stand in the order of their codes."),
        ("points", "score_total", "ranking", "leaderboard", "league"),
    ),
    Refusal(
        _("No compulsory sign-in or clock-in"),
        _("The secretary's record says who was there. A code at the door may be offered, never required."),
        ("clock_in", "daily_sign", "checkin_streak", "streak"),
    ),
    Refusal(
        _("No online time, reading time or log-in statistics"),
        _("Nobody's time on the platform is measured, and no list can be sorted by it."),
        ("online_minutes", "reading_time", "login_count", "visit_count", "read_seconds", "time_online"),
    ),
    Refusal(
        _("No compulsory photographs, no location, no tracks"),
        _("A line of text is enough for every record. Places and tracks are not kept; they are cut out of pictures."),
        ("latitude", "longitude", "gps", "track_points", "photo_required", "location_required"),
    ),
    Refusal(
        _("No public votes that decide awards, no likes and forwards as criteria"),
        _("Reviewers decide and give their reasons."),
        ("like_count", "forward_count", "share_count", "public_vote"),
    ),
    Refusal(
        _("No quotas of installations"),
        _("The platform works in any browser; nobody is counted as having or not having it."),
        ("install_rate", "install_count", "activation_rate"),
    ),
    Refusal(
        _("No second national register of members"),
        _("The national system is the master. Each item shows where its master copy lives and when it was compared."),
        ("national_number_issued",),
    ),
    Refusal(
        _("Nothing classified"),
        _("State secrets and work secrets do not belong here. Uploads are scanned for marks and refused."),
        ("secrecy_level", "classification_level"),
    ),
)
