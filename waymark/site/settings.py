"""Django settings, all of them, made from the one typed environment (see env.py)."""

from __future__ import annotations

import os
import sys
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from waymark.site import env as environment

try:
    ENV = environment.read(os.environ)
except environment.UnsafeSetting as unsafe:
    # A stranger starting the server needs the sentence, not forty lines of traceback.
    sys.exit(f"Waymark does not start. {unsafe}")

BASE_DIR = environment.ROOT
DEBUG = False
SECRET_KEY, DEMO = ENV.secret_key, ENV.demo
ALLOWED_HOSTS = list(ENV.hosts)

WAYMARK_FILES, WAYMARK_LAKE, WAYMARK_KEYS = ENV.files, ENV.lake, ENV.keys
WAYMARK_UPLOAD_LIMIT, WAYMARK_API_PER_MINUTE = ENV.upload_limit, ENV.api_per_minute
WAYMARK_SEARCH_MODEL = ENV.search_model
WAYMARK_SEARCH_MODEL_LANGUAGES = ENV.search_model_languages
WAYMARK_BASE_URL = ENV.base_url
WAYMARK_HOST = ENV.host
WAYMARK_PRODUCTION = ENV.production

INSTALLED_APPS = [
    "waymark.site.apps.SiteConfig",
    "waymark.portal",
    "waymark.opendata",
    "waymark.community",
    "waymark.learning",
    "waymark.hubs",
    "waymark.vlr",
    "waymark.assessments",
    "waymark.schemes",
    "waymark.awards",
    "waymark.library",
    "waymark.indicators",
    "waymark.people",
    "waymark.places",
    "waymark.search",
    "waymark.base",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_tasks",
]

MIDDLEWARE = [
    # First, so that files, redirects and refusals of the next ones carry their headers as well.
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "waymark.base.packing.PackingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "waymark.opendata.middleware.Anonymous",  # before anything that asks who somebody is
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "waymark.base.sessions.SessionLimits",
    "allauth.account.middleware.AccountMiddleware",
    "waymark.base.middleware.PageMiddleware",
]

ROOT_URLCONF = "waymark.site.urls"
WSGI_APPLICATION = "waymark.site.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "waymark.base.context.page",
            ],
            "builtins": ["waymark.base.templatetags.house"],
        },
    }
]
FORM_RENDERER = "waymark.base.forms.HouseRenderer"

# Figures behind these options: shared trust notes, measured on SQLite and PostgreSQL (ADR 0004).
# The file is not mapped into memory: it costs a process its size and saves no time that shows
# (docs/reference/speed.md).
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000; "
        "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0; "
        "PRAGMA journal_size_limit=67108864;"
    ),
}
POSTGRES_OPTIONS = {
    "options": "-c lock_timeout=10s -c statement_timeout=30s "
    "-c idle_in_transaction_session_timeout=30s"
}


def _database(url: str) -> dict[str, Any]:
    config: dict[str, Any] = dict(dj_database_url.parse(url))
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {**config.get("OPTIONS", {}), **SQLITE_OPTIONS}
        config["CONN_MAX_AGE"] = None
    else:
        config["OPTIONS"] = {**POSTGRES_OPTIONS, **config.get("OPTIONS", {})}
        config["CONN_MAX_AGE"] = None
        config["CONN_HEALTH_CHECKS"] = True
    config["ATOMIC_REQUESTS"] = False
    return config


DATABASES = {"default": _database(ENV.database_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "waymark.base.jobs.backend.DatabaseBackend"}}
_FILES = "django.core.cache.backends.filebased.FileBasedCache"
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "base_cache"},
    "drawings": {"BACKEND": _FILES, "LOCATION": str(ENV.data / "drawings"), "TIMEOUT": None},
    "packs": {"BACKEND": _FILES, "LOCATION": str(ENV.data / "packs")},  # of committees, some hours
}
# Tries are counted here: Django's 300 would forget who guesses as soon as many are counted.
CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 200_000}
CACHES["drawings"]["OPTIONS"] = {"MAX_ENTRIES": 2000}  # pictures of charts, drawn again if lost

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people:start"
ACCOUNT_ADAPTER = "waymark.people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "waymark.people.forms.signup.SignupExtras"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# Codes rather than links: nothing in a mail depends on the Host header, and no scanner of
# mails can use one up.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True  # “strict” would let two accounts have one address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Of X-Forwarded-For only the entry that our own proxy has added is believed, and only behind one.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENV.proxied else 0
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,5/30m/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV.production
MFA_TOTP_ISSUER = "Waymark"
MFA_ADAPTER = "waymark.people.adapters.MFAAdapter"
_FORMS = "waymark.people.forms.account."
ACCOUNT_FORMS = {
    "login": _FORMS + "LoginForm",
    "signup": _FORMS + "SignupForm",
    "add_email": _FORMS + "AddEmailForm",
    "change_password": _FORMS + "ChangePasswordForm",
    "set_password": _FORMS + "SetPasswordForm",
    "reset_password": _FORMS + "ResetPasswordForm",
    "reset_password_from_key": _FORMS + "ResetPasswordKeyForm",
    "reauthenticate": _FORMS + "ReauthenticateForm",
    "confirm_email_verification_code": _FORMS + "ConfirmEmailCodeForm",
    "confirm_password_reset_code": _FORMS + "ConfirmResetCodeForm",
}
MFA_FORMS = {
    "authenticate": _FORMS + "AuthenticateForm",
    "reauthenticate": _FORMS + "MFAReauthenticateForm",
    "activate_totp": _FORMS + "ActivateTOTPForm",
    "add_webauthn": _FORMS + "AddWebAuthnForm",
    "edit_webauthn": _FORMS + "EditWebAuthnForm",
}

LANGUAGE_CODE = ENV.language
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ar", "العربية"),
    ("ru", "Русский"),
    ("zh-hans", "简体中文"),
]
LOCALE_PATHS = [BASE_DIR / "waymark" / "locale"]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = ENV.production
TIME_ZONE = ENV.time_zone
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "waymark.site.formats"

STATIC_URL = "static/"
STATIC_ROOT = ENV.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if ENV.production
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not ENV.production
MEDIA_ROOT = ENV.files

FILE_UPLOAD_HANDLERS = ["waymark.base.files.handlers.LimitedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

globals().update(environment.mail_settings(ENV.mail))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_AGE = 2 * 60 * 60  # a log-in ends after rest, and however busy it is (ADR 0012)
SESSION_COOKIE_AGE = SESSION_LONGEST_AGE = 12 * 60 * 60
MESSAGE_STORAGE = "waymark.base.sessions.MessageStorage"
CSRF_FAILURE_VIEW = "waymark.base.errors.csrf_failure"
if ENV.production:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
if ENV.proxied:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
