"""Many model cities in one database: one city is copied by SQL, rows and keys alike, beside the first.

What a grid or a desk reads is copied: organisations, members with where they belong and what they do, meetings, talks,
appraisals, elections, plans, asks. Who was at which meeting and what members wrote is not: neither is read there. No
tallies are kept: what is measured is read by one city, and small figures are counted anyway.
"""

from django.db import connection, models, transaction
from django.db.models import Max

from dangjian.foundation.members.models import Condition, Member, Membership, Post
from dangjian.foundation.organisations.models import LeadingGroup, OrganisationProfile, Term
from dangjian.kernel.obligations.models import Ask, AskTarget, Exemption
from dangjian.kernel.privacy.fields import BlindIndexField, EncryptedTextField
from dangjian.kernel.tree.models import Organisation
from dangjian.work.life.models import (
    Appraisee,
    CountsAs,
    DemocraticAppraisal,
    Election,
    ElectionStep,
    Meeting,
    PlanItem,
    Talk,
    TalkParticipant,
)

COPIED: tuple[type[models.Model], ...] = (
    *(
        Organisation,
        OrganisationProfile,
        LeadingGroup,
        Term,
        Member,
        Membership,
        Post,
        Condition,
        Exemption,
        Ask,
        AskTarget,
    ),
    *(Meeting, CountsAs, Talk, TalkParticipant, DemocraticAppraisal, Appraisee, Election, ElectionStep, PlanItem),
)
MARKS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%%marks%%'"
EMPTY = "''"


def fill(cities: int) -> None:
    """Copy the model city of a SQLite database until there are so many."""
    steps = {model: (model.objects.aggregate(last=Max("pk"))["last"] or 0) + 1 for model in COPIED}
    paths = list(Organisation.objects.order_by("pk").values_list("pk", "path"))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.execute(MARKS)
        triggers = cursor.fetchall()  # a million marks would be worked off before the first measurement anyway
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        for number in range(1, cities):
            with transaction.atomic():
                for model in COPIED:
                    cursor.execute(copied(model, number, steps))
                moved = [
                    (_moved(path, number * steps[Organisation]), pk + number * steps[Organisation])
                    for pk, path in paths
                ]
                cursor.executemany(f"UPDATE {Organisation._meta.db_table} SET path = %s WHERE id = %s", moved)
        for _name, sql in triggers:
            cursor.execute(sql)


def _moved(path: str, step: int) -> str:
    return "/".join(str(int(part) + step) if part else "" for part in path.split("/"))


def copied(model: type[models.Model], number: int, steps: dict) -> str:
    """The statement that copies the rows of the first city as those of the one with this number."""
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table, key = model._meta.db_table, model._meta.pk
    values = ", ".join(_value(model, field, number, steps) for field in fields)
    first = f'"{key.column}" < {steps.get(key.related_model if key.is_relation else model, steps[model])}'
    return f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM "{table}" WHERE {first}'


def _value(model: type[models.Model], field: models.Field, number: int, steps: dict) -> str:
    column, target = f'"{field.column}"', field.related_model if field.is_relation else None
    if target in steps:
        return f"{column} + {number * steps[target]}"
    if target is not None:
        return "NULL" if field.one_to_one else column
    if field.primary_key:
        return f"{column} + {number * steps[model]}"
    if field.name == "path":
        return f"{column} || '-{number}'"
    if isinstance(field, EncryptedTextField | BlindIndexField):
        return "NULL" if field.null else EMPTY
    return f"'{number}-' || {column}" if field.unique else column
