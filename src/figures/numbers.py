"""Numbers as text in figures: true minus signs, powers of ten without mathematics mode."""

import math
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import Formatter, LogLocator, NullFormatter

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def signed(number: float, digits: int = 3) -> str:
    """Write a number with that many significant digits, its sign and a true minus."""
    return f"{number:+#.{digits}g}".replace("-", "−")


def powers(exponents: Sequence[int]) -> list[str]:
    """Write powers of ten alike: in full if all lie from 0.001 to 100,000, else as ``10⁻⁴``.

    Parameters
    ----------
    exponents : sequence of int
        The powers that stand on one axis.
    """
    if all(-3 <= exponent <= 5 for exponent in exponents):
        return [f"{10**exponent:,}" for exponent in exponents]
    return [{0: "1", 1: "10"}.get(exponent, f"10{_raised(exponent)}") for exponent in exponents]


def scientific(number: float) -> str:
    """Write a positive number with two significant digits, like ``3.2 × 10⁻⁵``."""
    mantissa, _, exponent = f"{number:.1e}".partition("e")
    return f"{mantissa} × 10{_raised(int(exponent))}"


def powers_of_ten(ax: Axes, axis: str, every: int = 1) -> None:
    """Label the logarithmic ``"x"`` or ``"y"`` axis with every so many powers of ten."""
    which = {"x": ax.xaxis, "y": ax.yaxis}[axis]
    which.set_major_locator(LogLocator(10.0**every))
    which.set_major_formatter(_PowersOfTen())
    which.set_minor_formatter(NullFormatter())


class _PowersOfTen(Formatter):
    """Writes the ticks that are seen, all in the same manner; the locator adds some outside."""

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        assert self.axis is not None  # Matplotlib sets it before it asks for labels.
        lowest, highest = sorted(self.axis.get_view_interval())
        seen = [place for place, value in enumerate(values) if lowest <= value <= highest]
        written = powers([round(math.log10(values[place])) for place in seen])
        labels = [""] * len(values)
        for place, label in zip(seen, written, strict=True):
            labels[place] = label
        return labels

    def __call__(self, x: float, pos: int | None = None) -> str:
        return powers([round(math.log10(x))])[0]


def _raised(exponent: int) -> str:
    return str(exponent).translate(SUPERSCRIPTS)
