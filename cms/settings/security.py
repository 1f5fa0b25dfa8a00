"""Who may come in and how, and what an answer may do in a browser."""

from __future__ import annotations

from datetime import timedelta

# Everything below VisitorMiddleware exists for STAFF_PATHS only: a visitor's answer knows no session and no user.
MIDDLEWARE = [
    "cms.http.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cms.http.headers.HeadersMiddleware",
    "cms.http.compression.CompressionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "cms.http.rooms.VisitorMiddleware",
    "cms.http.null_characters.NullCharactersMiddleware",
    "cms.http.forged_keys.ForgedKeysMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "cms.users.second_factor.SecondFactorMiddleware",
    "axes.middleware.AxesMiddleware",
]
# Patterns of paths where somebody can be logged in; Wagtail asks for the password of a closed page or file at `_util`.
STAFF_PATHS = [r"/admin/", r"/accounts/", r"/documents/", r"(/[a-z-]+)?/_util/"]

APPS = ["allauth", "allauth.account", "allauth.mfa", "axes"]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False

ACCOUNT_ADAPTER = "cms.users.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# By address only, in memory; how often one name may be tried is counted by axes, in the database.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip"}
MFA_ADAPTER = "cms.users.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Kakuzan"
# In production nobody reaches the admin without a second factor (cms/users/second_factor.py).
SECOND_FACTOR_REQUIRED = False

# Five wrong passwords for one name from one address close that door for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "cms.users.lockout.typed_name"
AXES_LOCKOUT_TEMPLATE = "users/locked.html"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True

SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # Wagtail's scripts read it
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin previews pages in a frame
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed (cms/wsgi.py); without one, nobody's.
TRUSTED_PROXIES: list[str] = []

# Bytes of a form without its files; files are limited by kind (images, documents, meshes) where they are received.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
# A record's form posts seven languages of each text; Django's default of 1,000 fields would refuse a rich place.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "cms.http.request_log.JsonFormatter"}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["lines"], "level": "INFO"},
    "loggers": {
        # The terminal of `make run` shows what went wrong; production logs each request.
        "kakuzan.request": {"level": "WARNING"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # Lines of its own for 4xx and 5xx would say again, with less, what kakuzan.request says.
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        "axes": {"level": "WARNING"},
        # Each request, and each host that is away; the engine says what came of it.
        "elastic_transport": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
