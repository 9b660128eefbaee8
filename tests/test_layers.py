"""Networks of any depth: against the lecture's, the 2-2-2, finite differences and Keras."""

from typing import Any

import numpy as np
import pytest

from backprop import layers, network
from backprop.gradient_check import numerical_gradient
from backprop.layer_kinds import (
    IDENTITY,
    RELU,
    SIGMOID,
    SIGMOID_CROSS_ENTROPY,
    SOFTMAX_CROSS_ENTROPY,
    TANH,
    Activation,
    half_squared_error,
)
from backprop.layers import Dense, draw_network
from backprop.lecture import two_by_two
from backprop.samples import study_sleep
from keras_labs.quiet import keras, tf

GENERATOR_SEED = 812
ACTIVATIONS = {"sigmoid": SIGMOID, "tanh": TANH, "relu": RELU, "linear": IDENTITY}
LOSSES = {
    "squared": half_squared_error(),
    "squared of a sigmoid": half_squared_error(SIGMOID),
    "binary": SIGMOID_CROSS_ENTROPY,
    "categorical": SOFTMAX_CROSS_ENTROPY,
}


def dense(
    weights: list, bias: list[float] | None = None, activation: Activation = IDENTITY
) -> Dense:
    """A layer from lists."""
    return Dense(np.array(weights), None if bias is None else np.array(bias), activation)


def problem(name: str, nodes: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """Inputs, and targets as the loss wants them."""
    generator = np.random.default_rng(GENERATOR_SEED)
    X = generator.standard_normal((7, nodes[0]))
    if name == "categorical":
        return X, np.eye(nodes[-1])[generator.integers(nodes[-1], size=7)]
    return X, generator.integers(2, size=(7, nodes[-1])).astype(float)


@pytest.mark.parametrize("index", [1, 2, 3, 4])
def test_it_is_the_lectures_network_without_biases(index: int) -> None:
    start, data = network.lecture_parameters(index), study_sleep()
    same = [Dense(start.w1, None, SIGMOID), Dense(start.w2)]
    loss = half_squared_error(SIGMOID)
    forward_pass = network.forward(start, data.X)
    passed = layers.forward(same, data.X)
    np.testing.assert_array_equal(loss.output(passed.sums[-1]), forward_pass.activated_output)
    gradients = layers.backward(same, passed, data.y, loss)
    expected = network.backward(start, forward_pass, data.y).to_vector()
    np.testing.assert_allclose(layers.to_vector(gradients), expected, rtol=1e-14)
    assert layers.cost(same, data.X, data.y, loss) == network.cost(start, data.X, data.y)


def test_it_is_the_network_with_two_outputs_and_biases() -> None:
    """Its weights after one step are those that Mazur prints."""
    setting, w = two_by_two.EXAMPLE, two_by_two.INITIAL_WEIGHTS
    first = dense([[w.w1, w.w3], [w.w2, w.w4]], [setting.b1, setting.b1], SIGMOID)
    last = dense([[w.w5, w.w7], [w.w6, w.w8]], [setting.b2, setting.b2])
    X, y = [[setting.x1, setting.x2]], [[setting.t1, setting.t2]]
    loss = half_squared_error(SIGMOID)
    gradients = layers.backward([first, last], layers.forward([first, last], X), y, loss)
    one, two = layers.descend([first, last], gradients, 0.5)
    printed = [0.149780716, 0.24975114, 0.19956143, 0.29950229]
    np.testing.assert_allclose(one.weights.ravel(), printed, atol=6e-9)
    printed = [0.35891648, 0.511301270, 0.408666186, 0.561370121]
    np.testing.assert_allclose(two.weights.ravel(), printed, atol=6e-9)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("nodes", [[3, 4], [3, 4, 2], [2, 5, 4, 3, 2]])
def test_gradients_are_those_of_differences(loss: str, activation: str, nodes: list[int]) -> None:
    X, y = problem(loss, nodes)
    generator = np.random.default_rng(1)
    start = draw_network(generator, nodes, ACTIVATIONS[activation])
    start = layers.from_vector(generator.standard_normal(layers.to_vector(start).size), start)

    def value(vector: np.ndarray) -> float:
        return layers.cost(layers.from_vector(vector, start), X, y, LOSSES[loss])

    gradients = layers.backward(start, layers.forward(start, X), y, LOSSES[loss])
    expected = numerical_gradient(value, layers.to_vector(start))
    np.testing.assert_allclose(layers.to_vector(gradients), expected, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("loss", ["squared", "binary", "categorical"])
def test_keras_finds_the_same(loss: str) -> None:
    nodes, activation = [3, 5, 4, 3], "tanh"
    X, y = problem(loss, nodes)
    start = draw_network(np.random.default_rng(2), nodes, TANH)
    model = keras.Sequential(
        [
            keras.Input((3,), dtype="float64"),
            *(keras.layers.Dense(n, activation=activation, dtype="float64") for n in nodes[1:-1]),
            keras.layers.Dense(nodes[-1], dtype="float64"),
        ]
    )
    model.set_weights([part for layer in start for part in (layer.weights, layer.bias)])
    value: Any
    found: Any
    with tf.GradientTape() as tape:
        s = model(X)
        value = {
            "squared": lambda: tf.reduce_sum((y - s) ** 2) / 2,
            "binary": lambda: tf.reduce_sum(
                tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=s)
            ),
            "categorical": lambda: tf.reduce_sum(
                tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=s)
            ),
        }[loss]()
    found = tape.gradient(value, model.trainable_variables)
    ours = layers.backward(start, layers.forward(start, X), y, LOSSES[loss])
    assert layers.cost(start, X, y, LOSSES[loss]) == pytest.approx(float(value), rel=1e-12)
    np.testing.assert_allclose(
        layers.to_vector(ours), np.concatenate([np.ravel(each) for each in found]), rtol=1e-10
    )


def test_a_network_without_hidden_layer_learns_by_the_error_times_the_input() -> None:
    """∂E/∂W = Xᵀ(o − y), with softmax and cross-entropy as with a linear output."""
    for name in ("squared", "categorical"):
        X, y = problem(name, [3, 4])
        (layer,) = start = draw_network(np.random.default_rng(3), [3, 4])
        o = LOSSES[name].output(X @ layer.weights)
        (gradient,) = layers.backward(start, layers.forward(start, X), y, LOSSES[name])
        np.testing.assert_allclose(gradient.weights, X.T @ (o - y), rtol=1e-12)


def test_steps_lead_down() -> None:
    X, y = problem("categorical", [2, 8, 3])
    net = draw_network(np.random.default_rng(4), [2, 8, 3], RELU)
    costs = []
    for _ in range(200):
        costs.append(layers.cost(net, X, y, SOFTMAX_CROSS_ENTROPY))
        passed = layers.forward(net, X)
        gradients = layers.backward(net, passed, y, SOFTMAX_CROSS_ENTROPY)
        net = layers.descend(net, gradients, 0.05)
    assert costs[-1] < 0.1 * costs[0]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: dense([1.0, 2.0]), "weights"),
        (lambda: dense([[1.0, 2.0]], [1.0]), "bias"),
        (lambda: draw_network(np.random.default_rng(0), [3]), "nodes"),
        (lambda: draw_network(np.random.default_rng(0), [3, 0]), "nodes"),
        (lambda: layers.forward([dense([[1.0], [2.0]])], [[1.0]]), "X"),
        (lambda: layers.from_vector([1.0], [dense([[1.0], [2.0]])]), "vector"),
    ],
)
def test_what_does_not_fit_is_told(call, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        call()
