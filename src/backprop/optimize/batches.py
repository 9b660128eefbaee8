"""Full batch, mini-batch and stochastic gradient descent on one real cost of two weights.

The cost is that of a linear regression of the score on hours of study and sleep,

    J(w) = 1/2n Σ (xᵢ·w − yᵢ)²,        ∇J over a batch B = 1/|B| Σ_B (xᵢ·w − yᵢ) xᵢ,

with the minimum in closed form (normal equations). In each epoch the samples are shuffled and cut
into batches, and each batch gives one update w ← w − η ∇J. All runs have the same start, the same
η and the same number of epochs, hence of per-sample gradients (xᵢ·w − yᵢ) xᵢ; they differ only in
how many of these are averaged before the weights move.

Source: Bottou, Curtis & Nocedal, Optimization methods for large-scale machine learning, SIAM
Review 60 (2018), 223-311, section 3.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from backprop.descent import Path, descend
from backprop.optimize.first_order import SGDState, sgd
from backprop.samples import Samples, make_samples
from backprop.validation import FloatArray, frozen_array, positive_number, real_array, whole_number

N_SAMPLES = 200
SEED = 812
BATCH_SIZES = (200, 20, 1)
"""Full batch, mini-batch, one sample."""
START = (-0.4, 1.2)
LEARNING_RATE = 0.5
EPOCHS = 15


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class BatchRun(Path):
    """Gradient descent with one batch size; ``values`` is J of all samples at every point.

    Attributes
    ----------
    batch_size : int
        Samples averaged for one update.
    """

    batch_size: int

    @property
    def sample_gradients(self) -> NDArray[np.int_]:
        """Per-sample gradients computed up to each point, (n + 1,)."""
        return self.batch_size * np.arange(len(self.points))


def regression_samples() -> Samples:
    """Return the samples of the comparison, drawn as in the Keras example of the lecture."""
    return make_samples(N_SAMPLES, SEED)


def regression_cost(w: ArrayLike, samples: Samples) -> FloatArray:
    """Return J for weights of shape (..., n_features), so for a whole grid at once."""
    w = real_array("w", w)
    residuals = w @ samples.X.T - samples.y[:, 0]  # (..., n_samples)
    return np.square(residuals).mean(axis=-1) / 2


def regression_gradient(w: ArrayLike, X: FloatArray, y: FloatArray) -> FloatArray:
    """Return ∇J (n_features,) averaged over the given samples X (n, n_features), y (n, 1)."""
    w = real_array("w", w, (X.shape[1],))
    return X.T @ (X @ w - y[:, 0]) / len(X)


def regression_minimum(samples: Samples) -> FloatArray:
    """Return the weights (n_features,) of least J, from the normal equations XᵀX w = Xᵀy."""
    return np.linalg.solve(samples.X.T @ samples.X, samples.X.T @ samples.y[:, 0])


def batch_run(
    samples: Samples,
    batch_size: int,
    epochs: int = EPOCHS,
    learning_rate: float = LEARNING_RATE,
    start: ArrayLike = START,
    seed: int = SEED,
) -> BatchRun:
    """Descend with batches of one size.

    Parameters
    ----------
    samples : Samples
        Any features, one target.
    batch_size : int
        From 1 to the number of samples, and a divisor of it, so that all batches are equal.
    epochs : int
        Passes over all samples, at least 1.
    learning_rate : float
        η, greater than 0.
    start : array_like, shape (n_features,)
        First weights; that of the lesson for its two features.
    seed : int
        Seed of the shuffling.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind, shape or range.
    """
    n = len(samples.X)
    features = real_array("samples.X", samples.X, (n, "n_features")).shape[1]
    real_array("samples.y", samples.y, (n, 1))
    batch_size = whole_number("batch_size", batch_size, minimum=1, maximum=n)
    if n % batch_size:
        raise ValueError(f"batch_size: expected a divisor of {n}, got {batch_size}")
    epochs = whole_number("epochs", epochs, minimum=1)
    positive_number("learning_rate", learning_rate)
    generator = np.random.RandomState(whole_number("seed", seed, maximum=2**32 - 1))

    start = real_array("start", start, (features,))

    # --8<-- [start:batches]
    def batches():
        for _ in range(epochs):
            order = generator.permutation(n)
            yield from order.reshape(-1, batch_size)

    def step(state):
        batch = next(stream)
        gradient = regression_gradient(state.w, samples.X[batch], samples.y[batch])
        return sgd(state, gradient, learning_rate)

    stream = batches()
    states = descend(SGDState.start(start), step, epochs * n // batch_size)
    # --8<-- [end:batches]
    points = frozen_array("points", [state.w for state in states])
    values = frozen_array("values", regression_cost(points, samples))
    return BatchRun(points=points, values=values, batch_size=batch_size)


def compare_batches() -> tuple[BatchRun, ...]:
    """Return the runs of all `BATCH_SIZES` on `regression_samples`."""
    samples = regression_samples()
    return tuple(batch_run(samples, batch_size) for batch_size in BATCH_SIZES)
