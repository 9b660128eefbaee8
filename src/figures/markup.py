r"""Symbols inside running text: ``$S_H$`` prints an italic S with a subscript H.

Captions, table heads and the text of figures share this small notation: between dollar signs, a
single letter is a variable (italic), ``_`` lowers and ``^`` raises what follows it (one character,
or several in braces); between backquotes stands code. It is no TeX: what it prints stays text.
"""

import re
from dataclasses import dataclass
from html import escape
from typing import Literal

from figures.notation import SYMBOLS

Kind = Literal["plain", "code", "variable", "sub", "sup"]

MARKED = re.compile(r"\$([^$]+)\$|`([^`]+)`")
PIECE = re.compile(r"(?P<shift>[_^])(?:\{(?P<group>[^}]*)\}|(?P<single>.))|(?P<base>[^_^]+)")
TOKEN = {symbol.tex: symbol.token for symbol in SYMBOLS}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text printed in one way; ``token`` is its symbol's colour, if it has one."""

    text: str
    kind: Kind
    token: str | None = None


def runs(text: str) -> list[Run]:
    """Split ``text`` into runs.

    Raises
    ------
    ValueError
        If a dollar sign or a backquote has no partner.
    """
    found: list[Run] = []
    end = 0
    for match in MARKED.finditer(text):
        found += _plain(text[end : match.start()], text)
        found += _symbol(match[1]) if match[1] else [Run(match[2], "code")]
        end = match.end()
    return found + _plain(text[end:], text)


def to_html(text: str) -> str:
    """Return ``text`` as HTML; symbols of the course get their colour."""
    return "".join(_run_html(run) for run in runs(text))


def to_plain(text: str) -> str:
    """Return ``text`` without its marks, for attributes."""
    return "".join(run.text for run in runs(text))


def _plain(text: str, whole: str) -> list[Run]:
    if "$" in text or "`" in text:
        raise ValueError(f"a dollar sign or backquote without its partner in {whole!r}")
    return [Run(text, "plain")] if text else []


def _symbol(source: str) -> list[Run]:
    token = TOKEN.get(source)
    kinds: dict[str, Kind] = {"_": "sub", "^": "sup"}
    found = []
    for match in PIECE.finditer(source):
        if match["base"] is not None:
            found += [
                Run(part, "variable" if part.isalpha() and len(part) == 1 else "plain", token)
                for part in re.findall(r"[^\W\d_]+|[\W\d_]+", match["base"])
            ]
        else:
            inner = match["single"] if match["group"] is None else match["group"]
            found.append(Run(inner, kinds[match["shift"]], token))
    return found


def _run_html(run: Run) -> str:
    tag = {"plain": "span", "code": "code", "variable": "i", "sub": "sub", "sup": "sup"}[run.kind]
    colour = f' style="color:var(--c-{run.token})"' if run.token else ""
    text = escape(run.text, quote=False)
    return text if run.kind == "plain" and not colour else f"<{tag}{colour}>{text}</{tag}>"
