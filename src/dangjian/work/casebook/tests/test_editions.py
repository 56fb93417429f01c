"""Casebooks: chosen, arranged, issued; what is frozen then, and what is not."""

import io

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangjian.kernel.attachments.services import describe, withdraw
from dangjian.kernel.figures.models import Reading
from dangjian.kernel.tree.enums import OrganisationKind as Kind
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.services import place
from dangjian.work.awards.models import Honour
from dangjian.work.brands.models import Brand
from dangjian.work.brands.tests.factories import proposed
from dangjian.work.casebook import services
from dangjian.work.casebook.binding import Bound, book_of, case_blocks, month_of
from dangjian.work.casebook.enums import Arrangement, CaseField
from dangjian.work.casebook.errors import CaseError, EditionError
from dangjian.work.casebook.indexing import Names, spelled
from dangjian.work.casebook.making import make
from dangjian.work.casebook.models import Case, Edition, EditionFile, EditionPicture
from dangjian.work.casebook.services.issuing import is_intact

from .factories import DAY, YEAR, edition, photograph, written


def titles(made):
    return [entry.case.title for entry in made.entries.select_related("case")]


def words(bound):
    """Everything that a book says, as one text."""
    return repr(list(book_of(bound).articles()))


def test_a_book_in_the_making_follows_its_cases(book, editor):
    case = book.entries.first().case
    services.write_case(case, version=case.version, effect="改过的成效。", by=editor)
    assert "改过的成效。" in words(Bound(book, DAY))


def test_an_issued_book_stands_whatever_is_changed_later(book, small_city, editor):
    issued = services.issue_edition(book, by=editor)
    before = words(Bound(issued, DAY))
    case = issued.entries.first().case
    services.write_case(case, version=case.version, effect="后来的成效。", by=editor)
    place(
        code="35-01-09",
        name="中共新支部",
        short_name="新支部",
        kind=Kind.BRANCH,
        parent=small_city.first,
        starts_on=DAY,
    )
    assert words(Bound(issued, DAY)) == before
    assert is_intact(issued)
    assert Reading.objects.get(figure="organisations.branches").issued_in == issued.title


def test_an_issued_book_keeps_the_names_and_honours_of_its_day(book, small_city, editor):
    case = Case.objects.get(title="无忧办税")
    shown = proposed(case.organisation, name="无忧窗口")
    case = services.class_case(case, brand=shown, field=CaseField.LAW, period=YEAR, by=editor)
    services.pass_case(case, version=case.version, by=None)
    given = Honour.objects.create(organisation=case.organisation, record_kind="brands.brand", record_id=shown.pk,
                                  name="优秀品牌", happened_on=DAY)  # fmt: skip
    issued = services.issue_edition(book, by=editor)
    before = words(Bound(issued, DAY))
    assert "优秀品牌" in before
    Honour.objects.filter(pk=given.pk).update(revoked_on=DAY, revocation_reason="撤销")
    Brand.objects.filter(pk=shown.pk).update(name="改名窗口")
    Organisation.objects.filter(pk=case.organisation_id).update(name="中共改名支部", short_name="改名支部")
    assert words(Bound(issued, DAY)) == before
    assert is_intact(issued)


@pytest.mark.parametrize(
    "change",
    [
        lambda book: Edition.objects.filter(pk=book.pk).update(cover="另一个封面"),
        lambda book: Edition.objects.filter(pk=book.pk).update(copies=9),
        lambda book: book.entries.update(printed_owner="别的组织"),
        lambda book: EditionPicture.objects.filter(entry__edition=book).update(caption="别的说明"),
        lambda book: EditionPicture.objects.filter(entry__edition=book).delete(),
    ],
)
def test_whatever_is_printed_is_under_the_digest(book, editor, change):
    case = book.entries.first().case
    photograph(case, editor)
    services.pass_case(case, version=case.version, by=editor)
    issued = services.issue_edition(book, by=editor)
    assert is_intact(issued)
    change(issued)
    assert not is_intact(Edition.objects.get(pk=issued.pk))


@pytest.mark.parametrize("what", ["added", "described anew"])
def test_pictures_that_nobody_looked_at_keep_a_book_from_coming_out(book, author, editor, what):
    case = Case.objects.get(title="无忧办税")
    if what == "added":
        photograph(case, author)
    else:
        file = photograph(case, author)
        services.pass_case(case, version=case.version, by=editor)
        describe(file, by=author, caption="别的说明", consent="nobody")
    with pytest.raises(EditionError, match="图片"), transaction.atomic():
        services.issue_edition(book, by=editor)
    services.pass_case(case, version=case.version, by=editor)
    services.issue_edition(book, by=editor)
    assert EditionPicture.objects.filter(entry__edition=book).count() == 1


