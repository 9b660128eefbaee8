"""First-order steps: closed forms, Keras step by step, and what each method does with bad input."""

import ast
import inspect
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop import second_order
from backprop.optimizers import (
    AdamState,
    MomentumState,
    RMSPropState,
    SGDState,
    adam,
    momentum,
    rmsprop,
    sgd,
)
from backprop.problems import network_problem
from keras_labs.quiet import keras, tf

CURVATURES = np.array([1.0, 7.0, 25.0])
START = np.array([2.0, -1.0, 0.5])


@given(st.floats(1e-3, 0.1), st.integers(1, 60))
@settings(deadline=None, max_examples=30)
def test_gradient_descent_on_a_quadratic_shrinks_each_entry_by_its_own_factor(rate, k):
    state = SGDState.start(START)
    for _ in range(k):
        state = sgd(state, CURVATURES * state.w, rate)
    np.testing.assert_allclose(
        state.w, (1 - rate * CURVATURES) ** k * START, rtol=1e-10, atol=1e-14
    )


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("rate", [0.004, 0.05])
def test_momentum_on_a_parabola_follows_the_roots_of_its_characteristic_equation(rate, beta):
    """w[k+1] = (1 + β − ηλ) w[k] − β w[k−1], so w[k] = A r₁ᵏ + B r₂ᵏ."""
    curvature, start = 9.0, 1.5
    state = MomentumState.start([start])
    path = [state.w[0]]
    for _ in range(80):
        state = momentum(state, curvature * state.w, rate, beta)
        path.append(state.w[0])
    roots = np.roots([1, -(1 + beta - rate * curvature), beta])
    first = (1 - rate * curvature) * start
    weights = np.linalg.solve(np.vander(roots, 2, increasing=True).T, [start, first])
    expected = [(weights * roots**k).sum().real for k in range(81)]
    np.testing.assert_allclose(path, expected, rtol=1e-9, atol=1e-12)


def test_momentum_gathers_speed_up_to_one_over_one_minus_beta():
    state = MomentumState.start([0.0])
    for _ in range(400):
        state = momentum(state, np.array([1.0]), 0.01, 0.9)
    assert state.velocity[0] == pytest.approx(-0.01 / (1 - 0.9), rel=1e-12)


@given(st.lists(st.floats(1e-2, 1e6), min_size=1, max_size=5), st.integers(0, 31))
@settings(deadline=None, max_examples=50)
def test_first_step_of_adam_is_the_learning_rate_in_the_direction_of_the_sign(sizes, signs):
    gradient = np.array([size * (-1) ** (signs >> i) for i, size in enumerate(sizes)])
    state = adam(AdamState.start(np.zeros(len(sizes))), gradient, 0.1)
    np.testing.assert_allclose(state.w, -0.1 * np.sign(gradient), rtol=2e-5)


def test_rmsprop_and_adam_do_not_feel_the_scale_of_the_loss():
    for start, step in ((RMSPropState.start, rmsprop), (AdamState.start, adam)):
        one, thousand = start(START), start(START)
        for _ in range(40):
            one = step(one, CURVATURES * one.w, 0.01, epsilon=1e-30)  # type: ignore[operator]
            thousand = step(thousand, 1000 * CURVATURES * thousand.w, 0.01, epsilon=1e-30)  # type: ignore[operator]
        np.testing.assert_allclose(one.w, thousand.w, rtol=1e-12)


def test_rmsprop_with_a_constant_rate_ends_in_a_dance_round_the_minimum():
    """A cycle of two: w = ±η/2, for there g/√r is ±1."""
    state = RMSPropState.start([0.4])
    for _ in range(1000):
        state = rmsprop(state, 90 * state.w, 0.1)
    assert abs(state.w[0]) == pytest.approx(0.05, rel=1e-6)
    assert rmsprop(state, 90 * state.w, 0.1).w[0] == pytest.approx(-state.w[0], rel=1e-6)


# Keras, step by step -----------------------------------------------------------------------------

# Keras casts some Python numbers through float32 on their way to float64 (β of SGD, β₁ and β₂ in
# Adam's powers, elsewhere not). So η and these decays are numbers that float32 holds exactly.

STEPS = 60
DYADIC_RATE = 2.0**-5
BETA1 = 1 - 2.0**-3
BETA2 = 1 - 2.0**-10


