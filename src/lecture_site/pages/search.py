"""What the site's search finds: prose rather than figures, and pages by the terms they explain.

The search splits text and queries by the ``separator`` in ``mkdocs.yml``, which also takes the
particle off a word. What it looks through is the index that the theme's search plugin writes. Here
the plugin is told what of a page is no prose, and every entry of its index gets a field of
``keywords``: the terms which a page names in its front matter as its own, in every spelling that a
reader may type. The field outweighs titles and text (``fields`` in ``mkdocs.yml``), so a term leads
to the page that explains it and not to one that uses it.
"""

import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import get_files, set_exclusions
from turbohtml import Element, Text

from lecture_site.text.fences import Prose, split
from lecture_site.text.front import Front, read_front
from lecture_site.text.source import LessonError, line_at, read_text

OTHER_NAMES = Path(__file__).with_name("other_names.toml")
"""Spellings that the pages avoid and readers type, by the term that the pages use."""
TABLES = ("names", "misspellings")
NO_PROSE = (
    'svg, annotation, mfrac, math[display="block"], details.cell-source, p.lesson-line, '
    "p.provenance, pre.output-text, span.claim, form.exercise-form, "
    "section.exercise summary, ul.question-list, "
    ".moving :is(fieldset, table, p, .figure-line, .figure-row)"
)
"""Elements without others of their name inside: the plugin's parser knows them by name only."""
KEYWORD = re.compile(r"([^()]+?)\s*(?:\(([^()]+)\))?")
NAMELESS = re.compile(r"^(?P<marks>#{1,6}) (?P<title>(?!.*\{:? *#)[^a-zA-Z\d\n]*)$", re.MULTILINE)
"""A heading whose address would be its number: no word of it can stand in an address."""


@dataclass(frozen=True, slots=True)
class Named:
    """The keywords of a page.

    Attributes
    ----------
    place : str
        Page and line where they stand.
    terms : list of str
        The keywords.
    is_searched : bool
        False if the page is left out of the search.
    """

    place: str
    terms: list[str]
    is_searched: bool = True


def leave_out(article: Element) -> None:
    """Mark what the search should pass by; the plugin takes the marks off again.

    Marks stand on drawings, printed output and its tables, folded code, formulas on lines of their
    own, fractions and TeX of others, check marks, and the lines about the page itself. Captions,
    which are found, stand apart.

    Parameters
    ----------
    article : Element
        A page's content.
    """
    printed = [caption.parent for caption in article.select("table.data > caption:first-child")]
    for element in [*article.select(NO_PROSE), *printed]:
        if isinstance(element, Element):
            element.attrs["data-search-exclude"] = "true"
    for caption in article.select("figcaption"):
        caption.insert_after(Text("\n"))


def spellings(keyword: str, other_names: Mapping[str, Sequence[str]]) -> tuple[str, str]:
    """Write out the ways to type a keyword.

    Parameters
    ----------
    keyword : str
        A term, with its English name in brackets if it has one: ``학습률(learning rate)``.
    other_names : mapping of str to sequence of str
        Other names of terms.

    Returns
    -------
    words : str
        The term, its English name, and what is new in its other names; those of a single word
        twice, so that it counts for more than the same word in a longer term. Behind them the ends
        of the term's words, which a space may divide (``경사 하강법``).
    joined : str
        All names of several words, without spaces.

    Raises
    ------
    ValueError
        If the keyword is not of that form.
    """
    names = _names(keyword)
    term, others = names[0], _otherwise(names, other_names)
    words = [*names, *(word for other in others for word in other.split() if word not in term)]
    words += [word for word in [*names, *others] if re.search(r"[ -]", word) is None]
    for word in re.findall(r"[가-힣]{3,}", term):
        words += [word[start:] for start in range(1, len(word) - 1)]
    joined = [re.sub(r"[ -]", "", name) for name in [*names, *others] if re.search(r"[ -]", name)]
    return " ".join(words), " ".join(joined)


def misspelled(keyword: str, misspellings: Mapping[str, Sequence[str]]) -> str:
    """Write out the ways in which a keyword is mistyped, with and without spaces.

    They have a field of their own: among the terms they would make these count for less.
    """
    wrong = _otherwise(_names(keyword), misspellings)
    return " ".join([*wrong, *(re.sub(r"[ -]", "", each) for each in wrong if " " in each)])


def _names(keyword: str) -> list[str]:
    """Part a keyword into the term and its English name, if it has one."""
    match = KEYWORD.fullmatch(keyword)
    if match is None:
        raise ValueError(f"a keyword is a term or 'term(English)', not {keyword!r}")
    return [name for name in match.groups() if name]


def _otherwise(names: list[str], others: Mapping[str, Sequence[str]]) -> list[str]:
    """Write names with each part that has other forms in each of these."""
    return [
        written.replace(name, form)
        for written in names
        for name, forms in others.items()
        if name in written
        for form in forms
    ]


