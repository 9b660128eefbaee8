"""Photos before the linear model: scores, evidence and probabilities are the package's own."""

import base64
import io
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from PIL import Image

from backprop.activations import softmax
from figures.moving.fashion import BARS, EVIDENCE, PHOTO, REACH, SIDE, fashion_figure, shifted
from moving_pages import (
    assert_as_high,
    assert_within_reach,
    cells,
    drag_by_finger,
    play,
    settle,
    slow_drag,
    staged,
    without,
)

NAMES = ["티셔츠", "바지", "풀오버", "원피스", "코트", "샌들", "셔츠", "운동화", "가방", "부츠"]
RANDOM = np.random.default_rng(15)
KERNEL = RANDOM.normal(0, 0.15, (SIDE * SIDE, 10))
KERNEL = (KERNEL - KERNEL.mean(axis=0)).astype(np.float32)
BIAS = RANDOM.normal(0, 0.1, 10).astype(np.float32)
IMAGES = (RANDOM.integers(0, 256, (600, SIDE, SIDE)) * (RANDOM.random((600, SIDE, SIDE)) < 0.3)).astype(np.uint8)  # fmt: skip  # noqa: E501
TRUE = KERNEL.astype(float)
LABELS = (IMAGES.reshape(600, -1) / 255.0 @ TRUE + BIAS).argmax(axis=1)
LABELS = np.where(RANDOM.random(600) < 0.3, (LABELS + 1) % 10, LABELS)


@dataclass
class State:
    """What the page is asked to show."""

    photo: int
    right: int = 0
    down: int = 0
    ink: tuple[tuple[int, int, int], ...] = ()
    evidence: int | None = None


@pytest.fixture(scope="module")
def figure():
    return fashion_figure(KERNEL, BIAS, IMAGES, LABELS, NAMES, caption="사진")


@pytest.fixture(scope="module")
def photos(figure):
    return pixels_of(figure.frames["sprite"]).reshape(-1, SIDE, SIDE)


@pytest.fixture
def stage(browser, figure):
    with staged(browser, figure) as ready:
        yield ready


def pixels_of(address: str) -> np.ndarray:
    image = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))
    return np.asarray(image.convert("L"))


def written(value: float, digits: int = 2) -> str:
    return f"{value:z.{digits}f}".replace("-", "−")


def assert_state(page, photos: np.ndarray, state: State) -> None:
    settle(page)
    levels = shifted(photos[state.photo][None], state.right, state.down)[0].copy()
    for column, row, level in state.ink:
        levels[row, column] = level
    x = (levels / np.float32(255)).ravel().astype(float)
    scores = x @ TRUE + BIAS
    odds = softmax(scores)
    assert cells(page) == [
        [written(s), f"{written(100 * p, 1)}%"] for s, p in zip(scores, odds, strict=True)
    ]
    widths = page.eval_on_selector_all(".bar", "all => all.map(e => +e.getAttribute('width'))")
    np.testing.assert_allclose(widths, BARS["width"] * odds, atol=0.06)
    shown = pixels_of(page.locator("svg .photo").get_attribute("href") or "")
    np.testing.assert_array_equal(shown, levels)
    first = int(odds.argmax())
    chosen = first if state.evidence is None else state.evidence
    shares = x * TRUE[:, chosen]
    text = page.locator(".fashion-says p").nth(1).text_content() or ""
    assert text == (
        f"{NAMES[chosen]}의 점수 {written(scores[chosen])} = 올린 픽셀 "
        f"{written(shares[shares > 0].sum())}, 내린 픽셀 {written(shares[shares < 0].sum())}, "
        f"편향 {written(float(BIAS[chosen]))}의 합."
    )
    told = page.locator(".fashion-says p").first.text_content() or ""
    assert f"모델의 답 {NAMES[first]} {written(100 * odds[first], 1)}%" in told


def start(figure, **more: Any) -> State:
    return State(figure.frames["photo"], **more)


