"""The laboratory: it trains as `backprop` does, says so, refuses nonsense, and loses nothing."""

import contextlib
import gzip
import io
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import product
from urllib.parse import parse_qsl, urlencode, urlsplit

import numpy as np
import pytest
from bs4 import BeautifulSoup
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, Route, expect

from backprop.network import initial_parameters
from backprop.patterns import RADII, circles, xor
from backprop.samples import study_sleep
from backprop.training import train
from backprop.validation import FloatArray
from conftest import ROOT
from lab import desk as desks
from lab import experiment as experiments
from lab.code import code
from lab.desk import Desk
from lab.experiment import CIRCLE_POINTS, Experiment
from lab.settings import FIELDS, LIMIT, POINTS, Choice, RefusedError, Settings
from lab.view import CELLS, checked, says, shades

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
OWN = {"data": "own", "points": "20.20.0_80.80.1_20.80.0"}
LECTURE = Settings(
    data="lecture", width=3, activation="sigmoid", loss="squared", bias="no", start="normal",
    optimizer="sgd", rate=1.0,
)  # fmt: skip


def trained(settings: Settings) -> Experiment:
    experiment = Experiment(settings)
    experiment.advance(settings.steps)
    return experiment


def several(count: int, **fixed: object) -> Iterator[Settings]:
    """Draw settings; every option of every choice comes."""
    draw = random.Random(812)
    choices = {key: [*field.options] for key, field in FIELDS.items() if isinstance(field, Choice)}
    for k in range(count):
        layers = draw.randint(0, 4)
        widths = [draw.randint(1, 5) for _ in range(layers)] if k % 2 else []
        chosen = {key: options[k % len(options)] for key, options in choices.items()}
        chosen |= {key: draw.choice(options) for key, options in choices.items() if k > 3}
        numbers = {
            "layers": layers,
            "width": "-".join(map(str, widths)) or draw.randint(1, 5),
            "seed": draw.randint(0, 999),
            "rate": draw.choice([0.0123, 0.1, 1.0]),
            "steps": draw.randint(1, 15),
            "points": OWN["points"],
        }
        yield Settings(**{**chosen, **numbers, **fixed})  # pyright: ignore


# The training is that of `backprop`


def test_the_lectures_network_descends_as_the_lessons_train_it() -> None:
    samples = study_sleep()
    start = initial_parameters(np.random.RandomState(812))
    log = train(start, samples.X, samples.y, iterations=300, learning_rate=1.0)
    np.testing.assert_allclose(trained(LECTURE).costs, log.cost, rtol=1e-12)


def test_the_code_gives_what_the_laboratory_shows() -> None:
    for settings in several(60):
        experiment, printed = trained(settings), io.StringIO()
        with contextlib.redirect_stdout(printed), np.errstate(all="ignore"):
            exec(code(settings, experiment.step), {})
        assert float(printed.getvalue()) == experiment.costs[-1], settings


def test_each_hidden_layer_has_its_width() -> None:
    def shapes(**asked: str) -> list[tuple[int, ...]]:
        return [layer.weights.shape for layer in Experiment(Settings.read(asked)).network]

    assert shapes(layers="3", width="4-2-5") == [(2, 4), (4, 2), (2, 5), (5, 1)]
    assert shapes(layers="2", width="3") == [(2, 3), (3, 3), (3, 1)]
    assert shapes(layers="0", width="3") == [(2, 1)]
    assert Settings.read({"layers": "2", "width": "5-05"}).query == "layers=2&width=5"


