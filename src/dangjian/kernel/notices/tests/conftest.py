import pytest

from dangjian.foundation.accounts.models import Account
from dangjian.kernel.notices.tests import mailbox


@pytest.fixture(autouse=True)
def mail(settings):
    """The letters that left."""
    settings.EMAIL_BACKEND = "dangjian.kernel.notices.tests.mailbox.Mailbox"
    settings.DANGJIAN_ADDRESS = "https://party.example"
    mailbox.taken.clear()
    mailbox.plan.update(fails=0, meanwhile=None)
    return mailbox.taken


@pytest.fixture
def reader(db):
    return Account.objects.create_user("reader", display_name="读者", email="reader@example.org", language="en")
