"""Changes of the tree: each leaves an event, an audit entry and paths that fit."""

from datetime import date

import pytest

from dangjian.foundation.organisations import belongings, services
from dangjian.foundation.organisations.belongings import Belonging
from dangjian.foundation.organisations.enums import EventKind, UnitSituation
from dangjian.foundation.organisations.models import OrganisationEvent
from dangjian.foundation.organisations.services import OrganisationError
from dangjian.kernel.audit.models import Entry
from dangjian.kernel.errors import ConflictError
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.services import TreeError

from .factories import FOUNDED, organisation

DAY = date(2017, 5, 4)


def kinds(organisation):
    return [event.kind for event in organisation.events.order_by("pk")]


def test_found_places_tells_and_audits(city):
    new = services.found(
        code="n1",
        name="中共市气象局支部委员会",
        kind="branch",
        parent=city.top,
        on=DAY,
        document_number="明直工〔2017〕12号",
        by=city.staff,
    )
    assert new.path == f"{city.top.path}{new.pk}/"
    assert (new.short_name, new.starts_on) == ("中共市气象局支部委员会", DAY)
    event = new.events.get()
    assert (event.kind, event.happened_on, event.entered_by, event.entered_late) == ("founded", DAY, "经办人", True)
    entry = Entry.objects.get(action="organisations.organisation.founded", target_id=new.pk)
    assert entry.organisation_path == new.path


def test_found_refuses_a_taken_code_a_future_day_and_a_wrong_place(city):
    facts = {"name": "甲", "on": DAY, "by": city.staff}
    with pytest.raises(TreeError):
        services.found(code=city.first.code, kind="branch", parent=city.top, **facts)
    with pytest.raises(OrganisationError, match="税务局第一党支部"):
        services.found(code="x", kind="branch", parent=city.first, **facts)
    with pytest.raises(OrganisationError):
        services.found(code="x", kind="branch", parent=None, **facts)
    with pytest.raises(OrganisationError) as refused:
        services.found(code="x", kind="branch", parent=city.top, name="甲", on=date(2017, 10, 10), by=city.staff)
    assert refused.value.field == "on"
    with pytest.raises(OrganisationError):
        services.found(code="x", kind="branch", parent=city.top, name="甲", on=date(1999, 1, 1), by=city.staff)


def test_rename_keeps_the_old_name_in_the_history(city):
    old = city.first.name
    services.rename(city.first, name="中共新名", short_name="新名", on=DAY, by=city.staff)
    event = city.first.events.get(kind=EventKind.RENAMED)
    assert (event.old_name, event.new_name, event.old_short_name) == (old, "中共新名", "税务局第一党支部")


def test_rename_refuses_the_same_name_and_a_stale_version(city):
    first = city.first
    with pytest.raises(OrganisationError):
        services.rename(first, name=first.name, short_name=first.short_name, on=DAY, by=city.staff)
    services.rename(first, name="乙", short_name="乙", on=DAY, version=1, by=city.staff)
    with pytest.raises(ConflictError) as conflict:
        services.rename(first, name="丙", short_name="丙", on=DAY, version=1, by=city.staff)
    assert conflict.value.theirs == {"name": "乙", "short_name": "乙", "version": 2}


def test_a_change_cannot_be_entered_before_a_later_one_of_its_sort(city):
    services.rename(city.first, name="乙", short_name="乙", on=DAY, by=city.staff)
    with pytest.raises(OrganisationError) as refused:
        services.rename(city.first, name="甲", short_name="甲", on=date(2016, 1, 1), by=city.staff)
    assert refused.value.field == "on"


def test_move_takes_everything_below_along(city):
    committee = organisation("organ_committee", city.top)
    general = services.move(city.general, to=committee, on=DAY, by=city.staff)
    third = Organisation.objects.get(pk=city.third.pk)
    assert third.path == f"{general.path}{third.pk}/" == f"{committee.path}{general.pk}/{third.pk}/"
    event = general.events.get(kind="moved")
    assert (event.old_parent, event.new_parent) == (city.top, committee)


