"""The OpenAPI document is exercised with generated calls: no answer outside what it promises, and never a 500."""

import warnings
from datetime import date

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings

from dangjian.foundation.accounts.services.tokens import make_token

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # static files are not collected where tests run
    application = get_wsgi_application()
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


@pytest.fixture(autouse=True)
def server(db):
    """The handler of the server itself; like Django's own test client it must not close the test's connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def key(small_city):
    return make_token(label="tests", ends_on=date(2018, 1, 1), by=small_city.actor())[1]


@schema.parametrize()
@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
def test_api_keeps_its_schema(case, key):
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"})