def test_a_picture_that_is_taken_away_asks_nobody_to_look_again(book, author, editor):
    case = Case.objects.get(title="无忧办税")
    file = photograph(case, author)
    case = services.pass_case(case, version=case.version, by=editor)
    withdraw(file, by=author, reason="当事人撤回同意")
    with pytest.raises(CaseError), transaction.atomic():
        services.pass_case(case, version=case.version, by=editor)
    assert services.issue_edition(book, by=editor).is_issued


def test_a_book_that_was_tampered_with_says_so(book, editor):
    issued = services.issue_edition(book, by=editor)
    printed = issued.entries.first().printed
    printed.effect = "假的成效。"
    printed.save(update_fields=["effect"])
    assert not is_intact(issued)


def test_only_what_was_passed_comes_out(book, small_city, author, editor):
    services.choose_cases(book, cases=[*Case.objects.all(), written(small_city.third, editor, "没有审定的")], by=editor)
    with pytest.raises(EditionError, match="没有审定的"):
        services.issue_edition(book, by=editor)
    assert not book.files.exists()


def test_what_came_out_is_not_changed(book, editor):
    services.issue_edition(book, by=editor)
    entry, part = book.entries.first(), book.parts.first()
    steps = (
        lambda: services.issue_edition(book, by=editor),
        lambda: services.choose_cases(book, cases=[], by=editor),
        lambda: services.arrange(book, way=Arrangement.FIELD, by=editor),
        lambda: services.move_entry(entry, by=editor),
        lambda: services.rename_part(part, name="篇", by=editor),
        lambda: services.describe_edition(book, version=1, period=YEAR, title="新书", by=editor),
    )
    for step in steps:
        with pytest.raises(EditionError), transaction.atomic():
            step()


def test_issuing_asks_for_every_format_once_and_for_good(book, editor):
    services.issue_edition(book, by=editor)
    assert sorted(book.files.values_list("kind", flat=True)) == ["docx", "epub", "pdf"]
    with pytest.raises(EditionError):
        services.ask_for_file(book, kind="pdf", by=editor)
    EditionFile.objects.update(state="done")
    with pytest.raises(EditionError):
        services.ask_for_file(book, kind="pdf", by=editor)


def test_a_picture_whose_consent_is_taken_back_leaves_the_web_book(book, editor):
    case = book.entries.first().case
    kept, gone = photograph(case, editor), photograph(case, editor, caption="合影", consent="nobody", name="b.jpg")
    photograph(case, editor, caption="不同意的", consent="missing", name="c.jpg")
    services.pass_case(case, version=case.version, by=editor)
    issued = services.issue_edition(book, by=editor)
    withdraw(gone, by=editor, reason="当事人撤回同意")
    bound = Bound(issued, DAY)
    assert [one.file for one in bound.case_of(bound.placed[0]).pictures] == [kept.pk]


def test_cases_are_arranged_by_field_in_the_order_of_the_fields(book, editor):
    for case, field in zip(Case.objects.order_by("pk"), (CaseField.PARTY, CaseField.DEVELOPMENT), strict=True):
        services.class_case(case, brand=None, field=field, period=YEAR, by=editor)
    services.arrange(book, way=Arrangement.FIELD, by=editor)
    assert [part.name for part in book.parts.all()] == ["经济发展", "党群工作"]
    assert titles(book) == ["发展改革我先行", "无忧办税"]


def test_a_case_at_the_border_of_its_part_goes_over_it_first(book, editor):
    for case, field in zip(Case.objects.order_by("pk"), (CaseField.DEVELOPMENT, CaseField.PARTY), strict=True):
        services.class_case(case, brand=None, field=field, period=YEAR, by=editor)
    services.arrange(book, way=Arrangement.FIELD, by=editor)
    last = book.entries.last()
    services.move_entry(last, up=True, by=editor)
    assert [part.name for part in book.parts.all()] == ["经济发展"]
    assert titles(book) == ["无忧办税", "发展改革我先行"]
    services.move_entry(book.entries.last(), up=True, by=editor)
    assert titles(book) == ["发展改革我先行", "无忧办税"]
    with pytest.raises(EditionError):
        services.move_entry(book.entries.first(), up=True, by=editor)


def test_a_case_goes_into_another_part_of_its_book_and_into_none_of_another_book(book, small_city, editor):
    for case, field in zip(Case.objects.order_by("pk"), (CaseField.PARTY, CaseField.DEVELOPMENT), strict=True):
        services.class_case(case, brand=None, field=field, period=YEAR, by=editor)
    services.arrange(book, way=Arrangement.FIELD, by=editor)
    other = edition(small_city.committee, Case.objects.order_by("pk")[:1], editor, "另一本")
    entry, foreign = book.entries.last(), other.parts.get()
    with pytest.raises(EditionError, match="篇章") as error, transaction.atomic():
        services.move_entry(entry, part=foreign, by=editor)
    assert error.value.field == "part"
    assert (foreign.entries.count(), titles(other)) == (1, ["无忧办税"])
    services.move_entry(entry, part=book.parts.first(), by=editor)
    assert [part.name for part in book.parts.all()] == ["经济发展"]


