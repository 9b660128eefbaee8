"""A page with one moving figure, as the site shows it, for the tests in a browser."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from playwright.sync_api import Browser, BrowserContext, Page, Route, ViewportSize

from conftest import ROOT
from figures.moving.moving import Moving
from lecture_site.math import typeset
from lecture_site.pages import frames
from lecture_site.support import tree

ASSETS = ROOT / "docs" / "assets"
BASE = "http://site.test/"
SHEETS = ("site.css", "figures.css", "print.css")
TYPES = {"js": "text/javascript", "json": "application/json", "css": "text/css"}
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@dataclass
class Stage:
    """A figure on its page; every fault in the page is noted."""

    browser: Browser
    figure: Moving
    faults: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def __post_init__(self) -> None:
        article = tree.read(self.figure._repr_html_())
        self.files = dict(frames.lift(article, lambda place: f"/{place}"))
        self.article = tree.write(article)

    def open(
        self,
        query: str = "",
        *,
        lost: Callable[[str], bool] = lambda _: False,
        moves: bool = True,
        **options: Any,
    ) -> Page:
        """Open the page; a file for which `lost` is true never arrives."""
        size: ViewportSize = {
            "width": options.pop("width", 360),
            "height": options.pop("height", 900),
        }
        context = self.browser.new_context(viewport=size, **options)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))

        def answer(route: Route) -> None:
            place = route.request.url.removeprefix(BASE).partition("?")[0]
            if lost(place):
                route.abort()
            elif place in self.files:
                route.fulfill(body=self.files[place], content_type="application/json")
            elif place.startswith("assets/") and (ASSETS / place[7:]).is_file():
                suffix = place.rpartition(".")[2]
                route.fulfill(body=(ASSETS / place[7:]).read_bytes(), content_type=TYPES[suffix])
            elif not place:
                route.fulfill(body=self._html(), content_type="text/html; charset=utf-8")
            else:
                route.fulfill(status=404)

        page.route("**/*", answer)
        page.goto(BASE + query)
        if moves and options.get("java_script_enabled", True):
            page.wait_for_selector("figure.is-moving")
        return page

    def _html(self) -> str:
        sheets = "".join(f"<link rel=stylesheet href=/assets/{name}>" for name in SHEETS)
        return (
            f"<!doctype html><html lang=ko><title>그림</title><style>{typeset.palette_css()}"
            "body{margin:0;background:var(--c-paper);color:var(--c-ink)}</style>"
            f"{sheets}<body data-md-color-scheme=default><main class=md-typeset><h1>그림</h1>"
            f"{self.article}</main><script type=module src=/assets/figures.js></script>"
        )


@contextmanager
def staged(browser: Browser, figure: Moving) -> Iterator[Stage]:
    """Set a figure on its page; in the end nothing may have gone wrong in it."""
    stage = Stage(browser, figure)
    yield stage
    for context in stage.contexts:
        context.close()
    assert not stage.faults


def violations(page: Page) -> list[str]:
    """What axe finds."""
    page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(
        "async () => (await axe.run('main', {resultTypes: ['violations']})).violations.map("
        "f => f.id + ': ' + f.nodes.map(n => n.target.join(' ')).join(', '))"
    )


def small_targets(page: Page) -> list[str]:
    """Controls that a finger would miss."""
    return page.evaluate(
        """() => [...document.querySelectorAll(
          "figure :is(button, label, input[type=range], input[type=number])")]
        .filter(e => e.checkVisibility())
        .filter(e => { const box = e.getBoundingClientRect();
          return Math.min(box.width, box.height) < 43.9 })
        .map(e => e.outerHTML)"""
    )


def read(text: str) -> float:
    """A number as the figure writes it."""
    powers = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    mantissa, _, power = text.replace("−", "-").partition("×10")
    return float(mantissa) * 10.0 ** int(power.translate(powers) or 0)


def near(text: str, value: float) -> bool:
    """Whether a text is the value, rounded to its last digit."""
    number = read(text)
    unit = 10.0 ** (np.floor(np.log10(abs(value))) - 1) if abs(value) < 1e-3 else 1e-4
    return abs(number - value) <= 0.500001 * unit


def cells(page: Page) -> list[list[str]]:
    """The cells of a figure's table, row by row."""
    return page.eval_on_selector_all(
        ".figure-board tbody tr",
        "rows => rows.map(row => [...row.querySelectorAll('td')].map(cell => cell.textContent))",
    )


def in_drawing(page: Page, name: str) -> str:
    """What the drawing shows of a value; empty if it is not known yet."""
    text = page.locator(f'svg [data-value="{name}"]')
    return (text.text_content() or "") if text.is_visible() else ""


def settle(page: Page) -> None:
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def drag_by_finger(page: Page, selector: str, way: tuple[float, float]) -> None:
    """Touch the middle of an element, move by so many pixels, and lift the finger."""
    box = page.locator(selector).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    session = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", {"x": x, "y": y})
    for share in np.linspace(0, 1, 7)[1:]:
        touch("touchMove", {"x": x + share * way[0], "y": y + share * way[1]})
    touch("touchEnd")


def slow_drag(page: Page, selector: str) -> list[float]:
    """Move a slider by 60 stops on a processor of a quarter of the speed; ms that each step takes.

    Each step draws the same; what other programs of the machine take is not the figure's, so the
    least of them is what a test may hold.
    """
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    times = page.evaluate(
        """async selector => {
          const slider = document.querySelector(selector), times = [];
          for (let k = 0; k < 60; k++) {
            slider.stepUp(slider.valueAsNumber < slider.max ? 1 : -1);
            const begun = performance.now();
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            // A key finds the state drawn.
            slider.dispatchEvent(new Event("keydown", { bubbles: true }));
            document.body.offsetHeight;
            times.push(performance.now() - begun);
            await new Promise(done => requestAnimationFrame(done));
          }
          return times;
        }""",
        selector,
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    return times


def play(page: Page, tape: dict[str, Any], points: list[list[float]]) -> list[list[float]]:
    """What the page makes of a recording at several points."""
    return page.evaluate(
        """async ([tape, points]) => {
          const { recorded } = await import("/assets/figures/recorded.js");
          return points.map(recorded(tape));
        }""",
        [tape, points],
    )


def without(stage: Stage, lost: str) -> Page:
    """Open the page without a file: the still stays, no control shows, and one line says so."""
    page = stage.open(lost=lambda place: lost in place, moves=False)
    page.locator(".figure-fault").wait_for()
    assert not page.locator(".figure-controls").first.is_visible()
    return page


def assert_as_high(stage: Stage, queries: Sequence[str], button: str) -> None:
    """Assert that on a phone the figure is as high in all of these states, a press later."""
    heights = set()
    for query in queries:
        page = stage.open(query, width=320)
        page.get_by_role("button", name=button).click()
        settle(page)
        heights.add(page.locator("figure").bounding_box()["height"])  # type: ignore[index]
    assert len(heights) == 1


def assert_within_reach(stage: Stage, scheme: Literal["light", "dark"], query: str = "") -> None:
    """On the smallest phone axe finds nothing, fingers hit everything, and nothing is too wide."""
    page = stage.open(query, width=320, color_scheme=scheme)
    name = "slate" if scheme == "dark" else "default"
    page.evaluate(f"document.body.dataset.mdColorScheme = '{name}'")
    assert violations(page) == []
    assert small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
