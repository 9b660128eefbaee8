"""The symbols of the course and the one colour each of them keeps.

Prose, equations, diagrams, plots and comments all take a symbol's colour from here:
the style sheet and the TeX macros of the site are generated from these tables.
Every colour reaches a contrast of at least 4.5 : 1 on the paper of its own scheme.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Symbol:
    r"""A symbol of the course.

    Attributes
    ----------
    token : str
        Name of its colour; the CSS variable is ``--c-<token>``.
    macro : str
        TeX macro without the backslash, for instance ``AH`` for ``\AH``.
    tex : str
        What the macro prints.
    meaning : str
        The Korean term.
    """

    token: str
    macro: str
    tex: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Colour:
    """One colour in both schemes, as ``#rrggbb``."""

    light: str
    dark: str


SYMBOLS: tuple[Symbol, ...] = (
    Symbol("x", "X", "X", "입력"),
    Symbol("w1", "Wone", "w_1", "은닉층의 가중치"),
    Symbol("sh", "SH", "S_H", "은닉층의 가중합"),
    Symbol("ah", "AH", "A_H", "은닉층의 활성값"),
    Symbol("w2", "Wtwo", "w_2", "출력층의 가중치"),
    Symbol("so", "SO", "S_O", "출력층의 가중합"),
    Symbol("ao", "AO", "A_O", "출력층의 활성값"),
    Symbol("e", "E", "E", "손실"),
    Symbol("net1", "neta", "y_1", "출력 노드 1의 가중합"),
    Symbol("out1", "outa", "Y_1", "출력 노드 1의 활성값"),
    Symbol("net2", "netb", "y_2", "출력 노드 2의 가중합"),
    Symbol("out2", "outb", "Y_2", "출력 노드 2의 활성값"),
)

COLOURS: dict[str, Colour] = {
    "paper": Colour("#ffffff", "#15171c"),
    "ink": Colour("#1d2129", "#e6e8ec"),
    "muted": Colour("#5b6472", "#a3abb8"),
    "line": Colour("#d5dae1", "#3a404b"),
    "x": Colour("#1565c0", "#7db8ff"),
    "w1": Colour("#a34f00", "#ffb26b"),
    "sh": Colour("#6a4bd1", "#b5a2ff"),
    "ah": Colour("#b0288f", "#f58fdc"),
    "w2": Colour("#6f6100", "#d9c84e"),
    "so": Colour("#1f7a3d", "#6fd48b"),
    "ao": Colour("#00708a", "#58cfe6"),
    "e": Colour("#c62828", "#ff8a80"),
    "net1": Colour("#1565c0", "#7db8ff"),
    "out1": Colour("#c62828", "#ff8a80"),
    "net2": Colour("#1f7a3d", "#6fd48b"),
    "out2": Colour("#b45309", "#ffb26b"),
}
"""Colour of each token: the symbols' and the four neutral ones."""
