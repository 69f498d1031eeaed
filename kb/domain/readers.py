"""Who reads a page and whom another one lets in: whether all readers of the first may follow a link to the second.

Groups are named `place:role` or `place:role:school` (accounts.domain.memberships), so what one implies can be read off
their names: who is in `alvhamra:teacher` is in `all:teacher`, `alvhamra:employees` and `all:employees` too.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.domain.memberships import EMPLOYEES, EVERYWHERE, group_name
from accounts.roles import EMPLOYEE_ROLES, GUARDIAN

ALL_EMPLOYEES = frozenset({group_name(EVERYWHERE, EMPLOYEES)})
GUARDIANS = group_name(EVERYWHERE, GUARDIAN.slug)

Groups = frozenset[str]


@dataclass(frozen=True, slots=True)
class Demand:
    """What one restriction asks of a reader. No groups: only that they have signed in."""

    groups: Groups


def audience_groups(roles: Iterable[str]) -> Groups:
    return frozenset(group_name(EVERYWHERE, role) for role in roles)


def let_all_in(readers: Iterable[Groups], demands: Iterable[Demand]) -> bool:
    """`readers`: sets of groups; each reader is in at least one group of every set. Empty sets say nothing."""
    known = [groups for groups in readers if groups]
    return all(any(satisfies(groups, demand) for groups in known) for demand in demands)


def satisfies(readers: Groups, demand: Demand) -> bool:
    """Guardians read without signing in."""
    if not demand.groups:
        return GUARDIANS not in readers
    return all(any(implies(group, wanted) for wanted in demand.groups) for group in readers)


def implies(group: str, wanted: str) -> bool:
    """Whether everybody in the one group is in the other."""
    if group == wanted or group.startswith(f"{wanted}:"):
        return True
    place, _, role = group.partition(":")
    role = role.partition(":")[0]
    wanted_place, _, wanted_role = wanted.partition(":")
    if wanted_place not in (EVERYWHERE, place):
        return False
    return wanted_role == role or (wanted_role == EMPLOYEES and (role in EMPLOYEE_ROLES or role == EMPLOYEES))
