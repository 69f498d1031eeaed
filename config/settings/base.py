"""Settings that hold everywhere. Values that differ between installations come from the environment."""

from datetime import timedelta
from pathlib import Path

from config import env
from config.database import database_from_url
from config.settings.languages import *  # noqa: F403  # Django's settings are layered by star import
from config.settings.legal import *  # noqa: F403  # Django's settings are layered by star import
from config.settings.search import search_backends

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = env.folder("VAR_DIR", BASE_DIR / "var")
"""All that the installation writes; private (0700)."""
VAR_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)

BASE_URL = env.text("BASE_URL", "http://localhost:8000").rstrip("/")
DEBUG = False

INSTALLED_APPS = [
    "config.apps.ProjectConfig",
    "triage",
    "support",
    "training",
    "kb",
    "accounts",
    "jobs",
    "allauth",
    "allauth.account",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
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
    "django_rq",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kb.middleware.visitors_pages",
    "django.middleware.gzip.GZipMiddleware",
    "config.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "config.middleware.speak_a_language_of_the_interface",
    "config.middleware.no_nul",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.nothing_too_large",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kb.admin.gate.OwnPagesOnly",
    "kb.admin.incomplete.TellsWhatIsMissing",
    "config.middleware.say_why",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.layout",
            ],
            "builtins": ["config.templatetags.components"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# Data

DATABASES = {"default": database_from_url(env.secret("DATABASE_URL", f"sqlite://{VAR_DIR}/skolstod.sqlite3"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "media"},
    },
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "private", "base_url": None},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_URL = "media/"
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# One each process: what must not grow old is keyed by a version in the database (kb.middleware).
CACHES = {
    name: {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
    for name in ("default", "pages", "renditions")
}

# Language and time

LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

# People

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_MIN_LENGTH = 12
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_MIN_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
# A whole school shares one address, so limits by address are far higher than those by account.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "300/5m/ip,10/5m/key",
    "reset_password": "20/m/ip,3/h/key",  # each is a mail to somebody who may not have asked for it
}
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())

# Wagtail

WAGTAIL_SITE_NAME = "Skolstöd"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_FRONTEND_LOGIN_URL = "/konto/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # one signs in with it, and the account page asks for no password
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "txt", "csv", "mp4", "vtt"]
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["video/mp4", "text/vtt"]
WAGTAILIMAGES_EXTENSIONS = ["svg", "png", "jpg", "jpeg", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10_000_000
# Turning a pasted address into a page would answer with the title of the page's draft, whoever writes it.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False  # system administrators approve nothing in municipalities
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILSEARCH_BACKENDS = search_backends(env.secret("SEARCH_URL", ""), VAR_DIR / "index")

# Jobs

VALKEY_URL = env.secret("VALKEY_URL", f"unix://{VAR_DIR}/valkey.sock")
TASKS = {
    "default": {
        "BACKEND": "jobs.backend.DatabaseBackend",
        "QUEUES": ["default", "mail", "routing", "index", "training"],
    }
}
RQ = {"COMMIT_MODE": "auto"}  # the dispatcher is in no transaction, and nobody else hands jobs over
RQ_QUEUES = {
    name: {"URL": VALKEY_URL, "SERIALIZER": "rq.serializers.JSONSerializer", "DEFAULT_TIMEOUT": 60}
    for name in ("routing", "mail", "default", "index", "training")
}
JOBS_QUEUE_BY_PATH = {"modelsearch.tasks.": "index", "wagtail.": "index"}
JOBS_BATCHES = {"index": "kb.search.backend.batch.one_commit"}
JOBS_ONLY_IN_WORKERS = {"training"}
"""Too long for the dispatcher to run itself while the broker is away."""
JOBS_BROKER_PATIENCE_SECONDS = env.integer("JOBS_BROKER_PATIENCE_SECONDS", 30)
JOBS_TIMETABLE = {
    "accounts.tasks.sync_groups": "00:10",
    "training.tasks.enrol_everybody": "00:30",
    "triage.tasks.watch_queues": "02:00",  # before another model replaces the certificate that it tests
    "triage.tasks.train_nightly": "02:30",
    "kb.tasks.check_all_links": "03:00",
    "support.tasks.forget_old_drafts": "03:30",
    "kb.tasks.forget_old_searches": "03:35",
    "kb.tasks.forget_answer_keys": "03:35",
    "jobs.tasks.tidy_jobs": "03:45",
    "kb.tasks.remind_of_reviews": "06:30",
    "kb.tasks.publish_scheduled": "every 5 minutes",
}
HEALTH_PROBES = {
    "jobs": "jobs.health.probe_queue",
    "given-up": "jobs.health.probe_dead_jobs",
    "broker": "jobs.health.probe_broker",
    "index": "kb.search.health.probe_index",
    "model": "triage.health.probe_model",
    "disk": "jobs.health.probe_disk",
}

# Mail

EMAIL_BACKEND = "jobs.mail.QueuedEmailBackend"
MAIL_DELIVERY = "jobs.delivery.SmtpDelivery"
MAIL_FOLDER = VAR_DIR / "mail"
MAIL_DOMAIN = env.text("MAIL_DOMAIN", "skolstod.example")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Skolstöd <noreply@skolstod.example>")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", 25)
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", default=False)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = ""

# Knowledge base

KB_MAX_FEEDBACK_PER_ADDRESS = env.integer("KB_MAX_FEEDBACK_PER_ADDRESS", 300)
"""Answers to "Did this help?" an hour and process. A whole school shares one address."""

# Helpdesk

SUPPORT_TICKET_ROUTER = "triage.router.ClassifierRouter"
SUPPORT_MAX_TICKETS_PER_EMAIL = env.integer("SUPPORT_MAX_TICKETS_PER_EMAIL", 10)
SUPPORT_MAX_REQUESTS_PER_ADDRESS = env.integer("SUPPORT_MAX_REQUESTS_PER_ADDRESS", 300)
"""Each an hour. A whole school shares one address, so that limit is far higher."""
TRUSTED_PROXIES = env.integer("TRUSTED_PROXIES", 0)
"""How many proxies of our own stand before the web server and add to X-Forwarded-For."""
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
SUPPORT_MAX_FILES = 5
SUPPORT_MAX_FILE_BYTES = 10_000_000
SUPPORT_LINK_DAYS = 400
TRIAGE_MODEL_FOLDER = VAR_DIR / "models"
TRIAGE_AUDIT_SHARE = env.percent("TRIAGE_AUDIT_PERCENT", 25)
"""Of all tickets, so many are sorted blind by people: docs/triage.md."""

# Safety

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.views.errors.csrf_failure"
SESSION_COOKIE_HTTPONLY = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_secrets": {"()": "config.logs.SecretPaths"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_secrets"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.server": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