def test_batches_go_through_all_points_in_each_round(monkeypatch: pytest.MonkeyPatch) -> None:
    """A step takes a part of the points; parts of another round are others, of a seed the same."""
    taken: list[tuple[int, ...]] = []
    right = Experiment._gradient

    def note(self: Experiment, w: FloatArray, batch: NDArray[np.int_]) -> FloatArray:
        taken.append(tuple(batch))
        return right(self, w, batch)

    monkeypatch.setattr(Experiment, "_gradient", note)
    experiment = trained(Settings(batch="16", steps=12))
    assert experiment.rounds == 3
    rounds = [taken[k : k + 4] for k in (0, 4, 8)]
    for each in rounds:
        assert [len(part) for part in each] == [16, 16, 16, 12]
        assert sorted(point for part in each for point in part) == [*range(CIRCLE_POINTS)]
    assert rounds[0] != rounds[1]
    first, taken[:] = taken[:], []
    trained(Settings(batch="16", steps=12))
    assert taken == first
    taken.clear()
    trained(Settings(batch="16", steps=12, seed=813))
    assert taken != first


def test_one_batch_of_all_points_is_the_whole_gradient() -> None:
    whole = Settings(data="xor", optimizer="sgd", rate=0.3, steps=40)
    parts = [trained(replace(whole, batch=batch)).costs for batch in ("all", "4", "1")]
    np.testing.assert_allclose(parts[1], parts[0], rtol=1e-12)
    assert np.abs(np.subtract(parts[2], parts[0])).max() > 0.01


def test_the_code_of_the_page_is_that_of_the_first_settings() -> None:
    page = (ROOT / "docs" / "lab.md").read_text(encoding="utf-8")
    assert f"```python\n{code(Settings(), Settings().steps)}```\n" in page


def test_no_network_fails_the_check_and_a_wrong_gradient_does(monkeypatch) -> None:
    for settings in several(24, rate=0.05):
        check = trained(settings).check()
        assert check.outcome != "failed", settings
    experiment = trained(Settings())
    assert "다릅니다" not in checked(experiment.check())
    right = Experiment._gradient
    monkeypatch.setattr(Experiment, "_gradient", lambda self, w: 1.01 * right(self, w))
    assert "개가 다릅니다." in checked(experiment.check())


def test_patterns_are_what_they_are_called() -> None:
    samples = circles(CIRCLE_POINTS, 3)
    radius = np.hypot(*(samples.X - 0.5).T)
    for kind in (0, 1):
        assert abs(radius[samples.y[:, 0] == kind].mean() - RADII[kind]) < 0.02
    assert np.array_equal(circles(9, 5).X, circles(9, 5).X)
    assert [int(a != b) for a, b in xor().X] == xor().y[:, 0].tolist()
    with pytest.raises(ValueError, match="n: expected"):
        circles(1, 0)


def test_the_map_has_every_cell_in_at_most_one_shade() -> None:
    experiment = trained(Settings())
    widths = [int(run.partition("v")[0]) for d in shades(experiment) for run in d.split("h")[1:]]
    assert 0.9 * CELLS**2 < sum(widths) / 10 <= CELLS**2


# What is claimed on the page, with seeds of its own


@pytest.mark.parametrize("seed", range(100, 112))
def test_what_the_page_says_of_its_experiments(seed: int) -> None:
    def run(**changes) -> Experiment:
        return trained(Settings(seed=seed, **changes))

    def right(experiment: Experiment) -> int:
        return int(((experiment.output(experiment.X) > 0.5) == experiment.y[:, 0]).sum())

    assert right(run(data="xor", layers=0)) <= 3
    assert right(run(data="xor", width=4)) == 4
    small, whole = (np.diff(run(batch=batch).costs) > 0 for batch in ("4", "all"))
    assert small.sum() > 10 * whole.sum()
    dead = run(activation="relu", optimizer="sgd", rate=0.1)
    alive = run(activation="relu", optimizer="sgd", rate=0.01)
    assert dead.gradient_sizes()[0] == 0
    assert max(dead.costs) > dead.costs[0]
    assert alive.gradient_sizes()[0] > 0
    assert alive.costs[-1] < dead.costs[-1]
    assert len(set(run(data="xor", width=4, start="zero").costs)) == 1
    deep = {"layers": 8, "optimizer": "sgd", "rate": 0.01, "steps": 1}
    sizes = run(activation="sigmoid", **deep).gradient_sizes()
    assert sizes[0] < 1e-4 * sizes[-1]
    sizes = run(activation="tanh", **deep).gradient_sizes()
    assert sizes[0] > 0.05 * sizes[-1]


