"""Municipalities, schools and people, made up."""

from itertools import count

from accounts.domain.memberships import give_role
from accounts.models import Municipality, SchoolUnit, User
from accounts.roles import Role

numbers = count(1)


def municipality(name: str = "Älvhamra kommun", slug: str = "alvhamra") -> Municipality:
    return Municipality.objects.create(name=name, slug=slug, email=f"skolstod@{slug}.example", phone="070-174 06 10")


def school(place: Municipality, name: str = "Lindskolan", slug: str = "lindskolan") -> SchoolUnit:
    return SchoolUnit.objects.create(municipality=place, code=f"{90000000 + next(numbers)}", name=name, slug=slug)


def person(role: Role | None = None, place: Municipality | None = None, school: SchoolUnit | None = None) -> User:
    """Somebody with one role, or with none."""
    number = next(numbers)
    user = User.objects.create_user(
        f"person{number}@exempel.example", "lösenord", first_name="Kim", last_name=f"K{number}"
    )
    if role is not None:
        give_role(user=user, role=role, municipality=place, school=school, by=None)
    return user
