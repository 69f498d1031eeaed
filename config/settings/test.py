"""Tests: a folder of their own, fast passwords, no manifest of static files."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403  # Django's settings are layered by star import
from config.settings.base import STORAGES, WAGTAILSEARCH_BACKENDS

VAR_DIR = Path(tempfile.mkdtemp(prefix="skolstod-test-"))
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "media"},
    },
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "private", "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WAGTAILSEARCH_BACKENDS = {"default": {**WAGTAILSEARCH_BACKENDS["default"], "FOLDER": VAR_DIR / "index"}}
MAIL_DELIVERY = "jobs.delivery.FolderDelivery"
MAIL_FOLDER = VAR_DIR / "mail"
TRIAGE_MODEL_FOLDER = VAR_DIR / "models"
TRIAGE_AUDIT_SHARE = 0.0  # chance is switched on where a test is about it
VALKEY_URL = f"unix://{VAR_DIR}/valkey.sock"
DEMO = True
