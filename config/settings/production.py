"""Production: secrets from the environment or from files, HTTPS only."""

from config import env
from config.settings.base import *  # noqa: F403  # Django's settings are layered by star import
from config.settings.base import BASE_URL

SECRET_KEY = env.secret("SECRET_KEY")
env.text("BASE_URL")  # must be set: every mailed link begins with it
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD") if env.text("EMAIL_HOST_USER", "") else ""
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXIES", 1)
DEMO = False