def test_move_refuses_circles_wrong_places_and_dissolved_goals(city):
    inner = organisation("organ_committee", city.committee)
    with pytest.raises(TreeError):
        services.move(city.committee, to=inner, on=DAY, by=city.staff)
    with pytest.raises(OrganisationError):
        services.move(city.general, to=city.first, on=DAY, by=city.staff)
    with pytest.raises(OrganisationError):
        services.move(city.first, to=city.committee, on=DAY, by=city.staff)
    gone = services.dissolve(organisation("general_branch", city.top), on=DAY, by=city.staff)
    with pytest.raises(OrganisationError):
        services.move(city.first, to=gone, on=DAY, by=city.staff)


def test_change_kind_fits_above_and_below(city):
    changed = services.change_kind(city.direct, kind="general_branch", on=DAY, by=city.staff)
    assert changed.kind == "general_branch"
    assert kinds(changed) == ["founded", "changed_kind"]
    with pytest.raises(OrganisationError):
        services.change_kind(city.general, kind="branch", on=DAY, by=city.staff)
    with pytest.raises(OrganisationError):
        services.change_kind(city.third, kind="organ_committee", on=DAY, by=city.staff)
    with pytest.raises(OrganisationError):
        services.change_kind(city.third, kind="branch", on=DAY, by=city.staff)


@pytest.fixture
def absorbed(monkeypatch):
    """A room above that keeps two things at every branch, and writes down what it moved."""
    moved = []
    kept = Belonging(
        key="things",
        count=lambda organisation, on: 2 if organisation.is_branch else 0,
        words=lambda number: f"{number} 名党员",
        absorb=lambda source, into, on, by: moved.append((source.pk, into.pk, on, by.name)),
    )
    monkeypatch.setattr(belongings, "registry", {"things": kept})
    return moved


def test_merge_moves_children_members_and_units_and_ends_the_source(city, absorbed):
    unit = services.add_unit(
        city.general, name="市档案馆", code="11350400", nature="institution", situation=UnitSituation.LEGAL_PERSON,
        starts_on=FOUNDED, by=city.staff,
    )  # fmt: skip
    term = services.start_term(city.general, starts_on=date(2016, 1, 1), by=city.staff)
    services.merge(city.general, into=city.committee, on=DAY, by=city.staff)
    for shown in (city.general, city.committee, city.third, term):
        shown.refresh_from_db()
    assert city.general.ends_on == DAY
    assert city.third.path == f"{city.committee.path}{city.third.pk}/"
    assert absorbed == [(city.general.pk, city.committee.pk, DAY, "经办人")]
    assert [(link.organisation_id, link.ends_on) for link in unit.links.order_by("pk")] == [
        (city.general.pk, DAY),
        (city.committee.pk, None),
    ]
    assert (term.ends_on, term.ended_by) == (DAY, "dissolved")
    assert city.general.events.get(kind="merged").other == city.committee
    assert city.committee.events.get(kind="absorbed").other == city.general


def test_merge_refuses_lines_of_descent_and_children_that_do_not_fit(city):
    with pytest.raises(OrganisationError):
        services.merge(city.first, into=city.committee, on=DAY, by=city.staff)
    with pytest.raises(OrganisationError):
        services.merge(city.first, into=city.first, on=DAY, by=city.staff)
    with pytest.raises(OrganisationError, match="档案馆第一党支部"):
        services.merge(city.general, into=city.direct, on=DAY, by=city.staff)


