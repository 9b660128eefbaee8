"""The worked 2-2-2 network: figures printed elsewhere, automatic and numerical differentiation."""

from dataclasses import astuple, fields, replace

import numpy as np
import pytest

from backprop.lecture import two_by_two, two_by_two_steps
from backprop.lecture.two_by_two import EXAMPLE, INITIAL_WEIGHTS, Backward, Setting, Weights
from keras_labs.quiet import tf

# Printed in Mazur (2015), see the docstrings of the modules.
PRINTED_FORWARD = {
    "h1": "0.3775",
    "H1": "0.593269992",
    "H2": "0.596884378",
    "y1": "1.105905967",
    "Y1": "0.75136507",
    "Y2": "0.772928465",
    "E1": "0.274811083",
    "E2": "0.023560026",
    "E": "0.298371109",
}
PRINTED_BACKWARD = {
    "dE1_dY1": "0.74136507",
    "dY1_dy1": "0.186815602",
    "dE1_dy1": "0.138498562",
    "dy1_dw5": "0.593269992",
    "dE_dw5": "0.082167041",
    "dy1_dH1": "0.40",
    "dE2_dH1": "-0.01904912",  # printed as …9119, a product of rounded factors; exact …91183
    "dE1_dH1": "0.05539942",  # printed as …9425 for the same reason; exact …94247
    "dE_dH1": "0.036350306",
    "dH1_dh1": "0.241300709",
    "dh1_dw1": "0.05",
    "dE_dw1": "0.000438568",
}
PRINTED_NEW_WEIGHTS = Weights(
    *(0.149780716, 0.19956143, 0.24975114, 0.29950229),
    *(0.35891648, 0.408666186, 0.511301270, 0.561370121),
)


def assert_printed(record: object, printed: dict[str, str]) -> None:
    for name, text in printed.items():
        decimals = len(text.partition(".")[2])
        assert getattr(record, name) == pytest.approx(float(text), abs=0.51 * 10**-decimals), name


def test_forward_pass_as_printed():
    assert_printed(two_by_two_steps.step().forward, PRINTED_FORWARD)


def test_derivatives_as_printed():
    assert_printed(two_by_two_steps.step().backward, PRINTED_BACKWARD)


def test_new_weights_as_printed():
    new_weights = two_by_two_steps.step().new_weights
    np.testing.assert_allclose(astuple(new_weights), astuple(PRINTED_NEW_WEIGHTS), atol=5.1e-9)


def test_printed_error_after_the_update_is_that_of_the_wrong_order():
    """The printed weights themselves contradict the printed 0.291027924."""
    error_of_printed_weights = two_by_two.forward(PRINTED_NEW_WEIGHTS).E
    assert error_of_printed_weights == pytest.approx(0.291027774, abs=2e-9)
    error = two_by_two_steps.step().new_forward.E
    assert error == pytest.approx(0.291027774, abs=5e-10)
    wrong_order = two_by_two_steps.step_output_layer_first()
    wrong_order_error = wrong_order.new_forward.E
    assert wrong_order_error == pytest.approx(0.291027924, abs=5e-10)
    assert wrong_order.new_weights.w1 != pytest.approx(PRINTED_NEW_WEIGHTS.w1, abs=1e-5)


def test_ten_thousand_steps_as_printed():
    training = two_by_two_steps.train()
    assert training.values[9_999] == pytest.approx(0.0000351085, abs=5e-11)
    assert training.values.shape == (10_001,)
    assert (np.diff(training.values) < 0).all()
    wrong_order = two_by_two_steps.train(method=two_by_two_steps.step_output_layer_first)
    np.testing.assert_allclose(wrong_order.Y[-1], [0.015912196, 0.984065734], atol=5e-10)


def random_case(seed: int) -> tuple[Weights, Setting]:
    generator = np.random.default_rng(seed)
    weights = Weights(*generator.normal(size=8).tolist())
    return weights, Setting(*generator.uniform(-1, 1, 6).tolist(), learning_rate=0.7)


