"""Who publishes: each municipality has a workflow of its own, and says whether its editors need it.

Wagtail hands workflows down the tree, so the one on a municipality's home holds for all pages below. Where an
administrator approves, editors have no right to publish; Wagtail then offers them only to send for approval.
"""

from typing import Any

from django.contrib.auth.models import Permission
from django.db import transaction
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowPage, WorkflowTask

from accounts.domain.memberships import ensure_group, group_name
from accounts.models import Municipality, SchoolUnit
from accounts.roles import EDITOR, MUNICIPALITY_ADMINISTRATOR
from kb.enums import Approval
from kb.models import MunicipalityHome, SchoolSection

PUBLISH = "publish_page"


def home_saved(sender: type[Page], instance: MunicipalityHome, **kwargs: Any) -> None:
    """Signal handler: after the home's permissions have been given."""
    if not kwargs.get("raw"):
        keep_home(instance)


def section_saved(sender: type[Page], instance: SchoolSection, **kwargs: Any) -> None:
    """Signal handler: after the section's permissions have been given, which is always with the right to publish."""
    if not kwargs.get("raw"):
        keep_section(instance, home_of(instance))


def school_saved(sender: type[SchoolUnit], instance: SchoolUnit, **kwargs: Any) -> None:
    """Signal handler: a school with another address part has another group of editors."""
    if not kwargs.get("raw") and not kwargs.get("created"):
        for section in SchoolSection.objects.filter(school=instance):
            keep_section(section, home_of(section))


def home_of(section: SchoolSection) -> MunicipalityHome | None:
    home = section.get_parent().specific
    return home if isinstance(home, MunicipalityHome) else None


@transaction.atomic
def keep_home(home: MunicipalityHome) -> None:
    """The workflow and the rights of the sections' editors as the home says."""
    workflow = workflow_for(home.municipality)
    WorkflowPage.objects.update_or_create(page_id=home.pk, defaults={"workflow": workflow})
    for section in SchoolSection.objects.child_of(home):
        keep_section(section, home)


def workflow_for(municipality: Municipality) -> Workflow:
    """Found by its task's group, so that an administrator may rename it."""
    group = ensure_group(group_name(municipality.slug, MUNICIPALITY_ADMINISTRATOR.slug))
    task = GroupApprovalTask.objects.filter(groups=group).first()
    if task is None:
        task = GroupApprovalTask.objects.create(name=f"Granskning i {municipality.name}")
        task.groups.add(group)
    workflow = Workflow.objects.filter(workflow_tasks__task=task.task_ptr).first()
    if workflow is None:
        workflow = Workflow.objects.create(name=f"Granskning i {municipality.name}")
        WorkflowTask.objects.create(workflow=workflow, task=task.task_ptr, sort_order=0)
    return workflow


def keep_section(section: SchoolSection, home: MunicipalityHome | None) -> None:
    """Editors have the right to publish in their section, or have it no more."""
    school = section.school
    editors = ensure_group(group_name(school.municipality.slug, EDITOR.slug, school.slug))
    publish = Permission.objects.get(codename=PUBLISH, content_type__app_label="wagtailcore")
    if home is not None and home.approval == Approval.ADMINISTRATORS:
        GroupPagePermission.objects.filter(group=editors, page_id=section.pk, permission=publish).delete()
    else:
        GroupPagePermission.objects.get_or_create(group=editors, page_id=section.pk, permission=publish)
