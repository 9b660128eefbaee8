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
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from turbohtml import Element, Text

from lecture_site.front import read_front
from lecture_site.page_source import page_files
from lecture_site.source import read_text

OTHER_NAMES = Path(__file__).with_name("other_names.toml")
"""Spellings that the pages avoid and readers type, by the term that the pages use."""
NO_PROSE = (
    'svg, annotation, mfrac, math[display="block"], details.cell-source, p.lesson-line, '
    "p.provenance, pre.output-text, span.claim, table.race-board"
)
"""Elements without others of their name inside: the plugin's parser knows them by name only."""
KEYWORD = re.compile(r"([^()]+?)\s*(?:\(([^()]+)\))?")


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
    match = KEYWORD.fullmatch(keyword)
    if match is None:
        raise ValueError(f"a keyword is a term or 'term(English)', not {keyword!r}")
    term, english = match.groups()
    names = [term, *([english] if english else [])]
    others = [
        term.replace(name, other)
        for name, others in other_names.items()
        if name in term
        for other in others
    ]
    words = [*names, *(word for other in others for word in other.split() if word not in term)]
    words += [word for word in [*names, *others] if re.search(r"[ -]", word) is None]
    for word in re.findall(r"[가-힣]{3,}", term):
        words += [word[start:] for start in range(1, len(word) - 1)]
    joined = [re.sub(r"[ -]", "", name) for name in [*names, *others] if re.search(r"[ -]", name)]
    return " ".join(words), " ".join(joined)


def add_keywords(
    entries: list[dict[str, Any]],
    keywords: Mapping[str, Sequence[str]],
    other_names: Mapping[str, Sequence[str]],
) -> None:
    """Give entries of the index their keywords.

    Parameters
    ----------
    entries : list of dict
        The index: one entry a page and one a section, with ``location`` and ``title``.
    keywords : mapping of str to sequence of str
        The keywords of each page by its address. A keyword goes to the page if its heading holds
        the term, else to the first section whose heading does, else to the first whose text does,
        else to the page.
    other_names : mapping of str to sequence of str
        Other names of terms.
    """
    for address, named in keywords.items():
        page = [each for each in entries if each["location"].partition("#")[0] == address]
        for keyword in named:
            term = keyword.partition("(")[0]
            places = [each for part in ("title", "text") for each in page if term in each[part]]
            entry = [*places, page[0]][0]
            field = "keywords_of_section" if "#" in entry["location"] else "keywords"
            for name, text in zip((field, "joined"), spellings(keyword, other_names), strict=True):
                entry[name] = f"{entry.get(name, '')} {text}".strip()


def read_keywords(docs: Path) -> dict[str, list[str]]:
    """Read which keywords the pages name in their front matter, by the pages' addresses."""
    found = {}
    for path in page_files(docs):
        named = read_front(path, read_text(path)).data.get("keywords", [])
        if named:
            place = path.relative_to(docs).with_suffix("").as_posix()
            found[f"{place}/".removesuffix("index/")] = [str(each) for each in named]
    return found


def finish_index(site: Path, docs: Path) -> None:
    """Add the keywords of the pages in `docs` to the index that the plugin has written."""
    path = site / "search" / "search_index.json"
    index = json.loads(path.read_text(encoding="utf-8"))
    other_names = tomllib.loads(OTHER_NAMES.read_text(encoding="utf-8"))
    try:
        add_keywords(index["docs"], read_keywords(docs), other_names)
    except ValueError as error:
        raise PluginError(str(error)) from error
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text, encoding="utf-8")
