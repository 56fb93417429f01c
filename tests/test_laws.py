"""The laws of the house, over the registries: a new figure, rule, service, model or list is tested by being there."""

import ast
import hashlib
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from itertools import product
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import HealthCheck, given
from hypothesis import settings as proven
from hypothesis import strategies as st

import dangjian
from dangjian.city.cast import MODEL_DAY
from dangjian.city.tests import rows as made
from dangjian.city.tests.rows import rows_at
from dangjian.desk.services import make_suggestion
from dangjian.foundation.accounts.services import grant_role, make_token
from dangjian.foundation.members.services import change_details, issue_transfer
from dangjian.foundation.organisations.services import rename
from dangjian.insight.reports.services import start_report
from dangjian.kernel.access.actors import Actor, Held
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.permissions import registry as permissions
from dangjian.kernel.access.roles import Role
from dangjian.kernel.figures import registry as figures
from dangjian.kernel.figures.compute import by_child, compute, compute_all, records_of, rows
from dangjian.kernel.figures.measures import Count, CountDistinct, Ratio, Sum
from dangjian.kernel.figures.registry import Scope
from dangjian.kernel.obligations import standing
from dangjian.kernel.obligations.coverage import coverage
from dangjian.kernel.obligations.enums import State
from dangjian.kernel.obligations.services import exempt
from dangjian.kernel.obligations.tests import law
from dangjian.kernel.periods import Period, PeriodKind
from dangjian.kernel.records import kinds
from dangjian.kernel.records.listing import Listing
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation
from dangjian.kernel.tree.paths import inside
from dangjian.kernel.tree.services import move, place

SOURCE = Path(dangjian.__file__).parent
YEAR = Period.year_of(MODEL_DAY.year)
PERIODS = [Period.containing(kind, MODEL_DAY) for kind in PeriodKind]
every_figure = pytest.mark.parametrize("figure", figures.registry.values(), ids=list(figures.registry))
every_kind = pytest.mark.parametrize("kind", kinds.registry.values(), ids=list(kinds.registry))
every_rule = pytest.mark.parametrize("rule", standing.registry.values(), ids=list(standing.registry))


def nothing(faults):
    assert not faults, "\n" + "\n".join(map(str, faults))


def all_seeing(organisation):
    """Whoever holds every role at an organisation."""
    held = tuple(Held(role, organisation.pk, organisation.path) for role in Role)
    return Actor(account_id=None, name="all", organisation=organisation, held=held, today=MODEL_DAY)


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@every_figure
def test_a_figure_says_what_it_is(figure):
    for language in ("en", "zh-hans"):
        with override(language):
            assert str(figure.label).strip()
            assert str(figure.unit).strip()
            assert str(figure.owner).strip()
            assert len(str(figure.definition)) >= 12
            assert str(figure.definition).rstrip()[-1] in ".。"


def measured(figure, scope):
    """The value of a figure, computed from its rows one by one."""
    if isinstance(figure.measure, Ratio):
        above, below = (
            measured(figures.registry[k], scope) for k in (figure.measure.numerator, figure.measure.denominator)
        )
        return float(above) / float(below) * (100 if figure.measure.percent else 1) if below else None
    found = records_of(figure, scope).order_by()
    if isinstance(figure.measure, Count):
        return len(list(found.values_list("pk", flat=True)))
    values = list(found.values_list(figure.measure.column, flat=True))
    return len(set(values) - {None}) if isinstance(figure.measure, CountDistinct) else sum(v or 0 for v in values)


@every_figure
def test_a_figure_is_the_measure_of_its_rows(model_city, figure):
    for organisation, period in product((model_city.committee, model_city.first, model_city.branch), PERIODS[:3]):
        scope = Scope.of(organisation.path, period, MODEL_DAY)
        value = compute(figure.key, scope)
        expected = measured(figure, scope)
        if value.withheld:
            assert figure.sensitive
            assert expected
            assert value.number is None
        else:
            assert value.number == (pytest.approx(expected) if isinstance(expected, float) else expected)


@every_figure
def test_a_figure_has_something_to_count_in_the_model_city(model_city, figure):
    """A figure that is nowhere above zero proves nothing: the city must show it, or the figure is wrong."""
    if figure.is_ratio or figure.key in EMPTY_IN_A_SMALL_CITY:
        return
    periods = [Period.year_of(year) for year in range(2012, 2018)]
    assert any(compute(figure.key, Scope.of(model_city.committee.path, p, MODEL_DAY)).number for p in periods)


