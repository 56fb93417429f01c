"""Second factors: authenticator app, recovery codes, passkeys of a software authenticator, roles that need one."""

import hashlib
import json
import os
import struct
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.urls import reverse
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode

from dangjian.foundation.accounts import actions
from dangjian.kernel.access.roles import Role
from dangjian.kernel.audit.models import Entry

from .factories import PASSWORD, account

pytestmark = pytest.mark.django_db
LOGIN = "/sign-in/login/"
ACTIVATE = "/sign-in/2fa/totp/activate/"


@pytest.fixture(autouse=True)
def fresh_counts():
    cache.clear()


@pytest.fixture
def li(small_city):
    return account("li", small_city.first)


@pytest.fixture
def at_home(client, li):
    client.post(LOGIN, {"login": "li", "password": PASSWORD})
    client.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    return client


def code_of(secret, at=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + at))


def set_up_app(client):
    page = client.get(ACTIVATE)
    secret = page.context["form"].secret
    assert client.post(ACTIVATE, {"code": "000000"}).status_code == 200
    assert client.post(ACTIVATE, {"code": code_of(secret)}).status_code == 302
    return secret


def test_app_round_trip(at_home, li, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up_app(at_home)
    assert secret not in json.dumps(Authenticator.objects.get(type="totp").data), "the secret lies encrypted"
    client.post("/sign-in/logout/")
    cache.clear()
    assert client.post(LOGIN, {"login": "li", "password": PASSWORD}).url == reverse("mfa_authenticate")
    assert client.get("/me/").status_code == 302, "one step is not enough"
    assert client.post(reverse("mfa_authenticate"), {"code": "123"}).status_code == 200
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret, 1)}).status_code == 302
    assert client.get("/me/").status_code == 200
    kinds = list(Entry.objects.filter(target_id=li.pk).order_by("pk").values_list("action", flat=True))
    assert kinds.count(actions.FACTOR_ADDED) == 2, "the app and its recovery codes"
    assert kinds.count(actions.FACTOR_FAILED) == 1
    assert Entry.objects.filter(action=actions.SIGNED_IN).first().changes["methods"] == ["password", "totp"]


def test_recovery_code_opens_once(at_home, client):
    set_up_app(at_home)
    shown = at_home.get("/sign-in/2fa/recovery-codes/")
    code = shown.context["unused_codes"][0]
    assert code in shown.text
    assert code not in at_home.get("/sign-in/2fa/recovery-codes/").text, "shown once"
    for works in (True, False):
        client.post("/sign-in/logout/")
        client.post(LOGIN, {"login": "li", "password": PASSWORD})
        answer = client.post(reverse("mfa_authenticate"), {"code": code})
        assert (answer.status_code == 302) is works


def test_wrong_codes_are_limited(at_home, client):
    secret = set_up_app(at_home)
    client.post("/sign-in/logout/")
    cache.clear()
    client.post(LOGIN, {"login": "li", "password": PASSWORD})
    for _n in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get("/me/").status_code == 302


