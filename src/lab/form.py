"""The laboratory as a figure of its page: settings, buttons, map and curve, and what they say.

Without JavaScript it is the still of one training, made while the site is built.
"""

from html import escape

from figures.moving.moving import Moving, buttons
from figures.picture import picture
from lab import view
from lab.drawing import draw_training, look
from lab.experiment import Experiment
from lab.settings import (
    FIELDS,
    LAYERS,
    LIMIT,
    QUOTED,
    REFUSAL,
    SIDE,
    Choice,
    Number,
    Points,
    Settings,
    Widths,
)

KINDS = ("0 (동그라미)", "1 (네모)")
RANGES = ("layers",)
"""Numbers that are set by a slider."""
ONE, STEP, RESET, CHECK, CODE = "train", "step", "reset", "check", "code"
NAMES = {ONE: "시작", STEP: "한 걸음", RESET: "처음부터", CHECK: "기울기 검사", CODE: "코드 보기"}
TOLD = ("걸음", "손실", "결과")
WORDS = {
    "pause": "멈춤",
    "size": "처음 한 번 Python {megabytes} MB까지 받습니다.",
    "stopped": "멈추었습니다.",
    "busy": "다른 셀이 실행되고 있습니다. 끝난 뒤에 눌러 주세요.",
    "fault": "Python을 쓰지 못했습니다. 연결을 확인하고 다시 눌러 주세요. 설정은 그대로입니다.",
    "late": "시간 안에 끝나지 않아 멈추었습니다. 층이나 노드를 줄여 보세요. 설정은 그대로입니다.",
    "none": "이 브라우저는 Python을 실행하지 못합니다. 아래의 코드와 그림은 그대로 볼 수 있습니다.",
    "absent": "이 사이트에는 Python이 실려 있지 않습니다. 학습하려면 노트북을 내려받으세요.",
    "training": "학습하고 있습니다.",
    "checking": "기울기를 검사하고 있습니다.",
    "writing": "코드를 쓰고 있습니다.",
    "code": "이 설정의 코드를 그림 아래에 적었습니다.",
    "copied": "코드를 복사했습니다.",
    "uncopied": "복사하지 못했습니다. 코드를 골라 직접 복사하세요.",
    "changed": "설정이 바뀌었습니다. 시작을 누르면 처음부터 학습합니다.",
    "wrong": REFUSAL,
    "address": "주소에 쓸 수 없는 설정이 있어 처음 값으로 두었습니다.",
    "last": "갈 수 있는 걸음을 다 갔습니다. 처음부터를 누르세요.",
    "full": "점을 더 찍을 수 없습니다.",
    "own": "점을 찍으려면 자료에서 ‘내 점’을 고르세요.",
    "point": "점 {count}개를 찍었습니다.",
    "blank": "아직 학습하지 않은 설정입니다. 시작을 누르면 지도와 곡선을 그립니다.",
    "coordinate": "가로와 세로는 0부터 1까지의 수로 적어 주세요.",
}


def laboratory(settings: Settings) -> Moving:
    """Return the laboratory with the settings' training as its still.

    Parameters
    ----------
    settings : Settings
        Where it begins.
    """
    experiment = Experiment(settings)
    experiment.advance(settings.steps)
    still = picture(draw_training(experiment))
    return Moving(
        "lab",
        still,
        _controls(settings),
        _told(experiment),
        "바탕은 그 자리의 예측입니다. 짙을수록 한쪽으로 확신합니다. 동그라미의 목표는 0, 네모의 "
        "목표는 1입니다. 아래는 점마다의 손실을 더한 값이고, 세로축은 로그입니다. "
        f"처음의 그림은 사이트를 만들 때 {settings.steps}걸음 학습한 것입니다.",
        {
            "fields": {key: field.to_json() for key, field in FIELDS.items()},
            "first": settings.texts,
            "limit": LIMIT,
            "quoted": QUOTED,
            "side": SIDE,
            "map": view.MAP,
            "curve": view.CURVE,
            "marks": [look(kind) for kind in range(len(KINDS))],
            "names": NAMES,
            "words": WORDS,
        },
    )


def _controls(settings: Settings) -> str:
    texts = settings.texts
    rows = "".join(
        _widths(field, settings) if isinstance(field, Widths) else _field(key, field, texts[key])
        for key, field in FIELDS.items()
        if not isinstance(field, Points)
    )
    kinds = "".join(f'<option value="{k}">{name}</option>' for k, name in enumerate(KINDS))
    own = (
        '<fieldset class="lab-own" hidden><legend>내 점</legend>'
        "<p>지도를 누르거나 여기에 적습니다.</p>"
        '<label>가로 <input name="x" inputmode="decimal" autocomplete="off" value="0.5"></label>'
        '<label>세로 <input name="y" inputmode="decimal" autocomplete="off" value="0.5"></label>'
        f'<label>목표 <select name="kind">{kinds}</select></label>'
        + buttons({"add": "점 더하기", "undo": "마지막 점 지우기", "clear": "모두 지우기"})
        + "</fieldset>"
    )
    return (
        '<div class="figure-controls lab-controls" role="group" aria-label="실험실의 설정과 단추">'
        f'<div class="lab-fields">{rows}</div>{own}'
        f'<div class="figure-line">{buttons(NAMES)}</div>'
        '<p class="lab-news" role="status"></p></div>'
    )


def _field(key: str, field: Choice | Number, text: str) -> str:
    named = f'name="{key}" aria-label="{escape(field.label)}"'
    if isinstance(field, Choice):
        options = "".join(
            f'<option value="{value}"{" selected" if value == text else ""}>{escape(name)}</option>'
            for value, name in field.options.items()
        )
        inside = f"<select {named}>{options}</select>"
    elif key in RANGES:
        inside = (
            f'<input type="range" {named} min="{field.least}" max="{field.most}" step="1" '
            f'value="{text}"><span>{text}</span>'
        )
    else:
        mode = "numeric" if field.whole else "decimal"
        inside = f'<input {named} inputmode="{mode}" autocomplete="off" value="{text}">'
    return f"<label><span>{escape(field.label)}</span>{inside}</label>"


def _widths(field: Widths, settings: Settings) -> str:
    """Return a list of numbers for each hidden layer that there may be."""
    selects = "".join(
        f'<select data-layer="{k}" aria-label="은닉층 {k + 1}의 노드 수"'
        f"{'' if k < settings.layers else ' hidden'}>"
        + "".join(
            f"<option{' selected' if settings.nodes[k : k + 1] == [n] else ''}>{n}</option>"
            for n in range(field.least, field.most + 1)
        )
        + "</select>"
        for k in range(LAYERS)
    )
    return (
        f'<div class="lab-widths" role="group" aria-label="{escape(field.label)}">'
        f"<span>{escape(field.label)}</span>{selects}</div>"
    )


def _told(experiment: Experiment) -> str:
    """Return what is told below the picture: the numbers, and each layer's gradient."""
    shown = view.shown(experiment)
    values = "".join(
        f"<dt>{name}</dt><dd data-told>{value}</dd>"
        for name, value in zip(TOLD, shown["values"], strict=True)
    )
    rows = "".join(
        f'<tr><th scope="row">{name}</th><td>{size}</td></tr>' for name, size in shown["sizes"]
    )
    return (
        f'<dl class="lab-told">{values}</dl><table class="figure-board lab-sizes"><thead><tr>'
        '<th scope="col">층</th><th scope="col">기울기의 크기</th></tr></thead>'
        f'<tbody>{rows}</tbody></table><div class="lab-code"></div>'
    )
