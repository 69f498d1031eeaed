"""Templates: no inline script or style, nothing from other sites, every text translatable."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FILES = sorted(TEMPLATES.rglob("*.html"))
ALLOWED_OUTSIDE = {"errors/500.html"}
MAILS = ("mail/", "account/email/")
"""E-mail programs read no style sheets: only these may hold styles."""
DJANGO = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
MARKUP = re.compile(r"<!--.*?-->|<style>.*?</style>|<[^>]*>|\bsk-[a-z]+", re.DOTALL)
BLOCKS = re.compile(r"{% blocktranslate.*?{% endblocktranslate %}", re.DOTALL)
NAMES = {"Skolstöd"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_template_has_no_inline_script_style_or_foreign_address(file: Path) -> None:
    text = file.read_text()
    assert re.findall(r"<script(?![^>]*src=)|\son\w+=|javascript:", text) == []
    if not str(file.relative_to(TEMPLATES)).startswith(MAILS):
        assert re.findall(r"<style|\sstyle=", text) == []
    assert re.findall(r"""(?:src|href)=["']https?://""", text) == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_template_marks_every_text_for_translation(file: Path) -> None:
    name = str(file.relative_to(TEMPLATES))
    if name in ALLOWED_OUTSIDE or name.startswith("legal/"):  # legal texts: one template a language (ADR 0008)
        return
    bare = MARKUP.sub(" ", DJANGO.sub(" ", BLOCKS.sub(" ", file.read_text())))
    words = set(re.findall(r"[A-Za-zÅÄÖåäö]{2,}", bare)) - NAMES
    assert words == set()
