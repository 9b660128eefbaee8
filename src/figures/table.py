"""Tables with real heads, which scroll inside themselves on a phone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from numbers import Number

from figures.markup import to_html, to_plain

EXPONENT = re.compile(r"(?P<mantissa>.+)e(?P<sign>[+-])0*(?P<power>\d+)")


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """A table of a page.

    Attributes
    ----------
    rows : tuple of tuple
        Cells; the first of each row names the row.
    columns : tuple of str
        Heads of the columns, in the notation of `figures.markup`.
    caption : str or None
        Caption, in the same notation.
    formats : tuple of str
        Format specification of each column; numbers alone are formatted.
    """

    rows: tuple[tuple[object, ...], ...]
    columns: tuple[str, ...]
    caption: str | None
    formats: tuple[str, ...]

    def __repr__(self) -> str:
        """Return one short line."""
        return f"<Table: {len(self.rows)} × {len(self.columns)}>"

    def _repr_html_(self) -> str:
        label = escape(to_plain(self.caption or ", ".join(self.columns)))
        caption = "" if self.caption is None else f"<caption>{to_html(self.caption)}</caption>"
        numeric = [
            all(isinstance(row[j], Number) for row in self.rows) for j in range(len(self.columns))
        ]
        heads = "".join(
            f'<th scope="col"{_class(number)}>{to_html(column)}</th>' if column else "<td></td>"
            for column, number in zip(self.columns, numeric, strict=True)
        )
        body = "".join(f"<tr>{self._row(row)}</tr>" for row in self.rows)
        return (
            f'<div class="scroller" tabindex="0" role="group" aria-label="{label}"><table>'
            f"{caption}<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def _row(self, row: tuple[object, ...]) -> str:
        cells = []
        for place, (value, spec) in enumerate(zip(row, self.formats, strict=True)):
            number = isinstance(value, Number)
            inside = number_html(value, spec) if number else to_html(str(value))
            tag, scope = ("td", "") if place else ("th", ' scope="row"')
            cells.append(f"<{tag}{scope}{_class(number)}>{inside}</{tag}>")
        return "".join(cells)


def table(
    rows: Sequence[Sequence[object]],
    columns: Sequence[str],
    *,
    caption: str | None = None,
    formats: Sequence[str] | None = None,
) -> Table:
    """Return a table; the first cell of each row is the head of the row.

    Parameters
    ----------
    rows : sequence of sequences, each of length n
        Numbers are formatted; anything else is shown as text in the notation of `figures.markup`.
    columns : sequence of str, length n
        Heads.
    caption : str, optional
        Caption; also the name of the scrolling group.
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
    return Table(tuple(tuple(row) for row in rows), tuple(columns), caption, specs)


def number_html(value: object, spec: str = "") -> str:
    """Format a number with a true minus sign and powers of ten, ``1.5e-09`` as 1.5 × 10⁻⁹."""
    if spec.endswith(("e", "E")) and not value:
        return "0"
    text = escape(format(value, spec))
    power = EXPONENT.fullmatch(text)
    if power:
        sign = "-" if power["sign"] == "-" else ""
        text = f"{power['mantissa']} × 10<sup>{sign}{power['power']}</sup>"
    return text.replace("-", "−")


def _class(number: bool) -> str:
    return ' class="number"' if number else ""
