"""Which characters a built site shows, and in which of its three fonts."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from turbohtml import Element, Node, Text

from lecture_site.math.core import unicode_variant

CODE = {"code", "kbd", "pre", "samp"}
UNSEEN = {"annotation", "script", "style", "title"}
type Font = Literal["text", "code", "mathematics"]


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

    text: frozenset[str] = frozenset()
    code: frozenset[str] = frozenset()
    mathematics: frozenset[str] = frozenset()

    def __or__(self, other: "Characters") -> "Characters":
        return self._with(other, frozenset.union)

    def __and__(self, other: "Characters") -> "Characters":
        return self._with(other, frozenset.intersection)

    def __sub__(self, other: "Characters") -> "Characters":
        return self._with(other, frozenset.difference)

    def _with(
        self,
        other: "Characters",
        join: Callable[[frozenset[str], frozenset[str]], frozenset[str]],
    ) -> "Characters":
        return Characters(
            join(self.text, other.text),
            join(self.code, other.code),
            join(self.mathematics, other.mathematics),
        )


def collect_characters(pages: Iterable[Node], text: str = "") -> Characters:
    """Collect the characters that pages show.

    Parameters
    ----------
    pages : iterable of Node
        Complete HTML pages.
    text : str, optional
        What else may be shown.

    Returns
    -------
    Characters
        Printable characters and spaces, without control characters and line breaks. Not among them
        is what browsers show in the machine's own fonts (titles of windows and hints) or not at
        all (descriptions, alternative texts).
    """
    found: dict[Font, set[str]] = {"text": set(text), "code": set(), "mathematics": set()}
    waiting: list[tuple[Node, Font]] = []
    waiting.extend((page, "text") for page in pages)
    while waiting:
        node, font = waiting.pop()
        if isinstance(node, Text):
            found[font].update(node.data)
            continue
        if isinstance(node, Element):
            if node.tag in UNSEEN:
                found["text"].update("".join(_words(node)))
                continue
            found["text"].update(node.attr("placeholder") or "")
            font = _font(node, font)
            if node.tag == "mi" and "mathvariant" not in node.attrs and len(node.text) == 1:
                found["mathematics"].add(unicode_variant(node.text, "italic"))
        waiting.extend((child, font) for child in node.children)
    return Characters(*map(_printable, found.values()))


def _font(element: Element, around: Font) -> Font:
    """Which font an element's own text is set in, if that around it is known."""
    if element.tag == "math":
        return "mathematics"
    if element.tag == "mtext":
        return "text"
    return "code" if element.tag in CODE and around == "text" else around


def _words(element: Element) -> Iterator[str]:
    """Words within data for scripts, which scripts may show."""
    if element.tag == "script" and element.attr("type") == "application/json":
        try:
            yield from _strings(json.loads(element.text))
        except json.JSONDecodeError:
            yield element.text  # A page's own data, which is not JSON: any of it may be shown.


def _printable(characters: set[str]) -> frozenset[str]:
    return frozenset(each for each in characters if each.isprintable() or each == "\u00a0")


def _strings(value: Any) -> Iterator[str]:
    """All strings of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _strings(each)
