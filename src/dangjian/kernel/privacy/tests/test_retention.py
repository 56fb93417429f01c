from datetime import date, datetime

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps
from django.utils import timezone

from dangjian.kernel.privacy.retention import Retention, register, retentions


@pytest.mark.django_db
@isolate_apps("dangjian.kernel.privacy")
def test_a_row_may_go_when_its_days_are_over():
    class Note(models.Model):
        id = models.BigIntegerField(primary_key=True)
        written_at = models.DateTimeField(null=True)
        written_on = models.DateField()

        class Meta:
            app_label = "privacy"

    moment = connection.data_types["DateTimeField"]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE privacy_note (id bigint PRIMARY KEY, written_at {moment}, written_on date)")
    for day in (1, 2, 3):
        at = timezone.make_aware(datetime(2026, 5, day, 0, 30))
        Note.objects.create(id=day, written_at=at if day < 3 else None, written_on=at.date())
    today = date(2026, 6, 1)
    assert [row.pk for row in Retention(Note, "written_at", 30, "a rule").expired(today)] == [1]
    assert [row.pk for row in Retention(Note, "written_on", 29, "a rule").expired(today)] == [1, 2]
    assert not Retention(Note, "written_on", 1, "a rule", only=models.Q(id=9)).expired(today)


def test_one_rule_for_one_column():
    retention = register(Retention("privacy.Nothing", "at", 180, "a rule"))
    assert register(retention) is retention
    with pytest.raises(ValueError, match="twice"):
        register(Retention("privacy.Nothing", "at", 30, "another"))


def test_declarations_of_the_rooms_are_found():
    assert all(retention.source and retention.days > 0 for retention in retentions())
