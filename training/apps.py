from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published, page_unpublished


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = _("Training")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only once the registry is ready.
        from accounts.models import Membership
        from kb import home
        from training.domain.units import KINDS, archive_unit, keep_unit
        from training.home import course_rows
        from training.tasks import when_published, when_role_changes

        page_published.connect(keep_unit)
        page_unpublished.connect(archive_unit)
        for kind in KINDS:
            post_delete.connect(archive_unit, sender=kind)
        page_published.connect(when_published)
        post_save.connect(when_role_changes, sender=Membership)
        post_delete.connect(when_role_changes, sender=Membership)
        home.register(course_rows)
