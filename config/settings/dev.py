"""The demo: everything on this machine, mail in a folder, a secret key made on first use."""

import secrets

from config import env
from config.settings.base import *  # noqa: F403  # Django's settings are layered by star import
from config.settings.base import BASE_URL, VAR_DIR


def own_secret_key() -> str:
    """Made once and kept, so that links and sessions outlive a restart."""
    file = VAR_DIR / "secret_key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return file.read_text(encoding="ascii")


SECRET_KEY = own_secret_key()
ALLOWED_HOSTS = ["*"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
MAIL_DELIVERY = env.text("MAIL_DELIVERY", "jobs.delivery.FolderDelivery")
DEMO = True
