from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.distance import cosine

from backprop.lecture import as_published
from backprop.lecture.wrong_updates import angle_between, compare_updates
from backprop.network import backward, lecture_parameters
from backprop.samples import study_sleep
from backprop.training import train

SAMPLES = study_sleep()
X, Y = SAMPLES.X, SAMPLES.y


def scaled(factor):
    def scaled_backward(parameters, forward_pass, y):
        right = backward(parameters, forward_pass, y)
        return replace(
            right,
            w1_gradient=factor * right.w1_gradient,
            w2_gradient=factor * right.w2_gradient,
        )

    return scaled_backward


@pytest.fixture(scope="module")
def printed():
    log = as_published.train_as_printed(lecture_parameters(4), X, Y)
    return log, compare_updates(log, X, Y, as_published.backward_as_printed)


@pytest.mark.parametrize("degrees", [0, 1e-9, 30, 90, 135, 180 - 1e-9, 180])
def test_the_angle_of_two_vectors_in_the_plane(degrees):
    turn = np.radians(degrees)
    b = 7 * np.array([np.cos(turn), np.sin(turn)])
    assert angle_between([2, 0], b) == pytest.approx(degrees, rel=1e-13, abs=1e-14)


def test_the_angle_of_rows_agrees_with_scipy():
    a, b = np.random.default_rng(1).normal(size=(2, 20, 9))
    expected = np.degrees(np.arccos([1 - cosine(x, y) for x, y in zip(a, b, strict=True)]))
    np.testing.assert_allclose(angle_between(a, b), expected, rtol=1e-12)


@pytest.mark.parametrize(("factor", "angle"), [(1, 0), (2.5, 0), (-0.5, 180)])
def test_a_multiple_of_the_gradient_has_its_direction(factor, angle):
    log = train(lecture_parameters(4), X, Y, iterations=5, learning_rate=0.1)
    found = compare_updates(log, X, Y, scaled(factor))
    np.testing.assert_allclose(found.angle, angle, atol=1e-12)
    np.testing.assert_allclose(found.length_ratio, abs(factor), rtol=1e-14)


@pytest.mark.parametrize(
    "faulty", [as_published.backward_as_printed, as_published.backward_with_f3]
)
def test_the_predicted_change_is_that_of_a_small_step(faulty):
    log = train(lecture_parameters(4), X, Y, 20, 1e-4, backward=faulty)
    found = compare_updates(log, X, Y, faulty)
    np.testing.assert_allclose(found.predicted_change[:-1], np.diff(log.cost), rtol=1e-4)


def test_the_printed_run_climbs_exactly_where_the_angle_is_obtuse(printed):
    log, found = printed
    np.testing.assert_array_equal(np.diff(log.mse) > 0, found.angle[:-1] > 90)
    assert log.mse.argmin() == np.flatnonzero(found.angle > 90)[0]


def test_one_fault_alone_stays_under_ninety_degrees():
    for faulty in (as_published.backward_with_f1, as_published.backward_with_f2):
        log = train(lecture_parameters(4), X, Y, 2_000, backward=faulty)
        found = compare_updates(log, X, Y, faulty)
        assert found.angle.max() < 90
        assert (np.diff(log.mse) < 0).all()


def test_the_record_is_read_only(printed):
    with pytest.raises(ValueError, match="read-only"):
        printed[1].angle[0] = 0


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="b: expected vectors other than zero"):
        angle_between([1, 0], [0, 0])
    with pytest.raises(ValueError, match=r"b: expected shape \(2,\), got \(3,\)"):
        angle_between([1, 0], [1, 0, 0])
    with pytest.raises(TypeError, match="a: expected real numbers"):
        angle_between([1j, 0], [1, 0])
    log = train(lecture_parameters(4), X, Y, iterations=1)
    with pytest.raises(ValueError, match=r"y: expected shape \(3, 1\), got \(3,\)"):
        compare_updates(log, X, Y.ravel(), backward)
