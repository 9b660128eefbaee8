"""Numbers as text: true minus signs, thousands with commas, powers of ten."""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
EXPONENT = re.compile(r"(?P<mantissa>.+)e(?P<sign>[+-])0*(?P<power>\d+)")


def fixed(value: float, digits: int = 2) -> str:
    """Write a number with that many decimals, and never as minus zero."""
    return _minus(f"{value:z.{digits}f}")


def factor(value: float, digits: int = 2) -> str:
    """Write a number inside a product or a sum: in parentheses if a minus sign leads."""
    written = fixed(value, digits)
    return f"({written})" if written.startswith("−") else written


def listed(values: ArrayLike, digits: int = 2) -> str:
    """Write the entries of an array one after another, row by row."""
    return ", ".join(fixed(value, digits) for value in np.ravel(values))


def signed(value: float) -> str:
    """Write a number with three significant digits and its sign."""
    return _minus(f"{value:+#.3g}")


def scientific(value: float) -> str:
    """Write a positive number with two significant digits, like ``3.2 × 10⁻⁵``."""
    mantissa, _, exponent = f"{value:.1e}".partition("e")
    return f"{mantissa} × 10{_raised(int(exponent))}"


def brief(value: float) -> str:
    """Write a number with three significant digits, a small one with two, without a space."""
    if not value:
        return "0"
    small = abs(value) < 1e-3
    size = scientific(abs(value)).replace(" ", "") if small else f"{abs(value):#.3g}"
    return ("−" if value < 0 else "") + size


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


def formatted(value: object, spec: str) -> str:
    """Format a number as Python does; ``1.5e-09`` is ``1.5 × $10^{−9}$`` in `figures.markup`."""
    if spec.endswith("e") and not value:
        return "0"
    text = format(value, spec)
    power = EXPONENT.fullmatch(text)
    if power:
        sign = "-" if power["sign"] == "-" else ""
        text = f"{power['mantissa']} × $10^{{{sign}{power['power']}}}$"
    return _minus(text)


def _minus(text: str) -> str:
    return text.replace("-", "−")


def _raised(exponent: int) -> str:
    return str(exponent).translate(SUPERSCRIPTS)