def test_nodes_that_begin_alike_stay_alike_and_that_is_said() -> None:
    alike = trained(Settings(data="lecture", activation="sigmoid", start="zero"))
    assert alike.costs[-1] < alike.costs[0]
    assert "노드가 모두 똑같습니다" in says(alike)
    assert "똑같습니다" not in says(trained(Settings()))


@pytest.mark.parametrize(
    ("points", "rests"), [("20.20.0_80.80.1", True), ("20.20.0_80.80.1_20.80.0", False)]
)
def test_from_zero_nothing_moves_only_where_the_targets_balance(points: str, rests: bool) -> None:
    """The other cause that the page names for XOR at rest, removed: the output's bias moves."""
    asked = Settings(data="own", points=points, width=4, start="zero", steps=20)
    assert (len(set(trained(asked).costs)) == 1) is rests


# Bad input, and limits


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        *(
            ({"rate": text}, "학습률: ")
            for text in ("", "nan", "inf", "-1", "0", "1e9", "٣", "1_0")
        ),
        ({"seed": "1.5"}, "씨앗: ‘1.5’ 대신 0부터 999,999까지의 정수를"),
        ({"layers": "9"}, "은닉층 수: "),
        ({"width": "0"}, "층마다 노드 수: "),
        ({"steps": str(LIMIT + 1)}, "걸음 수: "),
        ({"data": "<b>"}, "자료: ‘<b>’ 대신 circles, xor, lecture, own 가운데 하나를"),
        ({"points": "101.0.0"}, "내 점: "),
        ({"points": "1.1.2"}, "내 점: "),
        ({"points": "_".join(["1.1.0"] * (POINTS + 1))}, "내 점: "),
        ({"data": "own"}, "점이 모자랍니다"),
        ({"speed": "1"}, "‘speed’: 실험실에 없는"),
        ({"seed": "x" * 500, "rate": "y"}, "학습률: ‘y’"),
    ],
)
def test_what_cannot_be_used_is_refused_in_korean(asked, words) -> None:
    with pytest.raises(RefusedError) as refused:
        Settings.read(asked)
    assert words in str(refused.value)
    assert len(str(refused.value)) < 300
    told = json.loads(Desk().answer(json.dumps({"do": "train", "settings": asked, "to": 1})))
    assert told == {"refused": str(refused.value)}


def test_a_number_that_is_none_is_refused_in_python_too() -> None:
    with pytest.raises(RefusedError, match="씨앗"):
        Settings(seed=True)
    with pytest.raises(RefusedError, match="학습률"):
        Settings(rate=float("nan"))


def test_an_address_means_the_same_settings() -> None:
    assert Settings().query == ""
    for settings in several(30):
        assert Settings.read(dict(parse_qsl(settings.query))) == settings
        assert Settings.read(settings.texts) == settings


def test_the_wildest_settings_end_in_numbers() -> None:
    lost = 0
    for activation, loss, start, optimizer in product(
        ("relu", "identity"), ("cross", "linear"), ("normal", "zero"), ("sgd", "momentum", "adam")
    ):
        chosen = {"activation": activation, "loss": loss, "start": start, "optimizer": optimizer}
        settings = {**chosen, "layers": "8", "width": "8", "rate": "100", "seed": "7"}
        for do in ("train", "check", "code"):
            answer = Desk().answer(json.dumps({"do": do, "settings": settings, "to": 40}))
            told = json.loads(answer, parse_constant=lambda name: pytest.fail(name))
            assert told.keys() & {"says", "words", "code", "refused"}
            assert "nan" not in answer
            lost += bool(told.get("lost"))
    assert lost


