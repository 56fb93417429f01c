"""Rosters end to end: what is read, judged, written and taken back."""

import datetime as dt

import pytest

from dangjian.foundation.members import services as members
from dangjian.foundation.members.models import Condition, Member, Membership, Post
from dangjian.kernel.errors import ServiceError
from dangjian.kernel.imports import holding, services
from dangjian.kernel.imports.models import State
from dangjian.kernel.imports.targets import Action
from dangjian.kernel.imports.tests import workbooks
from dangjian.kernel.tree.models import Organisation

from .factories import member, post
from .rosters import HEAD, TODAY, WOMAN, applied, book, number, previewed, row, said


def dump():
    """All rows of the register's tables; encrypted entries as they read."""
    tables = (Member, Membership, Condition, Post)
    return {table: [_plain(one) for one in table.objects.order_by("pk")] for table in tables}


def _plain(one):
    return {field.attname: getattr(one, field.attname) for field in one._meta.concrete_fields}


def test_a_roster_as_clerks_keep_it(small_city):
    batch = applied(
        small_city.first, book(row("林 一", 党内职务="书记"), row("陈二", "二支部", **WOMAN, 党内职务="组织委员、门卫"))
    )
    lin, chen = Member.objects.order_by("pk")
    assert (lin.name, lin.ethnic_group, lin.education, lin.born_on) == ("林一", "01", "20", dt.date(1985, 7, 1))
    assert (lin.joined_on, lin.full_member_on) == (dt.date(2006, 7, 1), dt.date(2007, 7, 1))
    assert (lin.current.organisation, lin.current.category) == (small_city.first_one, "01")
    assert (chen.current.organisation, chen.mobile_phone) == (small_city.first_two, "13800000002")
    assert set(Post.objects.values_list("member__name", "title")) == {
        ("林一", "secretary"),
        ("陈二", "organisation_officer"),
    }
    assert batch.counts["applied"] == 2


def test_a_roster_in_the_words_of_the_national_system(small_city):
    head = "姓名 性别 民族 公民身份号码 学历学位 人员类别 所在党支部 转为正式党员日期 工作岗位 是否流动党员 外出流向"
    postcode = "365000"
    old_county = workbooks.identity("19700203", "224", "352201")
    no_county = workbooks.identity("19700204", "223", "359999")

    def line(name, sex, people, identity, education, post, category="正式党员", away=None, where=None):
        return [name, sex, people, identity, education, category, "一支部", "2007-07-01", post, away, where]

    file = book(
        line("林一", "男", "畲", number(), "大学/法学学士", "参照公务员法管理的工作人员", away="是", where=350203),
        line("陈二", "女", "汉", old_county, "研究生\n管理学硕士", "退休人员", away="是", where=postcode),
        line("吴三", "男", "22", no_county, 31, "研究生一年级学生"),
        line("王四", "男", "汉", number(order="333"), "工学学士", "高级工程师"),
        line("李五", "男", "汉", number(order="335"), "大专", "公务员", "九三学社社员"),
        head=head.split(),
    )
    batch = previewed(small_city.first, file)
    assert said(batch) == {
        (7, "education"): "only-degree",
        (7, "position_code"): "technical-post",
        (8, "category"): "not-yet-member",
    }
    warned = {line.number for line in batch.rows.all() for note in line.notes.get("identity_number", ()) if note.code}
    assert warned == {6}
    services.apply(batch=batch, today=TODAY, by=None)
    lin, chen, wu = Member.objects.order_by("pk")
    assert (lin.ethnic_group, lin.education, lin.position_code) == ("22", "20", "0120")
    assert (chen.education, chen.position_code, chen.current.work_status) == ("10", "0820", "retired")
    assert (wu.education, wu.position_code, wu.current.work_status) == ("31", "0612", "student")
    places = Condition.objects.order_by("member__pk").values_list("destination", flat=True)
    assert list(places) == ["福建省厦门市思明区", postcode]


def test_the_same_file_twice_changes_nothing(small_city):
    file = book(row(), row("陈二", "二支部", **WOMAN, 党内职务="组织委员"))
    applied(small_city.first, file)
    before = dump()
    file.seek(0)
    batch = previewed(small_city.first, file)
    assert {line.action for line in batch.rows.all()} == {Action.SAME}
    with pytest.raises(ServiceError):
        services.apply(batch=batch, today=TODAY, by=None)
    assert dump() == before


