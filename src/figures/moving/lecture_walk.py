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
from figures.moving.walk import STAR, Edge, Node, Step, Walk, written

ITERATIONS = (1, 2, 3, 10, 100, 1_000, 10_000)
"""Iteration k shows the state in which update k is made, as the lecture's EPOCH k."""
ORDER = ("첫 번째", "두 번째", "세 번째")
FEATURES = ("공부", "수면")
HIDDEN, INPUTS = range(3), range(2)
W1 = [f"w1[{j},{k}]" for j in INPUTS for k in HIDDEN]
W2 = [f"w2[{k},0]" for k in HIDDEN]
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
        steps=(*_forward(), *_backward(), *_sums(), _update()),
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


def _forward() -> list[Step]:
    hidden = [
        Step(
            0,
            f"{ORDER[k]} 은닉 노드",
            f"가중합은 {{sh{k}}}, 시그모이드를 지난 활성값은 {{ah{k}}}입니다.",
            (
                (
                    "",
                    f"$S_H$[{k}] = $X$[0]·$w_1$[0,{k}] + $X$[1]·$w_1$[1,{k}]",
                    f"{{!x0}} × {{!w1[0,{k}]}} + {{!x1}} × {{!w1[1,{k}]}} ≈ {{sh{k}}}",
                ),
                ("", f"$A_H$[{k}] = $σ$($S_H$[{k}])", f"$σ$({{sh{k}}}) ≈ {{ah{k}}}"),
            ),
            ("x0", "x1", f"w1[0,{k}]", f"w1[1,{k}]", f"h{k}"),
            (f"sh{k}", f"ah{k}"),
            "hidden_sum = X @ w1; activated_hidden = sigmoid(hidden_sum)",
            "(3, 2) @ (2, 3) → (3, 3)",
        )
        for k in HIDDEN
    ]
    parts = " + ".join(f"$A_H$[{k}]·$w_2$[{k},0]" for k in HIDDEN)
    products = " + ".join(f"{{!ah{k}}} × {{!w2[{k},0]}}" for k in HIDDEN)
    output = Step(
        0,
        "출력 노드",
        "예측은 {ao}, 목표는 {y}입니다.",
        (
            ("", f"$S_O$ = {parts}", f"{products} ≈ {{so}}"),
            ("", "$A_O$ = $σ$($S_O$)", "$σ$({so}) ≈ {ao}"),
        ),
        (*(f"h{k}" for k in HIDDEN), *W2, "o"),
        ("so", "ao"),
        "output_sum = activated_hidden @ w2; activated_output = sigmoid(output_sum)",
        "(3, 3) @ (3, 1) → (3, 1)",
    )
    loss = Step(
        0,
        "손실",
        "이 학생의 손실은 {loss}입니다. 세 학생의 손실을 더한 비용은 {E}입니다.",
        (("", "½($y$ − $A_O$)²", "½ × ({y} − {ao})² ≈ {loss}"),),
        ("o",),
        (),
        "cost = 0.5 * np.square(y - activated_output).sum()",
        "(3, 1) → ()",
    )
    return [*hidden, output, loss]


