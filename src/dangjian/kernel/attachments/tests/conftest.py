"""What the tests of files share: a folder of their own, and a record that takes files."""

import pytest

from dangjian.foundation.organisations.enums import EventKind
from dangjian.foundation.organisations.models import OrganisationEvent


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def event(small_city, fixed_day):
    return OrganisationEvent.objects.create(
        organisation=small_city.first_one, happened_on=fixed_day, kind=EventKind.RENAMED, entered_by="某人"
    )