def test_app_is_taken_away_only_after_confirming(at_home, client, li):
    set_up_app(at_home)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
    assert "reauthenticate" in client.post("/sign-in/2fa/totp/deactivate/").url
    client.post("/sign-in/reauthenticate/", {"password": PASSWORD})
    assert client.post("/sign-in/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(user=li).exists()
    assert Entry.objects.filter(action=actions.FACTOR_REMOVED).exists()


class SoftwareKey:
    """What a phone does with a passkey: a key pair, a registration and signatures."""

    def __init__(self, origin="https://testserver"):
        self.key, self.id, self.origin, self.count = ec.generate_private_key(ec.SECP256R1()), os.urandom(16), origin, 0

    def said(self, kind, challenge):
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def head(self, flags):
        self.count += 1
        return hashlib.sha256(b"testserver").digest() + bytes([flags]) + struct.pack(">I", self.count)

    def register(self, options):
        data = self.said("webauthn.create", options["publicKey"]["challenge"])
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        auth = self.head(0b01000101) + bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        attested = cbor.encode({"fmt": "none", "attStmt": {}, "authData": auth})
        response = {"clientDataJSON": websafe_encode(data), "attestationObject": websafe_encode(attested)}
        return self.credential(response) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def sign(self, options, user_handle):
        data = self.said("webauthn.get", options["publicKey"]["challenge"])
        auth = self.head(0b00000101)
        signature = self.key.sign(auth + hashlib.sha256(data).digest(), ec.ECDSA(hashes.SHA256()))
        return self.credential(
            {
                "clientDataJSON": websafe_encode(data),
                "authenticatorData": websafe_encode(auth),
                "signature": websafe_encode(signature),
                "userHandle": user_handle,
            }
        )

    def credential(self, response):
        name = websafe_encode(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}


def test_passkey_signs_in_alone(at_home, client, li):
    add, key = "/sign-in/2fa/webauthn/add/", SoftwareKey()
    options = at_home.get(add).context["js_data"]["creation_options"]
    handle = options["publicKey"]["user"]["id"]
    given = {"name": "办公电脑", "credential": json.dumps(key.register(options)), "passwordless": "on"}
    assert at_home.post(add, given).status_code == 302
    assert "办公电脑" in at_home.get("/sign-in/2fa/webauthn/").text
    client.post("/sign-in/logout/")
    way = "/sign-in/2fa/webauthn/login/"
    asked = client.get(way, headers={"accept": "application/json"}).json()["request_options"]
    assert client.post(way, {"credential": json.dumps(SoftwareKey().sign(asked, handle))}).status_code == 302
    assert client.get("/me/").status_code == 302, "another key opens nothing"
    asked = client.get(way, headers={"accept": "application/json"}).json()["request_options"]
    client.post(way, {"credential": json.dumps(key.sign(asked, handle))})
    assert client.get("/me/").status_code == 200
    assert Entry.objects.filter(action=actions.SIGNED_IN).first().changes["methods"] == ["webauthn"]
    assert websafe_decode(handle)


def test_passkey_of_another_site_is_refused(at_home, li):
    add, key = "/sign-in/2fa/webauthn/add/", SoftwareKey(origin="https://elsewhere.example")
    options = at_home.get(add).context["js_data"]["creation_options"]
    answer = at_home.post(add, {"name": "x", "credential": json.dumps(key.register(options))})
    assert answer.status_code == 200
    assert not Authenticator.objects.filter(user=li).exists()


@pytest.mark.parametrize("rubbish", ["", "{}", "[]", "x", '{"id": 1}', '{"response": {"userHandle": "%%%"}}', "null"])
def test_rubbish_instead_of_a_passkey_is_refused_plainly(client, rubbish):
    answer = client.post("/sign-in/2fa/webauthn/login/", {"credential": rubbish})
    assert answer.status_code == 302
    assert answer.url == reverse("account_login")


@pytest.mark.parametrize("rubbish", ["{}", "[1]", '{"id": 1}', '{"rawId": "a", "response": {}}'])
def test_rubbish_instead_of_a_new_passkey_is_refused_plainly(at_home, rubbish):
    at_home.get("/sign-in/2fa/webauthn/add/")
    assert at_home.post("/sign-in/2fa/webauthn/add/", {"name": "x", "credential": rubbish}).status_code == 200


def test_role_can_ask_for_a_second_factor(client, small_city, settings):
    settings.DANGJIAN_SECOND_FACTOR_ROLES = ["auditor"]
    small_city.account(Role.AUDITOR, small_city.committee, username="auditor")
    small_city.account(Role.BRANCH_CLERK, small_city.first_one, username="clerk")
    client.post(LOGIN, {"login": "clerk", "password": "Secret-1"})
    assert client.get("/me/").status_code == 200
    client.post("/sign-in/logout/")
    client.post(LOGIN, {"login": "auditor", "password": "Secret-1"})
    assert client.get("/me/").url == reverse("accounts:security")
    assert client.get("/me/security/").status_code == 200
    client.post("/sign-in/reauthenticate/", {"password": "Secret-1"})
    set_up_app(client)
    assert client.get("/me/").status_code == 200
