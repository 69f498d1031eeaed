from django.apps import AppConfig
from django.core.signals import request_finished, request_started
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_delete
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move


class KbConfig(AppConfig):
    name = "kb"
    verbose_name = _("Knowledge base")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models exist only once the registry is ready.
        from accounts.models import SchoolUnit
        from kb.domain.audiences import keep_audiences
        from kb.domain.editing import follow_school, open_municipality_home, open_school_section
        from kb.domain.languages import keep_languages
        from kb.domain.places import follow_move
        from kb.models import MunicipalityHome, SchoolSection

        post_migrate.connect(keep_audiences, sender=self)
        post_migrate.connect(keep_languages, sender=self)
        post_page_move.connect(follow_move)
        post_save.connect(open_school_section, sender=SchoolSection)
        post_save.connect(open_municipality_home, sender=MunicipalityHome)
        post_save.connect(follow_school, sender=SchoolUnit)
        self.keep_alive()
        self.watch_content()
        self.watch_search()

    def watch_search(self) -> None:
        """What is in the index besides rows: the text of files, and who may read."""
        # Models exist only once the registry is ready.
        from wagtail.documents import get_document_model
        from wagtail.models import CollectionViewRestriction, PageViewRestriction

        # The same.
        from kb.tasks import when_file_is_saved, when_privacy_changes, when_privacy_of_files_changes

        post_save.connect(when_file_is_saved, sender=get_document_model())
        for signal in (post_save, post_delete):
            signal.connect(when_privacy_changes, sender=PageViewRestriction)
            signal.connect(when_privacy_of_files_changes, sender=CollectionViewRestriction)
        m2m_changed.connect(when_privacy_changes, sender=PageViewRestriction.groups.through)
        m2m_changed.connect(when_privacy_of_files_changes, sender=CollectionViewRestriction.groups.through)

    def keep_alive(self) -> None:
        """What keeps pages right after they were written: changes told, approval, links, reviews."""
        # Models exist only once the registry is ready.
        from wagtail.models import Page

        # The same.
        from accounts.models import SchoolUnit
        from kb import home, tasks
        from kb.domain import approval, changes
        from kb.models import MunicipalityHome, SchoolSection
        from kb.reviews import review_rows

        page_published.connect(changes.page_published)
        page_published.connect(tasks.when_published)
        page_unpublished.connect(tasks.when_taken_back)
        pre_delete.connect(tasks.when_taken_back, sender=Page)
        post_save.connect(approval.home_saved, sender=MunicipalityHome)
        post_save.connect(approval.section_saved, sender=SchoolSection)
        post_save.connect(approval.school_saved, sender=SchoolUnit)
        home.register(review_rows)

    def watch_content(self) -> None:
        """Whatever changes what visitors see ends the life of their cached pages."""
        # Models exist only once the registry is ready.
        from wagtail.images import get_image_model
        from wagtail.models import Page, PageViewRestriction, Site

        # The same.
        from accounts.models import Municipality, SchoolUnit
        from kb.domain.versions import anything_changed, note_changed, page_changed, page_made
        from kb.links import forget_linked_pages
        from kb.models import LocalNote
        from kb.models.privacy import begin_request, end_request, forget_restrictions

        for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
            signal.connect(page_changed)
        post_save.connect(page_made)
        for signal in (post_save, post_delete):
            signal.connect(forget_restrictions, sender=PageViewRestriction)
        request_started.connect(begin_request)
        request_started.connect(forget_linked_pages)
        request_finished.connect(end_request)
        for model in (PageViewRestriction, Site, Municipality, SchoolUnit, get_image_model()):
            post_save.connect(anything_changed, sender=model)
            post_delete.connect(anything_changed, sender=model)
        for signal in (post_save, post_delete):
            signal.connect(note_changed, sender=LocalNote)
        post_delete.connect(anything_changed, sender=Page)
