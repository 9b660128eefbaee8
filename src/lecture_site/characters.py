"""Which characters a built site shows, and in which of its three fonts."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from lecture_site.mathml import unicode_variant

SHOWN_ATTRIBUTES = {"placeholder", "title"}
KOREAN = "".join(
    bytes((row, cell)).decode("euc-kr") for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF)
)
"""The 2,350 syllables of KS X 1001: nearly all that Korean is written with."""
CODE = {"code", "kbd", "pre", "samp"}
UNSEEN = {"annotation", "script", "style"}
VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr"),
}


@dataclass(frozen=True, slots=True)
class Characters:
    """Characters by font.

    Attributes
    ----------
    text : frozenset of str
        Prose, figures, controls.
    code : frozenset of str
        Code and its output.
    mathematics : frozenset of str
        Formulas, with the italic that a browser takes for a single Latin or Greek letter.
    """

    text: frozenset[str]
    code: frozenset[str]
    mathematics: frozenset[str]


def collect_characters(pages: Iterable[str], text: str = "") -> Characters:
    """Collect the characters that pages show.

    Parameters
    ----------
    pages : iterable of str
        Complete HTML pages.
    text : str, optional
        What else may be shown, such as words in scripts and style sheets.

    Returns
    -------
    Characters
        Printable characters and spaces, without control characters and line breaks.
    """
    reader = _Reader()
    reader.text.update(text)
    for page in pages:
        reader.reset()
        reader.open_elements.clear()
        reader.feed(page)
        reader.close()
    return Characters(*map(_printable, (reader.text, reader.code, reader.mathematics)))


def _printable(characters: set[str]) -> frozenset[str]:
    return frozenset(each for each in characters if each.isprintable() or each == "\u00a0")


class _Reader(HTMLParser):
    """Sort the characters of pages by the font that shows them."""

    def __init__(self) -> None:
        super().__init__()
        self.text: set[str] = set()
        self.code: set[str] = set()
        self.mathematics: set[str] = set()
        self.open_elements: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open_elements.append((tag, dict(attrs)))
        for name, value in attrs:
            if name in SHOWN_ATTRIBUTES:
                self.text.update(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _ in self.open_elements]
        if tag in names:
            del self.open_elements[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if data.isascii() and data.isspace():
            return  # Every font has the space.
        names = {name for name, _ in self.open_elements}
        tag, attributes = self.open_elements[-1] if self.open_elements else ("", {})
        if tag == "script" and attributes.get("type") == "application/json":
            self.text.update(*_strings(json.loads(data)))
        elif names & UNSEEN:
            return
        elif "math" in names and tag != "mtext":
            self.mathematics.update(data)
            if tag == "mi" and len(data) == 1 and "mathvariant" not in attributes:
                self.mathematics.add(unicode_variant(data, "italic"))
        elif names & CODE:
            self.code.update(data)
        else:
            self.text.update(data)


def _strings(value: Any) -> Iterator[str]:
    """All strings of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)
