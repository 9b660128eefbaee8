"""Settings as a program: what the laboratory does with them, for readers to take along."""

from collections.abc import Callable
from typing import Any

from backprop import layer_kinds
from lab.experiment import (
    ACTIVATIONS,
    DATA,
    LOSSES,
    OPTIMIZERS,
    data_options,
    network_options,
)
from lab.settings import Settings


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
    activation = _kind(ACTIVATIONS[settings.activation])
    made, *of = map(_kind, LOSSES[settings.loss])
    state, method = (each.__name__ for each in OPTIMIZERS[settings.optimizer])
    lines = [
        "import numpy as np",
        "",
        "from backprop import layers",
        f"from {layer_kinds.__name__} import {', '.join(sorted({activation, made, *of}))}",
        f"from {OPTIMIZERS[settings.optimizer][1].__module__} import {state}, {method}",
    ]
    if settings.data == "own":
        lines += ["", "points = np.array(["]
        lines += [f"    [{x:g}, {y:g}, {kind}]," for x, y, kind in settings.own_points]
        lines += ["])", "X, y = points[:, :2], points[:, 2:]"]
    else:
        samples = DATA[settings.data]
        lines += [f"from {samples.__module__} import {samples.__name__}", ""]
        lines += [f"samples = {_call(samples, **data_options(settings))}"]
        lines += ["X, y = samples.X, samples.y"]
    options = "".join(f", {name}={value!r}" for name, value in network_options(settings).items())
    lines += [
        f"loss = {made}({', '.join(of)})" if of else f"loss = {made}",
        f"generator = np.random.RandomState({settings.seed})",
        f"net = layers.draw_network(generator, {[2, *settings.nodes, 1]}, {activation}{options})",
    ]
    if settings.start == "zero":
        lines += ["net = layers.from_vector(0 * layers.to_vector(net), net)"]
    size, part = settings.batch_size, ""
    lines += ["", f"state = {state}.start(layers.to_vector(net))"]
    lines += [f"for _ in range({steps}):"]
    if size is not None:
        part = "[batch]"
        lines.insert(-1, "batches = []")
        lines += [
            "    if not batches:",
            "        order = generator.permutation(len(X))",
            f"        batches = [order[k : k + {size}] for k in range(0, len(X), {size})]",
            "    batch = batches.pop(0)",
        ]
    lines += [
        f"    passed = layers.forward(net, X{part})",
        f"    gradients = layers.backward(net, passed, y{part}, loss)",
        "    gradient = layers.to_vector(gradients)",
        f"    state = {method}(state, gradient, learning_rate={settings.rate:g})",
        "    net = layers.from_vector(state.w, net)",
        "",
        "print(layers.cost(net, X, y, loss))",
    ]
    return "\n".join(lines) + "\n"


def _kind(value: object) -> str:
    """Return the name that an activation or a loss, or what makes one, has in its module."""
    return next(name for name, each in vars(layer_kinds).items() if each is value)


def _call(function: Callable[..., Any], **options: object) -> str:
    written = ", ".join(f"{name}={value!r}" for name, value in options.items())
    return f"{function.__name__}({written})"
