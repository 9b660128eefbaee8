"""The walk through the 2-2-2 network with biases: every value from `backprop.lecture.two_by_two`.

Two runs stand side by side, from the same weights: one renews all weights at once, one the output
layer first, so that its hidden errors come back through weights that the forward pass never had.
"""

from dataclasses import asdict

from backprop.lecture.two_by_two import EXAMPLE, Weights
from backprop.lecture.two_by_two_steps import Training, step, step_output_layer_first
from figures.moving.lecture_walk import ITERATIONS
from figures.moving.walk import STAR, Edge, Node, Step, Walk, written

WEIGHTS = [f"w{k}" for k in range(1, 9)]
METHODS = {"": step, STAR: step_output_layer_first}
HEIGHT = 290
ORDER = {"1": "첫 번째", "2": "두 번째"}
INPUT_OF = {"w1": ("1", "1"), "w2": ("2", "1"), "w3": ("1", "2"), "w4": ("2", "2")}
"""From which input, to which hidden node."""
HIDDEN_OF = {"w5": ("1", "1"), "w6": ("2", "1"), "w7": ("1", "2"), "w8": ("2", "2")}
"""From which hidden node, to which output."""


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
        steps=(*_forward(), *_outputs(), *_hidden(), _update()),
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


def _forward() -> list[Step]:
    def node(k: str, s: str, bias: str, kind: str, ways: list[tuple[str, str]]) -> Step:
        S = s.upper()
        symbols = " + ".join(f"$w_{w[1]}$·${value[0]}_{value[1]}$" for w, value in ways)
        numbers = " + ".join(f"{{!{w}}} × {{!{value}}}" for w, value in ways)
        return Step(
            0,
            f"{ORDER[k]} {kind} 노드",
            f"가중합은 {{{s}{k}}}, 시그모이드를 지난 활성값은 {{{S}{k}}}입니다.",
            (
                (
                    "",
                    f"${s}_{k}$ = {symbols} + ${bias[0]}_{bias[1]}$",
                    f"{numbers} + {{!{bias}}} ≈ {{{s}{k}}}",
                ),
                ("", f"${S}_{k}$ = $σ$(${s}_{k}$)", f"$σ$({{{s}{k}}}) ≈ {{{S}{k}}}"),
            ),
            (*(w for w, _ in ways), *(value.lower() for _, value in ways), f"{s}{k}"),
            (f"{s}{k}", f"{S}{k}"),
            f"{s}{k} = {' + '.join(f'w.{w} * {v if bias == "b2" else f"s.{v}"}' for w, v in ways)}"
            f" + s.{bias}; {S}{k} = sigmoid({s}{k})",
            "",
        )

    return [
        *(
            node(k, "h", "b1", "은닉", [(w, f"x{i}") for w, (i, h) in INPUT_OF.items() if h == k])
            for k in ORDER
        ),
        *(
            node(k, "y", "b2", "출력", [(w, f"H{h}") for w, (h, o) in HIDDEN_OF.items() if o == k])
            for k in ORDER
        ),
        Step(
            0,
            "두 오차와 그 합",
            "첫 번째 출력의 오차는 {E1}, 두 번째 출력의 오차는 {E2}, 합은 {E}입니다.",
            tuple(
                ("", f"$E_{k}$ = ½($t_{k}$ − $Y_{k}$)²", f"½ × ({{t{k}}} − {{Y{k}}})² ≈ {{E{k}}}")
                for k in ("1", "2")
            ),
            ("y1", "y2"),
            (),
            "E1, E2 = (s.t1 - Y1) ** 2 / 2, (s.t2 - Y2) ** 2 / 2",
            "",
        ),
    ]


