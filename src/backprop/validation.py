"""Checks of what comes in, so that a mistake is named where it was made.

NumPy broadcasts (3, 1) over (3, 3) without a word, and that hid a fault of the lecture. The public
functions of the package therefore check their arguments here: a value of the wrong kind raises
TypeError, a value of the right kind that cannot be used raises ValueError. The message names the
argument, what was expected and what was given.
"""

import numbers
from collections.abc import Callable
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
"""An array of float64."""

_REAL_KINDS = "iuf"


def real_array(
    name: str,
    value: ArrayLike,
    shape: tuple[int | str, ...] | None = None,
    *,
    finite: bool = True,
) -> FloatArray:
    """Return the value as an array of finite float64.

    Parameters
    ----------
    name : str
        Name of the argument, for the message.
    value : array_like
        Integers or floating-point numbers.
    shape : tuple of int or str, optional
        Expected shape; a string names an axis of any length. Any shape passes if it is left out.
    finite : bool
        Whether NaN and infinities are refused.

    Returns
    -------
    numpy.ndarray
        float64; the very same array if it was one already.

    Raises
    ------
    TypeError
        If the value does not hold real numbers.
    ValueError
        If it is empty, ragged, of another shape, or holds NaN, an infinity or what float64 cannot
        hold.
    """
    try:
        array = np.asarray(value)
    except ValueError as error:
        message = f"{name}: expected a rectangular array of real numbers, got {value!r}"
        raise ValueError(message) from error
    if array.dtype.kind not in _REAL_KINDS:
        raise TypeError(f"{name}: expected real numbers, got dtype {array.dtype}")
    if shape is not None and not _fits(array.shape, shape):
        expected = ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "")
        raise ValueError(f"{name}: expected shape ({expected}), got {array.shape}")
    if array.size == 0:
        raise ValueError(f"{name}: expected at least one number, got shape {array.shape}")
    with np.errstate(over="ignore"):
        converted = array.astype(np.float64, copy=False)
    if finite and not np.isfinite(converted).all():
        bad = array[~np.isfinite(converted)].flat[0]
        raise ValueError(f"{name}: expected finite numbers, got {bad!s}")
    return converted


def frozen_array(
    name: str, value: ArrayLike, shape: tuple[int | str, ...] | None = None
) -> FloatArray:
    """Return a read-only copy of the value, checked as by `real_array`."""
    array = real_array(name, value, shape).copy()
    array.setflags(write=False)
    return array


def positive_number(name: str, value: float) -> float:
    """Return the value as a float greater than zero.

    Raises
    ------
    TypeError
        If the value is no real number.
    ValueError
        If it is zero, negative, NaN or infinite, be it only as a float64.
    """
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        raise TypeError(f"{name}: expected a real number, got {type(value).__name__} {value!r}")
    try:
        number = float(value)
    except OverflowError:
        number = float("inf")
    if not (isfinite(number) and number > 0):
        raise ValueError(f"{name}: expected a finite number greater than 0, got {value!r}")
    return number


def whole_number(name: str, value: int, minimum: int = 0, maximum: int | None = None) -> int:
    """Return the value as an int within the bounds, both included.

    Raises
    ------
    TypeError
        If the value is no integer.
    ValueError
        If it is out of bounds.
    """
    if not isinstance(value, numbers.Integral) or isinstance(value, bool):
        raise TypeError(f"{name}: expected an integer, got {type(value).__name__} {value!r}")
    if value < minimum or (maximum is not None and value > maximum):
        bounds = f"at least {minimum}" if maximum is None else f"from {minimum} to {maximum}"
        raise ValueError(f"{name}: expected an integer {bounds}, got {value!r}")
    return int(value)


def evaluate(
    name: str,
    function: Callable[[FloatArray], ArrayLike],
    point: FloatArray,
    shape: tuple[int, ...],
    *,
    finite: bool = True,
) -> FloatArray:
    """Call a function that a caller handed in, and return its result as float64.

    Parameters
    ----------
    name : str
        Name of the function, for the message.
    function : callable
        Takes a vector, returns real numbers of the given shape and leaves the vector alone.
    point : numpy.ndarray, shape (n,)
        Where, all finite; the function gets a copy.
    shape : tuple of int
        Expected shape of the result, () for a number.
    finite : bool
        Whether a result with NaN or an infinity is refused.

    Raises
    ------
    TypeError
        If it is no function, or does not return real numbers.
    ValueError
        If its result has another shape or is not finite, or it changes the vector that it is given.
    """
    if not callable(function):
        raise TypeError(f"{name}: expected a function, got {type(function).__name__}")
    given = point.copy()
    result = function(given)
    if not np.array_equal(given, point):
        raise ValueError(f"{name}: changes the vector that it is given; let it work on a copy")
    if result is None:
        raise TypeError(f"{name}: expected to return real numbers, got None; is a return missing?")
    try:
        return real_array(name, result, shape, finite=finite)
    except (TypeError, ValueError) as error:
        one = shape == () and np.size(result) == 1
        hint = "; .item() makes a number of it" if one and np.ndim(result) else ""
        raise type(error)(f"{error} at {_shown(point)}{hint}") from None


def _shown(point: FloatArray) -> str:
    return np.array2string(point, precision=6, threshold=8, separator=", ")


def _fits(shape: tuple[int, ...], expected: tuple[int | str, ...]) -> bool:
    return len(shape) == len(expected) and all(
        isinstance(wanted, str) or length == wanted
        for length, wanted in zip(shape, expected, strict=True)
    )
