"""In production the platform refuses to start with what is only fit for development."""

import pytest
from django.core.checks import run_checks

from dangjian.config.settings import DEVELOPMENT_KEY

from .installations import DATA_KEY

SOUND = {"PRODUCTION": True, "SECRET_KEY": "x" * 40, "DANGJIAN_DATA_KEY": DATA_KEY, "ALLOWED_HOSTS": ["party.example"]}


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({}, []),
        ({"DEBUG": True}, ["dangjian.E001"]),
        ({"SECRET_KEY": DEVELOPMENT_KEY}, ["dangjian.E002"]),
        ({"SECRET_KEY": "short"}, ["dangjian.E002"]),
        ({"DANGJIAN_DATA_KEY": ""}, ["dangjian.E003"]),
        ({"DANGJIAN_DATA_KEY": "one:short"}, ["dangjian.E003"]),
        ({"ALLOWED_HOSTS": ["*"]}, ["dangjian.E004"]),
        ({"PRODUCTION": False, "SECRET_KEY": DEVELOPMENT_KEY, "DANGJIAN_DATA_KEY": "", "DEBUG": True}, []),
    ],
)
def test_what_is_unfit_is_named(settings, wrong, found):
    for name, value in (SOUND | wrong).items():
        setattr(settings, name, value)
    assert [one.id for one in run_checks() if one.id.startswith("dangjian.E00")] == found


def test_serving_is_refused(migrated):
    unfit = {"DANGJIAN_DEBUG": "1", "DANGJIAN_SECRET_KEY": DEVELOPMENT_KEY, "DANGJIAN_DATA_KEY": ""}
    refused = migrated.run("serve", "--port", "8139", DANGJIAN_PRODUCTION="1", **unfit)
    assert refused.code == 2
    assert all(name in refused.said for name in unfit)
    assert "Traceback" not in refused.said


def test_a_database_that_is_not_known_is_refused(migrated):
    refused = migrated.run("doctor", DATABASE_URL="mysql://x")
    assert (refused.code, "DATABASE_URL" in refused.said, "Traceback" in refused.said) == (2, True, False)


def test_a_sound_production_starts(migrated):
    sound = {"DANGJIAN_PRODUCTION": "1", "DANGJIAN_SECRET_KEY": "x" * 40, "DANGJIAN_HOSTS": "party.example"}
    process = migrated.start("serve", "--port", "8139", **sound)
    try:
        assert "Dangjian at" in process.stdout.readline(), process.stderr.read()
    finally:
        process.terminate()
        process.communicate(timeout=30)
