"""Bad files: too large, too many, empty, of another kind than their name says, and with names that are paths."""

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import escape

from accounts.models import Municipality
from support.domain.links import status_token
from support.models import Attachment, RequestDraft
from tests.architecture.bad_input import MISLEADING, MULTIPART, multipart, page_of, says, visitor
from tests.factories import tickets

ADDRESS = "/alvhamra/fraga/"
ANSWERS = {"what": "Jag kommer inte in i Lärvyn.", "email": "amina@exempel.example", "role": "guardian"}
OTHER_KIND = "“%(name)s” is not the kind of file that its name says."
NOT_TAKEN = "“%(name)s” cannot be attached. Choose a picture, a PDF, a document or a text file."
EMPTY = "“%(name)s” is empty."
REFUSED: dict[str, tuple[str, bytes, str]] = {
    "program_named_pdf": ("brev.pdf", b"MZ\x90\x00", OTHER_KIND),
    "program": ("brev.exe", b"MZ\x90\x00", NOT_TAKEN),
    "two_endings": ("brev.pdf.exe", b"MZ\x90\x00", NOT_TAKEN),
    "drawing_with_script": ("bild.svg", b"<svg><script>alert(1)</script></svg>", NOT_TAKEN),
    "drawing_named_picture": ("bild.png", b"<svg><script>alert(1)</script></svg>", OTHER_KIND),
    "page": ("sida.html", b"<script>alert(1)</script>", NOT_TAKEN),
    "program_named_text": ("brev.txt", b"MZ\x90\x00", OTHER_KIND),
    "no_ending": ("brev", b"x", NOT_TAKEN),
    "only_ending": (".pdf", b"%PDF-", NOT_TAKEN),
    "empty": ("tom.pdf", b"", EMPTY),
    "percent_in_name": ("100%s %(name)s {0}.exe", b"x", NOT_TAKEN),
    "markup_in_name": ("<img src=x onerror=alert(1)>.exe", b"x", NOT_TAKEN),
    "emoji_in_name": ("👩👧.exe", b"x", NOT_TAKEN),
}
NAMES: dict[str, tuple[str, str]] = {
    "path": ("../../../etc/passwd.txt", "passwd.txt"),
    "windows_path": ("C:\\Users\\amina\\brev.txt", "brev.txt"),
    "path_as_entities": ("..&#47;..&#47;brev.txt", "brev.txt"),
    "nul": ("br\x00ev.txt", "brev.txt"),
    "controls": ("br\x07ev\x7f.txt", "brev.txt"),
    "direction": ("brev\u202efdp.txt", "brevfdp.txt"),
    "markup": ("<b>brev.txt", "<b>brev.txt"),
    "swedish": ("ärende nr 1.txt", "ärende nr 1.txt"),
    "long": ("x" * 240 + ".txt", "x" * 196 + ".txt"),
}
"""The name as it is sent, and as everybody sees it."""


@pytest.fixture(scope="module")
def thirty_megabytes() -> Iterator[bytes]:
    return bytes(30_000_000)


def nothing_is_stored() -> bool:
    return not RequestDraft.objects.exists() and not Attachment.objects.exists()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("case", sorted(REFUSED))
def test_file_that_may_not_be_attached_is_named_and_the_text_stays(
    place: Municipality, case: str, language: str
) -> None:
    name, content, message = REFUSED[case]
    address = ADDRESS if language == "sv" else f"/en{ADDRESS}"
    response = visitor().post(address, {**ANSWERS, "files": SimpleUploadedFile(name, content)})
    page = page_of(response, language)
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"files"})
    assert says(message, language, name=name) in page
    assert ANSWERS["what"] in page
    assert nothing_is_stored()


def test_file_of_thirty_megabytes_is_named_with_the_limit(place: Municipality, thirty_megabytes: bytes) -> None:
    files = [SimpleUploadedFile("film.txt", thirty_megabytes), SimpleUploadedFile("brev.txt", b"hej")]
    response = visitor().post(ADDRESS, {**ANSWERS, "files": files})
    errors = response.context["form"].errors["files"]
    assert (response.status_code, len(errors)) == (422, 1)
    assert "film.txt" in errors[0]
    assert "9,5\xa0MB" in errors[0]
    assert ANSWERS["what"] in page_of(response)
    assert nothing_is_stored()


@pytest.mark.parametrize("address", ["/arende/{token}/", "/alvhamra/sok/", "/konto/login/"])
def test_file_sent_where_none_is_asked_for_is_left_out(
    place: Municipality, thirty_megabytes: bytes, address: str
) -> None:
    expected = {"/arende/{token}/": 422, "/alvhamra/sok/": 405, "/konto/login/": 200}
    token = status_token(tickets.ticket(place))
    file = SimpleUploadedFile("film.txt", thirty_megabytes)
    assert visitor().post(address.format(token=token), {"files": file}).status_code == expected[address]
    assert nothing_is_stored()


