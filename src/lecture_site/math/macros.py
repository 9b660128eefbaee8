r"""The TeX macros of the course.

Those of the symbols come from :mod:`figures.notation`, so a symbol has the same letters and the
same colour wherever it stands. Beside them there are ``\shape{3}{2}`` for "(3×2)",
``\withshape{expression}{3}{2}`` for an expression with its shape beneath it, ``\note{words}`` for
words in the page's font, and ``\dneta`` for a whole ∂y₁ in the colour of y₁, as the lecture has it.
"""

import re
from dataclasses import dataclass

from figures.notation import SYMBOLS


@dataclass(frozen=True, slots=True)
class Macro:
    """A TeX macro of the course.

    Attributes
    ----------
    arguments : int
        How many arguments it takes.
    coloured : str
        Its definition for the page, with classes.
    plain : str
        Its definition for a reader who copies the formula: TeX that any system understands.
    """

    arguments: int
    coloured: str
    plain: str


MACROS: dict[str, Macro] = (
    {
        symbol.macro: Macro(0, rf"\class{{c-{symbol.token}}}{{{symbol.tex}}}", f"{{{symbol.tex}}}")
        for symbol in SYMBOLS
    }
    | {
        f"d{symbol.macro}": Macro(
            0,
            rf"\class{{c-{symbol.token}}}{{\partial {symbol.tex}}}",
            rf"{{\partial {symbol.tex}}}",
        )
        for symbol in SYMBOLS
        if symbol.token.startswith(("net", "out"))
    }
    | {
        "shape": Macro(2, r"\class{math-shape}{(#1\times #2)}", r"(#1\times #2)"),
        "withshape": Macro(3, r"\underset{\shape{#2}{#3}}{#1}", r"\underset{\shape{#2}{#3}}{#1}"),
        "note": Macro(1, r"\class{math-note}{\text{#1}}", r"\text{#1}"),
    }
)
PLAIN_ONLY = {"class": Macro(2, "", "{#2}")}
"""MathJax's own macros that others do not have."""


def plain_tex(tex: str) -> str:
    r"""Write the course's own macros out, so that the TeX is understood elsewhere.

    Parameters
    ----------
    tex : str
        TeX with macros of the course, such as ``\AH^{\mathsf T}``.

    Returns
    -------
    str
        The same in common TeX, such as ``{A_H}^{\mathsf T}``.
    """
    known = MACROS | PLAIN_ONLY
    done = []
    while match := re.search(r"\\([A-Za-z]+|.)", tex, re.DOTALL):
        macro = known.get(match[1])
        if macro is None:
            done.append(tex[: match.end()])
            tex = tex[match.end() :]
            continue
        done.append(tex[: match.start()])
        tex = tex[match.end() :]
        body = macro.plain
        for number in range(1, macro.arguments + 1):
            argument, tex = _argument(tex)
            body = body.replace(f"#{number}", argument)
        tex = body + tex
    return "".join([*done, tex])


def _argument(tex: str) -> tuple[str, str]:
    """Split the first argument (a group without its braces, a command or a letter) from TeX."""
    tex = tex.lstrip()
    if not tex.startswith("{"):
        token = re.match(r"\\([A-Za-z]+|.)|.", tex, re.DOTALL)
        end = token.end() if token else 0
        return tex[:end], tex[end:]
    depth = 0
    for token in re.finditer(r"\\.|[{}]", tex, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return tex[1 : token.start()], tex[token.end() :]
    raise ValueError(f"unbalanced braces in {tex}")