def test_only_numbers_that_overflow_end_a_training(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the code is told as one, and never as a loss that is too large."""

    def wrong(*_: object) -> float:
        raise ValueError("y: expected shape (4, 1), got (1, 4)")

    experiment = Experiment(Settings())
    monkeypatch.setattr(experiment, "_cost", wrong)
    with pytest.raises(ValueError, match="expected shape"):
        experiment.advance(1)
    steep = {"activation": "relu", "loss": "linear", "layers": 4, "start": "normal"}
    far = Experiment(Settings(**steep, optimizer="sgd", rate=100.0))
    far.advance(60)
    assert far.is_lost


def test_a_desk_that_begins_anew_goes_to_the_same_place() -> None:
    def ask(desk: Desk, to: int, do: str = "train") -> dict:
        told = {}
        while told.get("step", -1) < to:
            question = {"do": do, "settings": LECTURE.texts, "to": to}
            told = json.loads(desk.answer(json.dumps(question)))
        return told

    desk = Desk()
    ask(desk, 3)
    on = ask(desk, 7)
    assert on == ask(Desk(), 7)
    assert ask(desk, 0)["step"] == 0
    assert ask(desk, 7) == on


def test_a_part_of_a_training_is_short_and_the_whole_has_an_end(monkeypatch) -> None:
    monkeypatch.setattr(desks, "SLICE_SECONDS", 0.0)
    asked = {"do": "train", "settings": {}, "to": 50}
    assert json.loads(Desk().answer(json.dumps(asked)))["step"] == 1
    monkeypatch.setattr(experiments, "LIMIT", 12)
    experiment = Experiment(Settings())
    experiment.advance(10**9)
    assert experiment.step == 12


# In the browser


@pytest.fixture
def page(reader: Page) -> Page:
    return reader


def visit(page: Page, query: str = "") -> None:
    page.goto(f"/lab/{query}")
    page.locator('[data-figure="lab"]').scroll_into_view_if_needed()
    page.locator('[data-figure="lab"].is-moving').wait_for()


def done(page: Page) -> int:
    return int(page.locator('[data-figure="lab"]').get_attribute("data-done") or 0)


def pressed(page: Page, name: str) -> str:
    """Press a button; return what is said when all is done."""
    before = done(page)
    page.get_by_role("button", name=name, exact=True).click()
    page.locator(f'[data-figure="lab"][data-done="{before + 1}"]').wait_for()
    return news(page)


def news(page: Page) -> str:
    return page.locator(".lab-news").text_content() or ""


def told(page: Page) -> list[str]:
    return page.locator(".lab-told dd").all_text_contents()


def test_nothing_of_python_comes_before_the_first_press(page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page)
    page.get_by_label("씨앗").fill("5")
    page.get_by_label("씨앗").press("Tab")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/pyodide/" in url or "/run/" in url or "/cells/" in url]
    pressed(page, "한 걸음")
    assert [url for url in asked if url.endswith(".wasm")]


def test_it_trains_steps_begins_anew_checks_and_writes_its_code(page) -> None:
    visit(page)
    assert told(page)[0] == "300"
    assert re_size(news(page))
    assert pressed(page, "시작") == says(trained(Settings()))
    assert page.locator('[data-figure="lab"] > svg .shade').count() == 10
    assert page.locator(".marks path").count() == CIRCLE_POINTS
    assert pressed(page, "한 걸음").startswith("301걸음")
    assert pressed(page, "처음부터").startswith("0걸음")
    assert pressed(page, "한 걸음").startswith("1걸음")
    one = Experiment(Settings())
    one.advance(1)
    assert news(page) == says(one)
    words = pressed(page, "기울기 검사")
    assert words.startswith("기울기 25개 가운데")
    assert "다릅니다" not in words
    pressed(page, "코드 보기")
    assert page.locator(".lab-code samp").text_content() == code(Settings(), 1)
    page.get_by_role("button", name="복사", exact=True).click()
    expect(page.locator(".lab-news")).to_contain_text("복사")


def re_size(words: str) -> bool:
    return words.startswith("처음 한 번 Python ") and words.endswith(" MB까지 받습니다.")


def test_a_pause_stops_and_start_goes_on(page) -> None:
    visit(page, f"?steps={LIMIT}&layers=2")
    page.get_by_role("button", name="시작", exact=True).click()
    expect(page.locator(".lab-told dd").first).to_have_text(r"–", timeout=1)
    page.locator(".lab-sizes tbody tr").first.wait_for()
    words = pressed(page, "멈춤")
    at = int(told(page)[0].replace(",", ""))
    assert 0 < at < LIMIT
    assert words.startswith(f"{at:,}걸음")
    assert pressed(page, "한 걸음").startswith(f"{at + 1:,}걸음")
    page.get_by_role("button", name="시작", exact=True).click()
    page.get_by_label("활성화 함수").select_option("relu")
    expect(page.locator(".lab-news")).to_contain_text("0걸음을 갔습니다.")
    assert told(page)[0] == "0"


def test_settings_are_in_the_address_and_come_back(page) -> None:
    visit(page)
    page.get_by_label("자료").select_option("xor")
    page.get_by_label("은닉층 수").press("ArrowRight")
    page.get_by_label("학습률").fill("0.3")
    page.get_by_label("학습률").press("Tab")
    assert dict(parse_qsl(urlsplit(page.url).query)) == {
        "data": "xor",
        "layers": "2",
        "rate": "0.3",
    }
    page.reload()
    page.locator('[data-figure="lab"].is-moving').wait_for()
    assert page.get_by_label("자료").input_value() == "xor"
    assert page.get_by_label("은닉층 수").input_value() == "2"
    assert page.get_by_label("학습률").input_value() == "0.3"
    assert told(page)[0] == "–"
    assert "시작을 누르면" in news(page)
    words = pressed(page, "시작")
    assert words == says(trained(Settings(data="xor", layers=2, rate=0.3)))


def test_widths_and_batches_are_chosen_kept_and_trained_with(page) -> None:
    visit(page, "?layers=2&width=5")  # As addresses were before layers had widths of their own.
    widths = page.locator(".lab-widths select:visible")
    shown = "all => all.map(each => each.value)"
    assert widths.evaluate_all(shown) == ["5", "5"]
    page.get_by_label("은닉층 2의 노드 수").select_option("3")
    page.get_by_label("은닉층 수").press("ArrowRight")
    assert widths.evaluate_all(shown) == ["5", "3", "3"]
    page.get_by_label("배치 크기").select_option("8")
    asked = {"layers": "3", "width": "5-3-3", "batch": "8"}
    assert dict(parse_qsl(urlsplit(page.url).query)) == asked
    page.reload()
    page.locator('[data-figure="lab"].is-moving').wait_for()
    assert widths.evaluate_all(shown) == ["5", "3", "3"]
    said = says(trained(Settings.read(asked)))
    assert pressed(page, "시작") == said
    assert "모든 점을 37.5번" in said
    pressed(page, "코드 보기")
    program = page.locator(".lab-code samp").text_content()
    assert program == code(Settings.read(asked), 300)
    page.get_by_label("은닉층 수").press("ArrowLeft")
    page.get_by_label("은닉층 1의 노드 수").select_option("3")
    assert dict(parse_qsl(urlsplit(page.url).query)) == {"layers": "2", "width": "3", "batch": "8"}
    page.get_by_label("은닉층 수").press("Home")
    assert widths.count() == 0


def test_every_link_of_the_page_is_an_experiment(page, site) -> None:
    html = BeautifulSoup((site / "lab" / "index.html").read_text("utf-8"), "html.parser")
    links = [str(a["href"]) for a in html.select("article a[href^='?']")]
    assert len(links) >= 3
    for link in links:
        Settings.read(dict(parse_qsl(link[1:])))
    visit(page)
    page.evaluate("window.same = true")
    page.get_by_text("은닉층이 없으면 XOR").click()
    page.get_by_role("link", name="은닉층 없이 XOR").click()
    assert page.get_by_label("은닉층 수").input_value() == "0"
    assert page.url.endswith(links[0])
    page.go_back()
    expect(page.get_by_label("은닉층 수")).to_have_value("1")
    assert page.evaluate("window.same")


SPOILT = [
    ("rate=abc", "학습률", "0.05"),
    ("layers=99", "은닉층 수", "1"),
    ("data=%3Cscript%3E", "자료", "circles"),
    ("steps=-3", "걸음 수", "300"),
    ("points=9", "자료", "circles"),
    ("seed=1e5", "씨앗", "812"),
    ("layers=2&width=3-2-1", "은닉층 1의 노드 수", "6"),
    ("layers=2&width=3-9", "은닉층 2의 노드 수", "6"),
    ("batch=3", "배치 크기", "all"),
]


def test_a_spoilt_address_is_told_and_the_rest_is_taken(page) -> None:
    """The page is opened at the first, and goes to the others as by going back."""
    for number, (query, label, text) in enumerate(SPOILT):
        query = f"?{query}&optimizer=sgd&utm_source=x"
        go(page, query) if number else visit(page, query)
        assert page.get_by_label(label, exact=True).input_value() == text
        assert page.get_by_label("옵티마이저").input_value() == "sgd"
        assert "주소에 쓸 수 없는 설정" in news(page)
        assert "대신" in news(page)
    assert pressed(page, "한 걸음").startswith("1걸음")


def go(page: Page, query: str) -> None:
    page.evaluate(
        "address => { history.replaceState(null, '', address);"
        " dispatchEvent(new Event('popstate')) }",
        f"/lab/{query}",
    )


def test_script_and_python_take_and_refuse_the_same(page) -> None:
    texts = ["", "0", "1", "3", "8", "9", "1.0", "01", ".5", "5.", "1e-3", "1e5", "-1", "+1", "٣"]
    texts += ["2-3", "2-3-4", "2-9", "2-", "-2-3", "02-3", "16", "all"]
    texts += ["xor", "tanh", "yes", "own", "1.2.0", "100.100.1", "101.1.1", "1.1.1_", "1e400"]
    visit(page)
    for key in FIELDS:
        if key == "points":
            continue
        for text in texts:
            try:
                Settings.read({"layers": "2"} | {key: text})
                is_refused = False
            except RefusedError as error:
                is_refused = "대신" in str(error)
            go(page, f"?{urlencode({'layers': '2'} | {key: text})}")
            assert ("대신" in news(page)) == is_refused, (key, text, news(page))


def test_what_is_typed_wrongly_stays_and_is_told(page) -> None:
    visit(page)
    rate = page.get_by_label("학습률")
    rate.fill("빠르게")
    rate.press("Tab")
    assert news(page) == "학습률: ‘빠르게’ 대신 0.0001부터 100까지의 수를 적어 주세요."
    assert rate.get_attribute("aria-invalid") == "true"
    page.get_by_role("button", name="시작", exact=True).click()
    assert rate.input_value() == "빠르게"
    expect(rate).to_be_focused()
    rate.fill("0.1")
    rate.press("Tab")
    assert rate.get_attribute("aria-invalid") is None
    assert pressed(page, "한 걸음").startswith("1걸음")


def test_own_points_come_by_finger_and_by_keyboard(page) -> None:
    visit(page)
    svg = page.locator('[data-figure="lab"] > svg')
    svg.click(position={"x": 120, "y": 120})
    assert "‘내 점’을 고르세요" in news(page)
    page.get_by_label("자료").select_option("own")
    svg.click(position={"x": 120, "y": 120})
    assert "점 1개" in news(page)
    assert "점이 모자랍니다" in pressed(page, "시작")
    page.get_by_label("가로").fill("1.5")
    page.get_by_role("button", name="점 더하기").press("Enter")
    assert "0부터 1까지" in news(page)
    page.get_by_label("가로").fill("0.9")
    page.get_by_label("세로").fill("0.1")
    page.get_by_label("목표").select_option("1")
    page.get_by_role("button", name="점 더하기").press("Enter")
    assert "점 2개" in news(page)
    assert page.locator(".marks path").count() == 2
    assert page.url.endswith("_90.10.1")
    assert "2점 가운데 2점" in pressed(page, "시작")
    page.reload()
    page.locator('[data-figure="lab"].is-moving').wait_for()
    assert page.locator(".marks path").count() == 2
    page.get_by_role("button", name="마지막 점 지우기").click()
    assert page.locator(".marks path").count() == 1


def test_all_is_done_by_keyboard(page) -> None:
    visit(page)
    page.get_by_label("자료").focus()
    names = []
    for _ in range(20):
        names.append(page.evaluate("document.activeElement.textContent.slice(0, 6)"))
        page.keyboard.press("Tab")
    for name in ("시작", "한 걸음", "처음부터", "기울기 검사", "코드 보기"):
        assert name in names
    page.get_by_role("button", name="한 걸음").focus()
    page.keyboard.press("Enter")
    page.locator('[data-figure="lab"][data-done="1"]').wait_for()
    assert news(page).startswith("301걸음")
    assert page.locator(".lab-news").get_attribute("role") == "status"


def test_who_wants_calm_sees_the_end_alone(browser, address) -> None:
    with browser.new_context(base_url=address, reduced_motion="reduce") as context:
        page = context.new_page()
        page.set_default_timeout(60_000)
        visit(page)
        page.evaluate(
            "window.drawn = 0; new MutationObserver(all => { window.drawn += all.length })"
            ".observe(document.querySelector('.losses'), { attributes: true })"
        )
        pressed(page, "시작")
        assert page.evaluate("window.drawn") == 1


def test_without_python_a_word_is_said_and_nothing_is_lost(browser, address) -> None:
    def lost(route: Route) -> None:
        route.abort()

    with browser.new_context(base_url=address, service_workers="block") as context:
        page = context.new_page()
        page.set_default_timeout(60_000)
        visit(page, "?seed=5")
        context.route("**/pyodide/**", lost)
        assert "연결을 확인하고" in pressed(page, "시작")
        context.unroute("**/pyodide/**", lost)
        assert pressed(page, "한 걸음").startswith("1걸음")
        assert page.get_by_label("씨앗").input_value() == "5"
    with browser.new_context(base_url=address) as context:
        other = context.new_page()
        other.add_init_script("delete globalThis.WebAssembly")
        visit(other)
        assert "Python을 실행하지 못합니다" in pressed(other, "시작")
    with browser.new_context(base_url=address) as context:
        other = context.new_page()
        visit(other)
        other.evaluate("document.getElementById('cells').remove()")
        assert "Python이 실려 있지 않습니다" in pressed(other, "시작")


def test_without_scripts_the_still_and_the_code_are_there(browser: Browser, address: str) -> None:
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/lab/")
        assert not page.locator(".lab-controls").is_visible()
        assert page.locator('[data-figure="lab"] > svg').is_visible()
        assert page.locator(".lab-told").is_visible()
        assert page.get_by_text("from backprop.patterns import circles").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_operable_and_named_on_the_smallest_phone(browser, address, scheme) -> None:
    with browser.new_context(
        base_url=address, color_scheme=scheme, viewport={"width": 320, "height": 700}
    ) as context:
        page = context.new_page()
        page.set_default_timeout(60_000)
        visit(page, f"?data=own&points={OWN['points']}")
        pressed(page, "한 걸음")
        pressed(page, "코드 보기")
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        for control in page.locator(".lab-controls :is(button, select, input):visible").all():
            box = control.bounding_box()
            assert box is not None
            assert box["height"] >= 43.9
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run('article', {resultTypes: ['violations']})")
        assert [(each["id"], json.dumps(each["nodes"])[:300]) for each in found["violations"]] == []


def test_its_script_is_small() -> None:
    script = (ROOT / "docs" / "assets" / "figures" / "lab.js").read_bytes()
    assert len(gzip.compress(script)) <= 10_000


def test_the_defaults_of_the_page_are_the_first_settings(page) -> None:
    visit(page)
    for key, text in Settings().texts.items():
        field = page.locator(f".lab-fields [name={key}]")
        if field.count():
            assert field.input_value() == text
    assert asdict(Settings()).keys() == FIELDS.keys()
