"""The smallest valid accounts, members and identity provider."""

import json
import threading
import time
from datetime import date
from urllib.parse import parse_qs
from wsgiref.simple_server import WSGIRequestHandler, make_server

import jwt

from dangjian.foundation.accounts.models import Account
from dangjian.foundation.members.enums import Category, ChangeReason, WorkStatus
from dangjian.foundation.members.models import Member, Membership

PASSWORD = "Gute-Nacht-1"
FOUNDED = date(2010, 1, 1)


def account(username, organisation=None, **fields):
    return Account.objects.create_user(
        username, PASSWORD, display_name=fields.pop("display_name", username), organisation=organisation, **fields
    )


def member(name, organisation, **fields):
    made = Member.objects.create(name=name, joined_on=date(2008, 7, 1), **fields)
    made.current = Membership.objects.create(
        member=made,
        organisation=organisation,
        category=Category.FULL,
        work_status=WorkStatus.IN_SERVICE,
        starts_on=FOUNDED,
        reason=ChangeReason.REGISTERED,
    )
    made.save()
    return made


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


class IdentityProvider:
    """A tiny OpenID Connect provider on the loopback address."""

    def __init__(self, **claims):
        self.claims = {"sub": "4711", **claims}
        self.asked = []
        self.broken = False
        self.server = make_server("127.0.0.1", 0, self.answer, handler_class=QuietHandler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def answer(self, environ, start_response):
        path = environ["PATH_INFO"]
        self.asked.append(path)
        if self.broken and path == "/token":
            start_response("500 Broken", [("Content-Type", "text/plain")])
            return [b"broken"]
        size = int(environ.get("CONTENT_LENGTH") or 0)
        answers = {
            "/.well-known/openid-configuration": self.configuration,
            "/token": self.token,
            "/userinfo": lambda _body: self.claims,
        }
        body = json.dumps(answers[path](environ["wsgi.input"].read(size))).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    def configuration(self, _body):
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def token(self, body):
        assert parse_qs(body.decode())["code"] == ["the-code"]
        now = int(time.time())
        identity = {"iss": self.url, "aud": "dangjian", "iat": now, "exp": now + 60, **self.claims}
        signed = jwt.encode(identity, "x" * 32, algorithm="HS256")
        return {"access_token": "abc", "token_type": "Bearer", "id_token": signed}
