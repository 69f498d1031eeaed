from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _
from wagtail.signals import post_page_move


class KbConfig(AppConfig):
    name = "kb"
    verbose_name = _("Knowledge base")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only once the registry is ready.
        from kb.domain.audiences import keep_audiences
        from kb.domain.places import follow_move

        post_migrate.connect(keep_audiences, sender=self)
        post_page_move.connect(follow_move)
