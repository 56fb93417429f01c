import base64

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models
from django.test.utils import isolate_apps

from dangjian.kernel.privacy import BlindIndexField, EncryptedTextField, normalise_identity
from dangjian.kernel.privacy.rotation import renew, stale

pytestmark = pytest.mark.django_db
NUMBER = "35040219850701123X"


@pytest.fixture
def register(settings):
    settings.DANGJIAN_DATA_KEY = "k1:" + base64.b64encode(b"1" * 32).decode()
    with isolate_apps("dangjian.kernel.privacy"):

        class Person(models.Model):
            id = models.BigIntegerField(primary_key=True)
            number = EncryptedTextField(blank=True)
            number_index = BlindIndexField(source="number", normalise=normalise_identity)

            class Meta:
                app_label = "privacy"

        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE TABLE privacy_person"
                " (id bigint PRIMARY KEY, number text NOT NULL, number_index varchar(32) NOT NULL)"
            )
        yield Person


def stored(pk=1):
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, number_index FROM privacy_person WHERE id = %s", [pk])
        return cursor.fetchone()


def test_the_table_holds_no_plain_text_and_python_does(register):
    register.objects.create(id=1, number=NUMBER)
    number, index = stored()
    assert number.startswith("k1:a:")
    assert NUMBER not in number
    assert len(index) == 32
    assert register.objects.get().number == NUMBER
    assert list(register.objects.values_list("number", flat=True)) == [NUMBER]


def test_a_row_is_found_by_its_plain_value_however_it_is_written(register):
    register.objects.bulk_create([register(id=1, number=NUMBER), register(id=2, number="")])
    assert register.objects.get(number_index__of="３５０４０２ 19850701 123x").pk == 1
    assert not register.objects.filter(number_index__of="").exists()
    index_of = register._meta.get_field("number_index").index_of
    assert register.objects.filter(number_index__in=[index_of(NUMBER)]).count() == 1


def test_an_empty_entry_stays_empty_and_can_be_found(register):
    register.objects.create(id=1)
    assert stored() == ("", "")
    assert register.objects.filter(number="").exists()
    assert not register.objects.filter(number__isnull=True).exists()


@pytest.mark.parametrize("lookup", ["number", "number__startswith", "number__in", "number__length__gt"])
def test_other_lookups_are_refused(register, lookup):
    with pytest.raises(FieldError, match="blind index"):
        list(register.objects.filter(**{lookup: NUMBER}))


def test_change_by_save_update_and_bulk_update(register):
    person = register.objects.create(id=1, number=NUMBER)
    before = stored()
    person.number = "other"
    person.save()
    assert stored()[1] != before[1]
    register.objects.update(number=NUMBER)
    assert stored()[0].startswith("k1:a:")
    assert list(stale(register)) == [1]
    person = register.objects.get()
    person.number, person.number_index = "third", register._meta.get_field("number_index").index_of("third")
    register.objects.bulk_update([person], ["number", "number_index"])
    assert register.objects.get(number_index__of="third").number == "third"
    assert not list(stale(register))


def test_saving_the_source_alone_is_refused(register):
    person = register.objects.create(id=1, number=NUMBER)
    person.number = "other"
    with pytest.raises(FieldError):
        person.save(update_fields=["number"])
    person.save(update_fields=["number", "number_index"])
    assert register.objects.filter(number_index__of="other").exists()


def test_renewal_after_a_new_key(register, settings):
    register.objects.bulk_create([register(id=number, number=str(number)) for number in range(1, 8)])
    settings.DANGJIAN_DATA_KEY = "k2:" + base64.b64encode(b"2" * 32).decode() + "," + settings.DANGJIAN_DATA_KEY
    assert list(renew(register, batch=3)) == [3, 6, 7]
    assert all(stored(number)[0].startswith("k2:") for number in range(1, 8))
    assert register.objects.get(number_index__of="5").number == "5"


def test_migrations_keep_what_the_fields_need(register):
    for name in ("number", "number_index"):
        field = register._meta.get_field(name)
        _, path, args, kwargs = field.deconstruct()
        copy = type(field)(*args, **kwargs)
        assert copy.deconstruct()[1:] == (path, args, kwargs)
        assert copy.db_index == field.db_index
