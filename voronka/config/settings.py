"""Settings of the installation; business options are data and live in the database."""

from collections.abc import MutableMapping
from typing import Any

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from pghistory import ContextForeignKey, ForeignKey, ObjForeignKey
from pgtrigger import Statement

from voronka.config.database import database_from_url
from voronka.config.env import ROOT, env
from voronka.config.logging import logging_settings
from voronka.config.mail import mailer_from_url

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "insecure-until-voronka-run-makes-one")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "voronka.core",
    "voronka.ui",
    "voronka.accounts",
    "voronka.records",
    "voronka.people",
    "voronka.activities",
    "voronka.marketing",
    "voronka.sales",
    "voronka.imports",
    "voronka.reports",
    "voronka.home",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "ninja",
]

MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",  # first: forty files of a first visit need no headers of a page
    "voronka.core.health.middleware.health_middleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "voronka.core.middleware.NullBytesMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "voronka.accounts.middleware.SignInRequiredMiddleware",
    "voronka.accounts.middleware.PreferredLanguageMiddleware",
    "voronka.records.middleware.ArrangementMiddleware",
    "voronka.records.middleware.ReadsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "voronka.ui.middleware.ErrorMiddleware",
]

ROOT_URLCONF = "voronka.config.urls"
WSGI_APPLICATION = "voronka.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "voronka.ui.environment.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": database_from_url(env.str("DATABASE_URL", ""))}
# Counters of attempts, the same for all processes; nothing else is cached. The table comes with the migrations.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# The history of changes is written once for a statement, not for each row, and its links are never looked for: an
# import of contacts spends 45 % less on its rows. Found are only the states of one record, and of one context.
PGHISTORY_LEVEL = Statement
PGHISTORY_FOREIGN_KEY_FIELD = ForeignKey(db_index=False)
PGHISTORY_OBJ_FIELD = ObjForeignKey(db_index=True)
PGHISTORY_CONTEXT_FIELD = ContextForeignKey(db_index=True)

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["voronka.accounts.sign_ins.Accounts"]
SESSION_ENGINE = "voronka.accounts.sign_ins"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "voronka.accounts.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses are given by the administrator
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make Voronka write to strangers
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE_URL.partition(":")[0]
MFA_ADAPTER = "voronka.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Voronka"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SITE_URL.startswith("https://")

LANGUAGE_CODE = "ru"
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "voronka" / "config" / "locale"]
TIME_ZONE = env.str("TIME_ZONE", "Europe/Moscow")
USE_I18N = True
USE_TZ = True
PHONE_REGION = env.str("PHONE_REGION", "RU")

STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", ROOT / "staticfiles")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "voronka.ui.storage.StaticStorage"},
}


def _what_it_is(headers: MutableMapping[str, str], _path: str, _url: str) -> None:
    """A file is what its name says, whatever a browser thinks of its text."""
    headers["X-Content-Type-Options"] = "nosniff"


WHITENOISE_ADD_HEADERS_FUNCTION = _what_it_is
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = env.path("MEDIA_ROOT", ROOT / "var" / "files")

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "style-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "voronka.ui.errors.csrf_failure"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SITE_URL.startswith("https://") else 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MAILERS = {"default": mailer_from_url(env.str("EMAIL_URL", ""))}
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "Voronka <voronka@localhost>")

PROCRASTINATE_IMPORT_PATHS = ["voronka.config.schedule"]
LOGGING = logging_settings(env.str("LOG_LEVEL", "INFO"))
# Hosts that core.outbound may reach though their addresses are inner ones: a PBX, a 1C server.
OUTBOUND_ALLOWED_HOSTS: list[str] = env.list("OUTBOUND_ALLOWED_HOSTS", [])
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
if env.bool("BEHIND_PROXY", False):  # the proxy sets these headers itself and is the only way in
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
    ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 1)  # how many of ours add to X-Forwarded-For