@pytest.mark.parametrize(
    ("cells", "where", "code"),
    [
        ({"身份证号": 3.5e17}, "identity_number", "digits-lost"),
        ({"branch": "乙局第一支部"}, "branch", "branch-near"),
        ({"branch": "无人知道的地方"}, "branch", "branch-unknown"),
        ({"branch": None}, "branch", "roster-no-branch"),
        ({"转正时间": "2005.7.1"}, "full_member_on", "roster-order"),
        ({"党员类别": None, "转正时间": None}, "category", "roster-no-category"),
        ({"党员类别": "发展对象"}, "category", "not-yet-member"),
        ({"姓 名": "张三、李四"}, "name", "several-people"),
    ],
)
def test_what_is_refused_and_where(small_city, cells, where, code):
    branch = cells.get("branch", "一支部")
    more = {key: value for key, value in cells.items() if key != "branch"}
    batch = previewed(small_city.first, book(row(branch=branch, **more)))
    assert said(batch) == {(4, where): code}


def test_what_only_warns(small_city):
    batch = previewed(
        small_city.first,
        book(
            row(性别="女", **{"出生\n年月": "1985.08"}),
            row("陈二", 身份证号=number("19990101", "225"), 性别="女", **{"出生\n年月": None}),
        ),
    )
    codes = {note.code for line in batch.rows.all() for notes in line.notes.values() for note in notes}
    assert {"roster-sex-differs", "roster-birth-differs", "roster-too-young", "roster-from-number"} <= codes
    assert batch.counts["refuse"] == 0


def test_a_person_twice_in_the_file(small_city):
    batch = previewed(small_city.first, book(row(), row()))
    assert said(batch) == {(5, "name"): "roster-twice"}


def test_whoever_is_in_another_branch_is_not_moved(small_city):
    member(small_city.first_two, name="林一", identity_number=number())
    member(small_city.third, name="陈二", identity_number=WOMAN["身份证号"])
    batch = previewed(small_city.first, book(row(), row("陈二", **WOMAN)))
    assert said(batch) == {(4, "branch"): "roster-other-branch", (5, "identity_number"): "roster-elsewhere"}
    told = batch.rows.get(number=5).problems[0][1].text
    assert "丙" not in told


def test_what_the_national_system_masters_asks_and_shows_both(small_city):
    held = member(
        small_city.first_one,
        name="林一",
        identity_number=number(),
        education="14",
        mobile_phone="",
        sex="1",
        born_on=dt.date(1985, 7, 1),
        joined_on=dt.date(2006, 7, 1),
        full_member_on=dt.date(2007, 7, 1),
    )
    batch = previewed(small_city.first, book(row()))
    (line,) = batch.rows.all()
    assert (line.action, line.accepted) == (Action.UPDATE, False)
    assert line.differences["education"] == ["硕士研究生毕业", "大学本科教育"]
    assert line.differences["mobile_phone"] == ["", "138****0001"]
    services.accept(batch=batch, rows=[line.pk], by=None)
    services.apply(batch=batch, today=TODAY, by=None)
    held.refresh_from_db()
    assert (held.education, held.mobile_phone, held.version) == ("20", "13800000001", 2)
    assert held.home_address == "某路1号", "blank cells take nothing away"


def test_granted_full_membership_is_a_dated_row_and_is_undone(small_city):
    held = member(
        small_city.first_one,
        name="林一",
        identity_number=number(),
        category="02",
        joined_on=dt.date(2016, 7, 1),
        born_on=dt.date(1985, 7, 1),
    )
    before = dump()
    batch = applied(small_city.first, book(row(入党时间="2016.07", 转正时间="2017.07.01")), everything=True)
    held.refresh_from_db()
    assert (held.current.category, held.current.starts_on, held.current.reason) == (
        "01",
        dt.date(2017, 7, 1),
        "confirmed",
    )
    services.undo(batch=batch, today=TODAY, by=None)
    after = dump()
    assert after[Member][0].pop("version") > before[Member][0].pop("version"), "an open form must not overwrite it"
    assert after == before


