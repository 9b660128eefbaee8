"""One source for every number: digits typed by hand into a page are found, and must be given.

A result stands on a page as ``{{ expression:format }}``. Any other number must be

- part of what ``given.toml`` lists (names, shapes, definitions, constants), each with its reason;
- held by a placeholder or a claim of its own sentence, which says the same number:
  ``10%를 넘지 않습니다. {{ claim(error < 0.1) }}``;
- or a setting in a cell that stands beside it: ``50걸음`` in the section of ``range(50)``.
"""

import decimal
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import get_files, set_exclusions

from lecture_site.text.passages import Sentence, read_page
from lecture_site.text.source import LessonError

GIVEN = Path(__file__).with_name("given.toml")
READ = (".md", ".js", ".svg")
FORMULA = re.compile(r"\$[^$]*\$")
NUMBER = re.compile(
    r"(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?(?:e[+-]?\d{1,9})?)(?P<power>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?"
    r"(?P<unit>%|[십백천]?[만억]|[십백천])?"
)
POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
UNITS = {"%": Decimal("0.01"), "십": 10, "백": 100, "천": 1000, "만": 10**4, "억": 10**8}
EXACTLY = decimal.Context(prec=50, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN, traps=[])
"""Numbers of any size, without an exception: 10⁹⁹⁹⁹⁹ is a number, 0⁻¹ is none that a cell has."""
KEYS = {"text": str, "pattern": str, "reason": str, "pages": list, "formula": bool}


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
    LessonError
        If the file is not TOML; if an entry has neither or both of `text` and `pattern`, no reason,
        an unknown key or a value of another type, or its pattern is no regular expression.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise LessonError(f"{path.name}: not TOML: {error}") from error
    entries = tables.get("given", [])
    if tables.keys() - {"given"} or not isinstance(entries, list):
        raise LessonError(f"{path.name}: every entry begins with a line [[given]]")
    return [_read_entry(path.name, entry) for entry in entries]


def _read_entry(name: str, entry: dict[str, Any]) -> Given:
    fits = all(isinstance(value, KEYS.get(key, ())) for key, value in entry.items())
    pages = entry.get("pages", ())
    fits = fits and all(isinstance(page, str) for page in pages)
    if not fits or ("text" in entry) == ("pattern" in entry) or not entry.get("reason"):
        raise LessonError(
            f"{name}: an entry needs 'reason' and one of 'text' and 'pattern', and may "
            f"have 'pages' (a list) and 'formula' (true); got {entry}"
        )
    try:
        pattern = re.compile(entry.get("pattern") or re.escape(entry["text"]))
    except re.error as error:
        raise LessonError(f"{name}: {entry['pattern']!r} is no pattern: {error}") from error
    return Given(pattern, entry["reason"], tuple(pages), entry.get("formula", False))


def read_files(config: MkDocsConfig) -> list[Path]:
    """Find the pages, scripts and drawings that MkDocs takes for the site.

    Parameters
    ----------
    config : MkDocsConfig
        The site's settings.

    Returns
    -------
    list of Path
        Without hidden files and what ``exclude_docs`` names.
    """
    files = get_files(config)
    set_exclusions(files, config)
    return [
        Path(file.abs_src_path)
        for file in files
        if file.abs_src_path and file.inclusion.is_included() and Path(file.src_uri).suffix in READ
    ]


def check_pages(docs: Path, paths: Iterable[Path]) -> list[str]:
    """Find the numbers that are typed by hand into pages, scripts and drawings.

    Parameters
    ----------
    docs : Path
        The folder of the pages.
    paths : iterable of Path
        The files in it to read.

    Returns
    -------
    list of str
        One fault each, with page, line and sentence; empty if every number has its source.

    Raises
    ------
    LessonError
        If a file or the list of what is given cannot be read, or a cell or a placeholder is not
        Python.
    """
    return _judge(docs, paths, read_given())[0]


def unneeded_entries(docs: Path, paths: Iterable[Path]) -> list[str]:
    """Find the entries of ``given.toml`` that no page needs any more.

    Parameters
    ----------
    docs : Path
        The folder of the pages.
    paths : iterable of Path
        All the files in it.

    Returns
    -------
    list of str
        One line for each entry without which no number would be missed.
    """
    given = read_given()
    needed = _judge(docs, paths, given)[1]
    return [
        f"given.toml: no page needs {entry.pattern.pattern!r} ({entry.reason})"
        for entry in given
        if entry not in needed
    ]


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
    """Numbers of a sentence that are neither allowed nor held, as they are or with their units."""
    typed = []
    for number in NUMBER.finditer(sentence.text):
        written = number["digits"] + (number["power"] or "")
        if number.start() not in allowed and not _values(number) & sentence.settings:
            typed.append(written)
    return typed


def _values(number: re.Match[str]) -> set[Decimal]:
    """Read a number without and with the units behind it: 12% is 12 or 0.12."""
    with decimal.localcontext(EXACTLY):
        value = Decimal(number["digits"].replace(",", ""))
        if number["power"]:
            value **= Decimal(number["power"].translate(POWERS))
        scaled = value
        for unit in number["unit"] or "":
            scaled *= UNITS[unit]
    return {value, scaled}
