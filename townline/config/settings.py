"""Settings, taken from the environment; nothing here names a city."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from townline.config import (
    call_settings,
    database,
    home,
    mailing,
    map_settings,
    sign_in_settings,
    stream_settings,
)

PACKAGE = Path(__file__).resolve().parents[1]
HOME = home.folder()
DEBUG = os.environ.get("TOWNLINE_DEBUG") == "1"
DEMO = os.environ.get("TOWNLINE_DEMO") == "1"
"""A demonstration: it accepts the API key ``demo`` and shows demo logins."""
HTTPS = os.environ.get("TOWNLINE_HTTPS") == "1"
PROXIES = int(os.environ.get("TOWNLINE_PROXIES", "0"))
"""How many trusted proxies stand before the server, each adding to ``X-Forwarded-For``."""
SECRET_KEY = home.secret(HOME, "django-secret-key")
ALLOWED_HOSTS = os.environ.get("TOWNLINE_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("TOWNLINE_ORIGINS", "").split(",") if o]

ROOT_URLCONF = "townline.config.urls"
WSGI_APPLICATION = "townline.config.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "townline.ui",
    "townline.live",
    "townline.record",
    "townline.cities",
    "townline.staff",
    "townline.geography",
    "townline.topics",
    "townline.catalogue",
    "townline.knowledge",
    "townline.contacts",
    "townline.requests",
    "townline.council",
    "townline.founding",
    "townline.portal",
    "townline.desk",
    "townline.clerk",
    "townline.open311",
    "townline.api",
    "townline.channels",
]
MIDDLEWARE = [
    "townline.config.outages.through_outages",
    "townline.config.proxy_middleware.address_of_client",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "townline.config.reading_middleware.reading_once",
    "townline.config.call_settings.microphone_for_ourselves",
    "townline.config.city_middleware.city_of_request",
    "townline.config.page_middleware.pages_only",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
PAGE_MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "townline.config.size_middleware.not_too_large",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
"""For pages alone: machines at ``/open311/`` have neither session nor language prefix."""

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": database.django_settings(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_IMPORT_PATHS = ["townline.config.tasks", "townline.config.tasks_of_calls"]

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("es", "Español"),
    ("ko", "한국어"),
    ("hy", "Հայերեն"),
    ("zh-hans", "简体中文"),
]
LOCALE_PATHS = [PACKAGE / "ui" / "locale"]
FORMAT_MODULE_PATH = ["townline.ui.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(exist_ok=True)
COLLECTED = os.environ.get("TOWNLINE_STATIC") == "collected"
"""Whether static files are collected, as ``townline serve`` does; tests take them as they are."""
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not COLLECTED
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = HOME / "uploads"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
"""The longest body in bytes, uploaded files not counted: those have limits of their own."""
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
"""A question with a hundred options has a dozen fields for each, in five languages."""
DATA_UPLOAD_MAX_NUMBER_FILES = 10

PUBLIC_URL = os.environ.get("TOWNLINE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8311')}")
"""Where residents find the pages: for links in letters."""
globals().update(mailing.django_settings(HOME))
globals().update(map_settings.django_settings())
globals().update(sign_in_settings.django_settings())
RECORDINGS_ROOT = HOME / "recordings"
RECORDINGS_KEY = home.secret(HOME, "recordings-key")
"""Of it the key of each recording is made; without it none can be heard any more."""
RELAY = call_settings.relay()
"""The servers that help two browsers on a call to reach each other."""
OPEN311_PRIVATE = os.environ.get("TOWNLINE_PRIVATE_SERVERS") == "1"
"""Whether requests may be forwarded to servers of the own network, and without TLS."""
MAIL_DOMAIN = os.environ.get("TOWNLINE_MAIL_DOMAIN", "")
"""At whose addresses mail is taken in; empty where none is."""
SMS = mailing.text_settings()
"""How text messages leave; without an address they stay owed."""
VOICE = mailing.voice_settings()
"""The carrier of calls; without one none are taken."""

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "/desk/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
_streams = stream_settings.django_settings(https=HTTPS, public_url=PUBLIC_URL)
STREAMS_URL = _streams["STREAMS_URL"]
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [
        CSP.SELF,
        "data:",
        *map_settings.tile_origins(),
        *os.environ.get("TOWNLINE_IMAGE_SOURCES", "").split(),
    ],
    "connect-src": [CSP.SELF, *_streams["STREAM_SOURCES"]],
    "media-src": [CSP.SELF, "blob:"],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds())
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "townline.config.log_lines.Discreet",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        },
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("TOWNLINE_LOG", "WARNING")},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
    },
}
