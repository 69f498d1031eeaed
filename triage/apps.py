from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class TriageConfig(AppConfig):
    name = "triage"
    verbose_name = _("Triage")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only once the registry is ready.
        from support.models import Queue, Ticket, TicketEvent
        from triage.domain.forgetting import forget_deleted, forget_secret
        from triage.domain.stages import begin_for_new

        post_save.connect(begin_for_new, sender=Queue)
        post_delete.connect(forget_deleted, sender=Ticket)
        post_save.connect(forget_secret, sender=TicketEvent)
