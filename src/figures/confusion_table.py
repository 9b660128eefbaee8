"""The confusion matrix as a table: numbers to read, shades to see where the mistakes gather."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import ArrayLike

from figures.notation import COLOURS

RIGHT, WRONG = "x", "e"
"""Colour tokens of the diagonal and of the mistakes."""
STRONGEST = 34
"""Per cent of the colour in the darkest cell; ink stays legible on it in both schemes."""


@dataclass(frozen=True, slots=True, repr=False)
class ConfusionTable:
    """A confusion matrix on a page.

    Attributes
    ----------
    counts : numpy.ndarray, shape (n_classes, n_classes)
        Row: true class, column: answer.
    names : tuple of str
        Classes.
    caption : str
        Caption; also the name of the scrolling region.
    """

    counts: np.ndarray
    names: tuple[str, ...]
    caption: str

    def __repr__(self) -> str:
        """Return one short line."""
        return f"<ConfusionTable: {len(self.names)} classes>"

    def _repr_html_(self) -> str:
        most_mistakes = int((self.counts - np.diag(np.diag(self.counts))).max())
        heads = "".join(f'<th scope="col"{_HEAD}>{escape(name)}</th>' for name in self.names)
        rows = "".join(
            f'<tr><th scope="row"{_SIDE}>{escape(name)}</th>{self._cells(row, most_mistakes)}</tr>'
            for row, name in enumerate(self.names)
        )
        label = escape(self.caption)
        return (
            f'<div class="scroller" tabindex="0" role="group" aria-label="{label}"><table>'
            f"<caption>{label}</caption><thead><tr><th{_SIDE}>정답 ＼ 예측</th>{heads}</tr></thead>"
            f"<tbody>{rows}</tbody></table></div>"
        )

    def _cells(self, row: int, most_mistakes: int) -> str:
        cells = []
        for column, count in enumerate(self.counts[row].tolist()):
            right = row == column
            most = self.counts[row].sum() if right else most_mistakes
            cells.append(f"<td{_shade(RIGHT if right else WRONG, count, most)}>{count}</td>")
        return "".join(cells)


def confusion_table(counts: ArrayLike, names: Sequence[str], *, caption: str) -> ConfusionTable:
    """Return a confusion matrix as a table.

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
    table = np.asarray(counts)
    if table.dtype.kind not in "iu" or table.shape != (len(names), len(names)) or table.min() < 0:
        raise ValueError(
            f"counts must be whole numbers from 0, of shape ({len(names)}, {len(names)}), "
            f"got {table.dtype} of shape {table.shape}"
        )
    return ConfusionTable(table, tuple(names), caption)


_NARROW = "padding:.45em .55em;white-space:nowrap;text-align:center"
_PAPER = f"background:var(--c-paper,{COLOURS['paper'].light})"
_HEAD = f' class="number" style="{_NARROW}"'
_SIDE = f' style="{_NARROW};text-align:left;{_PAPER};position:sticky;left:0"'


def _shade(token: str, count: int, most: int) -> str:
    if not count:
        return f' class="number" style="{_NARROW};color:var(--c-muted)"'
    strength = STRONGEST * count / most
    colour = f"color-mix(in srgb,var(--c-{token}) {strength:.0f}%,transparent)"
    return f' class="number" style="{_NARROW};background:{colour}"'
