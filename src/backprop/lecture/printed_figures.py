"""What the lecture printed: given data, kept here once, for the page that holds it to a run.

Nothing is computed from these figures, and nothing else in the package imports them. NumPy prints
an array to eight decimals and one number to as many digits as identify it, some 17; so the two are
compared by `rounds_to` and by `matching_digits`.

Source: the lecture's outputs, under the names of its variables.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from backprop.validation import FloatArray, frozen_array, real_array, whole_number

DECIMALS = 8
"""Decimals of a printed array: NumPy's default precision."""


def _given(**arrays: ArrayLike) -> Mapping[str, FloatArray]:
    return MappingProxyType({name: frozen_array(name, array) for name, array in arrays.items()})


SAMPLES = _given(
    X=[[1, 1], [0.25, 0.625], [0.875, 0.75]],
    y=[[1], [0.35714286], [0.83928571]],
)
"""Both normalized; X has shape (3, 2), y has shape (3, 1)."""

INITIAL_WEIGHTS = _given(
    w1=[[2.48783189, 0.11697987, -1.97118428], [-0.48325593, -1.50361209, 0.57515126]],
    w2=[[-0.20672583], [0.41271104], [-0.57757999]],
)
"""Network 1."""

FORWARD_PASS = _given(
    w1=[[-1.75351135, 1.23279898, 0.24464757], [-0.06568225, 0.30190098, 0.79723428]],
    hidden_sum=[
        [-1.8191936, 1.53469996, 1.04188185],
        [-0.47942924, 0.49688786, 0.55943332],
        [-1.58358412, 1.30512484, 0.81199233],
    ],
    activated_hidden=[
        [0.13953066, 0.82269293, 0.73921295],
        [0.38238691, 0.62172769, 0.63632141],
        [0.17028848, 0.78669622, 0.6925339],
    ],
    w2=[[1.23073545], [-1.52187331], [-0.25502715]],
    activated_output=[[0.21945787], [0.34573206], [0.23788921]],
    error=[[0.78054213], [0.0114108], [0.6013965]],
)
"""Network 2."""

TRAINING_STEP = _given(
    o_error=[[0.70644301], [0.10036169], [0.56649547]],
    sigmoid_prime_of_o_error=[[0.22123085], [0.24937153], [0.23096866]],
    o_delta=[[0.17285985], [0.02468133], [0.13902149]],
    z2_error_after_update=[
        [-0.28194591, -0.23236088, 0.12295841],
        [-0.04025689, -0.03317703, 0.01755629],
        [-0.22675329, -0.18687483, 0.09888856],
    ],
    activated_hidden=[
        [0.43460965, 0.23985861, 0.42340322],
        [0.37111212, 0.48687214, 0.52242758],
        [0.48093658, 0.2520165, 0.4192448],
    ],
    z2_delta=[
        [-0.06388859, -0.05136035, 0.020324],
        [-0.00839476, -0.00674859, 0.00267051],
        [-0.04915074, -0.03951252, 0.01563565],
    ],
    w1_step=[
        [-0.10899418, -0.08762095, 0.03467281],
        [-0.10599837, -0.0852126, 0.0337198],
    ],
    w2_step=[[0.15114662], [0.08851428], [0.14436766]],
)
"""Network 3, under the field names of `backprop.lecture.as_published.PrintedStep`."""

FIRST_PREDICTION = _given(activated_output=[[0.37768395], [0.40886333], [0.39684567]])
"""Network 4 at EPOCH 1."""
LAST_PREDICTION = _given(activated_output=[[0.92226356], [0.36399293], [0.91211178]])
"""Network 4 at EPOCH 10000."""

FIRST_MSE = 0.19523515397548788
"""Mean squared error of network 4 at EPOCH 1."""
LAST_MSE = 0.0037978381910849734
"""The same at EPOCH 10000, after 9,999 updates."""


def rounds_to(computed: ArrayLike, printed: ArrayLike, decimals: int = DECIMALS) -> bool:
    """Return whether every number, rounded to so many decimals, is the printed one.

    Parameters
    ----------
    computed : array_like, any shape
        What a run gave.
    printed : array_like, same shape
        What was printed.
    decimals : int
        Decimals that were printed, at least 0.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind, or the shapes differ.
    """
    printed = real_array("printed", printed)
    computed = real_array("computed", computed, printed.shape)
    decimals = whole_number("decimals", decimals)
    return bool(np.array_equal(np.round(computed, decimals), printed))


def matching_digits(a: float, b: float) -> int:
    """Count the leading significant digits that two numbers share, written out in full.

    Numbers of another sign or another power of ten share none. A number is written with the fewest
    digits that identify it, followed by zeros; two equal numbers share 17.

    Parameters
    ----------
    a, b : float
        Finite numbers.

    Raises
    ------
    TypeError, ValueError
        If an argument is no finite number.
    """
    (sign_a, digits_a, power_a), (sign_b, digits_b, power_b) = (
        _written(float(real_array(name, value, ()))) for name, value in (("a", a), ("b", b))
    )
    if (sign_a, power_a) != (sign_b, power_b):
        return 0
    differ = [i for i, (x, y) in enumerate(zip(digits_a, digits_b, strict=True)) if x != y]
    return differ[0] if differ else len(digits_a)


def _written(value: float) -> tuple[bool, str, int]:
    mantissa, power = np.format_float_scientific(abs(value), unique=True).split("e")
    return bool(np.signbit(value)), mantissa.replace(".", "").ljust(17, "0"), int(power)
