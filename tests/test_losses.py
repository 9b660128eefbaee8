import numpy as np
import pytest
import scipy.special
import scipy.stats

from backprop import losses

TARGET = np.array([[1.0, 0.0], [0.25, 0.5], [0.0, 1.0]])
PREDICTED = np.array([[0.5, 0.25], [0.25, 0.75], [0.5, 0.25]])
PAIRS = [
    (losses.half_squared_error, losses.half_squared_error_per_sample, np.sum),
    (losses.mean_squared_error, losses.squared_error_per_sample, np.mean),
    (losses.mean_absolute_error, losses.absolute_error_per_sample, np.mean),
    (losses.binary_cross_entropy, losses.binary_cross_entropy_per_sample, np.mean),
]
PER_SAMPLE = [pair[1] for pair in PAIRS] + [losses.categorical_cross_entropy_per_sample]
COSTS = [pair[0] for pair in PAIRS] + [losses.categorical_cross_entropy]


def test_squared_and_absolute_errors_by_hand():
    # y − o: [½, −¼], [0, −¼], [−½, ¾]
    np.testing.assert_array_equal(
        losses.half_squared_error_per_sample(TARGET, PREDICTED), [5 / 32, 1 / 32, 13 / 32]
    )
    assert losses.half_squared_error(TARGET, PREDICTED) == 19 / 32
    assert losses.mean_squared_error(TARGET, PREDICTED) == pytest.approx(19 / 16 / 6, rel=1e-15)
    np.testing.assert_array_equal(
        losses.absolute_error_per_sample(TARGET, PREDICTED), [3 / 8, 1 / 8, 5 / 8]
    )
    assert losses.mean_absolute_error(TARGET, PREDICTED) == pytest.approx(9 / 24, rel=1e-15)


@pytest.mark.parametrize(("cost", "per_sample", "reduce"), PAIRS)
def test_the_cost_is_the_sum_or_mean_of_the_losses(cost, per_sample, reduce):
    assert per_sample(TARGET, PREDICTED).shape == (3,)
    assert cost(TARGET, PREDICTED) == pytest.approx(
        reduce(per_sample(TARGET, PREDICTED)), rel=1e-15
    )
    assert isinstance(cost(TARGET, PREDICTED), float)


def test_half_the_squared_error_is_half_n_times_the_mean():
    assert losses.half_squared_error(TARGET, PREDICTED) == pytest.approx(
        TARGET.size / 2 * losses.mean_squared_error(TARGET, PREDICTED), rel=1e-15
    )


def test_one_dimension_is_one_output_a_sample():
    y, o = TARGET[:, 0], PREDICTED[:, 0]
    for per_sample in PER_SAMPLE[:-1]:
        np.testing.assert_array_equal(per_sample(y, o), per_sample(y[:, None], o[:, None]))


def test_binary_cross_entropy_is_a_negative_log_likelihood():
    o = np.array([0.1, 0.4, 0.8, 0.99])
    y = np.array([0.0, 1.0, 1.0, 0.0])
    np.testing.assert_allclose(
        losses.binary_cross_entropy_per_sample(y, o), -scipy.stats.bernoulli.logpmf(y, o)
    )
    assert losses.binary_cross_entropy([1.0], [0.5]) == pytest.approx(np.log(2), rel=1e-15)


@pytest.mark.parametrize("o", [1e-3, 1e-10, 1e-17, 1e-300])
def test_binary_cross_entropy_keeps_its_digits_near_certainty(o):
    """−ln(1 − o) = o + o²/2 + …; in 1 − o the digits of a small o would be lost."""
    series = o + o**2 / 2 + o**3 / 3 + o**4 / 4
    assert losses.binary_cross_entropy([0.0], [o]) == pytest.approx(series, rel=1e-12, abs=0)


def test_binary_cross_entropy_with_soft_targets_is_entropy_plus_divergence():
    y, o = np.array([0.3]), np.array([0.6])
    kl = scipy.special.rel_entr([0.3, 0.7], [0.6, 0.4]).sum()
    entropy = scipy.stats.entropy([0.3, 0.7])
    assert losses.binary_cross_entropy(y, o) == pytest.approx(kl + entropy, rel=1e-14)


def test_categorical_cross_entropy_is_the_surprise_of_the_true_class():
    o = np.array([[0.7, 0.2, 0.1], [0.25, 0.5, 0.25]])
    y = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    np.testing.assert_allclose(
        losses.categorical_cross_entropy_per_sample(y, o), [np.log(5), np.log(4)], rtol=1e-15
    )
    assert losses.categorical_cross_entropy(y, o) == pytest.approx(np.log(20) / 2, rel=1e-15)


def test_cross_entropies_at_certainty():
    assert losses.binary_cross_entropy([1.0, 0.0], [1.0, 0.0]) == 0
    assert losses.binary_cross_entropy([1.0], [0.0]) == np.inf
    assert losses.binary_cross_entropy([0.0], [1.0]) == np.inf
    assert losses.categorical_cross_entropy([[0.0, 1.0]], [[0.0, 1.0]]) == 0
    assert losses.categorical_cross_entropy([[1.0, 0.0]], [[0.0, 1.0]]) == np.inf


@pytest.mark.parametrize("loss", PER_SAMPLE + COSTS)
@pytest.mark.parametrize(
    ("y", "o", "error", "message"),
    [
        ([[1.0]], [[1.0, 0.0]], ValueError, r"o: expected shape \(1, 1\), got \(1, 2\)"),
        (np.ones(3), np.ones((3, 1)), ValueError, r"o: expected shape \(3,\), got \(3, 1\)"),
        (1.0, 1.0, ValueError, r"y: expected shape \(n_samples,\) or \(n_samples, n_outputs\)"),
        (np.ones((1, 1, 1)), np.ones((1, 1, 1)), ValueError, r"y: .*, got \(1, 1, 1\)"),
        ([np.nan], [0.5], ValueError, "y: expected finite numbers, got nan"),
        ([0.5], [np.inf], ValueError, "o: expected finite numbers, got inf"),
        ([], [], ValueError, r"y: expected at least one number, got shape \(0,\)"),
        (["1"], [0.5], TypeError, "y: expected real numbers, got dtype <U1"),
    ],
)
def test_bad_input_is_named(loss, y, o, error, message):
    with pytest.raises(error, match=message):
        loss(y, o)


@pytest.mark.parametrize(
    "loss", [losses.binary_cross_entropy, losses.categorical_cross_entropy_per_sample]
)
@pytest.mark.parametrize(
    ("y", "o", "message"),
    [
        ([[1.5]], [[0.5]], "y: expected numbers from 0 to 1, got 1.5"),
        ([[1.0]], [[-0.25]], "o: expected numbers from 0 to 1, got -0.25"),
    ],
)
def test_what_is_no_probability_is_named(loss, y, o, message):
    with pytest.raises(ValueError, match=message):
        loss(y, o)


def test_rows_that_are_no_distribution_are_named():
    with pytest.raises(ValueError, match=r"o: expected rows that sum to 1, got a sum of 0\.75"):
        losses.categorical_cross_entropy([[0.0, 1.0]], [[0.25, 0.5]])
    with pytest.raises(ValueError, match=r"y: expected rows that sum to 1, got a sum of 2\.0"):
        losses.categorical_cross_entropy([[1.0, 1.0]], [[0.5, 0.5]])
