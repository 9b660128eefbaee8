"""Settings as a program: what the laboratory does with them, for readers to take along."""

from lab.experiment import CIRCLE_POINTS
from lab.settings import Settings

ACTIVATIONS = {"sigmoid": "SIGMOID", "tanh": "TANH", "relu": "RELU", "identity": "IDENTITY"}
LOSSES = {
    "cross": "SIGMOID_CROSS_ENTROPY",
    "squared": "half_squared_error(SIGMOID)",
    "linear": "half_squared_error()",
}
STATES = {
    "sgd": "SGDState",
    "momentum": "MomentumState",
    "rmsprop": "RMSPropState",
    "adam": "AdamState",
}
DATA = {
    "circles": ("from backprop.patterns import circles", "circles({n}, seed={seed})"),
    "xor": ("from backprop.patterns import xor", "xor()"),
    "lecture": ("from backprop.samples import study_sleep", "study_sleep()"),
}


def code(settings: Settings, steps: int) -> str:
    """Write the program that trains so many steps and prints the loss.

    Parameters
    ----------
    settings : Settings
        What the reader has chosen.
    steps : int
        How many steps it takes.

    Returns
    -------
    str
        Python that needs NumPy and `backprop` alone.
    """
    activation, loss = ACTIVATIONS[settings.activation], LOSSES[settings.loss]
    names = {activation, loss.partition("(")[0]} | ({"SIGMOID"} if "(SIGMOID)" in loss else set())
    optimizer, state = settings.optimizer, STATES[settings.optimizer]
    nodes = [2, *settings.layers * [settings.width], 1]
    options = "" if settings.bias == "yes" else ", bias=False"
    options += ", scale=1.0" if settings.start == "normal" else ""
    lines = [
        "import numpy as np",
        "",
        "from backprop import layers",
        f"from backprop.layer_kinds import {', '.join(sorted(names))}",
        f"from backprop.optimize.first_order import {state}, {optimizer}",
    ]
    if settings.data == "own":
        lines += ["", "points = np.array(["]
        lines += [f"    [{x:g}, {y:g}, {kind}]," for x, y, kind in settings.own_points]
        lines += ["])", "X, y = points[:, :2], points[:, 2:]"]
    else:
        imported, made = DATA[settings.data]
        lines += [imported, ""]
        lines += [f"samples = {made.format(n=CIRCLE_POINTS, seed=settings.seed)}"]
        lines += ["X, y = samples.X, samples.y"]
    lines += [
        f"loss = {loss}",
        f"generator = np.random.RandomState({settings.seed})",
        f"net = layers.draw_network(generator, {nodes}, {activation}{options})",
    ]
    if settings.start == "zero":
        lines += ["net = layers.from_vector(0 * layers.to_vector(net), net)"]
    lines += [
        "",
        f"state = {state}.start(layers.to_vector(net))",
        f"for _ in range({steps}):",
        "    passed = layers.forward(net, X)",
        "    gradients = layers.backward(net, passed, y, loss)",
        "    gradient = layers.to_vector(gradients)",
        f"    state = {optimizer}(state, gradient, learning_rate={settings.rate:g})",
        "    net = layers.from_vector(state.w, net)",
        "",
        "print(layers.cost(net, X, y, loss))",
    ]
    return "\n".join(lines) + "\n"
