"""Docstrings as HTML: paragraphs, lists, formulas, and the sections of numpydoc."""

import re
import textwrap
from collections.abc import Callable
from html import escape

from lecture_site.reference import formulas

SECTION = re.compile(r"^([A-Z][A-Za-z ]+)\n-{3,}\n", re.MULTILINE)
CODE = re.compile(r"``(?P<code>[^`]+)``|`(?P<name>[^`]+)`|:\w+:`(?P<role>[^`]+)`")
VALUE = re.compile(r"\b(?:None|True|False)\b")
"""Values of Python, which are code however they are written."""
EMPHASIS = re.compile(r"(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])")
COLUMNS = re.compile(r" {2,}")
PLAIN = {"Examples", "Notes", "References", "See Also"}
"""Sections of text; all others list names, each with its type and what it is."""

type Link = Callable[[str], str | None]


def to_html(docstring: str, link: Link) -> str:
    """Write a docstring as HTML.

    Parameters
    ----------
    docstring : str
        Text without the indentation of the code; sections as in numpydoc.
    link : callable
        Gives the address of what a name in backticks means; None if it means nothing of the
        package.
    """
    first, *rest = SECTION.split(docstring)
    parts = [_text(first, link)]
    for name, body in zip(rest[::2], rest[1::2], strict=True):
        parts.append(f'<p class="reference-section">{escape(name)}</p>')
        parts.append(_text(body, link) if name in PLAIN else _names(body, link))
    return "\n".join(parts)


def inline(text: str, link: Link) -> str:
    """Write a piece of text: code, emphasis, formulas."""
    done, start = [], 0
    text = " ".join(text.split())
    for match in CODE.finditer(text):
        done.append(_words(text[start : match.start()]))
        done.append(_code(match, link))
        start = match.end()
    return "".join([*done, _words(text[start:])])


def _code(match: re.Match[str], link: Link) -> str:
    text = match["code"] or match["name"] or match["role"]
    address = link(text)
    code = f"<code>{escape(text)}</code>"
    return f'<a href="{escape(address)}">{code}</a>' if address else code


def _words(text: str) -> str:
    parts = (
        f'<span class="arithmatex">\\({escape(formulas.tex(part))}\\)</span>'
        if is_formula
        else escape(part)
        for part, is_formula in formulas.split(text)
    )
    written = VALUE.sub(r"<code>\g<0></code>", "".join(parts))
    return EMPHASIS.sub(r"<em>\1</em>", written)


def _text(text: str, link: Link) -> str:
    """Write paragraphs, lists, and what is indented: lines of formulas with words beside them."""
    parts = []
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        if block.startswith("    "):
            parts.append(_lines(block, link))
        elif block.startswith(("* ", "- ")):
            items = re.split(r"^[*-] ", block, flags=re.MULTILINE)[1:]
            parts.append(f"<ul>{''.join(f'<li>{inline(item, link)}</li>' for item in items)}</ul>")
        elif block.startswith(">>> "):
            parts.append(f"<pre><code>{escape(block)}</code></pre>")
        elif block.strip():
            parts.append(f"<p>{inline(block, link)}</p>")
    return "\n".join(parts)


def _lines(block: str, link: Link) -> str:
    """Write lines in columns: the first of each line, and what stands behind it."""
    rows = []
    for line in textwrap.dedent(block).split("\n"):
        first, *others = COLUMNS.split(line.rstrip())
        rows.append((inline(first, link), "&emsp;".join(inline(each, link) for each in others)))
    if not any(second for _, second in rows):
        return f"<p>{'<br>'.join(first for first, _ in rows)}</p>"
    cells = "".join(f"<tr><td>{first}</td><td>{second}</td></tr>" for first, second in rows)
    return f"<table><tbody>{cells}</tbody></table>"


def _names(body: str, link: Link) -> str:
    """Write a list of names with their types; what a name is stands indented under it."""
    parts = []
    for entry in re.split(r"\n(?=\S)", body.strip("\n")):
        head, _, told = entry.partition("\n")
        name, colon, kind = head.partition(" : ")
        term = f"<code>{escape(name)}</code>"
        if colon:
            term += f" <code>{escape(kind)}</code>"
        described = _text(textwrap.dedent(told), link) if told.strip() else ""
        parts.append(f"<dt>{term}</dt><dd>{described}</dd>")
    return f"<dl>{''.join(parts)}</dl>"
