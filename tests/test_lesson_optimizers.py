"""The pages on optimizers: what their figures' texts say, and how their race plays in a browser."""

import xml.etree.ElementTree as ET

import pytest
from playwright.sync_api import Page

from backprop.optimize.problems import (
    plane_problem,
    ravine_problem,
    saddle_problem,
)
from backprop.optimize.races import race
from conftest import ROOT
from figures.frames import SADDLE_DOMAIN, race_frames
from figures.picture import canvas
from figures.race import Race, race_figure

ASSETS = ROOT / "docs" / "assets"


# What the texts of the figures say ----------------------------------------------------------------


def test_in_the_ravine_bfgs_steps_down_to_the_floor_and_follows_it():
    run = {run.method: run for run in race(ravine_problem())}["bfgs"]
    assert run.iterations == 2
    assert abs(run.points[1, 1]) < 0.01 * abs(run.points[0, 1])
    assert abs(run.points[1, 0] - run.points[0, 0]) < 0.05


def test_on_the_plane_five_go_up_and_right_and_newton_leaves_to_the_left():
    for run in race(plane_problem()):
        right, up = run.points[-1] - run.points[0]
        if run.method == "newton":
            assert right < -10
        else:
            assert right > 1
            assert up > 1


# How the race plays -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def figure() -> Race:
    problem = saddle_problem()
    fig, ax = canvas(400, 300)
    frames = race_frames(race(problem), SADDLE_DOMAIN)
    return race_figure(fig, ax, frames, alt="여섯 길", caption="경주")


@pytest.fixture
def opened(browser, figure):
    """Open the race in a page as the site does, and check that nothing went wrong in it."""
    faults, contexts = [], []

    def open_page(*, motion="reduce", script=True, below=0) -> Page:
        context = browser.new_context(
            viewport={"width": 360, "height": 900},
            reduced_motion=motion,
            java_script_enabled=script,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        *css, js = (
            (ASSETS / name).read_text("utf-8")
            for name in ("site.css", "race.css", "print.css", "race.js")
        )
        page.set_content(
            f"<style>{''.join(css)} body {{ margin: 0 }} main {{ margin-top: {below}px }}</style>"
            f"<main class=md-typeset>{figure._repr_html_()}</main><script type=module>{js}</script>"
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not faults


def shown(page: Page) -> list[str]:
    """The path of each method as it stands in the picture now."""
    return page.eval_on_selector_all(
        ".race-track polyline", "lines => lines.map(line => line.getAttribute('points'))"
    )


def at_frame(figure: Race, frame: int) -> list[str]:
    lines = ET.fromstring(figure.still.svg).iter("polyline")
    return [" ".join(line.attrib["points"].split(" ")[: frame + 1]) for line in lines]


def button(page: Page, name: str):
    return page.get_by_role("button", name=name)


def test_with_reduced_motion_it_stands_still_and_whole(opened, figure):
    page = opened(motion="reduce")
    page.wait_for_timeout(400)
    assert shown(page) == at_frame(figure, len(figure.frames["clock"]) - 1)
    assert button(page, "재생").is_visible()


def test_otherwise_it_starts_when_it_comes_into_view(opened, figure):
    page = opened(motion="no-preference", below=3000)
    page.wait_for_timeout(300)
    whole = at_frame(figure, len(figure.frames["clock"]) - 1)
    assert shown(page) == whole
    page.locator("svg").first.scroll_into_view_if_needed()
    button(page, "멈춤").wait_for()
    page.wait_for_function("document.querySelector('.race input').value > 3")
    assert shown(page) != whole


def test_it_plays_and_pauses(opened, figure):
    page = opened()
    button(page, "재생").click()
    page.wait_for_function("document.querySelector('.race input').value > 3")
    button(page, "멈춤").click()
    frame = int(page.locator("input").input_value())
    assert 3 < frame < len(figure.frames["clock"]) - 1
    page.wait_for_timeout(300)
    assert page.locator("input").input_value() == str(frame)
    assert shown(page) == at_frame(figure, frame)


def test_it_is_stepped_by_the_keyboard_alone(opened, figure):
    page = opened()
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "range"
    page.keyboard.press("Home")
    assert shown(page) == at_frame(figure, 0)
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    assert shown(page) == at_frame(figure, 2)
    values = [track["values"].split(" ") for track in figure.frames["tracks"]]
    cells = page.locator("[data-value]").all_text_contents()
    assert cells == [each[min(2, len(each) - 1)] for each in values]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert shown(page) == at_frame(figure, 3)
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    assert shown(page) == at_frame(figure, 2)


def test_steps_stop_at_both_ends(opened, figure):
    page = opened()
    last = len(figure.frames["clock"]) - 1
    button(page, "앞으로").click()
    assert shown(page) == at_frame(figure, last)
    page.locator("input").press("Home")
    button(page, "뒤로").click()
    assert shown(page) == at_frame(figure, 0)


def test_the_iteration_and_the_leader_are_said_where_it_rests(opened, figure):
    page = opened()
    assert page.locator(".race-news").text_content() == ""
    page.locator("input").press("Home")
    assert page.locator(".race-news").text_content() == ""
    button(page, "앞으로").click()
    said = figure.frames["news"][figure.frames["says"][1]]
    assert page.locator(".race-news").text_content() == f"반복 1 · {said}"
    assert page.locator("input").get_attribute("aria-valuetext") == f"반복 1, {said}"


def test_names_appear_when_their_place_is_reached(opened, figure):
    page = opened()
    names = page.locator(".race-track text")
    page.locator("input").press("Home")
    visible = [names.nth(k).is_visible() for k in range(names.count())]
    assert visible == [track["label"] == 0 for track in figure.frames["tracks"]]
    page.locator("input").press("End")
    assert all(names.nth(k).is_visible() for k in range(names.count()))


def test_print_shows_the_whole_race_without_controls(opened, figure):
    page = opened()
    page.locator("input").press("Home")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert shown(page) == at_frame(figure, len(figure.frames["clock"]) - 1)
    assert not page.locator(".race-controls").is_visible()


def test_without_a_script_the_still_picture_stands_without_controls(opened, figure):
    page = opened(script=False)
    assert not page.locator(".race-controls").is_visible()
    assert page.locator(".race-board").is_visible()
    assert page.get_by_role("img", name="여섯 길").is_visible()


def test_fingers_hit_every_control(opened):
    page = opened()
    for control in page.locator(".race-controls :is(button, input)").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 44
        assert box["x"] + box["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_the_module_does_nothing_on_other_pages(browser):
    page = browser.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_content(
        f"<p>글</p><script type=module>{(ASSETS / 'race.js').read_text('utf-8')}</script>"
    )
    page.wait_for_timeout(100)
    assert not faults
    assert page.locator("body").inner_text().strip() == "글"
    page.close()
