"""The site's fonts, cut to the characters that it shows.

Pretendard sets text, JetBrains Mono code, STIX Two Math formulas; all three come from npm packages
under the SIL Open Font License, whose text is among the site's notices. A cut font is a modified
version and carries no reserved name inside. A character that the first font of a stack lacks is
taken from the next: code from Pretendard, text from STIX Two Math.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import fontTools
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from lecture_site.finish.characters import Characters
from lecture_site.support.shelf import Shelf

WEIGHTS = (400, 700)
ASCII = frozenset(map(chr, range(0x20, 0x7F)))
ALWAYS = ASCII | set(
    "\u00a0·×÷±−–—‘’“”…•→←↑↓≤≥≠≈°²³½αβγδεζηθικλμνξοπρστυφχψωΓΔΘΛΞΠΣΦΨΩ"
    "은는이가을를과와로으의에서도만까지부터입니다습합됩였했"
)
"""Basic Latin, punctuation, Greek, and the particles and endings that follow computed numbers."""
ALWAYS_IN_FORMULAS = set("0123456789.,+−=()√")
NAMES = [0, 13, 14]
"""Entries of a font's table of names to keep: copyright, licence and its address."""
BOXES = frozenset(map(chr, range(0x2500, 0x25A0)))
"""Box drawing and blocks: in code they must be as wide as the letters."""


@dataclass(frozen=True, slots=True)
class Source:
    """A font file of an npm package.

    Attributes
    ----------
    family : str
        Name of its family in the style sheets.
    stem : str
        Name of the cut file, before the hash.
    path : str
        Where the font lies in ``node_modules``.
    features : tuple of str
        OpenType features to keep; ligatures are not among them.
    uncut : str
        The same as WOFF2, if `path` is another format.
    """

    family: str
    stem: str
    path: str
    features: tuple[str, ...] = ("ccmp",)
    uncut: str = ""


MONO = "@fontsource-variable/jetbrains-mono"
STIX = "@fontsource/stix-two-math"
TEXT_FONT = Source(
    "Pretendard",
    "sans",
    "pretendard/dist/public/variable/PretendardVariable.ttf",
    ("ccmp", "kern", "tnum"),
    "pretendard/dist/web/variable/woff2/PretendardVariable.woff2",
)
CODE_FONTS = tuple(
    Source(
        "JetBrains Mono",
        f"mono-{script}",
        f"{MONO}/files/jetbrains-mono-{script}-wght-normal.woff2",
    )
    for script in ("latin", "latin-ext", "greek")
)
MATH_FONT = Source(
    "STIX Two Math",
    "math",
    f"{STIX}/files/stix-two-math-latin-400-normal.woff2",
)
FALLBACKS = """\
@font-face{font-family:"Pretendard Fallback";src:local("Noto Sans CJK KR"),local("Noto Sans KR");\
size-adjust:93.9%;ascent-override:101.4%;descent-override:25.7%;line-gap-override:0%}
@font-face{font-family:"Pretendard Fallback";src:local("Malgun Gothic");\
ascent-override:95.2%;descent-override:24.1%;line-gap-override:0%}
@font-face{font-family:"Pretendard Fallback";src:local("Apple SD Gothic Neo");\
ascent-override:95.2%;descent-override:24.1%;line-gap-override:0%}
"""
"""Korean fonts of the systems in Pretendard's line height; Noto, whose syllables are 920/1000 of an
em wide, also in Pretendard's width of 1770/2048."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """Cut fonts.

    Attributes
    ----------
    css : str
        The ``@font-face`` rules; addresses are relative to the fonts' folder.
    sizes : dict of str to int
        Bytes of each font file by its name.
    held : Characters
        Characters that they show where they stand.
    missing : Characters
        Characters of the site that they do not show there.
    """

    css: str
    sizes: dict[str, int]
    held: Characters
    missing: Characters


def build_fonts(
    characters: Characters,
    node_modules: Path,
    out_dir: Path,
    shelf: Shelf,
    spare: str = "",
    *,
    whole: bool = False,
) -> Fonts:
    """Cut the fonts, and write them with ``fonts.css``.

    Parameters
    ----------
    characters : Characters
        What the site shows.
    node_modules : Path
        Where npm put the fonts.
    out_dir : Path
        Folder for the files; made if need be.
    shelf : Shelf
        Where cut fonts are kept.
    spare : str, optional
        Text that may come to be shown: what the fonts have of it is kept, the rest is not missed.
    whole : bool, optional
        Whether the fonts are written as they are, not cut.

    Returns
    -------
    Fonts
        Style sheet, sizes, and the characters that are missing.

    Raises
    ------
    FileNotFoundError
        If npm has not installed a font.
    """
    asked = characters | Characters(text=frozenset(spare))
    if whole:
        asked |= _repertoires(node_modules)
    plan, lent, lacking = _plan(asked, node_modules)
    out_dir.mkdir(parents=True, exist_ok=True)
    rules, sizes = [], {}
    for source, wanted in plan:
        if whole:
            data = (node_modules / (source.uncut or source.path)).read_bytes()
        else:
            data = _cut(source, wanted, node_modules, shelf)
        name = f"{source.stem}-{hashlib.sha256(data).hexdigest()[:10]}.woff2"
        (out_dir / name).write_bytes(data)
        sizes[name] = len(data)
        address = _inline(data) if source is MATH_FONT else name
        rules.append(_face(source, address, source.family, wanted if source in CODE_FONTS else ()))
        if source is MATH_FONT and lent:
            rules.append(_face(source, name, TEXT_FONT.family, lent))
    css = "".join([*rules, FALLBACKS])
    (out_dir / "fonts.css").write_text(css, encoding="utf-8")
    return Fonts(css, sizes, asked - lacking, characters & lacking)


def _plan(
    characters: Characters, node_modules: Path
) -> tuple[list[tuple[Source, Set[str]]], Set[str], Characters]:
    """Give each character a font: the plan, what formulas' font lends text, what is missing."""
    plan: list[tuple[Source, Set[str]]] = []
    code = characters.code | ASCII
    for source in CODE_FONTS:
        if wanted := code & _repertoire(node_modules / source.path):
            plan.append((source, wanted))
            code -= wanted
    text = characters.text | ALWAYS | code
    wanted = text & _repertoire(node_modules / TEXT_FONT.path)
    plan.append((TEXT_FONT, wanted))
    mathematical = _repertoire(node_modules / MATH_FONT.path)
    formulas = characters.mathematics | ALWAYS_IN_FORMULAS
    lent = (text - wanted) & mathematical
    plan.append((MATH_FONT, formulas & mathematical | lent))
    others = wanted | mathematical
    missing = Characters(
        text=frozenset(characters.text - others),
        code=frozenset(code - others | code & BOXES),
        mathematics=frozenset(formulas - mathematical),
    )
    return plan, lent, missing


