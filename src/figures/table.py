"""Tables with real heads, which scroll inside themselves on a phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from numbers import Number

import numpy as np
from numpy.typing import ArrayLike

from figures.markup import to_html, to_plain
from figures.notation import COLOURS
from figures.numbers import formatted

RIGHT, WRONG = "x", "e"
"""Colour tokens of a confusion matrix' diagonal and of the mistakes."""
STRONGEST = 34
"""Per cent of the colour in the darkest cell; ink stays legible on it in both schemes."""

_NARROW = "padding:.45em .55em;white-space:nowrap;text-align:center"
_PAPER = f"background:var(--c-paper,{COLOURS['paper'].light})"
_HEAD = f' class="number" style="{_NARROW}"'
_SIDE = f' style="{_NARROW};text-align:left;{_PAPER};position:sticky;left:0"'


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """A table of a page.

    Attributes
    ----------
    label : str
        Name of the scrolling region.
    caption, heads, rows : str
        HTML of the caption, of the cells of the head, and of the body's rows.
    """

    label: str
    caption: str
    heads: str
    rows: str

    def __repr__(self) -> str:
        """Return one short line."""
        return f"<Table: {self.label}>"

    def _repr_html_(self) -> str:
        return (
            f'<div class="scroller" tabindex="0" role="group" aria-label="{escape(self.label)}">'
            f"<table><caption>{self.caption}</caption><thead><tr>{self.heads}</tr></thead>"
            f"<tbody>{self.rows}</tbody></table></div>"
        )


def table(
    rows: Sequence[Sequence[object]],
    columns: Sequence[str],
    *,
    caption: str,
    formats: Sequence[str] | None = None,
) -> Table:
    """Return a table; the first cell of each row is the head of the row.

    Parameters
    ----------
    rows : sequence of sequences, each of length n
        Numbers are formatted; anything else is shown as text in the notation of `figures.markup`.
    columns : sequence of str, length n
        Heads, in the same notation.
    caption : str
        Caption, in the same notation; also the name of the scrolling region.
    formats : sequence of str, length n, optional
        Format specifications such as ``".4f"`` or ``"+.2e"``; default: as Python prints the number.

    Raises
    ------
    ValueError
        If there is no row, or a row or ``formats`` is not as long as ``columns``.
    """
    specs = ("",) * len(columns) if formats is None else tuple(formats)
    if not rows:
        raise ValueError("rows must hold at least one row")
    for name, found in [("formats", specs), *((f"rows[{i}]", row) for i, row in enumerate(rows))]:
        if len(found) != len(columns):
            raise ValueError(f"{name} has {len(found)} entries for {len(columns)} columns")
    heads = "".join(
        f'<th scope="col"{_class(all(map(_is_number, cells)))}>{to_html(column)}</th>'
        if column
        else "<td></td>"
        for column, cells in zip(columns, zip(*rows, strict=True), strict=True)
    )
    body = "".join(f"<tr>{_cells(row, specs)}</tr>" for row in rows)
    return Table(to_plain(caption), to_html(caption), heads, body)


def confusion_table(counts: ArrayLike, names: Sequence[str], *, caption: str) -> Table:
    """Return a confusion matrix as a table: numbers to read, shades to see where mistakes gather.

    Right answers are shaded by their share of the row, mistakes by their share of the largest.

    Parameters
    ----------
    counts : array_like, shape (n_classes, n_classes)
        Integers; row: true class, column: answer.
    names : sequence of str, length n_classes
        Classes.
    caption : str
        Caption.

    Raises
    ------
    ValueError
        If the counts are no square of whole numbers from 0, or the names do not fit.
    """
    counted = np.asarray(counts)
    expected = (len(names), len(names))
    if counted.dtype.kind not in "iu" or counted.shape != expected or counted.min() < 0:
        raise ValueError(
            f"counts must be whole numbers from 0, of shape {expected}, "
            f"got {counted.dtype} of shape {counted.shape}"
        )
    most_mistakes = int((counted - np.diag(np.diag(counted))).max())
    heads = "".join(f'<th scope="col"{_HEAD}>{escape(name)}</th>' for name in names)
    rows = "".join(
        f'<tr><th scope="row"{_SIDE}>{escape(name)}</th>{_shades(row, i, most_mistakes)}</tr>'
        for i, (name, row) in enumerate(zip(names, counted.tolist(), strict=True))
    )
    return Table(caption, escape(caption), f"<th{_SIDE}>정답 ＼ 예측</th>{heads}", rows)


def _cells(row: Sequence[object], specs: Sequence[str]) -> str:
    cells = []
    for place, (value, spec) in enumerate(zip(row, specs, strict=True)):
        inside = to_html(formatted(value, spec) if _is_number(value) else str(value))
        tag, scope = ("td", "") if place else ("th", ' scope="row"')
        cells.append(f"<{tag}{scope}{_class(_is_number(value))}>{inside}</{tag}>")
    return "".join(cells)


def _is_number(value: object) -> bool:
    return isinstance(value, Number)


def _class(number: bool) -> str:
    return ' class="number"' if number else ""


def _shades(row: Sequence[int], right: int, most_mistakes: int) -> str:
    cells = []
    for column, count in enumerate(row):
        token, most = (RIGHT, sum(row)) if column == right else (WRONG, most_mistakes)
        strength = STRONGEST * count / most if count else 0
        shade = f"background:color-mix(in srgb,var(--c-{token}) {strength:.0f}%,transparent)"
        paint = shade if count else "color:var(--c-muted)"
        cells.append(f'<td class="number" style="{_NARROW};{paint}">{count}</td>')
    return "".join(cells)