def test_what_left_the_book_meanwhile_is_not_moved_nor_renamed(book, editor):
    for case, field in zip(Case.objects.order_by("pk"), (CaseField.PARTY, CaseField.DEVELOPMENT), strict=True):
        services.class_case(case, brand=None, field=field, period=YEAR, by=editor)
    services.arrange(book, way=Arrangement.FIELD, by=editor)
    entry = book.entries.select_related("part", "edition").last()
    services.choose_cases(book, cases=[book.entries.first().case], by=editor)
    for step in (
        lambda: services.move_entry(entry, up=True, by=editor),
        lambda: services.rename_part(entry.part, name="新篇", by=editor),
    ):
        with pytest.raises(EditionError, match=r"移出|篇章"), transaction.atomic():
            step()


def test_cases_are_arranged_only_in_the_ways_that_there_are(book, editor):
    with pytest.raises(EditionError), transaction.atomic():
        services.arrange(book, way="colour", by=editor)
    assert [part.name for part in book.parts.all()] == ["案例"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=12))
def test_moving_loses_no_case_and_leaves_no_empty_part(small_city, moves):
    with transaction.atomic():
        by = small_city.actor()
        cases = [written(small_city.third, by, f"案例{n}") for n in range(4)]
        made = edition(small_city.committee, cases, by)
        for case, field in zip(cases, (CaseField.LAW, CaseField.LAW, CaseField.PARTY, CaseField.OTHER), strict=True):
            services.class_case(case, brand=None, field=field, period=YEAR, by=by)
        services.arrange(made, way=Arrangement.FIELD, by=by)
        for which, up in moves:
            entry = list(made.entries.all())[which]
            try:
                services.move_entry(entry, up=up, by=by)
            except EditionError:
                assert which == (0 if up else 3)
        assert sorted(titles(made)) == [f"案例{n}" for n in range(4)]
        assert not made.parts.filter(entries=None).exists()
        transaction.set_rollback(True)


def test_cases_of_others_are_out_of_reach(small_city, author, editor):
    by = small_city.actor("party_office", small_city.first)
    made = services.begin_edition(organisation=small_city.first, title="本单位案例", period=YEAR, by=by)
    foreign = written(small_city.second_one, editor, "别家的")
    with pytest.raises(EditionError):
        services.choose_cases(made, cases=[foreign], by=by)


def test_the_web_book_opens_only_when_it_came_out(book, editor):
    with pytest.raises(EditionError):
        services.open_edition(book, by=editor)
    services.issue_edition(book, by=editor)
    assert services.open_edition(book, by=editor).open_since == DAY
    assert services.close_edition(book, by=editor).open_since is None


def test_figures_of_preface_and_cases_stand_in_the_book_as_numbers(book, editor):
    services.describe_edition(
        book, version=1, period=YEAR, title=book.title, preface="全市支部 [[organisations.branches]] 个。", by=editor
    )
    issued = services.issue_edition(book, by=editor)
    assert Bound(issued, DAY).preface() == ["全市支部 4 个。"]
    assert "全市支部 1 个。" in words(Bound(issued, DAY))
    assert issued.numbers.count() == 2


def test_where_an_organisation_is_named_is_marked_for_the_index(book):
    bound = Bound(book, DAY)
    names = Names(bound.placed)
    blocks = list(case_blocks(bound.case_of(bound.placed[1]), names, DAY))
    assert any("甲局第一支部" in getattr(block, "terms", ()) for block in blocks[1:])


def test_the_index_is_by_the_letter_behind_what_all_names_begin_with(small_city):
    groups = Names([small_city.first_one, small_city.second_one]).groups()
    assert groups == [("J", ["甲局第一支部"]), ("Y", ["乙局第一支部"])]
    assert spelled("中共市地税局") == "dishuiju"
    assert spelled("市") == "shi"


def test_the_month_of_a_cover_stands_in_chinese_figures():
    assert month_of(DAY) == "二〇一七年十月"


@pytest.mark.parametrize("kind", ["pdf", "docx", "epub"])
def test_every_format_is_made_and_tells_its_progress(book, editor, kind):
    photograph(book.entries.first().case, editor)
    told, out = [], io.BytesIO()
    assert make(book, kind, out, DAY, lambda done, total: told.append((done, total))) == 2
    assert told == [(0, 2), (1, 2), (2, 2)]
    assert len(out.getvalue()) > 5_000
