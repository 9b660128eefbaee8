"""The steps of the walk through the 2-2-2 network: what is computed, what it means, by which line.

The lines of code are those of `backprop.lecture`; a test finds each of them there.
"""

from figures.moving.walk import STAR, Step

WEIGHTS = [f"w{k}" for k in range(1, 9)]
ORDER = {"1": "첫 번째", "2": "두 번째"}
INPUT_OF = {"w1": ("1", "1"), "w2": ("2", "1"), "w3": ("1", "2"), "w4": ("2", "2")}
"""From which input, to which hidden node."""
HIDDEN_OF = {"w5": ("1", "1"), "w6": ("2", "1"), "w7": ("1", "2"), "w8": ("2", "2")}
"""From which hidden node, to which output."""


def two_by_two_steps() -> tuple[Step, ...]:
    """Return the steps of one training step, in order."""
    return (*_forward(), *_outputs(), *_hidden(), _update())


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
            f" + s.{bias}; {S}{k} = float(sigmoid({s}{k}))",
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
            _weight(
                w,
                f"∂$E_{o}$/∂$y_{o}$ × $H_{h}$",
                f"{{!dE{o}_dy{o}}} × {{!H{h}}}",
                (f"h{h}", w, f"y{o}"),
                f"dE_d{w} = dE{o}_dy{o} * dy{o}_d{w}",
            )
            for w, (h, o) in HIDDEN_OF.items()
        ),
    ]


def _weight(w: str, formula: str, numbers: str, lit: tuple[str, ...], code: str) -> Step:
    """Return the step to the derivative by a weight."""
    return Step(
        1,
        f"∂$E$/∂$w_{w[1]}$",
        f"이 가중치를 조금 올리면 $E$는 올린 양의 {{sum {w}|}}배만큼 변합니다.",
        (("", f"∂$E$/∂$w_{w[1]}$ = {formula}", f"{numbers} ≈ {{sum {w}}}"),),
        lit,
        (f"sum {w}",),
        code,
        "",
    )


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
            _weight(
                w,
                f"∂$E$/∂$h_{h}$ × $x_{i}$",
                f"{{!dE_dh{h}}} × {{x{i}}}",
                (f"x{i}", w, f"h{h}"),
                f"dE_d{w} = dE_dh{h} * dh{h}_d{w}",
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
