"""The project that the library's own tests need, with our search backend in the place of the library's."""

import tempfile
from pathlib import Path

FOLDER = tempfile.TemporaryDirectory(prefix="modelsearch-", ignore_cleanup_errors=True)

SECRET_KEY = "only for tests"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
INSTALLED_APPS = [
    "modelsearch.test.testapp",
    "modelsearch",
    "taggit",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
FIXTURE_DIRS = [Path(__file__).parent / "modelsearch"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "kb.search.backend", "FOLDER": FOLDER.name}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}}