def _outputs() -> list[Step]:
    return [
        *(
            Step(
                1,
                f"{ORDER[k]} 오차에서 출력 노드로",
                f"$y_{k}$의 값을 조금 올리면 오차는 올린 양의 {{dE{k}_dy{k}}}배만큼 변합니다.",
                (
                    ("", f"∂$E_{k}$/∂$Y_{k}$ = $Y_{k}$ − $t_{k}$", f"{{dE{k}_dY{k}}}"),
                    ("", f"∂$Y_{k}$/∂$y_{k}$ = $Y_{k}$(1 − $Y_{k}$)", f"{{dY{k}_dy{k}}}"),
                    (
                        "",
                        f"∂$E_{k}$/∂$y_{k}$",
                        f"{{!dE{k}_dY{k}}} × {{dY{k}_dy{k}}} ≈ {{dE{k}_dy{k}}}",
                    ),
                ),
                (f"y{k}",),
                (f"dE{k}_dy{k}",),
                f"dE{k}_dy{k} = dE{k}_dY{k} * dY{k}_dy{k}",
                "",
            )
            for k in ("1", "2")
        ),
        *(
            Step(
                1,
                f"∂$E$/∂$w_{w[1]}$",
                f"이 가중치를 조금 올리면 $E$는 올린 양의 {{sum {w}|}}배만큼 변합니다.",
                (
                    (
                        "",
                        f"∂$E$/∂$w_{w[1]}$ = ∂$E_{o}$/∂$y_{o}$ × $H_{h}$",
                        f"{{!dE{o}_dy{o}}} × {{!H{h}}} ≈ {{sum {w}}}",
                    ),
                ),
                (f"h{h}", w, f"y{o}"),
                (f"sum {w}",),
                f"dE_d{w} = dE{o}_dy{o} * dy{o}_d{w}",
                "",
            )
            for w, (h, o) in HIDDEN_OF.items()
        ),
    ]


def _hidden() -> list[Step]:
    back = {h + o: weight for weight, (h, o) in HIDDEN_OF.items()}
    return [
        *(
            Step(
                1,
                f"두 길이 $H_{h}$에서 만남",
                f"$H_{h}$에 대한 민감도는 두 출력에서 온 길의 합 {{dE_dH{h}|}}입니다.",
                (
                    *(
                        (
                            whose,
                            f"∂$E$/∂$H_{h}$ = ∂$E_1$/∂$y_1$ × $w_{back[h + '1'][1]}$ + "
                            f"∂$E_2$/∂$y_2$ × $w_{back[h + '2'][1]}$",
                            f"{{dE1_dH{h}{mark}}} + {{!dE2_dH{h}{mark}}} ≈ {{dE_dH{h}{mark}}}",
                        )
                        for whose, mark in (("옛 가중치로", "|"), ("고친 가중치로", STAR))
                    ),
                    (
                        "",
                        f"∂$E$/∂$h_{h}$ = ∂$E$/∂$H_{h}$ × $H_{h}$(1 − $H_{h}$)",
                        f"{{!dE_dH{h}}} × {{dH{h}_dh{h}}} ≈ {{dE_dh{h}}}",
                    ),
                ),
                ("y1", "y2", back[h + "1"], back[h + "2"], f"h{h}"),
                (f"dE_dh{h}",),
                f"dE_dH{h} = dE1_dH{h} + dE2_dH{h}",
                "",
            )
            for h in ("1", "2")
        ),
        *(
            Step(
                1,
                f"∂$E$/∂$w_{w[1]}$",
                f"이 가중치를 조금 올리면 $E$는 올린 양의 {{sum {w}|}}배만큼 변합니다.",
                (
                    (
                        "",
                        f"∂$E$/∂$w_{w[1]}$ = ∂$E$/∂$h_{h}$ × $x_{i}$",
                        f"{{!dE_dh{h}}} × {{x{i}}} ≈ {{sum {w}}}",
                    ),
                ),
                (f"x{i}", w, f"h{h}"),
                (f"sum {w}",),
                f"dE_d{w} = dE_dh{h} * dh{h}_d{w}",
                "",
            )
            for w, (i, h) in INPUT_OF.items()
        ),
    ]


def _update() -> Step:
    return Step(
        2,
        "여덟 가중치를 고치기",
        "$E$: {E} → {E new}. 선 위의 숫자는 새 가중치입니다.",
        (
            (
                "",
                "$w$ ← $w$ − $η$ · ∂$E$/∂$w$, $η$ = {eta}",
                "$w_5$: {w5} − {eta} × {!sum w5} ≈ {new w5}",
            ),
        ),
        tuple(WEIGHTS),
        tuple(f"new {name}" for name in WEIGHTS),
        "weight - learning_rate * slope",
        "",
    )
