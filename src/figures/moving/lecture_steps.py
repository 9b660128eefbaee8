"""The steps of the walk through the 2-3-1 network: what is computed, what it means, by which line.

The lines of code are those of `backprop`; a test finds each of them there. More than 200 lines, as
it is one walk from the first sum to the last update, and most of them are its words.
"""

from figures.moving.walk import Step

ORDER = ("첫 번째", "두 번째", "세 번째")
HIDDEN, INPUTS = range(3), range(2)
W1 = [f"w1[{j},{k}]" for j in INPUTS for k in HIDDEN]
W2 = [f"w2[{k},0]" for k in HIDDEN]


def lecture_steps() -> tuple[Step, ...]:
    """Return the steps of one training step, in order."""
    return (*_forward(), *_backward(), *_sums(), _update())


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
        "half_squared_error(y, forward(parameters, X).activated_output)",
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
                        f"∂$E$/∂$A_H$[{k}] × $σ′$($S_O$): 다른 층의 가중합",
                        f"{{!dah{k}*}} × {{slope{k}*}} ≈ {{dsh{k}*}}",
                    ),
                ),
                ("o", f"w2[{k},0]", f"h{k}"),
                (f"dah{k}", f"dsh{k}"),
                "hidden_error = output_delta @ w2.T; "
                "hidden_delta = hidden_error * sigmoid_derivative(hidden_sum)",
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
        "w2 = parameters.w2 - learning_rate * gradients.w2_gradient",
        "(3, 1) − (3, 1)",
    )
