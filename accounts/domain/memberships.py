"""Give and end roles, and keep Wagtail's groups in step: editors see groups, the truth is memberships."""

from datetime import date
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import Area, Membership, Municipality, SchoolUnit, User
from accounts.roles import EDITING_ROLES, ROLES, SYSTEM_ADMINISTRATOR, Role

EVERYWHERE = "all"
EMPLOYEES = "employees"
SYSTEM_GROUP = f"{EVERYWHERE}:{SYSTEM_ADMINISTRATOR.slug}"


def group_name(*parts: str) -> str:
    """Names of the groups we keep: `alvhamra:principal`, `alvhamra:editor:lindskolan`, `all:employees`."""
    return ":".join(parts)


@transaction.atomic
def give_role(
    *,
    user: User,
    role: Role,
    by: User | None,
    municipality: Municipality | None = None,
    area: Area | None = None,
    school: SchoolUnit | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Membership:
    """`by` is None when an import or the demo gives the role. Raises ValidationError for a place elsewhere."""
    membership = Membership(
        user=user,
        role=role.slug,
        municipality=municipality,
        area=area,
        school=school,
        starts_on=starts_on or timezone.localdate(),
        ends_on=ends_on,
    )
    membership.full_clean()
    membership.save()
    sync_groups(user=user)
    return membership


@transaction.atomic
def end_role(*, membership: Membership, by: User | None, on: date) -> None:
    """The membership's last day is `on`."""
    membership.ends_on = on
    membership.save(update_fields=["ends_on"])
    sync_groups(user=membership.user)


def sync_groups(*, user: User, on: date | None = None) -> None:
    """Put the user into exactly the groups that the memberships of the day give. Other groups are left alone."""
    memberships = list(user.memberships.active(on).select_related("municipality", "school"))
    wanted = {name for membership in memberships for name in group_names(membership)}
    ours = user.groups.filter(name__contains=":")
    had = set(ours.values_list("name", flat=True))
    user.groups.remove(*ours.exclude(name__in=wanted))
    user.groups.add(*[ensure_group(name) for name in wanted])
    keep_superuser(user, was=SYSTEM_GROUP in had, now=SYSTEM_GROUP in wanted)
    user.__dict__.pop("active_memberships", None)


def keep_superuser(user: User, *, was: bool, now: bool) -> None:
    """Only who became superuser by the role loses it with the role; `createsuperuser` made the others."""
    if was != now:
        User.objects.filter(pk=user.pk).update(is_superuser=now)
        user.is_superuser = now


def group_names(membership: Membership) -> set[str]:
    role = ROLES[membership.role]
    names = {group_name(EVERYWHERE, role.slug)}
    if role.is_employee:
        names.add(group_name(EVERYWHERE, EMPLOYEES))
    if membership.municipality is None:
        return names
    place = membership.municipality.slug
    names.add(group_name(place, role.slug))
    if role.is_employee:
        names.add(group_name(place, EMPLOYEES))
    if membership.school is not None:
        names.add(group_name(place, role.slug, membership.school.slug))
    return names


def ensure_group(name: str) -> Group:
    group, created = Group.objects.get_or_create(name=name)
    place, kind = name.split(":")[:2]
    if created and place != EVERYWHERE and kind in {role.slug for role in EDITING_ROLES}:
        group.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    return group


def forget_membership(sender: type[Membership], instance: Membership, **kwargs: Any) -> None:
    """Signal handler: a membership also ends when it, its school or its municipality is deleted."""
    user = User.objects.filter(pk=instance.user_id).first()
    if user is not None:
        sync_groups(user=user)


def sync_all_groups() -> int:
    """Memberships begin and end by date, so groups are put right every night. Returns how many people."""
    people = User.objects.filter(Q(memberships__isnull=False) | Q(groups__name__contains=":")).distinct()
    for user in people.iterator():
        sync_groups(user=user)
    return people.count()
