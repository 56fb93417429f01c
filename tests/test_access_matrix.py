"""Every address × method × role: nobody sees a page without its permission, or a thing of a sister organisation."""

from copy import deepcopy
from io import BytesIO
from itertools import product

import pytest
from django.db import transaction
from django.test import Client
from openpyxl import load_workbook

from dangjian.city.tests.addresses import OURS, PATTERNS, addresses, keys, models_in, things_at
from dangjian.city.tests.rows import rows_at
from dangjian.kernel.access.permissions import carried_by
from dangjian.kernel.access.roles import Role
from dangjian.kernel.records import kinds

METHODS = ("get", "post")
SIGN_IN = "/sign-in/login/"
ANSWERED = {200, 302, 405, 409, 422}

# Views of packages. Each prefix says who guards them instead of our marks.
GUARDED_ELSEWHERE = {"api/": "the read API asks for a personal token in each operation"}
each_address = pytest.mark.parametrize(("route", "name", "view", "arguments"), OURS, ids=[entry[1] for entry in OURS])


def asked(client, method, url):
    """What a client is answered; whatever was changed is undone, signing out too."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = getattr(client, method)(url)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        transaction.set_rollback(True)
    client.cookies = cookies
    return response, body


def nothing(faults):
    assert not faults, "\n" + "\n".join(faults)


# ── anonymous ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_address_is_ours_or_explained():
    nothing(
        [
            route
            for route, _name, view, _arguments in PATTERNS
            if not hasattr(view, "access") and not route.startswith(tuple(GUARDED_ELSEWHERE))
        ]
    )


@each_address
def test_visitors_are_sent_to_sign_in(model_city, route, name, view, arguments):
    things = dict.fromkeys(models_in(name, arguments), 1)
    faults = []
    for url, method in product(addresses(route, name, arguments, things), METHODS):
        response, _body = asked(Client(), method, url)
        sent = response.status_code == 302 and response.url.startswith(SIGN_IN)
        refused = response.status_code == 405
        if view.access.mode == "public" and response.status_code >= 500:
            faults.append(f"{method} {url}: {response.status_code}")
        if view.access.mode != "public" and not (sent or refused):
            faults.append(f"{method} {url}: {response.status_code}, not sent to sign in")
    nothing(faults)


def test_the_api_answers_only_to_tokens(model_city):
    faults = []
    for route, _name, _view, arguments in PATTERNS:
        if not route.startswith("api/v1"):
            continue
        for url in addresses(route, "api:", arguments, {}):
            for who, client in {"visitor": Client(), **model_city.clients}.items():
                response, _body = asked(client, "get", url)
                if response.status_code != 401:
                    faults.append(f"{who} {url}: {response.status_code}")
    nothing(faults)


# ── roles ────────────────────────────────────────────────────────────────────────────────────────────────────────────

# A role holds the permission and the thing is within reach, and still the answer is no: each with its reason.
REFUSED_WITHIN_REACH = {
    "accounts:lend": "only one's own roles are lent",
    "accounts:take-back": "only what one has lent oneself",
    "accounts:hand-over": "only one's own roles are handed over",
    "accounts:hand-over-page": "only one's own roles are handed over",
    "organisations:add-area": "only work committees have areas",
    "members:assign-contact": "only of a work committee acted for",
    "records:export": "a list of another kind, whose permission is not held",
    "attachments:attach": "the form names the record; without one there is nothing to attach to",
    "ledgers:file": "a file holds what whoever asked for it may see, and is theirs alone",
    "ledgers:batch": "a batch is its asker's alone",
    "ledgers:stop": "a batch is its asker's alone",
    "ledgers:resume": "a batch is its asker's alone",
    "ledgers:batch-file": "a batch is its asker's alone",
    "brands:give-opinions": "only the organisation that was asked gives opinions",
    "casebook:file": "a file that is not made yet is not there",
    "notices:retry": "the outbox has no place in the tree",
    "awards:refuse-nomination": "decided where the call was issued, wherever the nomination comes from",
    "awards:propose": "decided where the call was issued, wherever the nomination comes from",
    "awards:take-objection": "taken where the call was issued, wherever the nomination comes from",
}


@each_address
def test_roles_without_the_permission_are_refused(model_city, route, name, view, arguments):
    permission = view.access.permission
    things = keys(things_at(name, arguments, model_city.first))
    faults = []
    for who, client in model_city.clients.items():
        if not permission or permission in carried_by(who):
            continue
        for url, method in product(addresses(route, name, arguments, things), METHODS):
            response, _body = asked(client, method, url)
            if response.status_code != (405 if view.access.mode == "reads" and method == "post" else 403):
                faults.append(f"{who} {method} {url}: {response.status_code}")
    nothing(faults)


@each_address
def test_what_is_within_reach_is_answered(model_city, route, name, view, arguments):
    permission = view.access.permission
    things = keys(things_at(name, arguments, model_city.first))
    faults = []
    for who, client in model_city.clients.items():
        if permission and permission not in carried_by(who):
            continue
        allowed = ANSWERED | ({403, 404} if not permission or name in REFUSED_WITHIN_REACH else set())
        for url, method in product(addresses(route, name, arguments, things), METHODS):
            response, body = asked(client, method, url)
            if view.access.mode == "public" and response.status_code < 500:
                continue
            if response.status_code not in allowed:
                faults.append(f"{who} {method} {url}: {response.status_code} {type(response).__name__}")
            assert b"{{" not in body or response["Content-Type"] != "text/html"
    nothing(faults)


WITH_THINGS = [entry for entry in OURS if models_in(entry[1], entry[3])]


@pytest.mark.parametrize(("route", "name", "view", "arguments"), WITH_THINGS, ids=[entry[1] for entry in WITH_THINGS])
def test_things_of_a_sister_do_not_exist(model_city, route, name, view, arguments):
    things = things_at(name, arguments, model_city.sister)
    names = [str(thing) for thing in things.values() if len(str(thing)) > 1]
    faults = []
    for who, client in model_city.clients.items():
        # Who lacks the permission is refused before anything is looked up, whatever it is: that is tested above.
        if view.access.permission and view.access.permission not in carried_by(who):
            continue
        for url, method in product(addresses(route, name, arguments, keys(things)), METHODS):
            response, body = asked(client, method, url)
            # Who has to be asked with POST is sent away by GET before anything is looked up.
            expected = {404, 405}
            if method == "get" and view.access.mode == "signed-in":
                expected.add(302)
            if name == "notices:retry":
                expected = ANSWERED
            if response.status_code not in expected or (
                name != "notices:retry" and any(one in body.decode(errors="replace") for one in names)
            ):
                faults.append(f"{who} {method} {url}: {response.status_code} {names}")
    nothing(faults)


@pytest.mark.parametrize(("route", "name", "view", "arguments"), WITH_THINGS, ids=[entry[1] for entry in WITH_THINGS])
def test_a_permission_held_elsewhere_does_not_reach_here(model_city, route, name, view, arguments):
    """Who is staff in the sister and only a member here is told no: the thing is within reach, the right is not."""
    if not view.access.permission or name in REFUSED_WITHIN_REACH:
        return
    carriers = [role for role in Role if view.access.permission in carried_by(role)]
    bystanders = [role for role in Role if role not in carriers]
    if not bystanders:
        return
    held = ((bystanders[0], model_city.first), (carriers[0], model_city.sister))
    client = model_city.signed_in(model_city.account("both", *held))
    things = keys(things_at(name, arguments, model_city.first))
    faults = []
    for url, method in product(addresses(route, name, arguments, things), METHODS):
        response, _body = asked(client, method, url)
        if response.status_code not in (403, 405):
            faults.append(f"{method} {url}: {response.status_code}")
    nothing(faults)


# ── lists and their files ────────────────────────────────────────────────────────────────────────────────────────────

EVERY_KIND = pytest.mark.parametrize("kind", kinds.registry.values(), ids=list(kinds.registry))


def within(model, path):
    """Keys of the rows whose organisation lies below a path, found the slow way."""
    rows = model._base_manager.values_list("pk", model.scope_path)
    return {pk for pk, found in rows if (found or "").startswith(path)}


@EVERY_KIND
def test_lists_and_files_hold_only_what_is_within_reach(model_city, kind):
    rows_at(kind.model, model_city.first)
    theirs = rows_at(kind.model, model_city.sister)
    mine = within(kind.model, model_city.first.path)
    faults = []
    for who, client in model_city.clients.items():
        permitted = kind.permission in carried_by(who)
        response, _body = asked(client, "get", f"/records/{kind.key}/")
        if response.status_code != (200 if permitted else 403):
            faults.append(f"{who}: {response.status_code}")
        if not permitted:
            continue
        listed = set(response.context["listing"].base.values_list("pk", flat=True))
        if not listed or not listed <= mine or {row.pk for row in theirs} & listed:
            faults.append(f"{who}: {len(listed)} listed, {len(listed - mine)} of them out of reach")
        faults += file_faults(client, kind, who, len(response.context["listing"].rows))
    nothing(faults)


def file_faults(client, kind, who, count):
    """What is wrong with the file of a list."""
    with transaction.atomic():
        response = client.post(f"/records/{kind.key}/export/")
        permitted = "records.list.export" in carried_by(who)
        if response.status_code != (200 if permitted else 403):
            return [f"{who}: file {response.status_code}"]
        if not permitted:
            return []
        sheet = load_workbook(BytesIO(response.getvalue())).active
        transaction.set_rollback(True)
    heads = [str(column.label) for column in kind.columns]
    lines = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    below = next((n for n, line in enumerate(lines) if line[: len(heads)] == heads), None)
    if below is None:
        return [f"{who}: the file has no heads {heads}: {lines[:3]}"]
    rows = [line for line in lines[below + 1 :] if any(line)]
    return [] if len(rows) == count else [f"{who}: {len(rows)} rows in the file, {count} in the list"]
