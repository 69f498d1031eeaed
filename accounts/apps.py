from django.apps import AppConfig
from django.core.signals import request_started
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only once the registry is ready.
        from accounts.domain.memberships import forget_membership
        from accounts.models import Membership
        from accounts.tenancy import forget_municipality

        post_delete.connect(forget_membership, sender=Membership)
        request_started.connect(forget_municipality)
