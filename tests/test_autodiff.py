"""What a computation finds by itself is what was found by hand, by differences and by another."""

from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from backprop.array_autodiff import Array
from backprop.autodiff import Value
from backprop.gradient_check import check_gradient
from backprop.lecture.two_by_two import EXAMPLE, INITIAL_WEIGHTS, backward, forward
from backprop.network import backward as network_backward
from backprop.network import forward as network_forward
from backprop.network import lecture_parameters
from backprop.samples import make_samples

small = st.floats(-3, 3).map(lambda x: round(x, 3))


def two_by_two(weights: list[Value]) -> Value:
    """E of the 2-2-2 network."""
    s, (w1, w2, w3, w4, w5, w6, w7, w8) = EXAMPLE, weights
    H1 = (w1 * s.x1 + w2 * s.x2 + s.b1).sigmoid()
    H2 = (w3 * s.x1 + w4 * s.x2 + s.b1).sigmoid()
    Y1 = (w5 * H1 + w6 * H2 + s.b2).sigmoid()
    Y2 = (w7 * H1 + w8 * H2 + s.b2).sigmoid()
    return ((Y1 - s.t1) ** 2 + (Y2 - s.t2) ** 2) * 0.5


def test_local_derivatives_stand_on_the_edges() -> None:
    a, b = Value(2.0), Value(-3.0)
    assert (a + b).edges == [(a, 1.0), (b, 1.0)]
    assert (a * b).edges == [(a, -3.0), (b, 2.0)]
    assert (a**3).edges == [(a, 12.0)]
    assert Value(0.0).sigmoid().edges[0][1] == 0.25
    assert ((a - b).data, (a * 4).data, (a + 1).data) == (5.0, 8.0, 3.0)


def test_paths_to_a_number_that_is_used_twice_are_added() -> None:
    x = Value(3.0)
    (x * x + x).backward()
    assert x.grad == 7.0  # 2x + 1
    x = Value(3.0)
    y = x * 2
    (y * y + y).backward()
    assert x.grad == 26.0  # 8x + 2


def test_asked_again_it_says_the_same() -> None:
    x = Value(3.0)
    y = x * x
    z = y * y
    for _ in range(2):
        z.backward()
        assert x.grad == 108.0
    y.backward()
    assert x.grad == 6.0


def test_the_numbers_of_the_chain_rule_come_out_again() -> None:
    weights = [Value(w) for w in astuple(INITIAL_WEIGHTS)]
    E = two_by_two(weights)
    E.backward()
    f = forward(INITIAL_WEIGHTS)
    assert E.data == pytest.approx(f.E, rel=1e-15)
    assert [w.grad for w in weights] == pytest.approx(backward(INITIAL_WEIGHTS, f).gradient, 1e-14)


def test_a_long_sum_needs_no_depth() -> None:
    x = total = Value(1.0)
    for _ in range(20_000):
        total = total + x
    total.backward()
    assert x.grad == 20_001.0


@given(a=small, b=small, c=small)
def test_values_agree_with_central_differences(a: float, b: float, c: float) -> None:
    def build(x: np.ndarray) -> tuple[Value, list[Value]]:
        p, q, r = values = [Value(each) for each in x]
        return ((p * q + r).sigmoid() - p * r) ** 2 + q * q * r, values

    def gradient(x: np.ndarray) -> np.ndarray:
        result, values = build(x)
        result.backward()
        return np.array([value.grad for value in values])

    check = check_gradient(
        lambda x: build(x)[0].data, gradient, [a, b, c], tolerance=1e-5, magnitude=100
    )
    assert check.outcome != "failed"


def test_the_lectures_network_has_the_gradients_of_its_own_backward_pass() -> None:
    samples = make_samples(50, seed=812)
    parameters = lecture_parameters(4)
    X, y, w1, w2 = (Array(a) for a in (samples.X, samples.y, parameters.w1, parameters.w2))
    E = ((y - ((X @ w1).sigmoid() @ w2).sigmoid()).square()).sum() * Array(0.5)
    E.backward()
    by_hand = network_backward(parameters, network_forward(parameters, samples.X), samples.y)
    np.testing.assert_allclose(w1.grad, by_hand.w1_gradient, rtol=1e-12)
    np.testing.assert_allclose(w2.grad, by_hand.w2_gradient, rtol=1e-12)


@pytest.mark.parametrize("shape", [(3,), (1, 3), (4, 1), (1, 1), ()])
@pytest.mark.parametrize("operation", ["add", "sub", "mul"])
def test_what_is_repeated_for_every_row_gets_the_sum_of_all_rows(
    shape: tuple[int, ...], operation: str
) -> None:
    generator = np.random.default_rng(812)
    matrix, row = generator.normal(size=(4, 3)), generator.normal(size=shape)

    def result(vector: np.ndarray) -> tuple[Array, Array]:
        b = Array(vector.reshape(shape))
        a = getattr(Array(matrix), f"__{operation}__")(b)
        return a.square().sum(), b

    def gradient(vector: np.ndarray) -> np.ndarray:
        total, b = result(vector)
        total.backward()
        assert b.grad.shape == shape
        return b.grad.ravel()

    assert check_gradient(lambda v: float(result(v)[0].data), gradient, row.ravel()).passed


def test_a_bias_and_a_sigmoid_agree_with_the_closed_form() -> None:
    x, w, b = 0.7, -1.3, 0.2
    product, bias = Array([[w]]), Array([b])
    (Array([[x]]) @ product + bias).sigmoid().sum().backward()
    slope = expit(w * x + b) * expit(-(w * x + b))
    np.testing.assert_allclose(product.grad, [[x * slope]], rtol=1e-14)
    np.testing.assert_allclose(bias.grad, [slope], rtol=1e-14)


@pytest.mark.parametrize("data", ["1", None, float("nan"), float("inf"), 1j, [1.0]])
def test_what_is_no_number_is_refused(data: object) -> None:
    with pytest.raises((TypeError, ValueError), match="data"):
        Value(data)


def test_only_a_single_number_has_a_gradient() -> None:
    with pytest.raises(ValueError, match=r"single number, got shape \(2,\)"):
        Array([1.0, 2.0]).backward()
    with pytest.raises(TypeError):
        pow(Value(2.0), Value(3.0))
    with pytest.raises(ValueError, match="matmul"):
        assert Array([[1.0, 2.0]]) @ Array([[1.0, 2.0]])
