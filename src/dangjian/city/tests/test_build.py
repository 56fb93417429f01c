"""The same seed gives the same city; small, large and unfit databases."""

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.db.models import Count

from dangjian.city.build import CityError, build, build_cities, shares_of
from dangjian.city.cast import CAST, MODEL_DAY, is_model_city
from dangjian.city.draw import apportion, stream
from dangjian.config.cli.demo import command
from dangjian.foundation.accounts.models import Account
from dangjian.foundation.members.models import Condition, Member, Membership, Post, Transfer
from dangjian.foundation.organisations.models import OrganisationEvent, Term, Unit
from dangjian.kernel.tree.models import Organisation
from dangjian.work.awards.models import Call, Nomination, Reviewer, Score
from dangjian.work.awards.queries.reviews.places import results, suggestions
from dangjian.work.life.models import Appraisee, GradeCount, TalkParticipant

COMPARED = (
    *(Organisation, OrganisationEvent, Unit, Term, Member, Membership, Transfer, Post, Condition),
    *(TalkParticipant, Appraisee, GradeCount),
)


def given_scores():
    """Who gave which entry what, said without keys that the database gives out."""
    columns = ("assignment__reviewer__account__username", "assignment__entry__number", "assignment__entry__nomination")
    more = ("assignment__entry__live_order", "assignment__handed_in_on", "criterion", "value")
    return sorted(map(repr, Score.objects.values_list(*columns, *more)))


def rows_of(seed, scale=0.03):
    """All rows of a build, which is then taken back."""
    with transaction.atomic():
        build(seed=seed, scale=scale)
        rows = {model: list(model.objects.order_by("pk").values()) for model in COMPARED}
        rows[Score] = given_scores()
        transaction.set_rollback(True)
    return rows


def test_one_seed_one_city(db):
    first, again, other = rows_of(1), rows_of(1), rows_of(2)
    assert first == again
    assert first[Member] != other[Member]
    assert first[Score]
    assert [row["name"] for row in first[Organisation]][:3] == [row["name"] for row in other[Organisation]][:3]


def test_above_scale_one_cities_stand_under_a_root(db):
    written = build_cities(seed=5, shares=[0.03, 0.02])
    root = Organisation.objects.get(parent=None)
    assert (root.code, root.kind) == ("0", "authority")
    assert list(root.children.values_list("code", flat=True)) == ["3504", "3505"]
    assert Account.objects.exclude(username__startswith="pingwei").count() == len(CAST)
    assert not Reviewer.objects.exclude(call__organisation__code="3504").exists()
    numbers = Member.objects.exclude(identity_index="").values("identity_index").annotate(times=Count("pk"))
    assert not numbers.filter(times__gt=1).exists()
    assert written["members.member"] == Member.objects.count()
    assert {number[:6] for number in Member.objects.values_list("identity_number", flat=True) if number} == {
        "350400",
        "350500",
    }


def test_scales_are_cut_into_cities():
    assert shares_of(1) == [1]
    assert shares_of(2.5) == [1, 1, 0.5]
    assert shares_of(0.3) == [0.3]
    assert shares_of(0.0001) == [0.02]
    with pytest.raises(CityError):
        shares_of(0)


@pytest.mark.parametrize("scale", [0.02, 0.1])
def test_in_a_part_of_the_city_places_lead_to_what_was_decided(db, scale):
    build(seed=7, scale=scale)
    call = Call.objects.get(for_year__year=2017, decided_on__isnull=False, is_blind=True)
    given = {one.award_class.pk: {row.nomination.pk for row in one.chosen} for one in suggestions(call, results(call))}
    proposed = {key: set() for key in given}
    for row in Nomination.objects.proposed().filter(call=call):
        proposed[row.proposed_class_id].add(row.pk)
    assert given == proposed
    assert any(proposed.values())


def test_progress_reaches_the_end(db):
    told = []
    build(seed=3, scale=0.01, progress=lambda label, done, total: told.append((label, done, total)))
    assert [done for _label, done, _total in told] == list(range(len(told)))
    assert told[-1][1] == told[-1][2]


def test_it_is_not_built_where_organisations_are(small_city):
    with pytest.raises(CityError):
        build(seed=1, scale=0.02)
    assert not is_model_city()


def test_it_is_not_built_in_production(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CityError):
        build(seed=1, scale=0.02)


def test_the_command_prints_who_signs_in_and_notes_the_day(db, settings, tmp_path):
    settings.DANGJIAN_VAR = tmp_path
    result = CliRunner().invoke(command, ["--scale", "0.02", "--no-progress"], env={"COLUMNS": "160"})
    assert result.exit_code == 0, result.output
    assert all(part.username in result.output for part in CAST)
    assert (tmp_path / settings.MODEL_CITY_DAY).read_text().strip() == str(MODEL_DAY)


def test_the_command_refuses_with_a_sentence(small_city, settings, tmp_path):
    settings.DANGJIAN_VAR = tmp_path
    result = CliRunner().invoke(command, ["--no-progress"])
    assert result.exit_code == 2
    assert "holds organisations already" in result.output
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("scale", ["0", "-1", "much"])
def test_a_scale_that_cannot_be_is_refused(scale):
    assert CliRunner().invoke(command, ["--scale", scale]).exit_code == 2


def test_shares_add_up():
    for total, weights in ((609, [3, 1, 1]), (7, [0.1] * 7), (100, [5, 0, 1])):
        shares = apportion(total, weights, least=1)
        assert sum(shares) == total
        assert min(shares) >= 1
    assert apportion(2, [1, 1, 1], least=1) == [1, 1, 1]


def test_streams_do_not_disturb_each_other():
    assert stream(1, 0, "members").random() == stream(1, 0, "members").random()
    assert stream(1, 0, "members").random() != stream(1, 1, "members").random()