def test_six_files_are_refused_with_the_limit(place: Municipality) -> None:
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(6)]
    response = visitor().post(ADDRESS, {**ANSWERS, "files": files})
    assert response.context["form"].errors == {"files": ["Du kan bifoga högst 5 filer."]}
    assert response.status_code == 422
    assert nothing_is_stored()


def test_files_over_the_limit_in_two_rounds_are_refused_also_if_one_removes_the_same_file_twice(
    place: Municipality,
) -> None:
    client = visitor()
    first = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(5)]
    client.post(ADDRESS, {**ANSWERS, "files": first})
    draft = RequestDraft.objects.get()
    more = [SimpleUploadedFile(f"ny-{number}.txt", b"x") for number in range(2)]
    remove = [str(draft.attachments.all()[0].pk)] * 2
    response = client.post(ADDRESS, {**ANSWERS, "key": draft.key, "files": more, "remove": remove})
    assert (response.status_code, set(response.context["form"].errors)) == (422, {"files"})
    assert Attachment.objects.count() == 5


def test_second_click_with_five_files_and_a_removal_changes_nothing(place: Municipality) -> None:
    client = visitor()
    client.post(ADDRESS, {**ANSWERS, "files": SimpleUploadedFile("bort.txt", b"x")})
    draft = RequestDraft.objects.get()
    remove = [str(draft.attachments.get().pk)]
    seen = []
    for _ in range(2):
        files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(5)]
        data = {**ANSWERS, "key": str(draft.key), "files": files, "remove": remove}
        seen.append(client.post(ADDRESS, data).status_code)
    assert seen == [302, 302]
    assert sorted(draft.attachments.values_list("name", flat=True)) == [f"{number}.txt" for number in range(5)]


@pytest.mark.parametrize("key", ["x", "", "\x00", "0b6f6f0e-6c9a-4b7e-9d4e-1de1a8a1a001", "foreign"])
def test_only_ones_own_files_can_be_removed(place: Municipality, key: str) -> None:
    foreign = RequestDraft.objects.create(municipality=place, answers={"what": "x"})
    file = Attachment.objects.create(draft=foreign, file=ContentFile(b"x", "a"), name="a.txt", size=1)
    client = visitor()
    client.post(ADDRESS, ANSWERS)
    own = RequestDraft.objects.exclude(pk=foreign.pk).get()
    remove = str(file.pk) if key == "foreign" else key
    assert client.post(ADDRESS, {**ANSWERS, "key": own.key, "remove": remove}).status_code == 302
    assert Attachment.objects.get() == file


@pytest.mark.parametrize("case", sorted(NAMES))
def test_name_of_a_file_is_never_a_path_and_holds_nothing_unseen(place: Municipality, case: str) -> None:
    sent, seen = NAMES[case]
    client = visitor()
    body = multipart(ANSWERS, [(f'filename="{sent}"'.replace("\\", "\\\\"), b"hej")])
    response = client.generic("POST", ADDRESS, body, content_type=MULTIPART)
    assert response.status_code == 302
    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.file.name) == (seen, f"attachments/{attachment.pk}")
    page = page_of(client.get(response["Location"]))
    assert escape(seen) in page
    assert MISLEADING.findall(page) == []


@pytest.mark.parametrize("name", ["..", ".", "/", "\u202e", ""])
def test_file_without_a_name_is_none(place: Municipality, name: str) -> None:
    body = multipart(ANSWERS, [(f'filename="{name}"', b"hej")])
    assert visitor().generic("POST", ADDRESS, body, content_type=MULTIPART).status_code == 302
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "raw", ["bogus''brev.txt", "utf-7''%2B2AA-brev.txt", "UTF-8''%ED%A0%80brev.txt", "rot13''brev.txt", "hex''brev.txt"]
)
def test_name_in_an_odd_charset_is_no_crash(place: Municipality, raw: str) -> None:
    client = visitor()
    response = client.generic("POST", ADDRESS, multipart(ANSWERS, [(f"filename*={raw}", b"x")]), content_type=MULTIPART)
    assert response.status_code == 302
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("name", ['"; filename="x.exe', "å😀.txt", "a\r\nX-Ond: 1.txt", "..\\..\\x.txt"])
def test_stored_file_is_saved_under_its_name_alone(place: Municipality, name: str) -> None:
    ticket = tickets.ticket(place)
    file = ContentFile(b"x", "a")
    attachment = Attachment.objects.create(message=ticket.messages.get(), file=file, name=name, size=1)
    response = visitor().get(f"/arende/{status_token(ticket)}/fil/{attachment.pk}/")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert "X-Ond" not in response.headers
