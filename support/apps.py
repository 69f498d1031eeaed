from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    name = "support"
    verbose_name = _("Support")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only once the registry is ready.
        from accounts.models import Municipality
        from kb import home
        from support.domain.files import delete_file
        from support.domain.queues import open_for_new
        from support.home import ticket_rows
        from support.models import Attachment

        post_save.connect(open_for_new, sender=Municipality)
        post_delete.connect(delete_file, sender=Attachment)
        home.register(home.reading_rows)
        home.register(ticket_rows)
