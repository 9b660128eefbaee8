"""The last touch on built pages: fonts and one style sheet, cut to them, and their policy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from turbohtml import Document

from lecture_site.finish import fonts, policy, styles
from lecture_site.finish.characters import Characters, collect_characters
from lecture_site.pages.frames import FOLDER
from lecture_site.paths import MODULES
from lecture_site.reader.cells import SPOKEN
from lecture_site.support import tree
from lecture_site.support.faults import PageFault
from lecture_site.support.shelf import Shelf

HASH = re.compile(r"-[0-9a-f]{10}")
PRELOADED = 'link[rel="preload"][as="font"]'
REMEDIES = {
    "text": "in text: write it otherwise, or draw it",
    "code": "in code: write it otherwise",
    "mathematics": "in a formula: words stand there within \\text{…} or \\note{…}",
}


class GlyphError(PageFault):
    """A page has a character that no font of the site has."""


@dataclass(frozen=True, slots=True)
class Finish:
    """What was cut for a site, and so what its pages may show.

    Attributes
    ----------
    characters : Characters
        The characters that its fonts have beside those they always have.
    fonts : dict of str to str
        The font files by their names without digest.
    sheet : styles.Sheet
        Its style sheet.
    scripts : frozenset of str
        What the policy calls the inline scripts of its pages.
    """

    characters: Characters
    fonts: dict[str, str]
    sheet: styles.Sheet
    scripts: frozenset[str]

    def covers(self, page: Document) -> bool:
        """Whether the fonts hold all that a page needs; a preview's style sheet always does."""
        shown = collect_characters([page])
        return (
            shown.text <= self.characters.text | fonts.ALWAYS
            and shown.code <= self.characters.code | fonts.ASCII
            and shown.mathematics <= self.characters.mathematics | fonts.ALWAYS_IN_FORMULAS
        )

    def page(self, page: Document) -> str:
        """Name the cut files in a page, and write it."""
        self.sheet.link(page)
        for link in page.select(PRELOADED):
            folder, slash, name = (link.attr("href") or "").rpartition("/")
            link.attrs["href"] = f"{folder}{slash}{self.fonts.get(name, name)}"
        return tree.write(page)


def finish(site: Path, docs: Path, kept: Path, *, growing: bool = False) -> Finish:
    """Cut fonts and style sheets to a built site, and name the files in its pages.

    Parameters
    ----------
    site : Path
        The built site.
    docs : Path
        The folder of its sources. An HTML file that lies there is published as it is, and nothing
        is cut to it.
    kept : Path
        Folder of what is kept from build to build.
    growing : bool, optional
        Whether the pages are still being written: then fonts and style sheets stay whole, for what
        pages may come to show.

    Raises
    ------
    GlyphError
        If no font has a character; every page with it is named.
    """
    pages = {
        path: tree.read_page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
        if not (docs / path.relative_to(site)).is_file()
    }
    characters = collect_characters(pages.values())
    text = "".join(_description(page) for path, page in pages.items() if path.parent == site)
    text += "".join(path.read_text("utf-8") for path in sorted((site / FOLDER).glob("*.json")))
    scripts = [path for part in styles.OWN for path in (site / "assets" / part).glob("*.js")]
    text += "".join(path.read_text("utf-8") for path in [*sorted(scripts), *SPOKEN])
    folder = site / "assets" / "fonts"
    cut = fonts.build_fonts(characters, MODULES, folder, Shelf(kept / "fonts"), text, whole=growing)
    lines = [
        f"{path.relative_to(site).as_posix().removesuffix('index.html')}: {line}"
        for path, page in pages.items()
        for line in _lacking(page, cut.missing)
    ]
    if lines:
        raise GlyphError("no font of the site has these characters:\n" + "\n".join(lines))
    sheet = styles.bind(site, [*pages.values()], Shelf(kept / "stylesheets"), whole=growing)
    # The preview puts its own script into pages, which reloads them.
    protected = [] if growing else [policy.protect(page) for page in pages.values()]
    names = {HASH.sub("", name): name for name in cut.sizes}
    done = Finish(cut.held, names, sheet, frozenset().union(*protected))
    for path, page in pages.items():
        path.write_text(done.page(page), encoding="utf-8")
    return done


def _description(page: Document) -> str:
    """Return a page's description: that of the home page stands on the first page of the PDF."""
    meta = page.select_one('meta[name="description"]')
    return (meta.attr("content") if meta else None) or ""


def _lacking(page: Document, missing: Characters) -> Iterator[str]:
    """Tell which characters of a page are missing, where, and what to do."""
    if not any(getattr(missing, field.name) for field in fields(missing)):
        return
    shown = collect_characters([page])
    for place, remedy in REMEDIES.items():
        for character in sorted(getattr(shown, place) & getattr(missing, place)):
            yield f"{character} (U+{ord(character):04X}) {remedy}"
