"""The last touch on built pages: fonts and one style sheet, cut to what the pages show."""

import re
from dataclasses import dataclass
from pathlib import Path

from lecture_site import fonts, stylesheets
from lecture_site.characters import Characters, collect_characters
from lecture_site.shelf import Shelf

MODULES = Path(__file__).resolve().parents[2] / "node_modules"
HASH = re.compile(r"-[0-9a-f]{10}")
FONT = re.compile(r"(?<=assets/fonts/)[a-z0-9-]+\.woff2")


class GlyphError(ValueError):
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
    sheet : stylesheets.Sheet
        Its style sheet.
    """

    characters: Characters
    fonts: dict[str, str]
    sheet: stylesheets.Sheet

    def covers(self, page: str) -> bool:
        """Whether fonts and style sheet hold all that a page needs."""
        shown = collect_characters([page])
        return (
            shown.text <= self.characters.text | fonts.ALWAYS
            and shown.code <= self.characters.code | fonts.ASCII
            and shown.mathematics <= self.characters.mathematics | fonts.ALWAYS_IN_FORMULAS
            and stylesheets.words_of([page]) <= self.sheet.words
        )

    def page(self, page: str) -> str:
        """Name the cut files in a page."""
        linked = self.sheet.link(page)
        return FONT.sub(lambda match: self.fonts[match[0]], linked)


def finish(site: Path, kept: Path, text: str = "") -> Finish:
    """Cut fonts and style sheets to a built site, and name the files in its pages.

    Parameters
    ----------
    site : Path
        The built site.
    kept : Path
        Folder of what is kept from build to build.
    text : str, optional
        Characters that pages may come to show.

    Raises
    ------
    GlyphError
        If no font has a character; every page with it is named.
    """
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}
    characters = collect_characters(pages.values(), text)
    cut = fonts.build_fonts(characters, MODULES, site / "assets" / "fonts", Shelf(kept / "fonts"))
    if cut.missing:
        holders = [
            f"{path.relative_to(site)}: {character} (U+{ord(character):04X})"
            for path, page in pages.items()
            for character in sorted(cut.missing & set(page))
        ]
        raise GlyphError("no font of the site has these characters:\n" + "\n".join(holders))
    sheet = stylesheets.bind(site, pages, Shelf(kept / "stylesheets"))
    done = Finish(characters, {HASH.sub("", name): name for name in cut.sizes}, sheet)
    for path, page in pages.items():
        path.write_text(done.page(page), encoding="utf-8")
    return done
