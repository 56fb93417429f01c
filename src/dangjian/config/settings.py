"""The one settings file. Every switch comes from the environment (docs/configuration.md) and has a safe default."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("DANGJIAN_VAR", "var")).resolve()


def switch(name: str, default: bool = False) -> bool:
    """A yes-or-no variable: 1, true, yes, on count as yes."""
    return os.environ.get(name, str(default)).lower() in ("1", "true", "yes", "on")


def listed(name: str, default: str = "") -> list[str]:
    """A comma-separated variable."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def fixed_day() -> date | None:
    """The day a model city lives on: DANGJIAN_TODAY, else what ``dangjian demo`` noted; None for the real day."""
    note = VAR / MODEL_CITY_DAY
    text = os.environ.get("DANGJIAN_TODAY") or (note.read_text().strip() if note.is_file() else "")
    return date.fromisoformat(text) if text else None


MODEL_CITY_DAY = "model-city-day"
DEVELOPMENT_KEY = "for-development-only-not-secret"

DEBUG = switch("DANGJIAN_DEBUG")
PRODUCTION = switch("DANGJIAN_PRODUCTION")
SECRET_KEY = os.environ.get("DANGJIAN_SECRET_KEY", DEVELOPMENT_KEY)
DANGJIAN_VAR = VAR
DANGJIAN_DATA_KEY = os.environ.get("DANGJIAN_DATA_KEY", "")
DANGJIAN_AUDIT_KEY = os.environ.get("DANGJIAN_AUDIT_KEY", "") or f"audit:{SECRET_KEY}"
DANGJIAN_INDEX_KEY = os.environ.get("DANGJIAN_INDEX_KEY", "")
DANGJIAN_CIPHER = os.environ.get("DANGJIAN_CIPHER", "aes-256-gcm")
DANGJIAN_DIGEST = os.environ.get("DANGJIAN_DIGEST", "sha-256")
DANGJIAN_TODAY = fixed_day()
DANGJIAN_SMALL_GROUP = int(os.environ.get("DANGJIAN_SMALL_GROUP", "5"))
DANGJIAN_ANSWER_DAYS = int(os.environ.get("DANGJIAN_ANSWER_DAYS", "15"))
DANGJIAN_OIDC_URL = os.environ.get("DANGJIAN_OIDC_URL", "")
DANGJIAN_ADDRESS = os.environ.get("DANGJIAN_ADDRESS", "")
DANGJIAN_FONTS = os.environ.get("DANGJIAN_FONTS", "")
ALLOWED_HOSTS = listed("DANGJIAN_HOSTS", "127.0.0.1,localhost,[::1],testserver")
CSRF_TRUSTED_ORIGINS = listed("DANGJIAN_ORIGINS")

