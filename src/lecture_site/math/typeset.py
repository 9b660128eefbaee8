r"""The mathematics of the pages: TeX becomes MathML while the site is built.

MathJax runs in Node, once a build and only for formulas it has not seen; a reader's browser gets
MathML and no script. Its macros are those of :mod:`lecture_site.math.macros`.
"""

import hashlib
import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from turbohtml import Element, Text

from figures.notation import COLOURS
from lecture_site.math.core import NotInCoreError, to_core
from lecture_site.math.macros import MACROS, plain_tex
from lecture_site.paths import MODULES, node_command
from lecture_site.support import tree
from lecture_site.support.faults import PageFault
from lecture_site.support.shelf import Shelf

HERE = Path(__file__).resolve().parent
TYPESETTER = HERE / "typeset.mjs"
MATHJAX = MODULES / "@mathjax" / "src" / "package.json"
SECONDS = 120
DISPLAY = 'class="math-display scroller" tabindex="0" role="group" aria-label="수식"'
INLINE = re.compile(r"\\\((?P<tex>.*)\\\)", re.DOTALL)
BLOCK = re.compile(r"\s*\\\[(?P<tex>.*)\\\]\s*", re.DOTALL)
FORMS = {"span": (INLINE, False), "div": (BLOCK, True)}
"""How arithmatex writes formulas, by element: TeX between marks, on a line of its own or not."""


class MathematicsError(PageFault):
    """One or more formulas cannot be typeset; the message names place, formula and reason."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as it stands on a page.

    Attributes
    ----------
    tex : str
        TeX without delimiters.
    display : bool
        True if it stands on a line of its own.
    place : str
        Where it stands, for messages.
    """

    tex: str
    display: bool
    place: str


type Rendered = dict[tuple[str, bool], str]


def collect(article: Element, place: str) -> list[Formula]:
    r"""Find the formulas of a page.

    Parameters
    ----------
    article : Element
        What Markdown made of the page with ``pymdownx.arithmatex`` in its generic mode.
    place : str
        Name of the page; the formulas are counted after it.

    Returns
    -------
    list of Formula
        In the order of the page.

    Raises
    ------
    MathematicsError
        If an element of class ``arithmatex`` is not of the expected form.
    """
    return [
        Formula(*_source(element, f"{place}, formula {number}"), f"{place}, formula {number}")
        for number, element in enumerate(article.select(".arithmatex"), start=1)
    ]


def insert(article: Element, rendered: Mapping[tuple[str, bool], str]) -> None:
    """Put rendered formulas where :func:`collect` found them.

    Parameters
    ----------
    article : Element
        What was given to :func:`collect`.
    rendered : mapping of (str, bool) to str
        What :func:`typeset` returned for them.
    """
    for element in article.select(".arithmatex"):
        formula = tree.read(rendered[_source(element, "")])
        element.replace_with(*formula.children)


def _source(element: Element, place: str) -> tuple[str, bool]:
    form, display = FORMS.get(element.tag, (None, False))
    match = form.fullmatch(element.text) if form else None
    is_plain = len(element.attrs) == 1 and all(isinstance(node, Text) for node in element)
    if match is None or not is_plain:
        raise MathematicsError(
            f"{place}: {element.html} has the class arithmatex, which is for formulas of Markdown:"
            r" \(…\) in a span or \[…\] in a div"
        )
    return match["tex"].strip(), display


def typeset(formulas: Sequence[Formula], shelf: Shelf) -> Rendered:
    """Typeset formulas, each distinct one once; those on the shelf cost nothing.

    Parameters
    ----------
    formulas : sequence of Formula
        The formulas of one page or of many.
    shelf : Shelf
        Where results are kept.

    Returns
    -------
    dict of (str, bool) to str
        HTML for each (tex, display).

    Raises
    ------
    MathematicsError
        If any formula is faulty: all faulty ones are named, with place and MathJax's words.
    FileNotFoundError
        If Node or MathJax is not installed.
    """
    salt = _salt()
    distinct = {(formula.tex, formula.display): formula for formula in formulas}
    names = {key: _digest(key, salt) for key in distinct}
    kept = {key: shelf.get(name) for key, name in names.items()}
    rendered = {key: data.decode() for key, data in kept.items() if data is not None}
    missing = [formula for key, formula in distinct.items() if key not in rendered]
    faults = []
    for formula, result in zip(missing, _run(missing) if missing else [], strict=True):
        key = formula.tex, formula.display
        try:
            if "error" in result:
                raise NotInCoreError(result["error"])
            rendered[key] = _html(to_core(result["mathml"]), formula)
        except NotInCoreError as error:
            faults.append(f"{formula.place}: {error}\n    {formula.tex}")
        else:
            shelf.put(names[key], rendered[key].encode())
    if faults:
        raise MathematicsError("\n".join(["formulas that cannot be typeset:", *faults]))
    return rendered


def _salt() -> bytes:
    """All beside the formula that decides on the result: MathJax, the macros and this code."""
    if not MATHJAX.is_file():
        raise FileNotFoundError(f"{MATHJAX} is missing: run `make build` once")
    version = json.loads(MATHJAX.read_text(encoding="utf-8"))["version"]
    modules = [TYPESETTER, *sorted(HERE.glob("*.py"))]
    code = [path.read_bytes() for path in modules]
    return b"\0".join([version.encode(), repr(MACROS).encode(), *code])


def _digest(key: tuple[str, bool], salt: bytes) -> str:
    return hashlib.sha256(json.dumps(key).encode() + salt).hexdigest()


def _run(formulas: Sequence[Formula]) -> list[dict[str, str]]:
    """Give formulas to MathJax in one Node process."""
    request = {
        "macros": {name: [macro.coloured, macro.arguments] for name, macro in MACROS.items()},
        "formulas": [{"tex": formula.tex, "display": formula.display} for formula in formulas],
    }
    process = subprocess.run(
        [node_command(), TYPESETTER],
        input=json.dumps(request).encode(),
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    if process.returncode:
        raise RuntimeError(f"MathJax did not run:\n{process.stderr.decode(errors='replace')}")
    return json.loads(process.stdout)


def _html(math: ET.Element, formula: Formula) -> str:
    """Wrap a formula with its TeX, which is what a reader who selects and copies it gets."""
    row = ET.Element("mrow")
    row[:] = math
    semantics = ET.Element("semantics")
    attributes = {"encoding": "application/x-tex", "aria-hidden": "true"}
    annotation = ET.Element("annotation", attributes)
    annotation.text = plain_tex(formula.tex)
    semantics[:] = [row, annotation]
    math[:] = [semantics]
    markup = ET.tostring(math, encoding="unicode", short_empty_elements=False)
    if not formula.display:
        return markup
    return f"<div {DISPLAY}>{markup}</div>"


def palette_css() -> str:
    """Style sheet of the symbols' colours, from :mod:`figures.notation`.

    Returns
    -------
    str
        The variable ``--c-<token>`` in both of Material's schemes, the light one on paper
        too, and a class ``c-<token>``.
    """
    light = "".join(f"--c-{token}:{colour.light};" for token, colour in COLOURS.items())
    dark = "".join(f"--c-{token}:{colour.dark};" for token, colour in COLOURS.items())
    classes = "\n".join(f".c-{token}{{color:var(--c-{token})}}" for token in COLOURS)
    schemes = (
        f":root,[data-md-color-scheme]{{{light}}}\n"
        f"@media screen{{[data-md-color-scheme=slate]{{{dark}}}}}"
    )
    return f"{schemes}\n{classes}\n"
