import pytest

from dangjian.foundation.organisations.tests.factories import TODAY, City
from dangjian.kernel.access.models import Grant
from dangjian.kernel.access.roles import Role


@pytest.fixture
def city(db):
    return City()


@pytest.fixture
def sign_in(client, django_user_model, settings):
    """Sign in with a role at an organisation, on the day of the tests."""
    settings.DANGJIAN_TODAY = TODAY
    settings.AXES_ENABLED = False

    def signed_in(organisation, role=Role.COMMITTEE_STAFF):
        account = django_user_model.objects.create_user(
            f"user{django_user_model.objects.count()}", display_name="经办人"
        )
        Grant.objects.create(account=account, role=role, organisation=organisation, starts_on=organisation.starts_on)
        client.force_login(account, backend="dangjian.foundation.accounts.backends.AnyNameBackend")
        return client

    return signed_in
