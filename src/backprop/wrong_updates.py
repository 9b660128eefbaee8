"""How far a faulty update is from the right one, in every state of a run.

With the true gradient g, the vector u that the faulty backward pass takes for it, and the Hessian H
somewhere on the way, Taylor's theorem says of the step w ← w − η u

    E(w − η u) = E(w) − η g·u + ½ η² uᵀ H u,        g·u = |g| |u| cos φ

So for small steps it is the angle φ between the two updates that decides. Below 90° every small
enough step goes down, however wrong u is; above 90° it goes up. As long as the term in η² is small,
a falling cost says φ < 90° and nothing more; of a large step it does not even say that.

Source: Nocedal & Wright, Numerical Optimization (2nd edition, Springer 2006), section 2.2. The
formula for the angle, which loses no digits near 0° and 180°: Kahan, How Futile are Mindless
Assessments of Roundoff in Floating-Point Computation? (Berkeley 2006), section 12.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from backprop import network
from backprop.network import Backward, forward
from backprop.training import TrainingLog
from backprop.validation import FloatArray, real_array


@dataclass(frozen=True, slots=True, eq=False)
class UpdateComparison:
    """A faulty and the right update in every state of a run; arrays are read-only.

    Attributes
    ----------
    angle : numpy.ndarray, shape (n + 1,)
        φ in degrees, 0 to 180.
    length_ratio : numpy.ndarray, shape (n + 1,)
        |u| / |g|.
    predicted_change : numpy.ndarray, shape (n + 1,)
        −η g·u, by which the cost changes to first order.
    """

    angle: FloatArray
    length_ratio: FloatArray
    predicted_change: FloatArray


def angle_between(a: ArrayLike, b: ArrayLike) -> FloatArray:
    """Return the angle between vectors in degrees, 2 atan2(|â − b̂|, |â + b̂|).

    Parameters
    ----------
    a, b : array_like, shape (..., n)
        Vectors along the last axis, none of them zero.

    Returns
    -------
    numpy.ndarray, shape (...)
        Angles from 0 to 180.

    Raises
    ------
    TypeError, ValueError
        If an argument is not real and finite, the shapes differ, or a vector is zero.
    """
    a = real_array("a", a)
    b = real_array("b", b, a.shape)
    a, b = _unit("a", a), _unit("b", b)
    apart = np.linalg.norm(a - b, axis=-1)
    together = np.linalg.norm(a + b, axis=-1)
    return np.degrees(2 * np.arctan2(apart, together))


def compare_updates(
    log: TrainingLog, X: ArrayLike, y: ArrayLike, backward: Backward
) -> UpdateComparison:
    """Compare, in every state of a run, what made the step with what should have made it.

    Parameters
    ----------
    log : TrainingLog
        The run, n updates.
    X : array_like, shape (n_samples, n_inputs)
        Inputs of the run.
    y : array_like, shape (n_samples, n_outputs)
        Targets of the run.
    backward : callable
        The backward pass with which the run was made.

    Returns
    -------
    UpdateComparison
        n + 1 rows, as in the log.

    Raises
    ------
    TypeError, ValueError
        If X or y is not real and finite, or of another shape, or a gradient is zero.
    """
    y = real_array("y", y, log.predictions.shape[1:])
    wrong = np.empty((log.iterations + 1, log.parameters(0).to_vector().size))
    right = np.empty_like(wrong)
    for i in range(log.iterations + 1):
        parameters = log.parameters(i)
        forward_pass = forward(parameters, X)
        wrong[i] = backward(parameters, forward_pass, y).to_vector()
        right[i] = network.backward(parameters, forward_pass, y).to_vector()
    comparison = UpdateComparison(
        angle=angle_between(wrong, right),
        length_ratio=np.linalg.norm(wrong, axis=1) / np.linalg.norm(right, axis=1),
        predicted_change=-log.learning_rate * np.einsum("ij,ij->i", right, wrong),
    )
    for array in (comparison.angle, comparison.length_ratio, comparison.predicted_change):
        array.setflags(write=False)
    return comparison


def _unit(name: str, vectors: FloatArray) -> FloatArray:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    if not length.all():
        raise ValueError(f"{name}: expected vectors other than zero, got one that is zero")
    return vectors / length
