"""Rights follow memberships, schools and sections as they change; files lie with the school."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import GroupPagePermission, Page
from wagtail.permissions import policy_registry

from accounts.domain.memberships import end_role, give_role, sync_all_groups
from accounts.models import User
from accounts.roles import EDITOR, TEACHER
from kb.domain.collections import open_municipality_collections, open_school_collections
from tests.factories import organisation
from tests.kb.ownership.world import OWN, World


def fresh(user: User) -> User:
    """Without what was kept of the rights before."""
    return User.objects.get(pk=user.pk)


def may_edit(world: World, who: str, place: str = OWN) -> bool:
    page = Page.objects.get(pk=world.places[place].page.pk)
    return bool(page.permissions_for_user(fresh(world.people[who])).can_edit())


def test_section_that_gets_another_school_goes_over_to_its_editors(world: World) -> None:
    section = world.places[OWN].parent
    assert (may_edit(world, OWN), may_edit(world, "strandskolan")) == (True, False)
    section.school = world.schools["strandskolan"]
    section.save()
    assert (may_edit(world, OWN), may_edit(world, "strandskolan")) == (False, True)


def test_section_follows_a_school_whose_address_changes(world: World) -> None:
    school = world.schools[OWN]
    school.slug = "nya-lindskolan"
    school.save()
    sync_all_groups()
    assert may_edit(world, OWN)
    owners = set(
        GroupPagePermission.objects.filter(page=world.places[OWN].parent).values_list("group__name", flat=True)
    )
    assert owners == {"alvhamra:editor:nya-lindskolan"}


def test_group_made_by_hand_keeps_its_permission(world: World) -> None:
    section = world.places[OWN].parent
    group = Group.objects.create(name="Språkgranskare")
    permission = GroupPagePermission.objects.filter(page=section).first().permission
    GroupPagePermission.objects.create(group=group, page=section, permission=permission)
    section.save()
    assert GroupPagePermission.objects.filter(group=group, page=section).exists()


@pytest.mark.parametrize("how", ["ends", "deleted"])
def test_editor_whose_membership_is_over_has_nothing_left(world: World, how: str) -> None:
    user = world.people[OWN]
    membership = user.memberships.get()
    if how == "deleted":
        membership.delete()
    else:
        membership.starts_on = timezone.localdate() - timedelta(days=9)
        membership.save()
        end_role(membership=membership, by=None, on=timezone.localdate() - timedelta(days=1))
    assert not may_edit(world, OWN)
    client = Client()
    client.force_login(fresh(user))
    assert client.get(f"/admin/pages/{world.places[OWN].page.pk}/edit/").status_code == 302
    policy = policy_registry.get_by_type(get_image_model())
    assert not policy.user_has_permission_for_instance(fresh(user), "change", world.places[OWN].image)


def test_editor_who_changes_school_leaves_the_own_pages_and_files_behind(world: World) -> None:
    """Also those that she made herself: Wagtail lets owners change, but only where they may add."""
    user = world.people[OWN]
    Page.objects.filter(pk=world.places[OWN].page.pk).update(owner=user)
    user.memberships.all().delete()
    school = world.schools["strandskolan"]
    give_role(user=user, role=EDITOR, municipality=school.municipality, school=school, by=None)
    assert (may_edit(world, OWN), may_edit(world, OWN, "strandskolan")) == (False, True)
    for kind, model in (("image", get_image_model()), ("document", get_document_model())):
        policy = policy_registry.get_by_type(model)
        allowed = [
            policy.user_has_permission_for_instance(fresh(user), "change", getattr(world.places[place], kind))
            for place in (OWN, "strandskolan")
        ]
        assert allowed == [False, True]


def test_membership_that_has_not_begun_gives_nothing(world: World) -> None:
    school = world.schools[OWN]
    user = organisation.person(TEACHER, school.municipality, school)
    tomorrow: date = timezone.localdate() + timedelta(days=1)
    give_role(user=user, role=EDITOR, municipality=school.municipality, school=school, by=None, starts_on=tomorrow)
    assert not world.places[OWN].page.permissions_for_user(fresh(user)).can_edit()


def test_editor_chooses_from_the_municipality_and_the_own_school_and_adds_to_the_own(world: World) -> None:
    municipality = world.municipalities["alvhamra"]
    top = open_municipality_collections(municipality)
    policy = policy_registry.get_by_type(get_image_model())
    user = fresh(world.people[OWN])
    by_action = {
        action: {c.name for c in policy.collections_user_has_permission_for(user, action)}
        for action in ("choose", "add", "change")
    }
    own = {"Lindskolan", "Lindskolan, för anställda"}
    assert by_action["choose"] == own | {f"{top.name}, gemensamt", f"{top.name}, för anställda"}
    assert by_action["add"] == by_action["change"] == own


def test_school_that_changes_its_name_keeps_its_collection(world: World) -> None:
    school = world.schools[OWN]
    before = open_school_collections(school)
    school.name = "Nya Lindskolan"
    school.save()
    assert open_school_collections(school) == before
