"""Cells that readers run: each gives what the build gave, and mishaps are told."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from fontTools.ttLib import TTFont
from playwright.sync_api import Locator, Page, expect

from backprop.network import backward, forward, lecture_parameters
from backprop.samples import study_sleep
from conftest import ROOT, put_code
from figures.diagrams.flows import backward_flow
from in_browser.compare import compare
from in_browser.session import CHARACTERS
from lecture_site.reader.cells import SPOKEN

PAGES = sorted(
    path.relative_to(ROOT / "docs").with_suffix("").as_posix()
    for path in (ROOT / "docs").rglob("*.md")
    if "kernelspec" in path.read_text(encoding="utf-8")
)
MINUTE = 60_000
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def page(reader: Page) -> Page:
    return reader


def pressed(page: Page, number: int = 0, key: str = "", button: str = "실행") -> str:
    """Run a cell of a page; return what the page says of it."""
    cell = page.locator("[data-runnable]").nth(number)
    before = max(
        map(
            int,
            page.locator("[data-done]").evaluate_all("all => all.map(each => each.dataset.done)"),
        ),
        default=0,
    )
    if key:
        cell.locator(".cm-content").press(key)
    else:
        cell.get_by_role("button", name=button, exact=button == "실행").click()
    page.locator(f'[data-done="{before + 1}"]').wait_for(state="attached")
    return cell.locator(".cell-news").text_content() or ""


def changed(page: Page, code: str, number: int = 0, *, patiently: bool = False) -> str:
    """Put other code into a cell and run it by the keyboard, once more if it needs more time."""
    cell = page.locator("[data-runnable]").nth(number)
    if not cell.locator("textarea").count():
        cell.get_by_role("button", name="고치기").click()
    put_code(cell, code)
    said = pressed(page, number, "Control+Enter")
    more = cell.get_by_role("button", name="초까지 다시 실행")
    if not (patiently and more.is_visible()):
        return said
    return pressed(page, number, button="초까지 다시 실행")


def output(page: Page, number: int = 0) -> str:
    return page.locator("[data-runnable]").nth(number).locator(".cell-output").inner_text()


def cells_of(site: Path, name: str) -> int:
    folder = "" if name == "index" else name
    return (site / folder / "index.html").read_text(encoding="utf-8").count(' data-runnable="')


def test_nearly_all_cells_without_keras_have_a_button(site):
    shown = {name: cells_of(site, name) for name in PAGES}
    assert sum(shown.values()) > 120
    assert [name for name, count in shown.items() if not count] == [
        "card",
        "index",
        "lessons/fashion-mnist",
    ]


@pytest.mark.parametrize("name", PAGES)
def test_every_cell_gives_what_the_build_gave(page, site, name):
    count = cells_of(site, name)
    if not count:
        return
    page.goto(f"/{name}/")
    known = cells_known(page, site)
    shown = [int(number) for number, entry in known.items() if entry["shown"]]
    pictures = {number: entry for number, entry in known.items() if entry.get("draws")}
    firsts = {next(each for each in entry["needs"] if each in shown) for entry in pictures.values()}
    wrong = []
    for number, cell in enumerate(shown):
        # What pictures were drawn of is changed by a comment, so that they can be drawn anew.
        source = known[str(cell)]["source"]
        said = (
            changed(page, f"{source}\n# 그대로", number, patiently=True)
            if cell in firsts
            else pressed(page, number)
        )
        if "빌드 결과와 같습니다" not in said:
            wrong.append((number, said, output(page, number)))
    assert not wrong
    assert len(shown) == count
    assert drawn_otherwise(page, list(pictures)) == []


def cells_known(page: Page, site: Path) -> dict[str, dict]:
    """Return what the page knows of its cells, by their numbers."""
    told = json.loads(page.locator("#cells").text_content() or "")
    return json.loads((site / "assets" / "cells" / Path(told["cells"]).name).read_text("utf-8"))


def drawn_otherwise(page: Page, pictures: list[str]) -> list[tuple[str, list[str], list[str]]]:
    """Draw pictures anew of cells that were run after a change; return what differs."""
    found = []
    for number in pictures:
        place = page.locator(f'[data-drawn="{number}"]')
        built = parts_of(place)
        place.get_by_role("button", name="다시 그리기").click()
        done = "고친 코드로 다시 그렸습니다."
        expect(place.locator(".cell-news")).to_have_text(done, timeout=3 * MINUTE)
        new = parts_of(place)
        if not json.loads(compare(built, new))["same"]:
            found.append((number, built, new))
    return found


def parts_of(place: Locator) -> list[str]:
    """What stands in a picture or a table, and of how many parts it is."""
    texts = place.locator("svg text, td, th, caption, figcaption").all_text_contents()
    count = place.locator("svg *, tr").count()
    return [*(" ".join(text.split()) for text in texts), f"{count} parts"]


LESSON = "/lessons/backpropagation/"


def test_nothing_of_python_comes_before_the_first_press(page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(LESSON, wait_until="networkidle")
    assert not [url for url in asked if "/pyodide/" in url or "/run/" in url or "/cells/" in url]
    pressed(page)
    assert [url for url in asked if url.endswith(".wasm")]


def test_the_first_bar_says_how_much_will_come_and_nothing_moves(browser, address):
    with browser.new_context(base_url=address, viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.set_default_timeout(MINUTE)
        page.goto("/lessons/neural-network/")
        news = page.locator(".cell-news")
        expect(news.first).not_to_be_empty()
        said = [text for text in news.all_text_contents() if text]
        assert len(said) == 1
        assert re.fullmatch(r"처음 한 번 Python \d+ MB까지 받습니다", said[0])
        height = page.locator(".cell-bar").first.evaluate("bar => bar.offsetHeight")
        assert "같습니다" in pressed(page, 1)
        assert news.first.text_content() == ""
        assert page.locator(".cell-bar").first.evaluate("bar => bar.offsetHeight") == height


def test_cells_of_keras_say_that_the_build_ran_them(site):
    html = BeautifulSoup(
        (site / "lessons/fashion-mnist/index.html").read_text("utf-8"), "html.parser"
    )
    first, *others = html.select(".cell > .cell-built")
    assert first.get_text() == (
        "이 셀은 사이트를 만들 때 실행했습니다. 바꿔 보려면 노트북을 내려받으세요."
    )
    assert (site / "lessons/fashion-mnist" / str(first.select("a[download]")[0]["href"])).is_file()
    assert {each.get_text() for each in others} == {"사이트를 만들 때 실행한 셀"}
    assert not html.select("[data-runnable] .cell-built")


def test_pictures_of_what_has_been_changed_are_drawn_anew_when_asked(page):
    """A diagram is; a plot and a figure that moves say that they are of the first code."""
    page.goto(LESSON)
    flow = page.locator("[data-drawn]:has(figure:not([data-figure]) > svg)").first
    moving = page.locator("[data-drawn]:has(figure[data-figure])").first
    image, news = flow.locator("svg"), flow.locator(".cell-news")
    first = image.get_attribute("aria-label")
    code = page.locator("[data-runnable] .highlight").first.locator("code").inner_text()

    def run_with(parameters: str) -> None:
        changed(page, code.replace("lecture_parameters(3)", parameters))
        expect(news).to_have_text("고치기 전의 코드로 그린 것입니다.")

    assert page.locator("[data-drawn] .cell-bar").count() == 0
    run_with("lecture_parameters(2)")
    expect(moving.locator(".cell-news")).to_have_text("고치기 전의 코드로 그린 것입니다.")
    assert moving.get_by_role("button", name="다시 그리기").count() == 0
    assert image.get_attribute("aria-label") == first
    flow.get_by_role("button", name="다시 그리기").click()
    expect(news).to_have_text("고친 코드로 다시 그렸습니다.", timeout=MINUTE)
    samples, parameters = study_sleep(), lecture_parameters(2)
    passed = forward(parameters, samples.X)
    step = backward(parameters, passed, samples.y)
    assert image.get_attribute("aria-label") == backward_flow(parameters, passed, step).alt
    run_with("Parameters(np.ones((2, 5)), np.ones((5, 1)))")
    flow.get_by_role("button", name="다시 그리기").click()
    expect(news).to_contain_text("고친 코드로는 그리지 못합니다.", timeout=MINUTE)
    expect(news).to_contain_text("expected 1 to 4, got 5")
    page.get_by_role("button", name="되돌리기").click()
    assert page.locator("[data-drawn] .cell-bar").count() == 0
    assert image.get_attribute("aria-label") == first
    assert "빌드 결과와 같습니다" in pressed(page)


def test_what_a_later_cell_has_bound_anew_is_made_again(page):
    """Cells pressed in order, then an early one again: it sees what it saw in the build."""
    page.goto("/lessons/computation-graph/")
    known = page.locator("[data-runnable]")
    for number in range(known.count()):
        pressed(page, number)
    for number in range(known.count()):
        assert "빌드 결과와 같습니다" in pressed(page, number)


def test_a_change_is_told_from_the_build_and_taken_back(page):
    page.goto("/lessons/neural-network/")
    before = output(page)
    said = changed(page, "print('하나')\n1 + 1")
    assert said.endswith("빌드 결과와 다릅니다.")
    assert output(page).startswith("하나")
    page.get_by_role("button", name="되돌리기").click()
    assert output(page) == before
    assert not page.locator("[data-runnable] :is(textarea, .cm-content)").count()
    assert "같습니다" in pressed(page)


MISHAPS = [
    (
        "a = 1\nwhile True:\n    try:\n        a += 1\n    except:\n        pass",
        "행: 이 줄의 반복문이",
    ),
    (
        "import numpy as np\nX = np.ones((2, 3))\nX @ X",
        "3행: X (2, 3) @ X (2, 3): 안쪽 크기 3과 2가",
    ),
    ("f = lambda n: f(n + 1)\nf(0)", "자기 자신을 너무 깊이"),
    ("import numpy as np\nnp.ones(10**8)", "메모리가 모자랍니다"),
    ("weight = 2\nprint(wieght)", "2행: wieght: 아직 없는 이름입니다.\n혹시 weight인가요?"),
    ("input('x')", "input()으로 물을 곳이 없습니다"),
    ("import time\ntime.sleep(1)", "time.sleep()"),
    ("open('x.txt')", "파일이나 네트워크에 닿을 수 없습니다"),
    ("import pandas", "이 페이지에 없는 꾸러미입니다"),
    ("print('a'\nprint('b')", "1행: Python의 문법에 맞지 않습니다"),
]


def test_mishaps_are_told_in_korean_and_the_page_lives(page):
    page.goto("/lessons/neural-network/")
    for code, words in MISHAPS:
        assert words in changed(page, code), code
        changed(page, "1 + 1")
        assert output(page).startswith("2"), code


def test_stop_ends_a_loop_and_names_its_line(page):
    page.goto("/lessons/neural-network/")
    changed(page, "1")
    cell = page.locator("[data-runnable]").first
    put_code(cell, "n = 0\nwhile True:\n    n += 1")
    cell.locator(".cm-content").press("Control+Enter")
    page.wait_for_timeout(1500)
    cell.get_by_role("button", name="정지").click()
    page.locator("[aria-busy=true]").wait_for(state="detached")
    assert "행에서 멈추었습니다" in (cell.locator(".cell-news").text_content() or "")
    assert output(page)
    changed(page, "2 + 2")
    assert output(page).startswith("4")


def test_output_without_end_is_cut(page):
    page.goto("/lessons/neural-network/")
    changed(page, "for n in range(100_000):\n    print(n)")
    shown = page.locator("[data-runnable]").first.locator(".output-text").inner_text()
    assert shown.rstrip().endswith("… 출력이 길어 여기까지만 보입니다.")
    assert len(shown) < CHARACTERS


def test_python_reaches_neither_the_page_nor_the_network(page):
    page.goto("/lessons/neural-network/")
    asked: list[str] = []
    changed(page, "1")
    page.on("request", lambda request: asked.append(request.url))
    for code in (
        "import js\njs.fetch",
        "import js\njs.document",
        "import js\njs.XMLHttpRequest",
        "from pyodide.code import run_js\nrun_js('fetch(\"/\")')",
        "from pyodide.http import pyfetch\nawait pyfetch('/')",
        "import urllib.request\nurllib.request.urlopen('http://example.com/')",
        "import js\njs.Object.constructor('return self')().fetch('/')",
    ):
        changed(page, code)
        assert page.locator(".cell-fault").count() == 1, (code, output(page))
    assert asked == []


def test_it_is_operable_and_named(page):
    page.goto("/lessons/neural-network/")
    changed(page, "1 / 0")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run('[data-runnable]', {resultTypes: ['violations']})")
    assert [(each["id"], json.dumps(each["nodes"])[:300]) for each in found["violations"]] == []


def test_the_font_has_what_scripts_may_say(site):
    folders = [site / "assets" / name for name in ("", "run", "exercises", "figures")]
    scripts = [*(path for folder in folders for path in folder.glob("*.js")), *SPOKEN]
    said = set(re.findall("[가-힣]", "".join(path.read_text("utf-8") for path in scripts)))
    (font,) = (site / "assets" / "fonts").glob("sans-*.woff2")
    there = TTFont(font).getBestCmap() or {}
    assert said - {chr(code) for code in there} == set()


def test_without_scripts_there_are_no_buttons(browser, address):
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/lessons/neural-network/")
        assert page.locator(".cell-bar").count() == 0
