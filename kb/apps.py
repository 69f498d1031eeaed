from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save
from django.utils.translation import gettext_lazy as _
from wagtail.signals import post_page_move


class KbConfig(AppConfig):
    name = "kb"
    verbose_name = _("Knowledge base")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only once the registry is ready.
        from kb.domain.audiences import keep_audiences
        from kb.domain.editing import open_municipality_home, open_school_section
        from kb.domain.places import follow_move
        from kb.models import MunicipalityHome, SchoolSection

        post_migrate.connect(keep_audiences, sender=self)
        post_page_move.connect(follow_move)
        post_save.connect(open_school_section, sender=SchoolSection)
        post_save.connect(open_municipality_home, sender=MunicipalityHome)
