"""Markup as text: what is one line for a reader is one line, and nothing is left of the tags."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.plain import plain

INLINE = ["b", "i", "strong", "em", "a href='/x/'", "sup", "sub", "code", "span", "abbr", "s", "u", "mark", "br2"]
BLOCKS = ["p", "h2", "h6", "li", "blockquote", "div", "td", "P", 'p data-block-key="x1"']


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        ("Hej", "Hej"),
        (7, "7"),
        ("  två \n rader i \t källan ", "två rader i källan"),
        ("<p>Logga in &amp; v&auml;lj&nbsp;barn</p>", "Logga in & välj barn"),
        ("<p>Ett</p><p>Två<br/>Tre</p><hr/><h2>Fyra</h2>", "Ett\nTvå\nTre\nFyra"),
        ("<ul><li>Ett<ul><li>Två</li></ul></li></ul>", "Ett\nTvå"),
        ("<p>Ett</p><embed embedtype='image' id='1'/><p>Två</p>", "Ett\nTvå"),
        ("<p>&lt;b&gt; är en tagg</p>", "<b> är en tagg"),
        (["<p>Ett</p>", "", None, ("Två", "<b>Tre</b>")], "Ett\nTvå\nTre"),
    ],
)
def test_markup_becomes_lines(value: Any, text: str) -> None:
    assert plain(value) == text


@given(st.sampled_from(INLINE), st.text("aåö", min_size=1), st.text("aåö", min_size=1))
def test_inline_tag_within_a_word_leaves_the_word_whole(tag: str, first: str, second: str) -> None:
    assert plain(f"<{tag}>{first}</{tag.split(maxsplit=1)[0]}>{second}") == first + second


@given(st.sampled_from(BLOCKS), st.lists(st.text("aåö", min_size=1)))
def test_blocks_are_lines(tag: str, texts: list[str]) -> None:
    assert plain("".join(f"<{tag}>{text}</{tag.split(maxsplit=1)[0]}>" for text in texts)) == "\n".join(texts)


@given(st.text(st.characters(exclude_characters="<>&")))
def test_text_without_markup_keeps_its_words(text: str) -> None:
    assert plain(text) == " ".join(text.split())
