"""What editors find in Wagtail's choosers and in the interface that its pages read from."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.views.chooser import ChosenMultipleView
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Page

from kb.admin.gate import key_or_404
from kb.permissions import choosable_files, linkable_pages


@hooks.register("construct_page_chooser_queryset")
def only_linkable(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    # By key, because a search can only filter by what is in the index.
    return pages.filter(pk__in=Page.objects.filter(linkable_pages(request.user)).values("pk"))


class OwnFilesMixin:
    """Wagtail's interface lists all files that are not private; ours lists those that the editor may choose."""

    request: HttpRequest
    model: Any

    def get_queryset(self) -> Any:
        found = super().get_queryset()  # type: ignore[misc]  # of Wagtail's view set, which stands beside it
        return found.filter(pk__in=choosable_files(self.request.user, self.model).values("pk"))


class OwnImages(OwnFilesMixin, ImagesAdminAPIViewSet):
    pass


class OwnDocuments(OwnFilesMixin, DocumentsAdminAPIViewSet):
    pass


@hooks.register("construct_admin_api", order=100)  # after Wagtail's own, whose names these take over
def only_own_files(router: WagtailAPIRouter) -> None:
    router.register_endpoint("images", OwnImages)
    router.register_endpoint("documents", OwnDocuments)


class ChosenLinkable(ChosenMultipleView):
    """The pages that were ticked in a chooser, by their keys: only such as the chooser would have listed."""

    def get(self, request: HttpRequest) -> Any:
        asked = [key_or_404(key) for key in request.GET.getlist("id")]
        allowed = Page.objects.filter(linkable_pages(request.user), pk__in=asked)
        query = request.GET.copy()
        query.setlist("id", [str(pk) for pk in allowed.values_list("pk", flat=True)])
        request.GET = query  # type: ignore[assignment]  # a copy that has been changed, for Wagtail's view to read
        return super().get(request)
