"""Pictures, films and files: they obey the privacy of their collection, and films come in pieces."""

from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from accounts.models import Municipality
from accounts.roles import EDITOR, GUARDIAN, SYSTEM_ADMINISTRATOR, TEACHER
from kb.domain.collections import open_municipality_collections, open_school_collections, private_part
from kb.views.films import bounds
from tests.factories import organisation, pages

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><script>alert(1)</script></svg>'
FILM = bytes(range(256)) * 4


def drawing(collection: Collection) -> str:
    image = get_image_model()(title="Ritning", collection=collection)
    image.file.save("ritning.svg", ImageFile(BytesIO(DRAWING), name="ritning.svg"), save=False)
    image.save()
    return str(image.file.url)


@pytest.fixture
def film(db: None) -> str:
    document = get_document_model()(title="Film")
    document.file.save("film.mp4", ContentFile(FILM), save=False)
    document.save()
    return str(document.url)


def test_drawing_is_shut_in_a_box(db: None) -> None:
    response = Client().get(drawing(Collection.get_first_root_node()))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert response.headers["Cache-Control"] == "public, max-age=86400"


def test_picture_of_employees_does_not_exist_for_others(
    tree: pages.Tree, alvhamra: Municipality, ekeryd: Municipality
) -> None:
    private = private_part(open_municipality_collections(alvhamra), alvhamra)
    address = drawing(private)
    people = {
        "visitor": AnonymousUser(),
        "guardian": organisation.person(GUARDIAN, alvhamra),
        "teacher": organisation.person(TEACHER, alvhamra),
        "foreign": organisation.person(TEACHER, ekeryd),
    }
    seen = {}
    for name, user in people.items():
        client = Client()
        if user.is_authenticated:
            client.force_login(user)
        response = client.get(address)
        seen[name] = (response.status_code, response.headers.get("Cache-Control", ""))
    assert seen["visitor"][0] == seen["guardian"][0] == seen["foreign"][0] == 404
    assert seen["teacher"] == (200, "private, max-age=86400")


def test_editor_may_put_pictures_in_the_own_schools_collection_only(
    tree: pages.Tree, alvhamra: Municipality, ekeryd: Municipality
) -> None:
    client = Client()
    school = organisation.school(alvhamra)
    own = set(open_school_collections(school).get_descendants(inclusive=True))
    client.force_login(organisation.person(EDITOR, alvhamra, school))
    form = client.get("/admin/images/add/").context["form"]
    assert set(form.fields["collection"].queryset) == own


def test_film_without_range_comes_whole(film: str) -> None:
    response = Client().get(film)
    assert (response.status_code, b"".join(response.streaming_content)) == (200, FILM)


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("0-99", 0, 99), ("1000-", 1000, 1023), ("-24", 1000, 1023), ("1020-4000", 1020, 1023)]
)
def test_film_comes_in_the_piece_that_was_asked_for(film: str, asked: str, first: int, last: int) -> None:
    response = Client().get(film, headers={"Range": f"bytes={asked}"})
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes {first}-{last}/1024"
    assert response.content == FILM[first : last + 1]


def test_piece_beyond_the_film_is_refused(film: str) -> None:
    response = Client().get(film, headers={"Range": "bytes=1024-"})
    assert (response.status_code, response.headers["Content-Range"]) == (416, "bytes */1024")


@pytest.mark.parametrize("asked", ["bytes=-", "bytes=0-1,5-6", "pieces=1-2", "bytes=x-"])
def test_range_that_means_nothing_gives_the_whole_film(film: str, asked: str) -> None:
    response = Client().get(film, headers={"Range": asked})
    assert (response.status_code, b"".join(response.streaming_content)) == (200, FILM)


@given(size=st.integers(1, 10**6), first=st.integers(0, 10**6), last=st.integers(0, 10**6))
def test_bounds_never_leave_the_film(size: int, first: int, last: int) -> None:
    for begin, end in (bounds(str(first), str(last), size), bounds(str(first), "", size), bounds("", str(last), size)):
        assert begin >= 0
        assert end < size
        assert end - begin < 1_000_000


def test_collection_is_never_opened_by_a_shared_password(client: Client, tree: pages.Tree) -> None:
    client.force_login(organisation.person(SYSTEM_ADMINISTRATOR))
    collection = Collection.get_first_root_node().add_child(instance=Collection(name="Filer"))
    form = client.get(reverse("wagtailadmin_collections:set_privacy", args=[collection.pk])).context["form"]
    offered = [value for value, _label in form.fields["restriction_type"].choices]
    assert (offered, "password" in form.fields) == (["none", "login", "groups"], False)
