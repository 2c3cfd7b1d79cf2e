"""Settings, taken from the environment; nothing here names a city."""

import os
from pathlib import Path

from townline.config import database, home

HOME = home.folder()
DEBUG = os.environ.get("TOWNLINE_DEBUG") == "1"
DEMO = os.environ.get("TOWNLINE_DEMO") == "1"
SECRET_KEY = home.secret(HOME, "django-secret-key")
ALLOWED_HOSTS = os.environ.get("TOWNLINE_HOSTS", "*").split(",")
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
    "townline.record",
    "townline.cities",
    "townline.staff",
    "townline.geography",
    "townline.catalogue",
    "townline.contacts",
    "townline.requests",
    "townline.portal",
    "townline.desk",
    "townline.open311",
    "townline.channels",
]
DATABASES = {"default": database.django_settings(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
