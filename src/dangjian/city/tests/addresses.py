"""Every address of the platform, with things in place: for tests that walk over all pages.

Addresses are taken from the URL configuration and their arguments from the names of models and from the registries,
so a new page is walked by being there. A page with an argument that cannot be built fails.
"""

import re
from itertools import product

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.urls import URLPattern, get_resolver

from dangjian.foundation.accounts.models import PersonalToken
from dangjian.foundation.members.models import ContactAssignment, IncomingTransfer
from dangjian.foundation.organisations.models import OrganisationEvent
from dangjian.kernel.attachments.models import Attachment
from dangjian.kernel.attachments.permissions import VIEW_FILE
from dangjian.kernel.figures import registry as figures
from dangjian.kernel.notices.models import Notice, Outgoing
from dangjian.kernel.obligations import standing
from dangjian.kernel.obligations.models import Ask, AskTarget
from dangjian.kernel.records import kinds
from dangjian.kernel.tree.models import Organisation

from .rows import rows_at
from .rows.foundation import attachment

# Where an argument is not called after its model.
MODELS_OF = {
    "attachment_id": Attachment,
    "contact": ContactAssignment,
    "event": OrganisationEvent,
    "incoming": IncomingTransfer,
    "session": UserSession,
    "token": PersonalToken,
    "batch": apps.get_model("imports", "ImportBatch"),
    "point": apps.get_model("brands", "ConsultationPoint"),
    ("notices:notice", "pk"): Notice,
    ("notices:retry", "pk"): Outgoing,
    ("obligations:sent-ask", "pk"): Ask,
    ("obligations:withdraw-ask", "pk"): Ask,
    ("obligations:answer", "pk"): AskTarget,
    ("obligations:take-back-answer", "pk"): AskTarget,
    ("obligations:exempt", "pk"): Organisation,
}
WORDS_OF = {
    # Lists of every kind have tests of their own below.
    ("records", "kind"): lambda: ["organisations.organisation", "members.member", "audit.entry"],
    ("figures", "key"): lambda: list(figures.registry)[::9],
    ("obligations", "key"): lambda: list(standing.registry),
    ("members:change-membership", "change"): lambda: ["confirm", "work", "group", "suspend", "restore", "leave"],
    ("members:roster-step", "step"): lambda: ["check", "apply", "undo", "discard"],
    ("members:letter", "form"): lambda: ["docx", "pdf"],
    ("life:election-step", "step"): lambda: ["requested", "nominated", "called", "posts_shared", "filed"],
    ("life:election-decision", "decision"): lambda: ["replied", "candidates_approved", "approved"],
    ("life:election-count", "body"): lambda: ["assembly", "committee"],
    ("life:election-paper", "paper"): lambda: ["request"],
    ("life:minutes", "form"): lambda: ["docx", "pdf"],
    ("life:sheet", "code"): lambda: ["NOBODYHASIT"],
    ("casebook", "code"): lambda: ["00000000-0000-4000-8000-000000000000"],
    ("casebook", "place"): lambda: ["1"],
    ("casebook", "number"): lambda: ["1"],
    # Rows of a catalogue that everybody shares.
    ("life", "reason"): lambda: ["tension"],
    # A box is named by a key of chance and asked for by a voting slip alone.
    ("life", "box"): lambda: ["00000000-0000-4000-8000-000000000000"],
    ("brands", "key"): lambda: ["masses"],
    ("brands", "code"): lambda: ["nobodyhasit2"],
    ("brands", "year"): lambda: ["2017"],
    ("awards", "programme"): lambda: ["july-first"],
    ("awards", "published"): lambda: ["00000000-0000-4000-8000-000000000000"],
    ("awards", "code"): lambda: ["NOBODYHASIT2"],
    ("awards", "paper"): lambda: ["decision"],
    ("ledgers", "kind"): lambda: ["organisations.event", "members.member"],
    ("life:feed", "key"): lambda: ["nobody.has-it"],
    ("ui", "page"): lambda: ["desk", "branch", "member", "sheet", "plain"],
    # Pages of the sign-in library: keys that nobody has.
    ("", "pk"): lambda: ["9"],
    ("", "provider_id"): lambda: ["none"],
    ("", "key"): lambda: ["none"],
    ("", "uidb36"): lambda: ["1"],
    ("api", "code"): lambda: ["35"],
    ("api", "kind"): lambda: list(kinds.registry)[:1],
    ("api", "key"): lambda: list(figures.registry)[:1],
}
BY_NAME = {
    re.sub(r"(?<!^)(?=[A-Z])", "_", model.__name__).lower(): model
    for model in apps.get_models()
    if model.__module__.startswith("dangjian.")
}


def patterns(resolver=None, prefix="", namespace=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern).removeprefix("^").removesuffix("$")
        if isinstance(entry, URLPattern):
            name = f"{namespace}:{entry.name}" if namespace else entry.name or ""
            yield route, name, entry.callback, list(entry.pattern.converters) or list(entry.pattern.regex.groupindex)
        else:
            yield from patterns(entry, route, entry.namespace or namespace)


PATTERNS = list(patterns())
OURS = [entry for entry in PATTERNS if hasattr(entry[2], "access")]


def model_of(name, argument):
    return MODELS_OF.get((name, argument)) or MODELS_OF.get(argument) or BY_NAME.get(argument)


def words_of(name, argument):
    namespace = name.partition(":")[0] if ":" in name else ""
    found = WORDS_OF.get((name, argument)) or WORDS_OF.get((namespace, argument))
    return found() if found else None


def filled(route, values):
    """The address of a route with its arguments in place."""
    for argument, value in values.items():
        route = re.sub(rf"<(\w+:)?{argument}>|\(\?P<{argument}>(\[[^\]]*\]|[^)])*\)", str(value), route)
    return f"/{route}"


def addresses(route, name, arguments, things):
    """Every address of a route, with the things (one for each argument that is a model) in place."""
    words = {argument: words_of(name, argument) for argument in arguments if argument not in things}
    missing = [argument for argument, values in words.items() if values is None]
    assert not missing, f"/{route} ({name}): say in this file what {missing} stands for"
    for values in product(*words.values()):
        yield filled(route, {**things, **dict(zip(words, values, strict=True))})


def models_in(name, arguments):
    return {a: model_of(name, a) for a in arguments if words_of(name, a) is None and model_of(name, a)}


def things_at(name, arguments, organisation):
    """A thing for each argument of an address that is a model."""
    things = {argument: rows_at(model, organisation)[0] for argument, model in models_in(name, arguments).items()}
    if "import_row" in things:
        things["import_batch"] = things["import_row"].batch
    for argument, thing in things.items():
        # The city's own file may belong to a case and ask for more than the permission to open files.
        if isinstance(thing, Attachment) and thing.permission != VIEW_FILE:
            things[argument] = attachment(organisation)
    return things


def keys(things):
    return {argument: thing.pk for argument, thing in things.items()}