def add_keywords(
    entries: list[dict[str, Any]],
    keywords: Mapping[str, Named],
    other_names: Mapping[str, Sequence[str]],
    misspellings: Mapping[str, Sequence[str]],
) -> None:
    """Give entries of the index their keywords.

    Parameters
    ----------
    entries : list of dict
        The index: one entry a page and one a section, with ``location`` and ``title``.
    keywords : mapping of str to Named
        The keywords of each page by its address. A keyword goes to the page if its heading holds
        the term, else to the first section whose heading does, else to the first whose text does,
        else to the page.
    other_names, misspellings : mapping of str to sequence of str
        Other names of terms, and how they are mistyped.

    Raises
    ------
    LessonError
        If a page with keywords is not in the index.
    """
    for address, named in keywords.items():
        page = [each for each in entries if each["location"].partition("#")[0] == address]
        if not page:
            why = (
                "the page has no text that the search finds"
                if named.is_searched
                else "'search: exclude: true' leaves the page out of the search"
            )
            raise LessonError(f"{named.place}: 'keywords' lead nowhere, for {why}: take them out")
        for keyword in named.terms:
            term = keyword.partition("(")[0]
            places = [each for part in ("title", "text") for each in page if term in each[part]]
            entry = [*places, page[0]][0]
            field = "keywords_of_section" if "#" in entry["location"] else "keywords"
            written = *spellings(keyword, other_names), misspelled(keyword, misspellings)
            for name, text in zip((field, "joined", "misspelled"), written, strict=True):
                entry[name] = f"{entry.get(name, '')} {text}".strip()


def read_keywords(config: MkDocsConfig) -> dict[str, Named]:
    """Read which keywords the pages name in their front matter.

    Parameters
    ----------
    config : MkDocsConfig
        The site's settings.

    Returns
    -------
    dict of str to Named
        The keywords by the address of their page, of the pages that have any.

    Raises
    ------
    LessonError
        If a keyword is not of the form ``term(English)``, or a heading has no address of its own.
    """
    files = get_files(config)
    set_exclusions(files, config)
    found = {}
    for file in files.documentation_pages():
        path = Path(file.abs_src_path or "")
        text = read_text(path)
        front = read_front(path, text)
        _check_headings(path, text, front)
        terms = front.data.get("keywords", [])
        if not terms:
            continue
        place = f"{path}:{front.lines['keywords']}"
        for term in terms:
            if KEYWORD.fullmatch(term) is None:
                raise LessonError(f"{place}: a keyword is a term or 'term(English)', not {term!r}")
        is_searched = not front.data.get("search", {}).get("exclude", False)
        found[file.url.removeprefix("./")] = Named(place, terms, is_searched)
    return found


def _check_headings(path: Path, text: str, front: Front) -> None:
    """Refuse a heading that gets a number for its address, which the next edit would move."""
    for piece in split(path, text, front.end):
        nameless = NAMELESS.search(piece.text) if isinstance(piece, Prose) else None
        if nameless is not None:
            line = line_at(text, piece.start + nameless.start())
            raise LessonError(
                f"{path}:{line}: '{nameless[0]}' has no address that lasts: write one in English "
                f"behind it, as in '{nameless[0].strip()} {{#the-rule}}'"
            )


def read_other_names(path: Path = OTHER_NAMES) -> tuple[dict[str, list[str]], ...]:
    """Read by which other names and in which misspellings readers look for terms.

    Parameters
    ----------
    path : Path, optional
        A TOML file with the tables `names` and `misspellings`, each of terms with a list.

    Returns
    -------
    tuple of dict of str to list of str
        Other names and misspellings by their terms.

    Raises
    ------
    LessonError
        If the file is not of that form.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise LessonError(f"{path.name}: not TOML: {error}") from error
    for name, table in tables.items():
        if name not in TABLES or not isinstance(table, dict):
            raise LessonError(f"{path.name}: '{name}' is none of the tables {', '.join(TABLES)}")
        for term, others in table.items():
            if not isinstance(others, list) or not all(isinstance(each, str) for each in others):
                raise LessonError(f"{path.name}: '{term}' takes a list of words, not {others!r}")
    return tuple(tables.get(name, {}) for name in TABLES)


def finish_index(site: Path, config: MkDocsConfig) -> None:
    """Add the keywords of the pages to the index that the plugin has written, all of it in NFC.

    Parameters
    ----------
    site : Path
        The built site.
    config : MkDocsConfig
        Its settings.

    Raises
    ------
    LessonError
        If a keyword is out of form or leads nowhere, or a heading has no address of its own.
    """
    path = site / "search" / "search_index.json"
    index = json.loads(path.read_text(encoding="utf-8"))
    add_keywords(index["docs"], read_keywords(config), *read_other_names())
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path.write_text(unicodedata.normalize("NFC", text), encoding="utf-8")
