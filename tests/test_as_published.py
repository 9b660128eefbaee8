import numpy as np
import pytest

from backprop import as_published
from backprop.network import backward, forward, lecture_parameters
from backprop.samples import study_sleep
from backprop.training import train

SAMPLES = study_sleep()


def assert_printed(actual, printed):
    """Hold an array to the eight decimals that NumPy prints."""
    np.testing.assert_allclose(actual, printed, rtol=0, atol=5.001e-9)


@pytest.fixture(scope="module")
def step():
    return as_published.printed_step(lecture_parameters(3), SAMPLES.X, SAMPLES.y)


@pytest.fixture(scope="module")
def log():
    return as_published.train_as_printed(lecture_parameters(4), SAMPLES.X, SAMPLES.y)


PRINTED = {
    "o_error": [[0.70644301], [0.10036169], [0.56649547]],
    "sigmoid_prime_of_o_error": [[0.22123085], [0.24937153], [0.23096866]],
    "o_delta": [[0.17285985], [0.02468133], [0.13902149]],
    "z2_error_after_update": [
        [-0.28194591, -0.23236088, 0.12295841],
        [-0.04025689, -0.03317703, 0.01755629],
        [-0.22675329, -0.18687483, 0.09888856],
    ],
    "activated_hidden": [
        [0.43460965, 0.23985861, 0.42340322],
        [0.37111212, 0.48687214, 0.52242758],
        [0.48093658, 0.2520165, 0.4192448],
    ],
    "z2_delta": [
        [-0.06388859, -0.05136035, 0.020324],
        [-0.00839476, -0.00674859, 0.00267051],
        [-0.04915074, -0.03951252, 0.01563565],
    ],
    "w1_step": [
        [-0.10899418, -0.08762095, 0.03467281],
        [-0.10599837, -0.0852126, 0.0337198],
    ],
    "w2_step": [[0.15114662], [0.08851428], [0.14436766]],
}


@pytest.mark.parametrize("name", PRINTED)
def test_every_printed_array_of_the_training_step(step, name):
    assert_printed(getattr(step, name), PRINTED[name])


def test_the_hidden_error_before_the_update(step):
    assert step.z2_error[0, 0] == pytest.approx(-0.3080731, abs=5e-9)
    np.testing.assert_allclose(step.z2_error, step.o_delta @ lecture_parameters(3).w2.T, rtol=1e-15)


def test_the_step_leads_to_the_new_weights(step):
    before = lecture_parameters(3)
    np.testing.assert_array_equal(step.after.w1, before.w1 + step.w1_step)
    np.testing.assert_array_equal(step.after.w2, before.w2 + step.w2_step)


def test_ten_thousand_iterations_as_printed(log):
    # 17 digits are printed; the last ones differ by machine, as exp and matrix products do.
    assert log.mse[0] == pytest.approx(0.19523515397548788, rel=1e-10)
    assert log.mse[9_999] == pytest.approx(0.0037978381910849734, rel=1e-10)
    assert_printed(log.predictions[0], [[0.37768395], [0.40886333], [0.39684567]])
    assert_printed(log.predictions[9_999], [[0.92226356], [0.36399293], [0.91211178]])


def test_the_log_is_that_of_a_loop_with_in_place_updates(log):
    def sigmoid(s):
        return 1 / (1 + np.exp(-s))

    def sigmoid_prime(s):
        return sigmoid(s) * (1 - sigmoid(s))

    w1, w2 = lecture_parameters(4).w1.copy(), lecture_parameters(4).w2.copy()
    for i in range(200):
        np.testing.assert_allclose(log.w1[i], w1, rtol=1e-12)
        np.testing.assert_allclose(log.w2[i], w2, rtol=1e-12)
        hidden = sigmoid(SAMPLES.X.dot(w1))
        output_sum = hidden.dot(w2)
        delta = (SAMPLES.y - sigmoid(output_sum)) * sigmoid_prime(sigmoid(output_sum))
        w1 += SAMPLES.X.T.dot(delta.dot(w2.T) * sigmoid_prime(output_sum))
        w2 += hidden.T.dot(delta)


def test_f3_ends_at_the_mean_of_the_targets():
    f3 = as_published.backward_with_f3
    log = train(lecture_parameters(4), SAMPLES.X, SAMPLES.y, backward=f3)
    assert_printed(log.predictions[-1], np.full((3, 1), 0.73214286))
    assert log.mse[-1] == pytest.approx(SAMPLES.y.var(), rel=1e-9)
    assert log.mse[-1] == pytest.approx(0.0746, abs=5e-5)


def delta_of(faulty, name):
    parameters = lecture_parameters(3)
    forward_pass = forward(parameters, SAMPLES.X)
    return getattr(faulty(parameters, forward_pass, SAMPLES.y), name)


def test_each_single_fault_leaves_the_rest_right():
    for faulty in (as_published.backward_with_f2, as_published.backward_with_f3):
        assert_printed(delta_of(faulty, "output_delta"), [[0.14650306], [0.01915349], [0.11237895]])
        np.testing.assert_array_equal(
            delta_of(faulty, "w2_gradient"), delta_of(backward, "w2_gradient")
        )
    f1 = as_published.backward_with_f1
    assert_printed(delta_of(f1, "output_delta"), PRINTED["o_delta"])
    slope = delta_of(backward, "hidden_delta") / delta_of(backward, "hidden_error")
    np.testing.assert_allclose(
        delta_of(f1, "hidden_delta") / delta_of(f1, "hidden_error"), slope, rtol=1e-12
    )


def test_f2_broadcasts_one_slope_over_all_hidden_nodes():
    f2 = as_published.backward_with_f2
    slope = delta_of(f2, "hidden_delta") / delta_of(f2, "hidden_error")
    np.testing.assert_allclose(slope, np.repeat(slope[:, :1], 3, axis=1), rtol=1e-12)
    output = forward(lecture_parameters(3), SAMPLES.X).activated_output
    np.testing.assert_allclose(slope[:, :1], output * (1 - output), rtol=1e-12)


@pytest.mark.parametrize(
    "faulty",
    [
        as_published.backward_with_f1,
        as_published.backward_with_f2,
        as_published.backward_with_f3,
        as_published.backward_as_printed,
    ],
)
def test_targets_of_another_shape_are_named(faulty):
    parameters = lecture_parameters(3)
    with pytest.raises(ValueError, match=r"y: expected shape \(3, 1\), got \(3,\)"):
        faulty(parameters, forward(parameters, SAMPLES.X), SAMPLES.y.ravel())


def test_printed_step_names_bad_input():
    with pytest.raises(ValueError, match=r"X: expected shape \(n_samples, 2\), got \(3, 1\)"):
        as_published.printed_step(lecture_parameters(3), SAMPLES.y, SAMPLES.y)