# The smallest city has no joint branch, no service window, no extended term and no brand with the second title; the
# whole one has.
EMPTY_IN_A_SMALL_CITY = {
    "organisations.joint_branches",
    "members.window",
    "life.terms_extended",
    "brands.nominated",
    # Too few in a small city to be shown at all.
    "life.graded_basic",
    "life.graded_unqualified",
}


@every_figure
def test_rows_are_what_was_counted_and_nothing_of_a_sister(model_city, figure):
    if figure.is_ratio:
        return
    actor = all_seeing(model_city.committee)
    sets = {}
    for organisation in (model_city.committee, model_city.first, model_city.sister):
        scope = Scope.of(organisation.path, YEAR, MODEL_DAY)
        counted = set(records_of(figure, scope).values_list("pk", flat=True))
        paths = records_of(figure, scope).values_list(figure.path, flat=True)
        assert all(inside(path, organisation.path) for path in paths)
        sets[organisation.pk] = counted
        if not figure.kind:
            continue
        shown = rows(figure.key, scope, actor)
        wanted = set(records_of(figure, scope).values_list(figure.row, flat=True))
        assert set(shown.values_list("pk", flat=True)) == wanted
        if not figure.sensitive and (isinstance(figure.measure, Count) or figure.row != "pk"):
            assert shown.count() == compute(figure.key, scope).number
    assert not sets[model_city.first.pk] & sets[model_city.sister.pk]


@every_figure
def test_children_and_what_belongs_to_none_make_the_whole(model_city, figure):
    if not isinstance(figure.measure, Count | Sum) or figure.sensitive:
        return
    scope = Scope.of(model_city.committee.path, YEAR, MODEL_DAY)
    whole = compute(figure.key, scope).number
    children = by_child(figure.key, model_city.committee, scope)
    own = records_of(figure, scope).filter(**{figure.path: model_city.committee.path}).count()
    assert sum(value.number for _child, value in children) + own == whole


def one_of_each_kind(city):
    """An organisation of every kind there is; what the city lacks is set up below its committee."""
    for n, kind in enumerate(OrganisationKind):
        found = Organisation.objects.filter(kind=kind).order_by("path").first()
        yield found or place(
            code=f"K{n}",
            name=f"第{n}",
            short_name=f"第{n}",
            kind=kind,
            parent=city.committee,
            starts_on=date(2015, 1, 1),
        )


def test_no_figure_fails_for_any_kind_of_organisation_and_period(model_city):
    for organisation, period in product(one_of_each_kind(model_city), PERIODS):
        scope = Scope.of(organisation.path, period, MODEL_DAY)
        values = compute_all([(key, scope) for key in figures.registry])
        assert [value.figure.key for value in values] == list(figures.registry)
        for value in values:
            assert value.withheld or value.figure.is_ratio or value.number is not None


@every_figure
def test_the_page_of_a_figure_opens_with_the_same_number(model_city, figure):
    client = model_city.clients[Role.COMMITTEE_STAFF]
    for period in (PERIODS[0], PERIODS[-1]):
        page = client.get(f"/figures/{figure.key}/?organisation={model_city.first.pk}&period={period.key}")
        assert page.status_code == 200
        shown, listing = page.context["value"], page.context["listing"]
        if listing is not None and (isinstance(figure.measure, Count) or figure.row != "pk"):
            assert listing.page.paginator.count == shown.number


# ── obligations ──────────────────────────────────────────────────────────────────────────────────────────────────────

for path in sorted(SOURCE.glob("**/tests/evidence.py")):
    import_module(".".join(path.relative_to(SOURCE.parent).with_suffix("").parts))


@every_rule
def test_a_rule_says_where_it_is_written(rule):
    for version in rule.versions:
        assert str(rule.source_of(version).regulation).strip()
    assert str(rule.title).strip()


