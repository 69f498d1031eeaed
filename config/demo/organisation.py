"""Municipalities, schools and the named cast."""

from typing import Any

from accounts.domain.memberships import give_role
from accounts.models import Area, Municipality, SchoolUnit, User
from accounts.roles import ROLES
from config.demo import fixtures

PASSWORD = "skolstod-demo"


def organisation() -> dict[str, Any]:
    return fixtures.table("organisation.toml")


def load() -> None:
    data = organisation()
    for place in data["municipality"]:
        load_municipality(place)
    for person in data["person"]:
        load_person(person)


def load_municipality(place: dict[str, Any]) -> None:
    municipality = Municipality.objects.create(
        **{name: place[name] for name in ("name", "slug", "colour", "email", "phone")}
    )
    areas = {name: Area.objects.create(municipality=municipality, name=name) for name in place["areas"]}
    for school in place["schools"]:
        SchoolUnit.objects.create(
            municipality=municipality,
            area=areas[school["area"]],
            **{name: school[name] for name in ("code", "name", "slug", "phone")},
        )


def load_person(person: dict[str, Any]) -> None:
    first_name, _, last_name = person["name"].partition(" ")
    user = User.objects.create_user(person["email"], PASSWORD, first_name=first_name, last_name=last_name)
    municipality = Municipality.objects.filter(slug=person.get("municipality", "")).first()
    give_role(
        user=user,
        role=ROLES[person["role"]],
        municipality=municipality,
        school=SchoolUnit.objects.filter(municipality=municipality, slug=person.get("school", "")).first(),
        area=Area.objects.filter(municipality=municipality, name=person.get("area", "")).first(),
        by=None,
    )