def test_undo_restores_exactly(small_city):
    member(small_city.first_two, name="旧人")
    before = dump()
    batch = applied(small_city.first, book(row(党内职务="书记"), row("陈二", "二支部", **WOMAN)))
    assert dump() != before
    batch = services.undo(batch=batch, today=TODAY + dt.timedelta(days=30), by=None)
    assert (batch.state, batch.counts["undone"], batch.counts["kept"], dump()) == (State.UNDONE, 2, 0, before)


def test_undo_leaves_what_has_a_later_entry_and_says_why(small_city):
    batch = applied(small_city.first, book(row(), row("陈二", "二支部", **WOMAN)))
    post(Member.objects.get(name="陈二"), small_city.first_two, on=TODAY)
    batch = services.undo(batch=batch, today=TODAY, by=None)
    assert list(Member.objects.values_list("name", flat=True)) == ["陈二"]
    assert batch.counts["kept"] == 1
    assert "5" in batch.trouble
    assert "陈二" not in batch.trouble


def test_undo_after_thirty_days_is_too_late(small_city):
    batch = applied(small_city.first, book(row()))
    with pytest.raises(ServiceError):
        services.undo(batch=batch, today=TODAY + dt.timedelta(days=31), by=None)
    assert Member.objects.count() == 1


def test_two_clerks_the_later_one_hears_of_the_earlier(small_city):
    held = member(small_city.first_one, name="林一", identity_number=number(), education="14", mobile_phone="")
    batch = previewed(small_city.first, book(row()))
    services.accept(batch=batch, rows=None, by=None)
    members.change_details(held, by=None, version=held.version, education="11")
    with pytest.raises(ServiceError):
        services.apply(batch=batch, today=TODAY, by=None)
    held.refresh_from_db()
    batch.refresh_from_db()
    assert (held.education, batch.state) == ("11", State.PREVIEWED)


def test_two_clerks_import_the_same_file(small_city):
    first, second = (previewed(small_city.first, book(row())) for _ in range(2))
    services.apply(batch=first, today=TODAY, by=None)
    with pytest.raises(ServiceError):
        services.apply(batch=second, today=TODAY, by=None)
    assert Member.objects.count() == 1


@pytest.mark.parametrize("cells", [{}, {"身份证号": None}])
def test_somebody_entered_since_the_check_who_may_be_meant_stops_the_import(small_city, cells):
    batch = previewed(small_city.first, book(row(**cells)))
    member(small_city.first_one, name="林一", born_on=dt.date(1985, 7, 1), identity_number="")
    before = dump()
    with pytest.raises(ServiceError, match="4"):
        services.apply(batch=batch, today=TODAY, by=None)
    assert dump() == before


def test_somebody_with_another_number_entered_since_the_check_stops_nothing(small_city):
    batch = previewed(small_city.first, book(row()))
    member(small_city.first_one, name="林一", born_on=dt.date(1985, 7, 1), identity_number=number(order="321"))
    services.apply(batch=batch, today=TODAY, by=None)
    assert Member.objects.filter(name="林一").count() == 2


def test_a_branch_that_was_closed_since_the_check_takes_nobody(small_city):
    batch = previewed(small_city.first, book(row(), row("陈二", "二支部", **WOMAN)))
    Organisation.objects.filter(pk=small_city.first_two.pk).update(ends_on=TODAY)
    with pytest.raises(ServiceError, match="5"):
        services.apply(batch=batch, today=TODAY, by=None)
    assert not Member.objects.exists()


def test_rows_corrected_into_the_same_person_are_not_both_taken_over(small_city):
    batch = previewed(small_city.first, book(row(), row("林二", 身份证号=number(order="321"))))
    second = batch.rows.get(number=5)
    services.correct(row=second, texts={"name": "林一", "identity_number": number()}, today=TODAY, by=None)
    with pytest.raises(ServiceError, match="5"):
        services.apply(batch=batch, today=TODAY, by=None)
    assert not Member.objects.exists()


