"""A school with its principal, and a course that is mandatory for principals."""

from typing import Any

import pytest

from accounts.models import Municipality, SchoolUnit, User
from accounts.roles import PRINCIPAL
from tests.factories import organisation, pages, training
from training.models import CoursePage


@pytest.fixture
def lindskolan(alvhamra: Municipality) -> SchoolUnit:
    return organisation.school(alvhamra)


@pytest.fixture
def principal(alvhamra: Municipality, lindskolan: SchoolUnit) -> User:
    return organisation.person(PRINCIPAL, alvhamra, lindskolan)


@pytest.fixture
def course(tree: pages.Tree) -> CoursePage:
    """Shared by all municipalities: two text lessons, mandatory for principals."""
    return training.course(tree.shared, mandatory_for=["principal"])


@pytest.fixture
def lessons(course: CoursePage) -> list[Any]:
    return training.lessons_of(course)