CASES = [(INITIAL_WEIGHTS, EXAMPLE), random_case(1), random_case(2)]


@pytest.mark.parametrize(("w", "s"), CASES)
def test_every_derivative_against_gradient_tape(w, s):
    """Each field dA_dB is asked of the tape under its own name, on a graph written anew."""
    node = {f"w{k}": tf.constant(v, tf.float64) for k, v in enumerate(astuple(w), start=1)}
    with tf.GradientTape(persistent=True) as tape:
        for weight in list(node.values()):
            tape.watch(weight)
        node["h1"] = s.x1 * node["w1"] + s.x2 * node["w2"] + s.b1
        node["h2"] = s.x1 * node["w3"] + s.x2 * node["w4"] + s.b1
        for small in ("h1", "h2"):
            node[small.upper()] = tf.sigmoid(node[small])
        node["y1"] = tf.tensordot([node["H1"], node["H2"]], [node["w5"], node["w6"]], 1) + s.b2
        node["y2"] = tf.tensordot([node["H1"], node["H2"]], [node["w7"], node["w8"]], 1) + s.b2
        for small in ("y1", "y2"):
            node[small.upper()] = tf.sigmoid(node[small])
        node["E1"] = 0.5 * tf.square(node["Y1"] - s.t1)
        node["E2"] = 0.5 * tf.square(node["Y2"] - s.t2)
        node["E"] = node["E1"] + node["E2"]
    forward = two_by_two.forward(w, s)
    for field in fields(forward):
        assert getattr(forward, field.name) == pytest.approx(float(node[field.name]), rel=1e-13)
    backward = two_by_two.backward(w, forward, s)
    for field in fields(backward):
        above, below = field.name.removeprefix("d").split("_d")
        taped = float(tf.convert_to_tensor(tape.gradient(node[above], node[below])))
        assert getattr(backward, field.name) == pytest.approx(taped, rel=1e-12), field.name


@pytest.mark.parametrize(("w", "s"), CASES)
def test_gradient_against_central_differences(w, s):
    gradient = two_by_two.backward(w, two_by_two.forward(w, s), s).gradient
    for field, slope in zip(fields(w), gradient, strict=True):
        value = getattr(w, field.name)
        above = two_by_two.forward(replace(w, **{field.name: value + 1e-5}), s).E
        below = two_by_two.forward(replace(w, **{field.name: value - 1e-5}), s).E
        assert (above - below) / 2e-5 == pytest.approx(slope, rel=1e-6), field.name


def test_the_two_paths_to_a_hidden_node_pull_apart_and_are_added():
    b = two_by_two_steps.step().backward
    assert b.dE1_dH1 > 0 > b.dE2_dH1
    assert b.dE_dH1 == b.dE1_dH1 + b.dE2_dH1
    assert b.dE_dH2 == b.dE1_dH2 + b.dE2_dH2


def test_fields_of_the_backward_pass_name_each_derivative_once():
    names = [field.name for field in fields(Backward)]
    assert len(names) == len(set(names)) == 36


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="x1: expected finite numbers, got nan"):
        Setting(x1=float("nan"))
    with pytest.raises(ValueError, match=r"learning_rate: .*got -0\.5"):
        Setting(learning_rate=-0.5)
    with pytest.raises(ValueError, match="weights: expected finite numbers, got inf"):
        replace(INITIAL_WEIGHTS, w3=float("inf"))
    with pytest.raises(TypeError, match="weights"):
        replace(INITIAL_WEIGHTS, w3="0.25")
    with pytest.raises(ValueError, match="learning_rate"):
        two_by_two_steps.update(INITIAL_WEIGHTS, two_by_two_steps.step().backward, 0.0)
    with pytest.raises(ValueError, match="iterations"):
        two_by_two_steps.train(-1)
    with pytest.raises(TypeError, match="iterations"):
        two_by_two_steps.train(2.0)  # pyright: ignore[reportArgumentType]
