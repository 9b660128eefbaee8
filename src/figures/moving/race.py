"""Four optimizers race down a ravine; the reader sets η and β, the start, and how it lies.

The page computes the runs itself, by the recorded steps of `backprop.optimize.first_order` on the
turned ravine of `backprop.optimize.problems`. All other numbers and all words come from here.
"""

from collections.abc import Mapping

import numpy as np

from backprop.descent import Path
from backprop.optimize.problems import Problem, rotated, rotation
from backprop.optimize.races import DIVERGED, LEARNING_RATES, STAY, first_order_run
from figures.moving.moving import Moving, buttons, choices, controls, slider
from figures.moving.race_picture import race_picture, track_key
from figures.moving.race_steps import recorded_step, run_path, share_of
from figures.moving.walk import SMALL, written
from figures.numbers import SUPERSCRIPTS, formatted
from figures.picture import picture
from figures.plots.methods import METHODS

STEPS = 300
"""Steps that are shown of each run."""
TURNED, STEEPEST = 30, 45
"""Degrees: of the comparison in the table, and at most; beyond, the axes have changed places."""
RATES = [float(f"{rate:.2g}") for rate in np.geomspace(1e-3, 1, 61)]
"""Stops of η, each the same factor above the one before."""
SHARES = 99
"""Last stop of β, in hundredths."""
REACH = {"along": (-2.2, 0.5), "across": (-0.5, 0.5)}
"""Where the runs may start, along the ravine and across it."""
STRIDE = 20
"""Stops of a start to a unit."""
LARGE = 1_000
"""From here on a value is written with a power of ten."""
HEADS = ("방법", "η", "비용", "도착", f"{TURNED}°에서")
MARKS = {"diverged": "발산", "limit": "—"}
WORDS = {
    "clock": "골짜기 {tilt}°, 걸음 {at}.",
    "lead": "가장 낮은 방법: {name}, 비용 {value}.",
    "empty": "고른 방법이 없습니다.",
    "level": "모두 같은 높이에 있습니다.",
    "order": "도착한 걸음: {list}.",
    "nobody": f"{STEPS}걸음 안에 도착한 방법이 없습니다.",
    "diverged": f"{MARKS['diverged']}: {{list}}.",
    "rate": "{name}, η {value}.",
    "share": "{name}, {symbol} {value}.",
    "place": "출발 {along}, {across}.",
    "label": "지난 몫 {symbol}",
    "symbol": "β",
    "play": "재생",
    "pause": "멈춤",
}


def race_figure(problem: Problem, *, caption: str) -> Moving:
    """Return the moving figure.

    Parameters
    ----------
    problem : Problem
        The ravine as it lies at first: along the first axis, with its minimum at the origin.
    caption : str
        In the notation of `figures.markup`.
    """
    rates = LEARNING_RATES[problem.name]
    paths = {method: run_path(problem, method, rate, STEPS) for method, rate in rates.items()}
    arrivals = {
        method: [
            _arrival(there, method, rate) for there in (problem, rotated(problem, rotation(TURNED)))
        ]
        for method, rate in rates.items()
    }
    said = _said(paths, {method: arrival for method, (arrival, _) in arrivals.items()})
    drawn, frame = race_picture(problem, paths, " ".join(said))
    return Moving(
        "race",
        picture(drawn),
        "",
        _controls(problem, rates)
        + f'<div class="figure-panel race-says">{"".join(f"<p>{each}</p>" for each in said)}</div>'
        + _table(rates, paths, arrivals),
        caption,
        {
            "methods": {
                method: {
                    "name": METHODS[method].name,
                    "rate": rate,
                    "share": share_of(method),
                    **recorded_step(problem, method),
                }
                for method, rate in rates.items()
            },
            "start": dict(zip(REACH, problem.start.tolist(), strict=True)),
            "turns": [rotation(angle)[:, 0].tolist() for angle in range(STEEPEST + 1)],
            "turned": TURNED,
            "target": problem.target,
            "stay": STAY,
            "diverged": DIVERGED,
            "steps": STEPS,
            "rates": RATES,
            "shares": SHARES,
            "reach": REACH,
            "stride": STRIDE,
            "small": SMALL,
            "large": LARGE,
            "powers": "".join(chr(SUPERSCRIPTS[ord(digit)]) for digit in "-0123456789"),
            "frame": frame,
            "words": WORDS,
            "marks": MARKS,
        },
    )


def _arrival(problem: Problem, method: str, rate: float) -> str:
    run = first_order_run(problem, method, rate, STEPS)
    return MARKS.get(run.outcome) or str(run.iterations)


def _said(paths: Mapping[str, Path], arrivals: Mapping[str, str]) -> list[str]:
    lowest = min(paths, key=lambda method: paths[method].values[-1])
    came = sorted(
        (int(count), k, METHODS[method].name)
        for k, (method, count) in enumerate(arrivals.items())
        if count not in MARKS.values()
    )
    return [
        WORDS["clock"].format(tilt=0, at=STEPS),
        WORDS["lead"].format(name=METHODS[lowest].name, value=written(paths[lowest].values[-1])),
        WORDS["order"].format(list=", ".join(f"{name} {count}" for count, _, name in came)),
    ]


def _controls(problem: Problem, rates: Mapping[str, float]) -> str:
    first = next(iter(rates))
    along, across = problem.start

    def row(key: str, name: str, last: int, stop: int, shown: str) -> str:
        return (
            f'<div class="figure-line"><span class="figure-name" data-name="{key}">{name}</span>'
            f'{slider(key, name, last, stop)}<output class="figure-number" data-of="{key}">{shown}'
            "</output></div>"
        )

    def place(key: str, name: str, value: float) -> str:
        least, most = REACH[key]
        stops = round((most - least) * STRIDE)
        return row(key, name, stops, round((value - least) * STRIDE), formatted(value, "g"))

    return controls(
        "경주 조종",
        buttons({"play": WORDS["play"], "back": "뒤로", "forward": "앞으로", "reset": "처음으로"}),
        row("at", "걸음", STEPS, STEPS, f"{STEPS}"),
        row("tilt", "골짜기 각도", STEEPEST, 0, "0°"),
        choices("tuned", "고칠 방법", [(method, METHODS[method].name) for method in rates]),
        row("rate", "학습률 η", len(RATES) - 1, RATES.index(rates[first]), f"{rates[first]:g}"),
        row("share", WORDS["label"].format(symbol=WORDS["symbol"]), SHARES, 0, MARKS["limit"]),
        place("along", "출발: 길이로", along),
        place("across", "출발: 너비로", across),
    )


def _table(
    rates: Mapping[str, float], paths: Mapping[str, Path], arrivals: Mapping[str, list[str]]
) -> str:
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    rows = "".join(
        f'<tr><th scope="row">{track_key(METHODS[method])}<button type="button" '
        f'data-method="{method}">{METHODS[method].name}</button></th><td>{rate:g}</td>'
        f"<td>{written(paths[method].values[-1])}</td>"
        f"{''.join(f'<td>{each}</td>' for each in arrivals[method])}</tr>"
        for method, rate in rates.items()
    )
    return (
        f'<table class="figure-board"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    )