def _backward() -> list[Step]:
    return [
        Step(
            1,
            "손실에서 예측으로",
            "예측을 조금 올리면 손실은 올린 양의 {dao}배만큼 변합니다.",
            (("", "∂$E$/∂$A_O$ = −($y$ − $A_O$)", "−({y} − {ao}) ≈ {dao}"),),
            ("o",),
            ("dao",),
            "output_error = y - activated_output",
            "(3, 1)",
        ),
        Step(
            1,
            "출력 노드의 시그모이드를 거슬러",
            "출력 노드의 가중합을 조금 올리면 손실은 올린 양의 {dso|}배만큼 변합니다.",
            (
                (
                    "바른 식",
                    "∂$E$/∂$S_O$ = ∂$E$/∂$A_O$ × $σ′$($S_O$)",
                    "{!dao} × {slope|} ≈ {dso|}",
                ),
                (
                    "인쇄된 식",
                    "∂$E$/∂$A_O$ × $σ′$($A_O$): 시그모이드를 두 번",
                    "{!dao} × {slope*} ≈ {dso*}",
                ),
            ),
            ("o",),
            ("dso",),
            "output_delta = output_error * sigmoid_derivative(output_sum)",
            "(3, 1) * (3, 1)",
        ),
        *(
            Step(
                1,
                f"∂$E$/∂$w_2$[{k},0]",
                f"이 학생만 보면, $w_2$[{k},0]을 조금 올릴 때 손실은 올린 양의 "
                f"{{d w2[{k},0]|}}배만큼 변합니다.",
                (
                    (
                        "",
                        f"∂$E$/∂$w_2$[{k},0] = $A_H$[{k}] × ∂$E$/∂$S_O$",
                        f"{{!ah{k}}} × {{!dso}} ≈ {{d w2[{k},0]}}",
                    ),
                ),
                (f"h{k}", f"w2[{k},0]", "o"),
                (f"d w2[{k},0]",),
                "w2_gradient = -(activated_hidden.T @ output_delta)",
                "(3, 3)ᵀ @ (3, 1) → (3, 1)",
            )
            for k in HIDDEN
        ),
        *(
            Step(
                1,
                f"{ORDER[k]} 은닉 노드로",
                f"은닉 노드의 가중합을 조금 올리면 손실은 올린 양의 {{dsh{k}|}}배만큼 변합니다.",
                (
                    (
                        "",
                        f"∂$E$/∂$A_H$[{k}] = ∂$E$/∂$S_O$ × $w_2$[{k},0]",
                        f"{{!dso}} × {{!w2[{k},0]}} ≈ {{dah{k}}}",
                    ),
                    (
                        "바른 식",
                        f"∂$E$/∂$S_H$[{k}] = ∂$E$/∂$A_H$[{k}] × $σ′$($S_H$[{k}])",
                        f"{{!dah{k}|}} × {{slope{k}|}} ≈ {{dsh{k}|}}",
                    ),
                    (
                        "인쇄된 식",
                        f"∂$E$/∂$A_H$[{k}] × $σ′$($S_O$): 다른 층의 기울기",
                        f"{{!dah{k}*}} × {{slope{k}*}} ≈ {{dsh{k}*}}",
                    ),
                ),
                ("o", f"w2[{k},0]", f"h{k}"),
                (f"dah{k}", f"dsh{k}"),
                "hidden_delta = (output_delta @ w2.T) * sigmoid_derivative(hidden_sum)",
                "(3, 1) @ (3, 1)ᵀ → (3, 3)",
            )
            for k in HIDDEN
        ),
        *(
            Step(
                1,
                f"∂$E$/∂$w_1$[{j},{k}]",
                f"이 학생만 보면, $w_1$[{j},{k}]을 조금 올릴 때 손실은 올린 양의 "
                f"{{d w1[{j},{k}]|}}배만큼 변합니다.",
                (
                    (
                        "",
                        f"∂$E$/∂$w_1$[{j},{k}] = $X$[{j}] × ∂$E$/∂$S_H$[{k}]",
                        f"{{!x{j}}} × {{!dsh{k}}} ≈ {{d w1[{j},{k}]}}",
                    ),
                ),
                (f"x{j}", f"w1[{j},{k}]", f"h{k}"),
                (f"d w1[{j},{k}]",),
                "w1_gradient = -(X.T @ hidden_delta)",
                "(3, 2)ᵀ @ (3, 3) → (2, 3)",
            )
            for k in HIDDEN
            for j in INPUTS
        ),
    ]


def _sums() -> list[Step]:
    return [
        Step(
            2,
            f"{name}의 기울기: 세 학생의 합",
            "표의 마지막 열이 세 학생의 값을 더한 것입니다. 전치한 행렬의 곱이 이 덧셈을 합니다.",
            (
                (
                    "",
                    f"∂$E$/∂{name}[0,0]",
                    f"{{1 d {weights[0]}}} + {{!2 d {weights[0]}}} + {{!3 d {weights[0]}}} "
                    f"≈ {{sum {weights[0]}}}",
                ),
            ),
            tuple(weights),
            tuple(f"sum {weight}" for weight in weights),
            code,
            shape,
        )
        for name, weights, code, shape in (
            (
                "$w_2$",
                W2,
                "w2_gradient = -(activated_hidden.T @ output_delta)",
                "(3, 3)ᵀ @ (3, 1) → (3, 1)",
            ),
            ("$w_1$", W1, "w1_gradient = -(X.T @ hidden_delta)", "(3, 2)ᵀ @ (3, 3) → (2, 3)"),
        )
    ]


def _update() -> Step:
    return Step(
        3,
        "아홉 가중치를 한꺼번에 고치기",
        "비용: {E} → {E new}. 선 위의 숫자는 새 가중치입니다.",
        (
            (
                "",
                "$w$ ← $w$ − $η$ · ∂$E$/∂$w$, $η$ = {eta}",
                "$w_2$[0,0]: {w2[0,0]} − {eta} × {!sum w2[0,0]} ≈ {new w2[0,0]}",
            ),
        ),
        (*W1, *W2),
        tuple(f"new {weight}" for weight in (*W1, *W2)),
        "w2 = w2 - learning_rate * w2_gradient",
        "(3, 1) − (3, 1)",
    )