def test_split_off_takes_chosen_children_along(city):
    new = services.split_off(
        city.committee, code="s1", name="中共新局委员会", on=DAY, children=[city.second], by=city.staff
    )
    city.second.refresh_from_db()
    assert (new.parent, new.kind) == (city.top, "organ_committee")
    assert city.second.path == f"{new.path}{city.second.pk}/"
    assert new.events.get().other == city.committee
    with pytest.raises(OrganisationError):
        services.split_off(city.committee, code="s2", name="丙", on=DAY, children=[city.third], by=city.staff)
    with pytest.raises(OrganisationError):
        services.split_off(city.top, code="s3", name="丁", on=DAY, by=city.staff)


def test_dissolve_names_what_is_left(city, absorbed):
    with pytest.raises(OrganisationError, match=r"税务局第一党支部.*税务局第二党支部"):
        services.dissolve(city.committee, on=DAY, by=city.staff)
    with pytest.raises(OrganisationError, match="2 名党员"):
        services.dissolve(city.first, on=DAY, by=city.staff)
    belongings.registry.clear()
    gone = services.dissolve(city.first, on=DAY, by=city.staff)
    assert gone.ends_on == DAY
    with pytest.raises(OrganisationError):
        services.rename(gone, name="乙", short_name="乙", on=DAY, by=city.staff)
    assert not Organisation.objects.at(DAY).filter(pk=gone.pk).exists()
    assert Organisation.objects.at(date(2017, 5, 3)).filter(pk=gone.pk).exists()


def test_a_correction_is_a_new_entry_with_a_reason(city):
    services.dissolve(city.direct, on=DAY, by=city.staff)
    wrong = city.direct.events.get(kind="dissolved")
    right = services.correct_event(wrong, happened_on=date(2017, 5, 14), reason="抄错日期", by=city.staff)
    city.direct.refresh_from_db()
    assert city.direct.ends_on == date(2017, 5, 14)
    assert right.corrects == wrong
    assert list(city.direct.events.standing().filter(kind="dissolved")) == [right]
    assert OrganisationEvent.objects.get(pk=wrong.pk).happened_on == DAY
    for event, facts in (
        (wrong, {"happened_on": DAY, "reason": "再改"}),
        (right, {"happened_on": DAY, "reason": " "}),
        (right, {"happened_on": date(2018, 1, 1), "reason": "改"}),
        (right, {"happened_on": FOUNDED, "reason": "改"}),
    ):
        with pytest.raises(OrganisationError):
            services.correct_event(event, by=city.staff, **facts)


@pytest.mark.parametrize(
    "change",
    [
        lambda c: services.found(code="z", name="甲", kind="branch", parent=c.top, on=DAY, by=c.staff),
        lambda c: services.rename(c.first, name="乙", short_name="乙", on=DAY, by=c.staff),
        lambda c: services.move(c.first, to=c.general, on=DAY, by=c.staff),
        lambda c: services.change_kind(c.direct, kind="general_branch", on=DAY, by=c.staff),
        lambda c: services.merge(c.first, into=c.second, on=DAY, by=c.staff),
        lambda c: services.split_off(c.committee, code="z", name="甲", on=DAY, by=c.staff),
        lambda c: services.dissolve(c.first, on=DAY, by=c.staff),
        lambda c: services.edit_profile(c.first, telephone="0598-1", by=c.staff),
        lambda c: services.start_term(c.first, starts_on=DAY, by=c.staff),
        lambda c: services.add_area(c.top, name="第一片区", by=c.staff),
        lambda c: services.correct_event(c.first.events.get(), happened_on=DAY, reason="改", by=c.staff),
    ],
)
def test_nothing_changes_when_the_audit_entry_fails(city, change, monkeypatch):
    def standing():
        rows = Organisation.objects.order_by("pk").values_list("pk", "name", "kind", "path", "starts_on", "ends_on")
        return list(rows), OrganisationEvent.objects.count()

    before = standing()
    monkeypatch.setattr(
        "dangjian.kernel.audit.services.record", lambda *args, **facts: (_ for _ in ()).throw(RuntimeError("full"))
    )
    with pytest.raises(RuntimeError, match="full"):
        change(city)
    assert standing() == before