@every_rule
def test_evidence_closes_and_withdrawal_reopens(model_city, settings, rule):
    assert rule.key in law.makers, f"tests/evidence.py of the room does not say how evidence for {rule.key} comes about"
    tried = 0
    for year in range(2012, 2023):
        # Asked long afterwards, so that nothing was done about it later either.
        for cell in coverage([rule], model_city.committee.path, Period.year_of(year), date(2040, 1, 1)).cells:
            if cell.state in (State.DUE, State.LATE) and not cell.count and tried < 3:
                organisation = Organisation.objects.get(pk=cell.organisation_id)
                settings.DANGJIAN_TODAY = cell.period.last_day
                law.check(rule, organisation, cell.period)
                tried += 1
    assert tried, "the model city owes nothing under this rule: nothing is proven"


# ── audit ────────────────────────────────────────────────────────────────────────────────────────────────────────────

RECORD = ("dangjian.kernel.audit.services", "record")
WRITING = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}
NOT_AUDITED = {
    "dangjian.kernel.audit.services.record": "is the door itself",
    "dangjian.kernel.tree.services.place": "stands below the audit; rooms call it inside their own audited acts",
    "dangjian.kernel.tree.services.move": "stands below the audit; rooms call it inside their own audited acts",
    "dangjian.foundation.members.services.membership.open_row": "a step of every act on a membership, each recorded",
    "dangjian.foundation.organisations.services.events.enter_event": "a step of every act on the tree, each recorded",
    "dangjian.kernel.figures.services.freeze": "part of issuing, which is recorded with the digest of all readings",
    "dangjian.kernel.notices.services.mark_read": "a person's own inbox: nobody else may know whether it was read",
    "dangjian.kernel.notices.services.mark_all_read": "a person's own inbox: nobody else may know whether it was read",
    "dangjian.work.awards.services.reviews.assigning.fill_up": "a step of acts on the seats of a review, each recorded",
    "dangjian.work.life.services.elections.opening.locked": "a step of every act on an election, each recorded",
    "dangjian.work.life.services.elections.opening.add_step": "a step of every act on an election, each recorded",
    "dangjian.work.life.services.appraisals.voting.take_slip": "a moment would help to align slip and ballot",
    "dangjian.work.life.services.appraisals.voting.cast_ballot": "a ballot leaves neither a name nor a moment",
}


def module_name(path):
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")


@cache
def service_modules():
    found = [p for p in SOURCE.rglob("*.py") if p.stem == "services" or "services" in p.relative_to(SOURCE).parts]
    return {module_name(path): (ast.parse(path.read_text(encoding="utf-8")), path) for path in found}


@cache
def imported_names(module):
    """What the names of a module stand for: name -> (module, name) or (module, "") for a whole module."""
    tree, path = service_modules()[module]
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                whole = f"{source}.{alias.name}"
                names[alias.asname or alias.name] = (whole, "") if whole in service_modules() else (source, alias.name)
    return names


def resolved(module, call):
    """The function that a call means, as (module, name), following what packages pass on; None for methods."""
    names = imported_names(module)
    if isinstance(call, ast.Name):
        target = names.get(call.id, (module, call.id))
    elif isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.value.id in names:
        target = (names[call.value.id][0], call.attr)
    else:
        return None
    while target != RECORD and target[0] in service_modules() and target[1] in imported_names(target[0]):
        target = imported_names(target[0])[target[1]]
    return target


@cache
def service_functions():
    return {
        (module, node.name): node
        for module, (tree, _path) in service_modules().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }


def records(function, seen=frozenset()):
    """Whether a service function leads to the audit's door."""
    if function == RECORD:
        return True
    if function in seen or function not in service_functions():
        return False
    node, module = service_functions()[function], function[0]
    called = (resolved(module, call.func) for call in ast.walk(node) if isinstance(call, ast.Call))
    return any(records(target, seen | {function}) for target in called if target)


def changes(node):
    marked = any("atomic" in ast.unparse(decorator) for decorator in node.decorator_list)
    calls = (call.func for call in ast.walk(node) if isinstance(call, ast.Call))
    return marked or any(isinstance(call, ast.Attribute) and call.attr in WRITING for call in calls)


def test_every_service_records_what_it_does():
    public = [
        function
        for function, node in service_functions().items()
        if not function[1].startswith("_") and changes(node) and ".".join(function) not in NOT_AUDITED
    ]
    assert len(public) > 60
    nothing([".".join(function) for function in public if not records(function)])


