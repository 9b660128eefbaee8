"""The walk through the 2-2-2 network with biases: every value from `backprop.lecture.two_by_two`.

Two runs stand side by side, from the same weights: one renews all weights at once, one the output
layer first, so that its hidden errors come back through weights that the forward pass never had.
"""

from dataclasses import asdict

from backprop.lecture.two_by_two import EXAMPLE, Weights
from backprop.lecture.two_by_two_steps import Training, step, step_output_layer_first
from figures.moving.two_by_two_steps import HIDDEN_OF, INPUT_OF, ORDER, WEIGHTS, two_by_two_steps
from figures.moving.walk import ITERATIONS, STAR, Edge, Node, Walk, written

METHODS = {"": step, STAR: step_output_layer_first}
HEIGHT = 290


def two_by_two_walk(right: Training, late: Training) -> Walk:
    """Return the walk.

    Parameters
    ----------
    right, late : Training
        Of `backprop.lecture.two_by_two_steps.train`, with `step` and with
        `step_output_layer_first`.

    Raises
    ------
    ValueError
        If a run is too short.
    """
    shortest = min(right.iterations, late.iterations)
    if shortest < ITERATIONS[-1] - 1:
        raise ValueError(f"expected runs of {ITERATIONS[-1] - 1} updates, got {shortest}")
    return Walk(
        name="stepper",
        phases=("순전파", "역전파", "고치기"),
        nodes=_nodes(),
        edges=_edges(),
        steps=two_by_two_steps(),
        samples=(("", ""),),
        iterations=tuple((f"{k}", f"{k:,}") for k in ITERATIONS),
        runs=(("right", "한꺼번에 고치기"), ("late", "출력층 먼저 고치기")),
        values=tuple(
            tuple(
                _values(Weights(*map(float, run.points[k - 1])), "" if run is right else STAR)
                for k in ITERATIONS
            )
            for run in (right, late)
        ),
        height=HEIGHT,
        total="두 길의 합",
        instead="출력층을 먼저 고치면, 은닉층으로 갈 때 순전파에 쓰지 않은 가중치를 곱합니다.",
        paths=("첫 번째 출력에서", "두 번째 출력에서"),
    )


def _values(weights: Weights, star: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Return the values by both methods; what the method of `star` makes of the weights is new."""
    taken = METHODS[star](weights, EXAMPLE)
    shared = {name: written(value) for name, value in asdict(weights).items()}
    shared |= {f"new {name}": written(value) for name, value in asdict(taken.new_weights).items()}
    shared |= {name: written(value) for name, value in asdict(EXAMPLE).items()}
    shared |= {name: written(value) for name, value in asdict(taken.forward).items()}
    shared["E new"] = written(taken.new_forward.E)
    shared["eta"] = f"{EXAMPLE.learning_rate:g}"
    for mark, method in METHODS.items():
        backward = asdict(method(weights, EXAMPLE).backward)
        shared |= {f"{name}{mark}": written(value) for name, value in backward.items()}
        for name in WEIGHTS:
            shared[f"sum {name}{mark}"] = shared.pop(f"dE_d{name}{mark}")
        for name, (_, h) in INPUT_OF.items():
            behind = backward[f"dH{h}_dh{h}"] * backward[f"dh{h}_d{name}"]
            for o in ORDER:
                shared[f"{o} d {name}{mark}"] = written(backward[f"dE{o}_dH{h}"] * behind)
    return shared, [{}]


def _nodes() -> tuple[Node, ...]:
    xs, ys = (42, 206, 358), (62, 212)
    return (
        *(Node(f"x{k}", (xs[0], ys[k - 1]), ((f"x{k}", "x"),), label=f"$x_{k}$") for k in (1, 2)),
        *(
            Node(f"h{k}", (xs[1], ys[k - 1]), ((f"h{k}", "sh"), (f"H{k}", "ah")), f"dE_dh{k}")
            for k in (1, 2)
        ),
        *(
            Node(
                f"y{k}",
                (xs[2], ys[k - 1]),
                ((f"y{k}", f"net{k}"), (f"Y{k}", f"out{k}")),
                f"dE{k}_dy{k}",
            )
            for k in (1, 2)
        ),
    )


def _to_output(k: str) -> tuple[tuple[str, str, str], ...]:
    return (
        (f"∂$E_{k}$/∂$Y_{k}$", f"dE{k}_dY{k}", f"y{k}"),
        (f"∂$Y_{k}$/∂$y_{k}$", f"dY{k}_dy{k}", f"y{k}"),
    )


def _edges() -> tuple[Edge, ...]:
    back = {h + o: weight for weight, (h, o) in HIDDEN_OF.items()}
    hidden = (
        Edge(
            weight,
            f"x{i}",
            f"h{h}",
            "w1",
            f"$w_{weight[1]}$",
            tuple(
                (
                    *_to_output(o),
                    (f"∂$y_{o}$/∂$H_{h}$", f"dy{o}_dH{h}", back[h + o]),
                    (f"∂$H_{h}$/∂$h_{h}$", f"dH{h}_dh{h}", f"h{h}"),
                    (f"∂$h_{h}$/∂$w_{weight[1]}$", f"dh{h}_d{weight}", f"x{i}"),
                )
                for o in ("1", "2")
            ),
        )
        for weight, (i, h) in INPUT_OF.items()
    )
    output = (
        Edge(
            weight,
            f"h{h}",
            f"y{o}",
            "w2",
            f"$w_{weight[1]}$",
            ((*_to_output(o), (f"∂$y_{o}$/∂$w_{weight[1]}$", f"dy{o}_d{weight}", f"h{h}")),),
        )
        for weight, (h, o) in HIDDEN_OF.items()
    )
    return (*hidden, *output)