INSTALLED_APPS = [
    "dangjian.ui",
    "dangjian.kernel.periods",
    "dangjian.kernel.work",
    "dangjian.kernel.tree",
    "dangjian.kernel.access",
    "dangjian.kernel.audit",
    "dangjian.kernel.privacy",
    "dangjian.kernel.documents",
    "dangjian.kernel.attachments",
    "dangjian.kernel.records",
    "dangjian.kernel.obligations",
    "dangjian.kernel.figures",
    "dangjian.kernel.texts",
    "dangjian.kernel.notices",
    "dangjian.kernel.imports",
    "dangjian.foundation.organisations",
    "dangjian.foundation.members",
    "dangjian.foundation.accounts",
    "dangjian.work.life",
    "dangjian.work.awards",
    "dangjian.work.brands",
    "dangjian.work.casebook",
    "dangjian.insight.reports",
    "dangjian.insight.ledgers",
    "dangjian.desk",
    "dangjian.city",
    "dangjian.config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dangjian.kernel.access.middleware.ActorMiddleware",
    "dangjian.foundation.accounts.middleware.SignInRules",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "dangjian.config.urls"
WSGI_APPLICATION = "dangjian.config.wsgi.application"
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "dangjian.foundation.accounts.backends.AnyNameBackend",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "dangjian.desk.context.page",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """The connection of a URL: ``sqlite:///path`` or ``postgresql://user:password@host:port/name?option=value``."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path if parts.path.startswith("//") else unquote(parts.path.removeprefix("/")),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32768;"
                " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;",
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        options = dict(parse_qsl(parts.query))
        # A page asks for many figures in one statement, and PostgreSQL would compile it for seconds to save nothing.
        options["options"] = f"-c jit=off {options.get('options', '')}".strip()
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", parts.hostname or ""),
            "PORT": options.pop("port", str(parts.port or "")),
            "CONN_MAX_AGE": 60,
            "OPTIONS": options,
        }
    raise ValueError(f"DATABASE_URL: {parts.scheme or url!r} is not known; use sqlite:/// or postgresql://")


DATABASES = {"default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{VAR / 'dangjian.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
TIME_ZONE = os.environ.get("DANGJIAN_TIME_ZONE", "Asia/Shanghai")
USE_I18N = USE_TZ = True
LANGUAGE_COOKIE_HTTPONLY = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "files"
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
# The record of a meeting of 2,000 sends a field of its own for why each of them was absent.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000
DANGJIAN_ATTACHMENT_LIMIT = int(os.environ.get("DANGJIAN_ATTACHMENT_LIMIT", str(20 * 1024 * 1024)))
DANGJIAN_UPLOAD_LIMIT = int(os.environ.get("DANGJIAN_UPLOAD_LIMIT", str(64 * 1024 * 1024)))
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = int(os.environ.get("DANGJIAN_SESSION_SECONDS", str(12 * 3600)))
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = switch("DANGJIAN_HTTPS", PRODUCTION)
SECURE_SSL_REDIRECT = switch("DANGJIAN_HTTPS", PRODUCTION)
SECURE_HSTS_SECONDS = 31536000 if SECURE_SSL_REDIRECT else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if switch("DANGJIAN_BEHIND_PROXY") else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        # Browsers hold the rule also over redirects: the form that starts single sign-on ends at the provider.
        "form-action": ["'self'", *([urljoin(DANGJIAN_OIDC_URL, "/")] if DANGJIAN_OIDC_URL else [])],
        "frame-ancestors": ["'none'"],
    }
}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
DANGJIAN_PASSWORD_DAYS = int(os.environ.get("DANGJIAN_PASSWORD_DAYS", "90"))
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "dangjian.foundation.accounts.passwords.FourClassesValidator"},
    {"NAME": "dangjian.foundation.accounts.passwords.NotTheSameValidator"},
]
DANGJIAN_IDLE_SECONDS = int(os.environ.get("DANGJIAN_IDLE_SECONDS", "3600"))
DANGJIAN_SECOND_FACTOR_ROLES = listed(
    "DANGJIAN_SECOND_FACTOR_ROLES", "system_administrator,security_officer,auditor" if PRODUCTION else ""
)

EMAIL_BACKEND = os.environ.get("DANGJIAN_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = os.environ.get("DANGJIAN_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("DANGJIAN_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("DANGJIAN_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("DANGJIAN_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = switch("DANGJIAN_EMAIL_TLS")
DEFAULT_FROM_EMAIL = os.environ.get("DANGJIAN_EMAIL_FROM", "dangjian@localhost")

ACCOUNT_ADAPTER = "dangjian.foundation.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "dangjian.foundation.accounts.adapters.SocialAccountAdapter"
MFA_ADAPTER = "dangjian.foundation.accounts.adapters.FactorAdapter"
ACCOUNT_FORMS = {"login": "dangjian.foundation.accounts.adapters.SignInForm"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip"}  # a whole office stands behind one address
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if switch("DANGJIAN_BEHIND_PROXY") else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "dangjian.foundation.accounts.factor_forms.AddPasskeyForm",
    "login_webauthn": "dangjian.foundation.accounts.factor_forms.SignInPasskeyForm",
    "authenticate_webauthn": "dangjian.foundation.accounts.factor_forms.SecondStepPasskeyForm",
    "reauthenticate_webauthn": "dangjian.foundation.accounts.factor_forms.ConfirmPasskeyForm",
}
MFA_TOTP_ISSUER = "Dangjian"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "sso",
                "name": os.environ.get("DANGJIAN_OIDC_NAME", "OpenID Connect"),
                "client_id": os.environ.get("DANGJIAN_OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("DANGJIAN_OIDC_SECRET", ""),
                "settings": {"server_url": DANGJIAN_OIDC_URL},
            }
        ]
        if DANGJIAN_OIDC_URL
        else []
    }
}
USERSESSIONS_TRACK_ACTIVITY = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 300 / 3600
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "dangjian.foundation.accounts.lockout.locked"
AXES_USERNAME_CALLABLE = "dangjian.foundation.accounts.lockout.name_typed"
AXES_CLIENT_IP_CALLABLE = "dangjian.foundation.accounts.lockout.address_of"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_VERBOSE = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("DANGJIAN_LOG_LEVEL", "WARNING")},
}