def test_exceptions_of_the_audit_law_are_still_needed():
    names = {".".join(function): function for function in service_functions()}
    nothing([name for name in NOT_AUDITED if name not in names])


class AuditBroken(Exception):
    """The audit table cannot be written."""


def refuse_audit(execute, sql, params, many, context):
    if sql.startswith('INSERT INTO "audit_entry"'):
        raise AuditBroken
    return execute(sql, params, many, context)


def whole_database():
    """A digest of every table of ours."""
    digests = {}
    for model in apps.get_models():
        if model.__module__.startswith("dangjian."):
            rows_of = model._base_manager.order_by("pk").values_list()
            digests[model._meta.label] = hashlib.sha256(repr(list(rows_of)).encode()).hexdigest()
    return digests


ACTS = {
    "rename": lambda city, by: rename(city.branch, name="中共新名支部", short_name="新名支部", on=MODEL_DAY, by=by),
    "change_details": lambda city, by: change_details(
        made.member_of(city.first), by=by, version=None, community="新社区"
    ),
    "issue_transfer": lambda city, by: issue_transfer(
        made.movable(city.first), by=by, to=made.branch_of(city.sister), on=MODEL_DAY
    ),
    "start_report": lambda city, by: start_report(
        organisation=city.first, title="报告", period=YEAR, text="# 报告", by=by
    ),
    "make_suggestion": lambda city, by: make_suggestion(
        kind="fault", text="打不开", page="", organisation=city.first, by=by
    ),
    "make_token": lambda city, by: make_token(label="程序", ends_on=MODEL_DAY + timedelta(days=30), by=by),
    "grant_role": lambda city, by: grant_role(
        city.accounts["nobody"], role=Role.BRANCH_CLERK, organisation=city.branch, starts_on=MODEL_DAY, by=None
    ),
    "exempt": lambda city, by: exempt(
        organisation=city.first,
        rule=next(iter(standing.registry)),
        reason="机构改革",
        starts_on=MODEL_DAY,
        ends_on=MODEL_DAY + timedelta(days=90),
        on=MODEL_DAY,
        by=by,
    ),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=list(ACTS))
def test_what_cannot_be_recorded_does_not_happen(model_city, act):
    by = model_city.actor(Role.COMMITTEE_STAFF)
    before = whole_database()
    with connection.execute_wrapper(refuse_audit), pytest.raises(AuditBroken), transaction.atomic():
        act(model_city, by)
    assert whole_database() == before
    act(model_city, by)
    assert whole_database() != before


# ── scope ────────────────────────────────────────────────────────────────────────────────────────────────────────────

SCOPED = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("dangjian.") and getattr(model, "scope_path", "")
]


@pytest.fixture
def furnished_city(model_city):
    """The model city with at least a row of every model in both halves."""
    for model in SCOPED:
        if model in made.makers:
            rows_at(model, model_city.first)
            rows_at(model, model_city.sister)
    return model_city


