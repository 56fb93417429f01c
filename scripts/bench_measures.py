"""What is measured, by part of the bench, inside an installation whose Django has started (bench_inside.py)."""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import bench_tree
import django
from bench_clock import memory_of_worker, peak_mb, processor, timed
from django.conf import settings
from django.contrib.auth import login
from django.db import connection, transaction
from django.db.models import Max, Model
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse

from dangjian.city.cast import CAST
from dangjian.foundation.accounts.models import Account
from dangjian.foundation.members.models import Member, Membership
from dangjian.foundation.members.tests.factories import identity_number
from dangjian.kernel.access.clock import today
from dangjian.kernel.access.middleware import actor_for
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role
from dangjian.kernel.documents.cells import Column, Sheet
from dangjian.kernel.documents.xlsx import write_xlsx
from dangjian.kernel.imports import services as flow
from dangjian.kernel.imports.queries import plan
from dangjian.kernel.imports.reading import open_workbook
from dangjian.kernel.imports.targets import registry as targets
from dangjian.kernel.privacy.fields import EncryptedTextField
from dangjian.kernel.records.export import exported
from dangjian.kernel.records.kinds import registry as kinds
from dangjian.kernel.records.listing import Listing
from dangjian.kernel.tree.enums import OrganisationKind
from dangjian.kernel.tree.models import Organisation

BACKEND = "dangjian.foundation.accounts.backends.AnyNameBackend"
WARM_UP = 3
FLOORS = 3
EXPORTS = 3
settings.ALLOWED_HOSTS = ["testserver"]

statements: list[str] = []
TABLE = engines["django"].from_string(
    "<table>{% for rows in found %}{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>"
    "{% endfor %}{% endfor %}</table>"
)


def replayed() -> list[list[tuple]]:
    with connection.cursor() as cursor:
        found = []
        for statement in statements:
            cursor.execute(statement)
            found.append(cursor.fetchall())
    return found


def bare(_request) -> HttpResponse:
    return HttpResponse(TABLE.render({"found": replayed()}))


urlpatterns = [path("bare/", bare)]


def account_of(role: str) -> Account:
    return Account.objects.get(username=next(part.username for part in CAST if part.role == role))


def account_at_the_top() -> Account:
    """Staff who read everything there is, however many cities that are."""
    top = Organisation.objects.order_by("depth", "pk")[0]
    account, made = Account.objects.get_or_create(username="bench", display_name="bench", organisation=top)
    if made:
        Grant.objects.create(account=account, role=Role.COMMITTEE_STAFF, organisation=top, starts_on=date(2017, 1, 1))
    return account


def signed_in(account: Account) -> Client:
    client = Client()
    request = RequestFactory().get("/")
    request.session = client.session
    login(request, account, backend=BACKEND)
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


def pages_to_measure(committee: Organisation) -> list[tuple[str, str, bool]]:
    listed = reverse("records:list", args=["members.member"])
    member = Member.objects.exclude(current=None).order_by("pk")[5000]
    direct = Organisation.objects.children_of(committee)[0]
    return [
        ("frame alone (a search without a word)", reverse("desk:search"), False),
        ("member list, first page", listed, True),
        ("member list, 50th page", f"{listed}?page=50", True),
        ("name search, surname", f"{listed}?q={member.name[0]}", True),
        ("name search, full name", f"{listed}?q={member.name}", False),
        ("name search, initials", f"{listed}?q={member.initials}", True),
        ("member page", reverse("members:detail", args=[member.pk]), False),
        ("organisation page", reverse("organisations:detail", args=[direct.pk]), False),
        ("desk of the work committee", reverse("desk:home"), False),
        ("figure page", reverse("figures:figure", args=["members.in_service"]), False),
        ("figure page of a ratio", reverse("figures:figure", args=["members.women_share"]), False),
        ("tree, opened at the top", reverse("organisations:tree"), False),
    ]


