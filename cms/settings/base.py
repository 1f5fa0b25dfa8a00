"""What every profile shares. Reasons stand beside what is not Django's or Wagtail's default."""

from __future__ import annotations

import os
from typing import Any

from cms.languages.table import LANGUAGES as LANGUAGE_TABLE
from cms.settings.environment import ROOT, data_dir, database, secret_key
from cms.settings.search import search_cluster
from cms.settings.security import *  # noqa: F403
from cms.settings.security import APPS as SECURITY_APPS

BASE_DIR = ROOT
DATA_DIR = data_dir()
SECRET_KEY = secret_key(DATA_DIR)
DEBUG = False
ALLOWED_HOSTS: list[str] = ["*"]

# The origin that QR codes, sitemaps and tokens name; without it, the request's own host.
PUBLIC_URL = os.environ.get("KAKUZAN_PUBLIC_URL", "").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []

INSTALLED_APPS = [
    "cms.users",
    "cms.languages",
    "cms.media",
    "cms.records",
    "cms.publishing",
    "cms.search",
    "cms.adminsearch",
    "cms.pages",
    "cms.alerts",
    "cms.signage",
    "cms.frontend",
    "cms.demo",
    "cms.health",
    "cms.ops",
    "media_pipeline",
    "museum",
    "tours",
    "api",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    *SECURITY_APPS,
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
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

DATABASES: dict[str, dict[str, Any]] = {"default": database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "cms_users.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator", "NumericPasswordValidator")
] + [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
]

LANGUAGES = [(language.code, language.native_name) for language in LANGUAGE_TABLE]
LANGUAGE_CODE = "ja"
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [
    BASE_DIR / "locale",
    BASE_DIR / "locale" / "borrowed",
]  # the first wins; see cms/languages/catalogues.py
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"
WAGTAIL_I18N_ENABLED = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "cms.media.storage.PrivateStorage", "OPTIONS": {"location": str(DATA_DIR / "private")}},
    "public": {"BACKEND": "cms.media.storage.PublicStorage", "OPTIONS": {"location": str(DATA_DIR / "public")}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

WAGTAIL_SITE_NAME = "Kakuzan"
WAGTAILADMIN_BASE_URL = PUBLIC_URL or "http://localhost:8000"
WAGTAILIMAGES_IMAGE_MODEL = "cms_media.KakuzanImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.ImageForm"
WAGTAILIMAGES_RENDITION_STORAGE = "public"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "tif", "tiff"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 60 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 130_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "cms_media.KakuzanDocument"
WAGTAILDOCS_EXTENSIONS = ["pdf", "csv", "json", "txt", "xlsx", "docx", "zip", "mp3", "m4a", "ogg"]
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no request leaves for a third party
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

SEARCH_MISSES = True
"""Whether searches that find little are counted for editors."""

WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.adminsearch.backend"}}

# Visitors' search; the embedded engine answers without it, and where it cannot.
SEARCH_CLUSTER = search_cluster()

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.problems.handle",
}

# W019 wants X-Frame-Options DENY; the admin shows previews of our own pages in a frame.
SILENCED_SYSTEM_CHECKS: list[str] = ["security.W019"]
# The API's own document has a snapshot test; this check would describe every address of Wagtail's admin instead.
SPECTACULAR_SETTINGS: dict[str, Any] = {"ENABLE_DJANGO_DEPLOY_CHECK": False}

# A display asks for its programme so often, and a screen with a code whether it was entered (seconds).
# A new text has to be read 35 s after the click, and the slide on screen is not cut off for it.
SIGNAGE_POLL_SECONDS = 10
SIGNAGE_PAIR_SECONDS = 3

# Looking at another language of a text starts an editor, which would at once be saved as a draft; drafts are made by people.
WAGTAIL_AUTOSAVE_INTERVAL = 0

# Works offline and looks like what it is. A city names its own service in its profile: the class and its options.
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"}
