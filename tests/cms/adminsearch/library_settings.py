"""Settings for the library's tests: its own app and our backend, nothing else."""

from __future__ import annotations

import os
from pathlib import Path

from cms.settings.environment import database

SECRET_KEY = "only for tests"
INSTALLED_APPS = [
    "modelsearch.test.testapp",
    "modelsearch",
    "cms.adminsearch",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
]
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
MODELSEARCH_BACKENDS = {"default": {"BACKEND": "cms.adminsearch.backend"}}
DATABASES = {"default": database(Path(os.environ["KAKUZAN_DATA"]))}
DATABASES["default"]["TEST"] = (
    {"NAME": "kakuzan_search_library"} if "postgresql" in DATABASES["default"]["ENGINE"] else {}
)
