"""Questions that are graded without Python: a number, a choice, an order of lines."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from exercises.form import Form

TRIES = 3
"""After so many tries the answer opens."""
ROUNDING = 1e-9
"""What numbers may lose by such a part does not count: 1.3 is within 0.1 of 1.2."""
DECIMALS = 6
"""A number with more is asked for within some distance of it."""


@dataclass(frozen=True, slots=True, repr=False)
class Exercise:
    """A question as a form of the page.

    Attributes
    ----------
    name : str
        Its address on the page.
    kind : str
        ``"number"``, ``"choose"``, ``"order"`` or ``"write"``.
    told : dict
        What the page's script grades by.
    form : Form
        What a reader sees.
    solution : str
        Code that belongs to the answer.
    """

    name: str
    kind: str
    told: dict[str, Any]
    form: Form
    solution: str = field(default="")

    def __repr__(self) -> str:
        """Return one short line."""
        return f"<Exercise: {self.name}>"

    def _repr_html_(self) -> str:
        told = json.dumps({"tries": TRIES, **self.told}, ensure_ascii=False)
        return self.form.to_html(self.name, self.kind, told, self.solution)


def number(
    name: str,
    answer: float,
    wrong: Mapping[float, str] | None = None,
    *,
    within: float = 0,
    unit: str = "",
    hints: Sequence[str] = (),
) -> Exercise:
    """Ask for a number.

    Parameters
    ----------
    name : str
        The question's address on the page: small letters and hyphens.
    answer : float
        The number.
    wrong : mapping of float to str, optional
        Numbers that wrong thoughts lead to, and the words for each. The number of the other sign is
        among them by itself.
    within : float, optional
        How far from it an answer may be: said beside the field, and what the script grades by.
    unit : str, optional
        What stands behind the field.
    hints : sequence of str, optional
        Shown one after the other when asked for.

    Raises
    ------
    ValueError
        If `within` is negative or missing beside a number of many decimals, two of the numbers
        cannot be told apart, or words are missing.
    """
    known = {float(value): words for value, words in (wrong or {}).items()}
    if answer and -float(answer) not in known:
        known.setdefault(-float(answer), "크기는 맞고 부호가 반대입니다.")
    if not 0 <= within < float("inf"):
        raise ValueError(f"{name}: within must be a number and not negative, got {within}")
    if not within and abs(answer - round(answer, DECIMALS)) > ROUNDING:
        raise ValueError(
            f"{name}: {answer!r} has more than {DECIMALS} decimals; say how near to it is enough, "
            "with within="
        )
    values = sorted([float(answer), *known])
    reach = within + ROUNDING * max(1.0, *map(abs, values))
    for low, high in pairwise(values):
        if high - low <= 2 * reach:
            raise ValueError(
                f"{name}: {low:g} and {high:g} are too near to each other to be told apart within "
                f"{within:g}"
            )
    told = {"answer": float(answer), "within": reach, "wrong": list(known)}
    field = '<input name="answer" inputmode="decimal" autocomplete="off" size="8">'
    shown = np.format_float_positional(within, trim="-")
    around = f" <span>±{shown}까지 맞습니다</span>" if within else ""
    row = f"<label>답 {field}</label>{' ' + unit if unit else ''}{around}"
    return Exercise(name, "number", told, Form(row, list(known.values()), list(hints)))


def choose(
    name: str, options: Mapping[str, str], answer: str, *, hints: Sequence[str] = ()
) -> Exercise:
    """Ask to choose one of several.

    Parameters
    ----------
    name : str
        The question's address on the page.
    options : mapping of str to str
        What can be chosen, and the words for each choice.
    answer : str
        The right one.
    hints : sequence of str, optional
        Shown one after the other when asked for.

    Raises
    ------
    ValueError
        If there are fewer than two options or `answer` is none of them, or words are missing.
    """
    if len(options) < 2 or answer not in options:
        raise ValueError(f"{name}: '{answer}' must be one of two or more options, got {[*options]}")
    right = [*options].index(answer)
    return Exercise(name, "choose", {"answer": right}, Form.choices(options, list(hints)))


def order(
    name: str,
    lines: Sequence[str],
    before: Mapping[tuple[int, int], str],
    *,
    hints: Sequence[str] = (),
) -> Exercise:
    """Ask to put lines in order.

    Parameters
    ----------
    name : str
        The question's address on the page.
    lines : sequence of str
        Lines of code in an order that is right.
    before : mapping of (int, int) to str
        Which line, by its place in `lines`, must stand before which, and the words for an order in
        which it does not. Any order that keeps to all of them is right.
    hints : sequence of str, optional
        Shown one after the other when asked for.

    Raises
    ------
    ValueError
        If there are fewer than three lines, two are equal, or a pair is not in the order of
        `lines`.
    """
    if len(lines) < 3 or len({*lines}) < len(lines):
        raise ValueError(f"{name}: an order takes three or more different lines, got {lines}")
    pairs = list(before)
    if not pairs or not all(0 <= a < b < len(lines) for a, b in pairs):
        raise ValueError(f"{name}: a pair names two lines in their right order, got {pairs}")
    shuffled = list(range(len(lines)))
    draw = random.Random(name)
    while all(shuffled.index(a) < shuffled.index(b) for a, b in pairs):
        draw.shuffle(shuffled)
    form = Form.lines([lines[k] for k in shuffled], list(before.values()), list(hints))
    place = {k: at for at, k in enumerate(shuffled)}
    told = {"before": [[place[a], place[b]] for a, b in pairs]}
    return Exercise(name, "order", told, form)