@pytest.fixture(scope="module", autouse=True)
def float64():
    """Let Keras hold its learning rates and other settings in float64 too."""
    before = keras.config.floatx()
    keras.config.set_floatx("float64")
    yield
    keras.config.set_floatx(before)


def keras_path(optimizer, gradient, start):
    variable = keras.Variable(start, dtype="float64")
    optimizer.build([variable])
    points = [start]
    for _ in range(STEPS):
        optimizer.apply([keras.ops.convert_to_tensor(gradient(points[-1]), "float64")])
        points.append(tf.identity(variable.value).numpy())
    return np.array(points)


def our_path(state, step, gradient, settings=None):
    points = [state.w]
    for t in range(1, STEPS + 1):
        state = step(state, gradient(state.w), DYADIC_RATE, **(settings(t) if settings else {}))
        points.append(state.w)
    return np.array(points)


def ravine_gradient(w):
    return CURVATURES * w


def curved_gradient(w):
    return np.sin(3 * w) + w**3 / 4


@pytest.fixture(scope="module", params=["ravine", "curved", "network"])
def case(request):
    if request.param == "network":
        problem = network_problem(iterations=1)
        return problem.gradient, problem.start
    return {"ravine": ravine_gradient, "curved": curved_gradient}[request.param], START


def assert_same_path(ours, theirs):
    assert len(ours) == STEPS + 1
    assert np.abs(ours[-1] - ours[0]).max() > 1e-3
    np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-12)


def test_sgd_is_keras_sgd(case):
    gradient, start = case
    theirs = keras_path(keras.optimizers.SGD(DYADIC_RATE), gradient, start)
    assert_same_path(our_path(SGDState.start(start), sgd, gradient), theirs)


@pytest.mark.parametrize("beta", [0.5, 0.9375])
def test_momentum_is_keras_sgd_with_momentum(case, beta):
    """Same velocity and sign: v ← βv − ηg, w ← w + v."""
    gradient, start = case
    optimizer = keras.optimizers.SGD(DYADIC_RATE, momentum=beta)
    ours = our_path(MomentumState.start(start), momentum, gradient, lambda _: {"beta": beta})
    assert_same_path(ours, keras_path(optimizer, gradient, start))


@pytest.mark.parametrize("epsilon", [1e-7, 1e-2])
@pytest.mark.parametrize("rho", [0.9, 0.99])
def test_rmsprop_is_keras_rmsprop(case, rho, epsilon):
    """Same place of ε, inside the root; a large one would show the difference at once."""
    gradient, start = case
    optimizer = keras.optimizers.RMSprop(DYADIC_RATE, rho=rho, epsilon=epsilon)
    settings = {"rho": rho, "epsilon": epsilon}
    ours = our_path(RMSPropState.start(start), rmsprop, gradient, lambda _: settings)
    assert_same_path(ours, keras_path(optimizer, gradient, start))


def adam_settings(epsilon):
    return {"beta1": BETA1, "beta2": BETA2, "epsilon": epsilon}


def keras_adam(epsilon):
    return keras.optimizers.Adam(DYADIC_RATE, beta_1=BETA1, beta_2=BETA2, epsilon=epsilon)


def test_adam_is_keras_adam_where_epsilon_is_negligible(case):
    gradient, start = case
    ours = our_path(AdamState.start(start), adam, gradient, lambda _: adam_settings(1e-14))
    assert_same_path(ours, keras_path(keras_adam(1e-14), gradient, start))


@pytest.mark.parametrize("epsilon_hat", [1e-7, 1e-2])
def test_adam_is_keras_adam_with_its_epsilon_translated(case, epsilon_hat):
    """Keras adds ε̂ to √r, we ε to √r̂: the same for ε = ε̂/√(1 − β₂ᵗ)."""
    gradient, start = case
    theirs = keras_path(keras_adam(epsilon_hat), gradient, start)

    def translated(t):
        return adam_settings(epsilon_hat / np.sqrt(1 - BETA2**t))

    assert_same_path(our_path(AdamState.start(start), adam, gradient, translated), theirs)
    as_is = our_path(AdamState.start(start), adam, gradient, lambda _: adam_settings(epsilon_hat))
    assert (np.abs(as_is - theirs).max() > 1e-3) == (epsilon_hat == 1e-2)


