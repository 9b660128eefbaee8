"""Numbers as text in figures: true minus signs, powers of ten without mathematics mode."""

import math

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def signed(number: float, digits: int = 3) -> str:
    """Write a number with that many significant digits, its sign and a true minus."""
    return f"{number:+#.{digits}g}".replace("-", "−")


def power_of_ten(exponent: int) -> str:
    """Write 10 to a power: from 0.01 to 1000 in full, others like ``10⁻⁴``."""
    return f"{10.0**exponent:g}" if -2 <= exponent <= 3 else f"10{_raised(exponent)}"


def scientific(number: float) -> str:
    """Write a positive number with two significant digits, like ``3.2 × 10⁻⁵``."""
    mantissa, _, exponent = f"{number:.1e}".partition("e")
    return f"{mantissa} × 10{_raised(int(exponent))}"


def powers_of_ten(ax: Axes, axis: str, every: int = 1) -> None:
    """Label the logarithmic ``"x"`` or ``"y"`` axis with every so many powers of ten."""
    which = {"x": ax.xaxis, "y": ax.yaxis}[axis]
    which.set_major_locator(LogLocator(10.0**every))
    which.set_major_formatter(FuncFormatter(lambda v, _: power_of_ten(round(math.log10(v)))))
    which.set_minor_formatter(NullFormatter())


def _raised(exponent: int) -> str:
    return str(exponent).translate(SUPERSCRIPTS)
