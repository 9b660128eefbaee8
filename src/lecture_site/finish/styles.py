"""One style sheet for the site, with the rules that its pages can use and no others.

A theme brings rules for features that no page here has, and each sheet is one more request before
the first paint. PurgeCSS picks the rules, by the words in the tags of the pages.
"""

import hashlib
import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath

from turbohtml import Document, Element

from lecture_site.paths import MODULES, node_command
from lecture_site.support.shelf import Shelf

PURGER = Path(__file__).with_name("purge.mjs")
PURGECSS = MODULES / "purgecss" / "package.json"
FOLDER = "assets"
OWN = ("", "exercises", "figures", "run")
"""Where in it the site's own scripts lie; those of the theme lie elsewhere."""
LINK = 'link[rel="stylesheet"]'
SHEET = re.compile(rf"(?P<root>.*?)(?P<sheet>{FOLDER}/.+\.css)")
ADDRESS = re.compile(r"url\((?!['\"]?data:)['\"]?([^)'\"]+)['\"]?\)")
WORD = re.compile(r"[A-Za-z_][\w-]*")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The style sheet that has taken the place of those that all pages share.

    Attributes
    ----------
    name : str
        Its address within the site.
    shared : frozenset of str
        The addresses of those that it replaces.
    """

    name: str
    shared: frozenset[str]

    def link(self, page: Document) -> None:
        """Link the joined sheet where the first of the shared ones stood."""
        waiting = [self.name]
        for link, root, sheet in linked(page):
            if sheet not in self.shared:
                continue
            if waiting:
                link.attrs["href"] = root + waiting.pop()
            else:
                link.extract()


def bind(site: Path, pages: Sequence[Document], shelf: Shelf, *, whole: bool = False) -> Sheet:
    """Join the style sheets that all pages share, without the rules that none can use.

    Parameters
    ----------
    site : Path
        The built site; its shared sheets are replaced by one.
    pages : sequence of Document
        All pages that the theme has made; a sheet that one of them lacks stays as it is.
    shelf : Shelf
        Where results are kept.
    whole : bool, optional
        Whether no rule goes.
    """
    sheets = [[sheet for _, _, sheet in linked(page)] for page in pages]
    shared = [sheet for sheet in sheets[0] if all(sheet in each for each in sheets)]
    css = "\n".join(_rebased((site / sheet).read_text(encoding="utf-8"), sheet) for sheet in shared)
    own = [path for folder in OWN for path in (site / FOLDER / folder).glob("*.js")]
    scripts = [path.read_text(encoding="utf-8") for path in own]
    words = words_of(pages) | {word for text in scripts for word in WORD.findall(text)}
    joined = css.encode() if whole else _purged(css, sorted(words), shelf)
    name = f"{FOLDER}/site-{hashlib.sha256(joined).hexdigest()[:10]}.css"
    for sheet in shared:
        (site / sheet).unlink()
        (site / f"{sheet}.map").unlink(missing_ok=True)
    (site / name).write_bytes(joined)
    return Sheet(name, frozenset(shared))


def words_of(pages: Iterable[Document]) -> set[str]:
    """Words in the tags of pages: all that a rule for one of them can be picked by."""
    tags: set[str] = set()
    for page in pages:
        for element in page.iter_elements():
            tags.add(element.tag)
            for name, value in element.attrs.items():
                tags.update((name, " ".join(value) if isinstance(value, list) else value or ""))
    return {word for tag in tags for word in WORD.findall(tag)}


def linked(page: Document) -> Iterator[tuple[Element, str, str]]:
    """Links of a page to the site's style sheets: element, way to the site's top, sheet."""
    for link in page.select(LINK):
        match = SHEET.fullmatch(link.attr("href") or "")
        if match:
            yield link, match["root"], match["sheet"]


def _rebased(css: str, sheet: str) -> str:
    """Make a sheet's addresses relative to the folder of the joined one."""
    css = re.sub(r"/\*# sourceMappingURL.*?\*/|@charset[^;]+;", "", css)
    place = dirname(sheet.removeprefix(f"{FOLDER}/"))
    return ADDRESS.sub(lambda match: f"url({normpath(join(place, match[1]))})", css)


def _purged(css: str, words: list[str], shelf: Shelf) -> bytes:
    """Take away the rules that none of the words can match."""
    if not PURGECSS.is_file():
        raise FileNotFoundError(f"{PURGECSS} is missing: run `make build` once")
    request = json.dumps({"css": css, "words": words}).encode()
    code = PURGECSS.read_bytes() + PURGER.read_bytes()
    key = hashlib.sha256(request + code).hexdigest()
    kept = shelf.get(key)
    if kept is not None:
        return kept
    process = subprocess.run(
        [node_command(), PURGER], input=request, capture_output=True, check=False
    )
    if process.returncode:
        raise RuntimeError(f"PurgeCSS did not run:\n{process.stderr.decode(errors='replace')}")
    shelf.put(key, process.stdout)
    return process.stdout