def test_namesakes_of_one_file_do_not_stand_in_each_others_way(small_city, monkeypatch):
    """Each row a chunk of its own, so that those written before are in the register when the next is judged anew."""
    monkeypatch.setattr(holding, "CHUNK", 1)
    orders = ("123", "125", "127")
    batch = previewed(small_city.first, book(*(row(身份证号=number(order=order)) for order in orders)))
    batch = services.apply(batch=batch, today=TODAY, by=None)
    assert batch.counts["applied"] == Member.objects.filter(name="林一").count() == len(orders)
    batch = services.undo(batch=batch, today=TODAY, by=None)
    assert (batch.counts["undone"], Member.objects.count()) == (len(orders), 0)


def test_namesakes_are_asked_about(small_city):
    member(small_city.first_one, name="林一", born_on=dt.date(1985, 7, 1), identity_number="")
    member(small_city.first_two, name="林一", born_on=dt.date(1985, 7, 1), identity_number=number(order="321"))
    batch = previewed(small_city.first, book(row(身份证号=None)))
    assert said(batch) == {(4, "name"): "roster-namesakes"}
    batch = previewed(small_city.first, book(row("林二")))
    assert batch.rows.get().accepted


def test_a_namesake_with_the_same_birthday_waits_for_a_yes(small_city):
    member(small_city.first_one, name="林一", born_on=dt.date(1985, 7, 1), identity_number=number(order="321"))
    batch = previewed(small_city.first, book(row()))
    line = batch.rows.get()
    assert (line.action, line.accepted) == (Action.CREATE, False)


def test_conditions_and_group(small_city):
    head = [*HEAD, "是否流动党员", "外出流向", "是否失联", "失联日期", "窗口党员"]
    batch = applied(small_city.first, book([*row(), "是", "福州", "是", "2017.3", "√"], head=head))
    found = dict(Condition.objects.values_list("kind", "destination"))
    assert found == {"mobile": "福州", "out_of_contact": "", "window": ""}
    assert Condition.objects.get(kind="out_of_contact").starts_on == dt.date(2017, 3, 1)
    services.undo(batch=batch, today=TODAY, by=None)
    assert not Condition.objects.exists()


def test_gb18030_xls_two_heads_and_sheets_named_after_branches(small_city):
    text = "姓名,性别,身份证号,人员类别,入党时间,转正时间\n" + f"林一,男,{number()},正式党员,2006.07,2007.07\n"
    batch = previewed(small_city.first, workbooks.io.BytesIO(text.encode("gb18030")), name="一支部党员名册.csv")
    assert batch.rows.get().values["branch"] == small_city.first_one.pk
    sheets = {"一支部": [HEAD, row(branch=None)], "二支部": [HEAD, row("陈二", branch=None, **WOMAN)]}
    batch = previewed(small_city.first, workbooks.several_sheets(sheets))
    assert {line.values["branch"] for line in batch.rows.all()} == {small_city.first_one.pk, small_city.first_two.pk}
    two = [
        ["党员名册"],
        ["姓名", "基本情况", None, None, "党员情况", None, None],
        [None, "性别", "公民身份号码", "学历", "所在支部", "入党时间", "转正时间"],
        ["林一", "男", number(), "大学", "一支部", "2006.07", "2007.07"],
    ]
    merges = [(1, 2, 0, 0), (1, 1, 1, 3), (1, 1, 4, 6)]
    batch = previewed(small_city.first, workbooks.xls(two, merges), name="名册.xls")
    assert batch.rows.get().values["joined_on"] == dt.date(2006, 7, 1)


def test_a_single_branch_needs_no_column(small_city):
    batch = applied(small_city.third, book(row(branch=None)))
    assert Member.objects.get().current.organisation == small_city.third
    assert batch.counts["applied"] == 1


def test_a_thousand_rows_take_few_statements(small_city, django_assert_max_num_queries):
    rows = [
        row(
            f"林{chr(0x4E00 + n)}",
            身份证号=number(f"19{50 + n // 300}0{n // 30 % 9 + 1}{n % 28 + 1:02d}", f"{n:03d}"),
            **{"出生\n年月": None, "性别": None},
        )
        for n in range(300)
    ]
    batch = previewed(small_city.first, book(*rows))
    assert batch.counts["refuse"] == 0
    with django_assert_max_num_queries(60):
        services.apply(batch=batch, today=TODAY, by=None)
    assert Member.objects.count() == 300
