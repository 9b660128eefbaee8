"""Loss of one sample and cost of a data set, for targets y and predictions o.

    half squared error            Lᵢ = ½ Σₖ (yᵢₖ − oᵢₖ)²                  cost: sum
    squared error                 Lᵢ = 1/K Σₖ (yᵢₖ − oᵢₖ)²                cost: mean
    absolute error                Lᵢ = 1/K Σₖ |yᵢₖ − oᵢₖ|                 cost: mean
    binary cross-entropy          Lᵢ = −1/K Σₖ y ln o + (1 − y) ln(1 − o) cost: mean
    categorical cross-entropy     Lᵢ = −Σₖ yᵢₖ ln oᵢₖ                     cost: mean

Half the squared error, summed, is what the lecture's update descends (its factor ½ cancels the 2 of
the derivative); the mean squared error is what its log reports. Logarithms are natural, so that a
cross-entropy is in nats. Source: Goodfellow, Bengio & Courville, Deep Learning (MIT Press 2016),
sections 5.5 and 6.2.

Every function takes y and o of one shape, (n_samples,) or (n_samples, n_outputs): there is no
broadcasting. It raises TypeError or ValueError if they are not real and finite, of different shapes
or, for a cross-entropy, no probabilities. A per-sample function returns shape (n_samples,), the
others a float.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from backprop.validation import FloatArray, real_array


def half_squared_error_per_sample(y: ArrayLike, o: ArrayLike) -> FloatArray:
    """Return ½ Σₖ (yₖ − oₖ)² of every sample."""
    y, o = _pair(y, o)
    return 0.5 * np.square(y - o).sum(axis=1)


def half_squared_error(y: ArrayLike, o: ArrayLike) -> float:
    """Return ½ Σ (y − o)² over all samples and outputs: the E of the lecture."""
    return float(half_squared_error_per_sample(y, o).sum())


def squared_error_per_sample(y: ArrayLike, o: ArrayLike) -> FloatArray:
    """Return the mean of (yₖ − oₖ)² over the outputs of every sample."""
    y, o = _pair(y, o)
    return np.square(y - o).mean(axis=1)


def mean_squared_error(y: ArrayLike, o: ArrayLike) -> float:
    """Return the mean of (y − o)² over all samples and outputs."""
    return float(squared_error_per_sample(y, o).mean())


def absolute_error_per_sample(y: ArrayLike, o: ArrayLike) -> FloatArray:
    """Return the mean of |yₖ − oₖ| over the outputs of every sample."""
    y, o = _pair(y, o)
    return np.abs(y - o).mean(axis=1)


def mean_absolute_error(y: ArrayLike, o: ArrayLike) -> float:
    """Return the mean of |y − o| over all samples and outputs."""
    return float(absolute_error_per_sample(y, o).mean())


def binary_cross_entropy_per_sample(y: ArrayLike, o: ArrayLike) -> FloatArray:
    """Return −(y ln o + (1 − y) ln(1 − o)) of every sample, the mean over its outputs.

    It is infinite where a prediction excludes with certainty what is the case.
    """
    y, o = _probabilities(y, o)
    return -(_times_log(y, o) + _times_log(1 - y, -o, np.log1p)).mean(axis=1)


def binary_cross_entropy(y: ArrayLike, o: ArrayLike) -> float:
    """Return the binary cross-entropy, the mean over all samples."""
    return float(binary_cross_entropy_per_sample(y, o).mean())


def categorical_cross_entropy_per_sample(y: ArrayLike, o: ArrayLike) -> FloatArray:
    """Return −Σₖ yₖ ln oₖ of every sample, for y one-hot and o from a softmax.

    It is infinite where a prediction excludes with certainty what is the case.
    """
    y, o = _probabilities(y, o)
    y, o = _summing_to_one("y", y), _summing_to_one("o", o)
    return -_times_log(y, o).sum(axis=1)


def categorical_cross_entropy(y: ArrayLike, o: ArrayLike) -> float:
    """Return the categorical cross-entropy, the mean over all samples."""
    return float(categorical_cross_entropy_per_sample(y, o).mean())


def _pair(y: ArrayLike, o: ArrayLike) -> tuple[FloatArray, FloatArray]:
    y = real_array("y", y)
    if y.ndim not in (1, 2):
        raise ValueError(f"y: expected shape (n_samples,) or (n_samples, n_outputs), got {y.shape}")
    o = real_array("o", o, y.shape)
    return y.reshape(len(y), -1), o.reshape(len(y), -1)


def _probabilities(y: ArrayLike, o: ArrayLike) -> tuple[FloatArray, FloatArray]:
    y, o = _pair(y, o)
    return _from_0_to_1("y", y), _from_0_to_1("o", o)


def _from_0_to_1(name: str, values: FloatArray) -> FloatArray:
    outside = values[(values < 0) | (values > 1)]
    if outside.size:
        raise ValueError(f"{name}: expected numbers from 0 to 1, got {outside[0]}")
    return values


def _summing_to_one(name: str, rows: FloatArray) -> FloatArray:
    total = rows.sum(axis=1)
    if not np.allclose(total, 1.0, rtol=0, atol=1e-6):
        worst = total[np.argmax(np.abs(total - 1))]
        raise ValueError(f"{name}: expected rows that sum to 1, got a sum of {worst}")
    return rows


def _times_log(
    weight: FloatArray, argument: FloatArray, log: Callable[[FloatArray], FloatArray] = np.log
) -> FloatArray:
    """Return weight · log(argument), with 0 · log 0 = 0, the limit.

    ln(1 − o) is taken as log1p(−o): for a small o most digits of it are lost in 1 − o.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(weight > 0, weight * log(argument), 0.0)
