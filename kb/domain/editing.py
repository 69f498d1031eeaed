"""Gives a section to those who write it: a school's editors, a municipality's administrators."""

from typing import Any

from django.contrib.auth.models import Permission
from wagtail.models import GroupPagePermission, Page

from accounts.domain.memberships import ensure_group, group_name
from accounts.roles import EDITOR, MUNICIPALITY_ADMINISTRATOR
from kb.domain.collections import open_collections
from kb.models import MunicipalityHome, SchoolSection

VERBS = ("add_page", "change_page", "publish_page")


def open_school_section(sender: type[Page], instance: SchoolSection, **kwargs: Any) -> None:
    """Signal handler: the school's editors may write in their section and nowhere else."""
    if not kwargs.get("raw"):
        school = instance.school
        allow(instance, group_name(school.municipality.slug, EDITOR.slug, school.slug))


def open_municipality_home(sender: type[Page], instance: MunicipalityHome, **kwargs: Any) -> None:
    """Signal handler: the municipality's administrators may write everywhere below its home."""
    if not kwargs.get("raw"):
        allow(instance, group_name(instance.municipality.slug, MUNICIPALITY_ADMINISTRATOR.slug))
        open_collections(instance.municipality)


def allow(page: Page, group: str) -> None:
    permissions = Permission.objects.filter(codename__in=VERBS, content_type__app_label="wagtailcore")
    for permission in permissions:
        GroupPagePermission.objects.get_or_create(group=ensure_group(group), page=page, permission=permission)