def measure_page(name: str, url: str, is_list: bool, client: Client, rounds: int) -> dict:
    def page() -> None:
        answer = client.get(url)
        if answer.status_code != 200:
            raise RuntimeError(f"{url} answers {answer.status_code}")
        _ = answer.content

    try:
        for _round in range(WARM_UP):
            page()
    except Exception as error:  # noqa: BLE001 - a page that fails is reported in the table, not hidden
        return {"name": name, "missing": f"{type(error).__name__}: {error}".splitlines()[0][:120]}
    with CaptureQueriesContext(connection) as caught:
        page()
    asked = [query["sql"] for query in caught.captured_queries]
    statements[:] = [sql for sql in asked if sql.lstrip("( ").upper().startswith("SELECT")]
    floor, plain = Client(), {"ROOT_URLCONF": sys.modules[__name__], "MIDDLEWARE": []}
    took: list[tuple[float, float, float]] = []
    for number in range(rounds + WARM_UP):
        own = timed(page)
        with override_settings(**plain):
            least = timed(lambda: floor.get("/bare/"))
        took.append((own, least, timed(replayed)))
        if number < WARM_UP:
            took.clear()
    own, least, database = (statistics.median(column) for column in zip(*took, strict=True))
    return {
        "name": name,
        "is_list": is_list,
        "queries": len(
            [sql for sql in asked if not sql.upper().startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
        ),
        "rows": max((len(rows) for rows in replayed()), default=0),
        "page": own,
        "bare": least,
        "database": database,
        "ratio": statistics.median(one[0] / one[1] for one in took),
    }


def measure_pages(rounds: int, _rows: int) -> dict:
    committee = Organisation.objects.filter(kind=OrganisationKind.WORK_COMMITTEE).order_by("pk")[0]
    client = signed_in(account_at_the_top())
    found = {"pages": [measure_page(*page, client, rounds) for page in pages_to_measure(committee)]}
    if committee.depth:
        client = signed_in(account_of(Role.COMMITTEE_STAFF))
        found["of_one_city"] = [measure_page(*page, client, rounds) for page in pages_to_measure(committee)]
    return {**found, **memory_of_worker()}


def measure_tree(rounds: int, organisations: int) -> dict:
    """The pages of the tree in a throw-away database, which is filled first."""
    if not Organisation.objects.exists():
        bench_tree.fill(organisations)
    client = signed_in(account_at_the_top())
    found = [measure_page(*page, client, rounds) for page in bench_tree.pages()]
    return {"pages": found, "organisations": Organisation.objects.count(), **memory_of_worker()}


def measure_export(_rounds: int, rows: int) -> dict:
    actor, kind = actor_for(account_at_the_top()), kinds["members.member"]
    visible = kind.visible_to(actor)
    count = visible.count()
    last = visible.order_by("pk").values_list("pk", flat=True)[min(rows, count) - 1]
    took, floors, alone = [], [], []

    def export() -> None:
        listing = Listing(kind, actor, {})
        listing.base = listing.base.filter(pk__lte=last)
        exported(listing, by=actor)[0].close()

    for _round in range(EXPORTS):
        begun = processor()
        export()
        took.append(processor() - begun)
    peak = peak_mb()
    # Only a cursor on our side of the connection is seen in what was asked.
    on_our_side = patched(connection.settings_dict, DISABLE_SERVER_SIDE_CURSORS=True)
    with on_our_side, CaptureQueriesContext(connection) as caught:
        export()
    selects = [query["sql"] for query in caught.captured_queries if query["sql"].startswith("SELECT")]
    rows_of = max(selects, key=lambda sql: len(fetched(sql)))
    for _round in range(EXPORTS):
        begun = processor()
        found = fetched(rows_of)
        alone.append(processor() - begun)
        columns = [Column(str(number), 10) for number in range(len(found[0]))]
        with tempfile.TemporaryFile() as file:
            write_xlsx(file, [Sheet("x", columns, ([str(cell) for cell in row] for row in found))])
        floors.append(processor() - begun)
        del found
    return {
        "rows": min(count, rows),
        "queries": len(caught.captured_queries),
        "seconds": statistics.median(took),
        "floor": statistics.median(floors),
        "database": statistics.median(alone),
        "ratio": statistics.median(took) / statistics.median(floors),
        "peak_mb": peak,
    }


@contextmanager
def patched(mapping: dict, **changes: object) -> Iterator[None]:
    """Other values in a mapping for a while."""
    kept = dict(mapping)
    mapping.update(changes)
    yield
    mapping.clear()
    mapping.update(kept)


def fetched(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


HEADERS = [
    "姓名",
    "性别",
    "民族",
    "公民身份证号码",
    "出生日期",
    "学历",
    "入党时间",
    "转正时间",
    "人员类别",
    "所在党支部",
    "手机号码",
]
SURNAMES, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许", "文明华春建国志强小红丽萍海燕栋伟芳敏静杰"


def roster(path: Path, rows: int) -> None:
    """A roster of invented persons, none of whom is in the register."""
    branches = list(
        Organisation.objects.branches().filter(ends_on=None).order_by("pk").values_list("name", flat=True)[:600]
    )
    columns = [Column(head, 12) for head in HEADERS]

    def lines():
        for number in range(rows):
            born = date(1960, 1, 1) + timedelta(days=number % 12_000)
            sex = "1" if number % 3 else "2"
            identity = identity_number(born, sex, region=f"65{3100 + number // 12_000:04d}", sequence=number % 400)
            name = SURNAMES[number % 20] + GIVEN[number // 20 % 20] + GIVEN[number // 400 % 20]
            yield [
                name, "男" if sex == "1" else "女", "汉族", identity, f"{born:%Y.%m.%d}", "大学", "2010.07.01",
                "2011.07.01", "正式党员", branches[number % len(branches)], f"139{number:08d}",
            ]  # fmt: skip

    write_xlsx(str(path), [Sheet("党员名册", columns, lines())])


def measure_import(_rounds: int, rows: int) -> dict:
    key = next((key for key in targets if key.startswith("members")), None)
    if key is None:
        return {"missing": "no room declares an import of members."}
    organisation = Organisation.objects.filter(parent=None).order_by("pk").first()
    before = {model: model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in (Member, Membership)}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "roster.xlsx"
        roster(file, rows)
        base = {"by": actor_for(account_of(Role.COMMITTEE_STAFF))}
        begun, worked = time.perf_counter(), processor()
        connection.force_debug_cursor = False
        counted = Counted()
        with connection.execute_wrapper(counted), file.open("rb") as opened:
            batch = flow.upload(
                target=key, organisation=organisation, file=opened, name=file.name, today=today(), **base
            )
            columns = {sheet.sheet: sheet.columns for sheet in plan(batch)}
            batch = flow.map_columns(batch=batch, columns=columns, **base)
            uploaded = time.perf_counter()
            batch = flow.preview(batch=batch, today=today(), **base)
            previewed = time.perf_counter()
            batch = flow.accept(batch=batch, rows=None, **base)
            batch = flow.apply(batch=batch, today=today(), **base)
            applied, busy = time.perf_counter(), processor() - worked
        peak = peak_mb()
        accepted = batch.rows.filter(accepted=True).count()
        written = {model: ready(model, last) for model, last in before.items()}
        flow.undo(batch=batch, today=today(), **base)
        floors = [raw_import(file, written) for _round in range(FLOORS)]
    floor, least = (statistics.median(column) for column in zip(*floors, strict=True))
    return {
        "rows": rows,
        "accepted": accepted,
        "queries": counted.count,
        "upload": uploaded - begun,
        "preview": previewed - uploaded,
        "apply": applied - previewed,
        "seconds": applied - begun,
        "floor": floor,
        "ratio": (applied - begun) / floor,
        "cpu": busy,
        "floor_cpu": least,
        "peak_mb": peak,
    }


class Counted:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


def ready(model: type[Model], last: int) -> list[tuple]:
    """The rows after a key as the database holds them, protected texts in plain."""
    fields = model._meta.concrete_fields
    found = model.objects.filter(pk__gt=last).order_by("pk").values_list(*(field.attname for field in fields))
    plain = [isinstance(field, EncryptedTextField) for field in fields]
    return [
        tuple(
            value if is_plain else field.get_db_prep_save(value, connection)
            for field, is_plain, value in zip(fields, plain, row, strict=True)
        )
        for row in found
    ]


def raw_import(file: Path, written: dict[type[Model], list[tuple]]) -> tuple[float, float]:
    """Read the file and insert the very rows of members and memberships that the import wrote, ready and unencrypted.

    The rows are deleted afterwards. Returns seconds of the clock and of the processor.
    """
    begun, worked = time.perf_counter(), processor()
    with file.open("rb") as opened:
        read = [row for _number, row in open_workbook(opened, name=file.name)[0].rows()]
    with transaction.atomic(), connection.cursor() as cursor:
        for model, rows in written.items():
            cursor.executemany(insert(model), rows)
    took = time.perf_counter() - begun, processor() - worked
    del read
    with transaction.atomic(), connection.cursor() as cursor:
        for model, rows in written.items():
            cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id >= %s", [rows[0][0]])
    return took


def insert(model: type[Model]) -> str:
    """A statement that fills all columns."""
    columns = [field.column for field in model._meta.concrete_fields]
    return f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"


def held() -> dict:
    return {"versions": versions(), "members": Member.objects.count()}


def versions() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            return f"SQLite {cursor.fetchone()[0]}, Django {django.get_version()}."
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}, Django {django.get_version()}."


MEASURES = {"pages": measure_pages, "export": measure_export, "import": measure_import, "tree": measure_tree}
