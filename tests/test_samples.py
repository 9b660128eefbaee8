import numpy as np
import pytest

from backprop.samples import Samples, make_samples, study_sleep


def test_study_sleep_is_what_the_lecture_prints():
    samples = study_sleep()
    np.testing.assert_array_equal(samples.X, [[1, 1], [0.25, 0.625], [0.875, 0.75]])
    printed = [[1.0], [0.35714286], [0.83928571]]
    np.testing.assert_allclose(samples.y, printed, rtol=0, atol=5e-9)
    np.testing.assert_array_equal(samples.y_raw, [[56], [20], [47]])
    np.testing.assert_array_equal(samples.X_raw, [[8, 8], [2, 5], [7, 6]])


def test_study_sleep_is_divided_by_the_maximum_of_each_column():
    samples = study_sleep()
    np.testing.assert_allclose(samples.X * [8, 8], samples.X_raw, rtol=1e-15)
    np.testing.assert_allclose(samples.y * 56, samples.y_raw, rtol=1e-15)


def test_make_samples_draws_as_the_lecture_does():
    np.random.seed(7)
    study = np.random.uniform(1, 8, (50, 1))
    sleep = np.random.uniform(1, 8, (50, 1))
    samples = make_samples(50, seed=7)
    np.testing.assert_array_equal(samples.X_raw, np.append(study, sleep, axis=1))
    np.testing.assert_array_equal(samples.X.max(axis=0), [1, 1])
    np.testing.assert_allclose(samples.X * samples.X_raw.max(axis=0), samples.X_raw, rtol=1e-15)


def test_make_samples_follows_the_rule_with_its_forty_points():
    samples = make_samples(200, seed=0)
    fitted, *_ = np.linalg.lstsq(
        np.column_stack([samples.X_raw, np.ones(200)]), samples.y * 100, rcond=None
    )
    np.testing.assert_allclose(fitted.ravel(), [5, 2, 40], rtol=1e-12)
    np.testing.assert_allclose(samples.y * 100, samples.y_raw, rtol=1e-15)
    assert samples.X_raw.min() >= 1
    assert samples.X_raw.max() < 8


def test_make_samples_depends_on_the_seed_alone():
    first, again, other = make_samples(20, 3), make_samples(20, 3), make_samples(20, 4)
    np.testing.assert_array_equal(first.X, again.X)
    np.testing.assert_array_equal(first.y, again.y)
    assert (first.X != other.X).all(axis=1).any()


def test_samples_cannot_be_changed():
    X = np.ones((2, 2))
    samples = Samples(X, np.ones((2, 1)), X, np.ones((2, 1)))
    with pytest.raises(ValueError, match="read-only"):
        samples.X[0, 0] = 5
    X[0, 0] = 5
    assert samples.X[0, 0] == 1


@pytest.mark.parametrize(
    ("n", "seed", "error", "message"),
    [
        (0, 1, ValueError, r"n: expected an integer at least 1, got 0"),
        (-3, 1, ValueError, r"n: expected an integer at least 1, got -3"),
        (2.0, 1, TypeError, r"n: expected an integer, got float 2\.0"),
        (True, 1, TypeError, r"n: expected an integer, got bool True"),
        ("5", 1, TypeError, r"n: expected an integer, got str '5'"),
        (5, -1, ValueError, r"seed: expected an integer from 0 to 4294967295, got -1"),
        (5, 2**32, ValueError, r"seed: expected an integer from 0 to 4294967295, got 4294967296"),
        (5, None, TypeError, r"seed: expected an integer, got NoneType None"),
    ],
)
def test_make_samples_names_bad_input(n, seed, error, message):
    with pytest.raises(error, match=message):
        make_samples(n, seed)


def test_samples_of_different_length_are_named():
    X, y = np.ones((3, 2)), np.ones((2, 1))
    with pytest.raises(ValueError, match=r"y: expected shape \(3, n_outputs\), got \(2, 1\)"):
        Samples(X, y, X, y)
    with pytest.raises(ValueError, match=r"X_raw: expected shape \(3, 2\), got \(3, 3\)"):
        Samples(X, np.ones((3, 1)), np.ones((3, 3)), np.ones((3, 1)))
    with pytest.raises(ValueError, match=r"y_raw: expected shape \(3, 1\), got \(3,\)"):
        Samples(X, np.ones((3, 1)), X, np.ones(3))
