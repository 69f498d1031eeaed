"""A municipality with a school, an editor and an administrator, and a page that the editor looks after."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Municipality, User
from accounts.roles import EDITOR, MUNICIPALITY_ADMINISTRATOR, SYSTEM_ADMINISTRATOR, TEACHER
from kb.models import MunicipalityHome, SchoolSection
from tests.factories import organisation, pages


@dataclass
class Place:
    municipality: Municipality
    home: MunicipalityHome
    section: SchoolSection
    editor: User
    administrator: User
    teacher: User


@pytest.fixture
def place(tree: pages.Tree, alvhamra: Municipality) -> Place:
    school = organisation.school(alvhamra)
    home = tree.homes["alvhamra"]
    section = home.add_child(
        instance=SchoolSection(title=school.name, slug=school.slug, school=school, locale=tree.start.locale)
    )
    return Place(
        municipality=alvhamra,
        home=home,
        section=section,
        editor=organisation.person(EDITOR, alvhamra, school),
        administrator=organisation.person(MUNICIPALITY_ADMINISTRATOR, alvhamra),
        teacher=organisation.person(TEACHER, alvhamra, school),
    )


@pytest.fixture
def system(db: None) -> User:
    return organisation.person(SYSTEM_ADMINISTRATOR)


def overdue(days: int) -> Any:
    """`review_by` so many days ago."""
    return timezone.localdate() - timedelta(days=days)
