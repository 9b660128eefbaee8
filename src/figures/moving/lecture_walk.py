"""The walk through the lecture's 2-3-1 network: every value from `backprop.network`.

Two runs stand side by side, from the same weights: one with the right backward pass, one with the
lecture's code as printed. In the states of either both rules are computed, so that what the rules
make of the same weights can be compared.
"""

from collections.abc import Sequence

import numpy as np

from backprop.activations import sigmoid_derivative
from backprop.lecture.as_published import backward_as_printed
from backprop.network import Backward, Parameters, backward, cost, forward
from backprop.samples import Samples
from backprop.training import TrainingLog, update
from figures.diagrams.network import COLUMNS, layer
from figures.moving.lecture_steps import HIDDEN, INPUTS, W1, W2, lecture_steps
from figures.moving.walk import ITERATIONS, STAR, Edge, Node, Walk, written

FEATURES = ("공부", "수면")
RULES: dict[str, Backward] = {"": backward, STAR: backward_as_printed}
HEIGHT, TOP = 330, 28


def lecture_walk(right: TrainingLog, printed: TrainingLog, samples: Samples) -> Walk:
    """Return the walk.

    Parameters
    ----------
    right : TrainingLog
        Of `backprop.training.train`.
    printed : TrainingLog
        Of `backprop.lecture.as_published.train_as_printed`, from the same weights.
    samples : Samples
        What both were trained on.

    Raises
    ------
    ValueError
        If a run is too short, or the network is not 2-3-1 on three samples.
    """
    shapes = right.w1.shape[1:], right.w2.shape[1:], samples.X.shape
    if shapes != ((2, 3), (3, 1), (3, 2)):
        raise ValueError(f"right, samples: expected a 2-3-1 network on 3 samples, got {shapes}")
    shortest = min(right.iterations, printed.iterations)
    if shortest < ITERATIONS[-1] - 1:
        raise ValueError(f"expected runs of {ITERATIONS[-1] - 1} updates, got {shortest}")
    return Walk(
        name="stepper",
        phases=("순전파", "역전파", "합", "고치기"),
        nodes=_nodes(),
        edges=_edges(),
        steps=lecture_steps(),
        samples=tuple((f"{i + 1}", f"학생 {i + 1}") for i in range(3)),
        iterations=tuple((f"{k}", f"{k:,}") for k in ITERATIONS),
        runs=(("right", "바른 식"), ("printed", "인쇄된 식")),
        values=tuple(
            tuple(
                _values(log.parameters(k - 1), samples, log.learning_rate, is_right=log is right)
                for k in ITERATIONS
            )
            for log in (right, printed)
        ),
        height=HEIGHT,
        total="세 학생의 합",
        instead="인쇄된 식이 그 자리에 쓰는 값입니다. 도함수가 있을 자리에 다른 값이 들어갑니다.",
        paths=(),
    )


def _values(
    parameters: Parameters, samples: Samples, learning_rate: float, *, is_right: bool
) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Return the values that the samples share, and each sample's own."""
    X, y = samples.X, samples.y
    passed = forward(parameters, X)
    rules = {star: rule(parameters, passed, y) for star, rule in RULES.items()}
    after = update(parameters, rules["" if is_right else STAR], learning_rate)
    names = [*W1, *W2]
    shared = dict(zip(names, map(written, parameters.to_vector()), strict=True))
    shared |= _named("new ", names, after.to_vector())
    shared |= {"E": written(cost(parameters, X, y)), "E new": written(cost(after, X, y))}
    shared["eta"] = f"{learning_rate:g}"
    for star, rule in rules.items():
        shared |= _named("sum ", names, rule.to_vector(), star)
    for i in range(len(X)):
        alone = forward(parameters, X[i : i + 1])
        for star, rule in RULES.items():
            gradient = rule(parameters, alone, y[i : i + 1]).to_vector()
            shared |= _named(f"{i + 1} d ", names, gradient, star)
    return shared, [_own(parameters, samples, i) for i in range(len(X))]


def _own(parameters: Parameters, samples: Samples, i: int) -> dict[str, str]:
    X, y = samples.X[i : i + 1], samples.y[i : i + 1]
    passed = forward(parameters, X)
    own = _named("x", INPUTS, X) | _named("sh", HIDDEN, passed.hidden_sum)
    own |= _named("ah", HIDDEN, passed.activated_hidden)
    own |= {"so": written(passed.output_sum[0, 0]), "ao": written(passed.activated_output[0, 0])}
    own |= {"y": written(y[0, 0]), "loss": written(cost(parameters, X, y))}
    own["dao"] = written(-backward(parameters, passed, y).output_error[0, 0])
    slopes = {
        "": (passed.output_sum, sigmoid_derivative(passed.hidden_sum)),
        STAR: (passed.activated_output, np.repeat(sigmoid_derivative(passed.output_sum), 3)),
    }
    for star, rule in RULES.items():
        alone = rule(parameters, passed, y)
        inside, hidden_slope = slopes[star]
        own[f"slope{star}"] = written(sigmoid_derivative(inside)[0, 0])
        own |= _named("slope", HIDDEN, hidden_slope, star)
        own[f"dso{star}"] = written(-alone.output_delta[0, 0])
        own |= _named("dah", HIDDEN, -alone.hidden_error, star)
        own |= _named("dsh", HIDDEN, -alone.hidden_delta, star)
    return own


def _named(
    stem: str, names: Sequence[object] | range, values: np.ndarray, star: str = ""
) -> dict[str, str]:
    texts = map(written, np.ravel(values))
    return {f"{stem}{name}{star}": text for name, text in zip(names, texts, strict=True)}


def _nodes() -> tuple[Node, ...]:
    inputs, hidden, outputs = (
        layer(x, n, TOP, HEIGHT - TOP) for x, n in zip(COLUMNS, (2, 3, 1), strict=True)
    )
    return (
        *(
            Node(f"x{j}", inputs[j], ((f"x{j}", "x"),), label=FEATURES[j])
            for j in INPUTS
        ),
        *(
            Node(f"h{k}", hidden[k], ((f"sh{k}", "sh"), (f"ah{k}", "ah")), below=f"dsh{k}")
            for k in HIDDEN
        ),
        Node("o", outputs[0], (("so", "so"), ("ao", "ao")), below="dso"),
    )  # fmt: skip


def _edges() -> tuple[Edge, ...]:
    top = (("∂$E$/∂$A_O$", "dao", "o"), ("∂$A_O$/∂$S_O$", "slope", "o"))
    return (
        *(
            Edge(
                f"w1[{j},{k}]",
                f"x{j}",
                f"h{k}",
                "w1",
                f"$w_1$[{j},{k}]",
                (
                    (
                        *top,
                        (f"∂$S_O$/∂$A_H$[{k}]", f"w2[{k},0]", f"w2[{k},0]"),
                        (f"∂$A_H$[{k}]/∂$S_H$[{k}]", f"slope{k}", f"h{k}"),
                        (f"∂$S_H$[{k}]/∂$w_1$[{j},{k}]", f"x{j}", f"x{j}"),
                    ),
                ),
            )
            for j in INPUTS
            for k in HIDDEN
        ),
        *(
            Edge(
                f"w2[{k},0]",
                f"h{k}",
                "o",
                "w2",
                f"$w_2$[{k},0]",
                ((*top, (f"∂$S_O$/∂$w_2$[{k},0]", f"ah{k}", f"h{k}")),),
            )
            for k in HIDDEN
        ),
    )
