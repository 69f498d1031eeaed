"""`docs/roles.md` begins with the roles in code; this test says what must stand there."""

from pathlib import Path

from django.utils.translation import override

from accounts.roles import ROLES

FILE = Path(__file__).resolve().parents[2] / "docs" / "roles.md"


def document() -> str:
    with override("en"):
        rows = [f"| {role.name} | `{role.slug}` | {role.scope} | {role.description} |" for role in ROLES.values()]
    head = [
        "# Roles",
        "",
        "Made from `accounts/roles.py`.",
        "",
        "| role | slug | reach | what it is for |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def test_roles_document_begins_with_what_the_code_says() -> None:
    assert FILE.read_text(encoding="utf-8").startswith(document())
