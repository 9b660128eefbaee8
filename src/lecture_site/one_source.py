"""One source for every number: digits typed by hand into a page are found, and must be given.

A result stands on a page as ``{{ expression:format }}``. Any other number must be

- part of what ``given.toml`` lists (names, shapes, definitions, constants), each with its reason;
- held by a placeholder or a claim of its own sentence, which says the same number:
  ``10%를 넘지 않습니다. {{ claim(error < 0.1) }}``;
- or a setting in a cell that stands beside it: ``50걸음`` in the section of ``range(50)``.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lecture_site.page_source import seen_files
from lecture_site.passages import Sentence, read_page

GIVEN = Path(__file__).with_name("given.toml")
READ = (".md", ".js", ".svg")
FORMULA = re.compile(r"\$[^$]*\$")
NUMBER = re.compile(
    r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?(?:e[+-]?\d+)?)(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]*)(?P<unit>[%백천만]?)"
)
POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
UNITS = {"": 1.0, "%": 0.01, "백": 100.0, "천": 1000.0, "만": 10_000.0}


@dataclass(frozen=True, slots=True)
class Given:
    """What may be typed by hand.

    Attributes
    ----------
    pattern : re.Pattern
        What it looks like.
    reason : str
        Why no run computes it.
    pages : tuple of str
        Where it may stand, relative to the folder of the pages; everywhere if empty.
    formula : bool
        True if it may stand in formulas only.
    """

    pattern: re.Pattern[str]
    reason: str
    pages: tuple[str, ...]
    formula: bool


def read_given(path: Path = GIVEN) -> list[Given]:
    """Read the list of what may be typed by hand.

    Parameters
    ----------
    path : Path, optional
        A TOML file with ``[[given]]`` tables: `text` or `pattern`, `reason`, and optionally
        `pages` and `formula`.

    Returns
    -------
    list of Given
        The entries in their order.

    Raises
    ------
    ValueError
        If an entry has neither or both of `text` and `pattern`, no reason, or an unknown key.
    """
    entries = []
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["given"]:
        unknown = entry.keys() - {"text", "pattern", "reason", "pages", "formula"}
        if unknown or ("text" in entry) == ("pattern" in entry) or not entry.get("reason"):
            raise ValueError(
                f"{path.name}: an entry needs 'reason' and one of 'text' and 'pattern', and may "
                f"have 'pages' and 'formula'; got {entry}"
            )
        pattern = re.compile(entry.get("pattern") or re.escape(entry["text"]))
        pages = tuple(entry.get("pages", ()))
        entries.append(Given(pattern, entry["reason"], pages, entry.get("formula", False)))
    return entries


def check_pages(docs: Path, only: Iterable[Path] | None = None) -> list[str]:
    """Find the numbers that are typed by hand into pages, scripts and drawings.

    Parameters
    ----------
    docs : Path
        The folder of the pages.
    only : iterable of Path, optional
        Files in it to read; all if not given.

    Returns
    -------
    list of str
        One fault each, with page, line and sentence; empty if every number has its source.

    Raises
    ------
    SyntaxError
        If a cell or a placeholder is not Python.
    """
    return _judge(docs, _read_files(docs) if only is None else only, read_given())[0]


def unneeded_entries(docs: Path) -> list[str]:
    """Find the entries of ``given.toml`` that no page needs any more.

    Parameters
    ----------
    docs : Path
        The folder of all the pages.

    Returns
    -------
    list of str
        One line for each entry without which no number would be missed.
    """
    given = read_given()
    needed = _judge(docs, _read_files(docs), given)[1]
    return [
        f"given.toml: no page needs {entry.pattern.pattern!r} ({entry.reason})"
        for entry in given
        if entry not in needed
    ]


def _read_files(docs: Path) -> list[Path]:
    return [path for path in seen_files(docs) if path.suffix in READ]


def _judge(docs: Path, paths: Iterable[Path], given: list[Given]) -> tuple[list[str], set[Given]]:
    """Return the faults and the entries that some number needs."""
    faults: list[str] = []
    needed: set[Given] = set()
    for path in paths:
        page = path.relative_to(docs).as_posix()
        here = [entry for entry in given if not entry.pages or page in entry.pages]
        for sentence in read_page(path):
            allowed: set[int] = set()
            for entry in here:
                found = _digits(entry, sentence.text)
                if found:
                    needed.add(entry)
                allowed |= found
            typed = _typed(sentence, allowed)
            if typed:
                faults.append(
                    f"{page}:{sentence.line}: typed by hand, not computed: {', '.join(typed)} "
                    f"in: {sentence.text}"
                )
    return faults, needed


def _digits(entry: Given, text: str) -> set[int]:
    """Places of the digits in a text that an entry allows."""
    parts = [part.span() for part in FORMULA.finditer(text)] if entry.formula else [(0, len(text))]
    return {
        place
        for start, end in parts
        for match in entry.pattern.finditer(text, start, end)
        for place in range(*match.span())
        if text[place].isdecimal()
    }


def _typed(sentence: Sentence, allowed: set[int]) -> list[str]:
    """Numbers of a sentence that are neither allowed nor held, as they are or as percents."""
    typed = []
    for number in NUMBER.finditer(sentence.text):
        value = float(number["digits"].replace(",", ""))
        if number["power"]:
            value **= int(number["power"].translate(POWERS))
        values = {value, round(value * UNITS[number["unit"]], 12)}
        if number.start() not in allowed and not values & sentence.settings:
            typed.append(number["digits"] + number["power"])
    return typed
