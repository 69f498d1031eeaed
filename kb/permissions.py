"""Who may read or do what in the knowledge base, as predicates."""

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from accounts.models import Municipality, SchoolUnit
from accounts.roles import EDITING_ROLES, EDITOR, MUNICIPALITY_ADMINISTRATOR
from kb.domain.content import Kind
from kb.models.base import KnowledgePage
from kb.models.privacy import allowed_paths, places_of_inner_texts
from kb.models.sections import MunicipalityHome, SharedSection

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

START_DEPTH = 2
"""The root and, below it, the start page of each language: the way to everything."""


def may_read_internal(user: "User | AnonymousUser", page: KnowledgePage) -> bool:
    """Background is for employees."""
    return user.is_superuser or page.municipality_id in places_of_inner_texts(user)


def reads_inner_texts(user: "User | AnonymousUser") -> bool:
    """Whether there can be any page whose background the user may read."""
    return user.is_superuser or bool(places_of_inner_texts(user))


def schools_written_for(user: "User | AnonymousUser") -> QuerySet[SchoolUnit]:
    """The schools in whose name somebody writes: an editor's own, all of an administrator's municipality."""
    if user.is_superuser:
        return SchoolUnit.objects.all()
    memberships = getattr(user, "active_memberships", [])
    own = [m.school_id for m in memberships if m.role == EDITOR.slug]
    administered = [m.municipality_id for m in memberships if m.role == MUNICIPALITY_ADMINISTRATOR.slug]
    return SchoolUnit.objects.filter(Q(pk__in=own) | Q(municipality__in=administered))


def municipalities_edited_by(user: "User | AnonymousUser") -> QuerySet[Municipality]:
    if user.is_superuser:
        return Municipality.objects.all()
    editing = {role.slug for role in EDITING_ROLES}
    memberships = getattr(user, "active_memberships", [])
    return Municipality.objects.filter(pk__in=[m.municipality_id for m in memberships if m.role in editing])


def editable_pages(user: "User | AnonymousUser", model: type[Page] = KnowledgePage) -> Any:
    """Those that the user may change, as Wagtail's own policy says it: a query set of the model."""
    return PagePermissionPolicy(model).instances_user_has_permission_for(user, "change")


def explorable_pages(user: "User | AnonymousUser") -> QuerySet[Page]:
    """What an editor sees in the page tree: what the editor writes, and the way to it."""
    policy = policy_registry.get_by_type(Page)
    found: QuerySet[Page] = policy.explorable_instances(user) if writes_pages(user) else Page.objects.none()
    return found


def writes_pages(user: "User | AnonymousUser") -> bool:
    """Wagtail cannot say what somebody without any page may explore."""
    return user.is_superuser or bool(policy_registry.get_by_type(Page).get_cached_permissions_for_user(user))


def linkable_pages(user: "User | AnonymousUser") -> Q:
    """A condition on pages: what an editor may link to.

    The own municipality's and the shared pages that readers see, and all that the editor may explore. A page whose
    title is being changed in a draft is not listed until then: choosers show the title of the draft.
    """
    if user.is_superuser:
        return Q()
    homes = MunicipalityHome.objects.filter(municipality__in=municipalities_edited_by(user))
    paths = [*homes.values_list("path", flat=True), *SharedSection.objects.values_list("path", flat=True)]
    places = Q(depth__lte=START_DEPTH)
    for path in paths:
        places |= Q(path__startswith=path)
    published = Q(live=True, draft_title=F("title")) & allowed_paths(user)
    return (places & published) | Q(depth=1) | Q(pk__in=explorable_pages(user).values("pk"))


def choosable_files(user: "User | AnonymousUser", model: Any) -> QuerySet[Any]:
    """The documents or pictures that an editor may put on a page."""
    policy = policy_registry.get_by_type(model)
    found: QuerySet[Any] = policy.instances_user_has_any_permission_for(user, ["choose", "change"])
    return found


def may_choose(user: "User | AnonymousUser", kind: Kind, key: int) -> bool:
    """Whether choosers would offer it: a page, a document or a picture, by its key."""
    if kind == Kind.PAGE:
        return Page.objects.filter(linkable_pages(user), pk=key).exists()
    model = get_document_model() if kind == Kind.DOCUMENT else get_image_model()
    return choosable_files(user, model).filter(pk=key).exists()