@proven(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_visible_is_what_lies_below_the_roles_held(furnished_city, data):
    """In trees moved about at random, with random roles: exactly the rows whose path begins with one held."""
    with transaction.atomic():
        for _n in range(data.draw(st.integers(0, 3))):
            move_something(data)
        somebody = made.account(furnished_city.committee)
        for _n in range(data.draw(st.integers(0, 3))):
            grant_something(somebody, data)
        actor = actor_for(somebody)
        model = data.draw(st.sampled_from(SCOPED))
        permission = data.draw(st.sampled_from(sorted(permissions)))
        held = [
            organisation_path(grant)
            for grant in Grant.objects.filter(account=somebody, starts_on__lte=MODEL_DAY)
            if (grant.ends_on is None or grant.ends_on > MODEL_DAY) and grant.role in permissions[permission].roles
        ]
        naive = {
            pk
            for pk, path in model._base_manager.values_list("pk", model.scope_path)
            if path is not None and any(path.startswith(prefix) for prefix in held)
        }
        visible = set(model._default_manager.visible_to(actor, permission).values_list("pk", flat=True))
        beyond = visible - naive
        if model._meta.label == "audit.Entry" and furnished_city.committee.path in held:
            beyond -= set(model._base_manager.filter(organisation_path="").values_list("pk", flat=True))
        assert not beyond
        # What is for fewer people than hold the permission there may hide, but never show more.
        assert naive <= visible or hasattr(model, "seen_by")
        transaction.set_rollback(True)


def organisation_path(grant):
    return Organisation.objects.get(pk=grant.organisation_id).path


def move_something(data):
    """Put an organisation under another that does not lie below it."""
    everywhere = list(Organisation.objects.order_by("path"))
    moved = data.draw(st.sampled_from(everywhere[1:]))
    targets = [one for one in everywhere if not inside(one.path, moved.path)]
    move(moved, to=data.draw(st.sampled_from(targets)))


def grant_something(account, data):
    starts_on = MODEL_DAY + timedelta(days=data.draw(st.integers(-40, 3)))
    ends_on = data.draw(st.none() | st.integers(1, 60).map(lambda days: starts_on + timedelta(days=days)))
    Grant.objects.create(
        account=account,
        role=data.draw(st.sampled_from(list(Role))),
        organisation=data.draw(st.sampled_from(list(Organisation.objects.order_by("path")))),
        starts_on=starts_on,
        ends_on=ends_on,
    )


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────────

HARD = ["\x00", "a" * 10_000, "9" * 30]
ODD = [*HARD, "%", "_", "'", '"', "\\", "🏮", "陈%", " ", "１２", "-- ;", "NaN", "-1", "2017-13-45", "../..", "<b>"]


def listed(kind, city, query):
    return city.clients[next(role for role in Role if role in permissions[kind.permission].roles)].get(
        f"/records/{kind.key}/", query
    )


@every_kind
def test_a_list_asks_the_database_as_often_for_three_rows_as_for_one(model_city, kind):
    rows_at(kind.model, model_city.first, 3)
    actor = all_seeing(model_city.first)
    keys = [row.pk for row in Listing(kind, actor, {}).rows[:3]]
    counts = []
    for number in (1, 3):
        shown = kind.rows().filter(pk__in=keys[:number])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            table = [[cell.text for cell in line] for line in Listing(kind, actor, {}, shown).table()]
        assert len(table) == number
        counts.append(len(queries))
    assert counts[0] == counts[1], f"{counts} queries for 1 and 3 rows"


@every_kind
def test_a_list_page_takes_at_most_twelve_queries(model_city, kind):
    rows_at(kind.model, model_city.first, 3)
    listed(kind, model_city, {})
    with CaptureQueriesContext(connection) as queries:
        page = listed(kind, model_city, {})
    assert page.status_code == 200
    assert page.context["listing"].page.object_list
    asked = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "INSERT"))]
    assert len(asked) <= 12, "\n".join(asked)


@every_kind
def test_every_order_of_a_list_holds(model_city, kind):
    rows_at(kind.model, model_city.first, 3)
    for column in kind.columns:
        for sort in (column.key, f"-{column.key}"):
            assert listed(kind, model_city, {"sort": sort}).status_code == 200


@every_kind
def test_no_filter_search_or_page_fails_over_odd_values(model_city, kind):
    faults = []
    parameters = ["q", "sort", "page", "period", *(f.key for f in kind.filters)]
    queries = [{parameter: value} for parameter, value in product(parameters, HARD)]
    queries += [dict.fromkeys(parameters, value) for value in ODD]
    for query in queries:
        status = listed(kind, model_city, query).status_code
        if status != 200:
            faults.append(f"{[(key, value[:20]) for key, value in query.items()]}: {status}")
    nothing(faults)


@every_kind
def test_every_choice_of_a_filter_can_be_made(model_city, kind):
    actor = model_city.actor(next(role for role in Role if role in permissions[kind.permission].roles))
    faults = []
    for declared in kind.filters:
        choices = list(declared.choices(actor) if declared.choices else ())
        for value, label in choices[:: len(choices) // 12 + 1]:
            if listed(kind, model_city, {declared.key: value}).status_code != 200:
                faults.append(f"{declared.key}={value} ({label})")
    nothing(faults)


@pytest.mark.parametrize("value", ODD, ids=[repr(value[:12]) for value in ODD])
def test_the_search_over_everything_fails_over_nothing(model_city, value):
    for role in (Role.COMMITTEE_STAFF, Role.MEMBER, Role.AUDITOR, Role.SECURITY_OFFICER):
        assert model_city.clients[role].get("/search/", {"q": value}).status_code == 200
