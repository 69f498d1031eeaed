from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    name = "support"
    verbose_name = _("Support")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kb import home
        from support.home import ticket_rows  # models exist only once the registry is ready

        home.register(home.reading_rows)
        home.register(ticket_rows)