def _repertoires(node_modules: Path) -> Characters:
    """All that the fonts have."""
    text, formulas = (_repertoire(node_modules / font.path) for font in (TEXT_FONT, MATH_FONT))
    code = characters_of(node_modules / font.path for font in CODE_FONTS)
    return Characters(text | formulas, code | text | formulas, formulas)


def characters_of(paths: Iterable[Path]) -> frozenset[str]:
    """Characters that font files have, all together."""
    return frozenset().union(*map(_repertoire, paths))


@cache
def _repertoire(path: Path) -> frozenset[str]:
    """Characters that a font has."""
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing: run `make build` once")
    with TTFont(path, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap() or {}))


def _cut(source: Source, wanted: Set[str], node_modules: Path, shelf: Shelf) -> bytes:
    """Cut a font to some characters, or take it from the shelf."""
    path = node_modules / source.path
    digest = hashlib.sha256("\0".join([fontTools.version, *sorted(wanted)]).encode())
    digest.update(path.read_bytes() + Path(__file__).read_bytes())
    key = f"{source.stem}-{digest.hexdigest()}"
    kept = shelf.get(key)
    if kept is None:
        kept = _subset(path, source, wanted)
        shelf.put(key, kept)
    return kept


def _subset(path: Path, source: Source, wanted: Set[str]) -> bytes:
    options = subset.Options(
        hinting=False,
        layout_features=list(source.features),
        name_IDs=NAMES,
        notdef_outline=True,
    )
    font = TTFont(path, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(map(ord, wanted)))
    cutter.subset(font)
    if "fvar" in font:
        font["fvar"].instances = []
        del font["STAT"]
        instantiateVariableFont(font, {"wght": WEIGHTS}, inplace=True)
    font["name"].names = [record for record in font["name"].names if record.nameID in NAMES]
    for number, text in ((1, f"Lecture {source.stem}"), (2, "Regular")):
        font["name"].setName(text, number, 3, 1, 0x409)
    font.flavor = "woff2"
    stream = BytesIO()
    font.save(stream)
    return stream.getvalue()


def _inline(data: bytes) -> str:
    """Write a font into its rule: it comes with the style sheet, so no formula changes its size."""
    return f"data:font/woff2;base64,{b64encode(data).decode()}"


def _face(source: Source, address: str, family: str, only: Set[str] | tuple[()]) -> str:
    """Write a font's ``@font-face`` rule, for all its characters or some.

    A font that is not there when text is first painted is left to the next page: exchanged under
    the reader's eyes, it would move the lines. The one within the rule is there, but for the moment
    that the browser takes to read it; formulas wait for it.
    """
    display = "block" if address.startswith("data:") else "optional"
    weight = "400" if family == MATH_FONT.family else f"{WEIGHTS[0]} {WEIGHTS[1]}"
    points = ",".join(f"U+{ord(character):X}" for character in sorted(only))
    return (
        f'@font-face{{font-family:"{family}";src:url({address}) format("woff2");'
        f"font-weight:{weight};font-display:{display}"
        f"{f';unicode-range:{points}' if points else ''}}}\n"
    )