def test_a_photo_is_chosen_of_every_kind(figure, photos):
    frames = figure.frames
    labels, answers = np.array(frames["labels"]), np.array(frames["answers"])
    for k in range(10):
        assert {True, False} == set((answers == labels)[labels == k].tolist())
    x = photos.reshape(len(photos), -1) / np.float32(255)
    np.testing.assert_array_equal((x @ TRUE + BIAS).argmax(axis=1), answers)
    moved = [shifted(photos[frames["photo"]][None], *way) for way in ((1, 0), (-1, 0), (0, 1), (0, -1))]  # fmt: skip  # noqa: E501
    found = [(m.reshape(-1) / np.float32(255) @ TRUE + BIAS).argmax() for m in moved]
    assert any(answer != labels[frames["photo"]] for answer in found)


def test_pictures_are_moved_by_whole_pixels():
    image = np.arange(1, 10).reshape(1, 3, 3)
    assert shifted(image, 1, 0)[0].tolist() == [[0, 1, 2], [0, 4, 5], [0, 7, 8]]
    assert shifted(image, -1, 2)[0].tolist() == [[0, 0, 0], [0, 0, 0], [2, 3, 0]]
    np.testing.assert_array_equal(shifted(image, 0, 0), image)


def test_what_is_recorded_is_backprops_at_3000_points(stage, figure):
    """The page hands the largest score first."""
    points = -np.sort(-RANDOM.uniform(-300, 300, (3_000, 10)), axis=1)
    found = play(stage.open(), figure.frames["tape"], points.tolist())
    np.testing.assert_allclose(found, softmax(points), rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize("photo", [0, 3, 17, 30])
def test_every_photo_s_numbers_are_the_package_s(stage, photos, photo):
    page = stage.open(f"?fashion.photo={photo}&fashion.class=4")
    assert_state(page, photos, State(photo, evidence=4))


def test_the_evidence_is_drawn_by_its_sign(stage, figure, photos):
    page = stage.open("?fashion.photo=5&fashion.class=2")
    x = (photos[5] / np.float32(255)).ravel().astype(float)
    shares = (x * TRUE[:, 2]).reshape(SIDE, SIDE) / figure.frames["limit"]
    for name, sign in (("up", 1), ("down", -1)):
        shown = pixels_of(page.locator(f"svg .{name}").get_attribute("href") or "")
        wanted = 255 * np.clip(sign * shares, 0, 1)
        np.testing.assert_allclose(shown, wanted, atol=0.51)


def test_the_still_is_what_the_script_shows(stage, figure, photos):
    bare = stage.open(java_script_enabled=False)
    moving = stage.open()
    assert_state(moving, photos, start(figure, evidence=figure.frames["class"]))
    assert cells(bare) == cells(moving)
    texts = [page.locator(".fashion-says p").all_text_contents() for page in (bare, moving)]
    assert texts[0] == texts[1]
    assert not bare.locator(".figure-controls").first.is_visible()


def test_by_keys_alone(stage, figure, photos):
    page = stage.open()
    state = start(figure, evidence=figure.frames["class"])

    def press(*keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)

    page.locator("[data-do=west]").focus()
    press("Enter")
    state.right = -1
    assert_state(page, photos, state)
    press("Tab", "Tab", "Enter")
    state.down = 1
    assert_state(page, photos, state)
    page.locator("input[name=column]").focus()
    press("Home", "ArrowRight", "ArrowRight")
    said = page.evaluate("document.activeElement.getAttribute('aria-valuetext')")
    settle(page)
    assert said.startswith("3열 15행, 밝기 ") or "열 15행" in said
    press("Tab", "Home", "Tab", "Enter")
    state.ink = ((2, 0, 0),)
    assert_state(page, photos, state)
    page.locator("input[name=brush]").first.focus()
    press("ArrowRight")
    page.locator("[data-do=ink]").focus()
    press("Enter")
    state.ink = ((2, 0, 255),)
    assert_state(page, photos, state)
    press("Tab", "Enter")
    assert_state(page, photos, start(figure, evidence=figure.frames["class"]))


def test_by_pointer_the_brush_erases_and_what_is_erased_moves_along(stage, figure, photos):
    page = stage.open(width=600)
    unit = page.locator("svg").bounding_box()["width"] / 400
    pixel = PHOTO["side"] / SIDE

    def at(column: int, row: int) -> tuple[float, float]:
        box = page.locator("svg").bounding_box()
        x, y = PHOTO["left"] + (column + 0.5) * pixel, PHOTO["top"] + (row + 0.5) * pixel
        return box["x"] + x * unit, box["y"] + y * unit

    page.mouse.move(*at(8, 9))
    page.mouse.down()
    page.mouse.move(*at(10, 9), steps=8)
    page.mouse.up()
    chosen = figure.frames["class"]
    ink = tuple((column, 9, 0) for column in (8, 9, 10))
    assert_state(page, photos, start(figure, ink=ink, evidence=chosen))
    page.get_by_role("button", name="오른쪽").click()
    ink = tuple((column + 1, row, level) for column, row, level in ink)
    assert_state(page, photos, start(figure, right=1, ink=ink, evidence=chosen))
    page.wait_for_timeout(600)
    other = stage.open(page.url.partition("site.test/")[2].partition("#")[0])
    assert_state(other, photos, start(figure, right=1, ink=ink, evidence=chosen))
    cursor = page.locator(".cursor").last
    assert float(cursor.get_attribute("x")) == pytest.approx(EVIDENCE["left"] + 10 * pixel, abs=0.1)


def test_a_finger_paints_and_the_page_stays(stage):
    page = stage.open(has_touch=True, height=500)
    page.locator(".handle").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    drag_by_finger(page, ".handle", (30, 30))
    settle(page)
    assert "고쳤습니다" in (page.locator(".fashion-says p").last.text_content() or "")
    assert page.evaluate("scrollY") == before


def test_the_filters_leave_the_photos_of_their_kind(stage, figure):
    labels, answers = figure.frames["labels"], figure.frames["answers"]
    page = stage.open()
    page.get_by_role("radio", name="틀린").check()
    page.locator("select[name=label]").select_option("3")
    settle(page)
    fits = [k for k, (a, b) in enumerate(zip(labels, answers, strict=True)) if a == 3 != b]
    assert page.locator(".fashion-place").text_content() == f"{len(fits)}장 가운데 1번째"
    seen = []
    for _ in fits:
        text = page.locator(".fashion-says p").first.text_content() or ""
        assert text.startswith(f"정답 {NAMES[3]}.")
        seen.append(text)
        page.get_by_role("button", name="다음 사진").click()
        settle(page)
    assert page.locator(".fashion-says p").first.text_content() == seen[0]


def test_a_shift_ends_where_the_figure_says(stage, figure, photos):
    page = stage.open()
    for _ in range(REACH + 2):
        page.get_by_role("button", name="아래").click()
    assert_state(page, photos, start(figure, down=REACH, evidence=figure.frames["class"]))


@pytest.mark.parametrize(
    "query",
    [
        "?fashion.photo=999&fashion.class=10&fashion.dx=-1",
        "?fashion.ink=zz1&fashion.kind=<b>&fashion.label=x",
        "?fashion.ink=0000000&fashion.width=9&fashion.row=28",
        f"?fashion.ink={'001' * 900}",
    ],
)
def test_a_hostile_address_is_passed_by(stage, figure, photos, query):
    assert_state(stage.open(query), photos, start(figure, evidence=figure.frames["class"]))


@pytest.mark.parametrize("lost", ["frames", "fashion.js"])
def test_if_a_file_is_missing_the_still_stays_and_one_line_says_so(stage, figure, photos, lost):
    page = without(stage, lost)
    assert_state(page, photos, start(figure, evidence=figure.frames["class"]))


def test_the_frames_stay_within_their_budget(stage):
    (content,) = stage.files.values()
    assert len(content) < 100_000


def test_nothing_shifts_while_it_is_moved(stage):
    queries = ("", "?fashion.photo=8&fashion.dx=0&fashion.dy=12&fashion.ink=000ls")
    assert_as_high(stage, queries, "위")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_fingers_hit_everything(stage, scheme):
    assert_within_reach(stage, scheme)


def test_a_drag_holds_up_no_slow_phone(stage):
    assert np.min(slow_drag(stage.open(), "input[name=column]")) < 50