def test_default_settings_are_those_of_keras():
    def default(step, name):
        return inspect.signature(step).parameters[name].default

    theirs = keras.optimizers.Adam()
    assert default(adam, "beta1") == theirs.beta_1
    assert default(adam, "beta2") == theirs.beta_2
    assert default(adam, "epsilon") == theirs.epsilon
    theirs = keras.optimizers.RMSprop()
    assert default(rmsprop, "rho") == theirs.rho
    assert default(rmsprop, "epsilon") == theirs.epsilon
    assert keras.optimizers.SGD().momentum == 0.0
    assert default(momentum, "beta") == 0.9  # Goodfellow, Bengio & Courville, section 8.3.2


# Shape of the code and bad input ----------------------------------------------------------------


@pytest.mark.parametrize(
    "step", [sgd, momentum, rmsprop, adam, second_order.newton, second_order.bfgs]
)
def test_every_step_has_ten_lines_or_fewer_and_a_snippet_of_its_own(step):
    module = inspect.getmodule(step)
    assert module is not None
    assert module.__file__ is not None
    source = Path(module.__file__).read_text(encoding="utf-8")
    name = step.__name__
    shown = source.split(f"# --8<-- [start:{name}]\n")[1].split(f"    # --8<-- [end:{name}]")[0]
    assert len(shown.splitlines()) <= 10
    assert isinstance(ast.parse(shown).body[0], ast.FunctionDef)


METHODS = [
    (SGDState, sgd),
    (MomentumState, momentum),
    (RMSPropState, rmsprop),
    (AdamState, adam),
]


@pytest.mark.parametrize(("state_type", "step"), METHODS)
def test_a_step_leaves_the_old_state_alone_and_gives_read_only_arrays(state_type, step):
    state = state_type.start(START)
    new = step(state, np.ones(3), 0.1)
    np.testing.assert_array_equal(state.w, START)
    assert not new.w.flags.writeable
    assert type(new) is state_type
    np.testing.assert_array_equal(step(state, np.ones(3), 0.1).w, new.w)


@pytest.mark.parametrize(("state_type", "step"), METHODS)
def test_bad_input_is_named(state_type, step):
    with pytest.raises(ValueError, match="w: expected finite numbers, got nan"):
        state_type.start([1.0, np.nan])
    with pytest.raises(ValueError, match=r"w: expected shape \(n,\), got \(1, 2\)"):
        state_type.start([[1.0, 2.0]])
    with pytest.raises(TypeError, match="w: expected real numbers"):
        state_type.start(["a"])
    state = state_type.start(START)
    with pytest.raises(ValueError, match=r"gradient: expected shape \(3,\), got \(3, 1\)"):
        step(state, np.ones((3, 1)), 0.1)
    with pytest.raises(ValueError, match="gradient: expected finite numbers, got inf"):
        step(state, np.array([1.0, np.inf, 0.0]), 0.1)
    with pytest.raises(TypeError, match="gradient: expected real numbers"):
        step(state, np.array([1j, 0, 0]), 0.1)
    with pytest.raises(ValueError, match=r"learning_rate: .*greater than 0, got -0\.1"):
        step(state, np.ones(3), -0.1)


def test_decays_and_epsilon_out_of_range_are_named():
    with pytest.raises(ValueError, match=r"beta: .*got 1\.0"):
        momentum(MomentumState.start(START), START, 0.1, beta=1.0)
    with pytest.raises(ValueError, match=r"rho: .*got -0\.5"):
        rmsprop(RMSPropState.start(START), START, 0.1, rho=-0.5)
    with pytest.raises(ValueError, match="epsilon"):
        rmsprop(RMSPropState.start(START), START, 0.1, epsilon=0.0)
    with pytest.raises(ValueError, match="beta2"):
        adam(AdamState.start(START), START, 0.1, beta2=1.5)
    with pytest.raises(ValueError, match="steps"):
        AdamState(START, START, START, -1)


def test_divergence_is_an_error_and_not_a_nan():
    state = SGDState.start([1e300])
    too_far = pytest.raises(ValueError, match="w: expected finite numbers, got -inf")
    with np.errstate(over="ignore"), too_far:
        sgd(state, state.w, 1e10)
