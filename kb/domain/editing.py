"""Gives a section to those who write it: a school's editors, a municipality's administrators."""

from typing import Any

from django.contrib.auth.models import Permission
from wagtail.models import GroupPagePermission, Page

from accounts.domain.memberships import ensure_group, group_name
from accounts.models import SchoolUnit
from accounts.roles import EDITOR, MUNICIPALITY_ADMINISTRATOR
from kb.domain.collections import open_municipality_collections, open_school_collections
from kb.models import MunicipalityHome, SchoolSection

WRITE = ("add_page", "change_page", "publish_page")
ADMINISTER = (*WRITE, "lock_page", "unlock_page")


def open_school_section(sender: type[Page], instance: SchoolSection, **kwargs: Any) -> None:
    """Signal handler: the school's editors may write in their section and nowhere else."""
    if not kwargs.get("raw"):
        school = instance.school
        belong(instance, group_name(school.municipality.slug, EDITOR.slug, school.slug), WRITE)
        open_school_collections(school)


def open_municipality_home(sender: type[Page], instance: MunicipalityHome, **kwargs: Any) -> None:
    """Signal handler: the municipality's administrators may write everywhere below its home."""
    if not kwargs.get("raw"):
        belong(instance, group_name(instance.municipality.slug, MUNICIPALITY_ADMINISTRATOR.slug), ADMINISTER)
        open_municipality_collections(instance.municipality)


def follow_school(sender: type[SchoolUnit], instance: SchoolUnit, **kwargs: Any) -> None:
    """Signal handler: a school with another address part has another group of editors."""
    if not kwargs.get("raw") and not kwargs.get("created"):
        for section in SchoolSection.objects.filter(school=instance):
            open_school_section(SchoolSection, section)


def belong(page: Page, group: str, codenames: tuple[str, ...]) -> None:
    """The page belongs to this one group; whoever had it before has it no more. Groups made by hand are left alone."""
    owner = ensure_group(group)
    GroupPagePermission.objects.filter(page=page, group__name__contains=":").exclude(group=owner).delete()
    for permission in Permission.objects.filter(codename__in=codenames, content_type__app_label="wagtailcore"):
        GroupPagePermission.objects.get_or_create(group=owner, page=page, permission=permission)
