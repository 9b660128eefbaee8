"""Batch sizes: the closed-form minimum, equal work, and the pros and cons that the page draws."""

import numpy as np
import pytest
import scipy.optimize

from backprop.optimize.batches import (
    BATCH_SIZES,
    EPOCHS,
    LEARNING_RATE,
    N_SAMPLES,
    START,
    batch_run,
    compare_batches,
    regression_cost,
    regression_gradient,
    regression_minimum,
    regression_samples,
)
from backprop.samples import Samples


@pytest.fixture(scope="module")
def samples():
    return regression_samples()


@pytest.fixture(scope="module")
def runs():
    return dict(zip(("full", "mini", "single"), compare_batches(), strict=True))


def test_minimum_is_that_of_least_squares(samples):
    minimum = regression_minimum(samples)
    theirs, *_ = np.linalg.lstsq(samples.X, samples.y[:, 0])
    np.testing.assert_allclose(minimum, theirs, rtol=1e-10)
    np.testing.assert_allclose(regression_gradient(minimum, samples.X, samples.y), 0, atol=1e-12)


def test_gradient_is_that_of_the_loss(samples):
    def loss(w):
        return float(regression_cost(w, samples))

    def gradient(w):
        return regression_gradient(w, samples.X, samples.y)

    assert scipy.optimize.check_grad(loss, gradient, np.array(START)) < 1e-7


def test_loss_takes_a_grid(samples):
    grid = np.random.default_rng(1).normal(size=(3, 4, 2))
    losses = regression_cost(grid, samples)
    assert losses.shape == (3, 4)
    assert losses[1, 2] == pytest.approx(regression_cost(grid[1, 2], samples), rel=1e-13)


def test_full_batch_follows_the_closed_form(samples, runs):
    """w − w* shrinks by (1 − ηλ) along each eigenvector of XᵀX/n."""
    minimum = regression_minimum(samples)
    eigenvalues, axes = np.linalg.eigh(samples.X.T @ samples.X / N_SAMPLES)
    shares = axes.T @ (np.array(START) - minimum)
    factors = (1 - LEARNING_RATE * eigenvalues) ** EPOCHS
    np.testing.assert_allclose(
        runs["full"].points[-1], minimum + axes @ (factors * shares), rtol=1e-10
    )


def test_all_runs_do_the_same_work_from_the_same_start(runs):
    for run, size in zip(runs.values(), BATCH_SIZES, strict=True):
        assert run.batch_size == size
        assert run.sample_gradients[-1] == EPOCHS * N_SAMPLES
        assert run.iterations == EPOCHS * N_SAMPLES // size
        np.testing.assert_array_equal(run.points[0], START)


def test_an_epoch_of_any_size_sees_every_sample_once(samples):
    """With η so small that the weights hardly move, an epoch adds up to one full gradient."""
    full = regression_gradient(START, samples.X, samples.y)
    for size in BATCH_SIZES:
        run = batch_run(samples, size, epochs=1, learning_rate=1e-9)
        moved = (run.points[-1] - run.points[0]) / 1e-9
        np.testing.assert_allclose(moved, -full * N_SAMPLES / size, rtol=1e-5)


def test_small_batches_get_further_with_the_same_work_and_a_single_sample_stays_restless(
    samples, runs
):
    least = float(regression_cost(regression_minimum(samples), samples))
    excess = {name: run.values - least for name, run in runs.items()}
    assert excess["mini"][-1] < excess["single"][-1] < excess["full"][-1]
    assert (np.diff(excess["full"]) < 0).all()
    assert (np.diff(runs["single"].values) > 0).mean() > 0.4
    late = {name: values[len(values) // 2 :] for name, values in excess.items()}
    assert late["single"].max() > 10 * late["mini"].max()


def test_runs_repeat_and_the_seed_decides_the_order(samples):
    first, again = (batch_run(samples, 20, epochs=2) for _ in range(2))
    np.testing.assert_array_equal(first.points, again.points)
    other = batch_run(samples, 20, epochs=2, seed=1)
    assert not np.array_equal(first.points, other.points)


def test_bad_input_is_named(samples):
    with pytest.raises(ValueError, match="batch_size: expected a divisor of 200, got 30"):
        batch_run(samples, 30)
    with pytest.raises(ValueError, match="batch_size"):
        batch_run(samples, 0)
    with pytest.raises(ValueError, match="epochs"):
        batch_run(samples, 20, epochs=0)
    with pytest.raises(ValueError, match="learning_rate"):
        batch_run(samples, 20, learning_rate=-1.0)
    with pytest.raises(ValueError, match=r"start: expected shape \(2,\)"):
        batch_run(samples, 20, start=(1.0, 2.0, 3.0))
    three = np.ones((4, 3))
    with pytest.raises(ValueError, match=r"start: expected shape \(3,\), got \(2,\)"):
        batch_run(Samples(three, np.ones((4, 1)), three, np.ones((4, 1))), 2)
