"""Every page in a real browser: nothing from elsewhere, nothing too wide, nothing out of reach."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from audit import __main__
from audit.pages import PageAudit, audit_page, first_move, html_errors
from audit.served import served
from audit.speed import Scores, Speed
from conftest import ROOT
from course_pages import PAGES

SOUND = (
    '<!DOCTYPE html><html lang="ko" class="js"><head><title>시험</title>'
    '<link rel="icon" href="data:,"></head><body>'
    '<header class="md-header"></header><main><article class="md-content"><h1>시험</h1>{}'
    "</article></main></body></html>"
)


def test_every_page_is_sound(site: Path, browser: Browser) -> None:
    with served(site) as base:
        audits = __main__.audit_site(site, base, browser)
    assert len(audits) == len([*PAGES, "404.html"])
    assert {each.place: __main__.faults(each) for each in audits if __main__.faults(each)} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_code_stands_on_a_ground_of_its_own(
    site: Path, browser: Browser, scheme: Literal["light", "dark"]
) -> None:
    with served(site) as base, browser.new_context(color_scheme=scheme) as context:
        page = context.new_page()
        page.goto(base + "lessons/training/")
        grounds = [
            page.locator(f".cell {part}").first.evaluate("e => getComputedStyle(e).backgroundColor")
            for part in ("pre > code", ".output-text")
        ]
    assert len(set(grounds)) == 2


@pytest.mark.parametrize(("width", "button"), [(360, True), (1440, False)])
def test_the_search_is_reached_at_one_place(
    site: Path, browser: Browser, width: int, button: bool
) -> None:
    """Before the theme's script has come, and after."""
    with (
        served(site) as base,
        browser.new_context(viewport={"width": width, "height": 800}) as context,
    ):
        page = context.new_page()
        page.goto(base)
        opener = page.locator(".md-header__button[for=__search]")
        assert opener.is_visible() == button
        first_move(page)
        page.locator("html.js").wait_for(state="attached")
        assert opener.is_visible() == button


def look(tmp_path: Path, browser: Browser, body: str) -> PageAudit:
    """Look at a page with this body that is not the home page."""
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text(SOUND.format(body), encoding="utf-8")
    (tmp_path / "404.html").write_text(SOUND.format(""), encoding="utf-8")
    with served(tmp_path) as base:
        return audit_page("page/", base, browser)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('<img src="https://example.org/a.png" alt="그림">', "third_parties"),
        ('<img src="missing.png" alt="그림">', "errors"),
        ("<script>console.error('아')</script>", "errors"),
        ("<script>throw Error('아')</script>", "errors"),
        ('<p style="width: 500px">글</p>', "overflow"),
        ('<div style="overflow-x: auto"><p style="width: 900px">글</p></div>', "scrollers"),
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', "axe"),
        ('<p style="color: #ccc; background: #fff">읽기 어려운 글</p>', "axe"),
        ("<p id=p></p><script>p.textContent = '글'</script>", "scriptless"),
        (
            "<p>글</p><script>onload = () => setTimeout("
            "() => document.querySelector('h1').style.padding = '9em', 99)</script>",
            "moved",
        ),
    ],
)
def test_a_fault_is_found(tmp_path: Path, browser: Browser, body: str, kind: str) -> None:
    found = look(tmp_path, browser, body)
    assert getattr(found, kind)
    assert __main__.faults(found)


def test_a_sound_page_has_no_fault(tmp_path: Path, browser: Browser) -> None:
    assert __main__.faults(look(tmp_path, browser, "<p>글</p>")) == []


def test_invalid_html_is_told_with_its_line(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text(SOUND.format("\n<p><div>글</div></p>"), encoding="utf-8")
    assert any(text.startswith("line 2: ") for text in html_errors(tmp_path)[page])


def test_a_page_that_is_too_heavy_is_told() -> None:
    (text,) = __main__.faults(PageAudit("", html_bytes=61 * 1024))
    assert "62,464 bytes" in text


def test_only_a_built_site_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["audit", str(tmp_path)])
    with pytest.raises(SystemExit, match="make build"):
        __main__.main()


def test_a_site_is_measured_where_it_was_built_to_stand(tmp_path: Path) -> None:
    """Without what the machine decides, if asked for: no line on speed, and a fault is a fault."""
    claim = '<link rel="canonical" href="https://host.example/a/b/">'
    (tmp_path / "index.html").write_text(SOUND.format(claim), encoding="utf-8")
    for folder in ("assets", "page"):
        (tmp_path / folder).mkdir()
    (tmp_path / "assets" / "site-0.css").write_text("")
    sheet = '<link rel="stylesheet" href="../assets/site-0.css"></head>'
    own = "<p>글</p><script>if (location.pathname !== '/a/b/page/') throw Error('아')</script>"
    for body, missed in ((own, False), (f'{own}<img src="/a.png" alt="그림">', True)):
        text = SOUND.format(body).replace("</head>", sheet)
        (tmp_path / "page" / "index.html").write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "audit", tmp_path, "--untimed"],
            env={**os.environ, "PYTHONPATH": str(ROOT / "tools")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == missed, done.stdout + done.stderr
        assert "page/" in done.stdout
        assert "perf" not in done.stdout
        assert ("404: " in done.stdout) == missed


GOOD = Scores(
    performance=98,
    accessibility=100,
    best_practices=100,
    seo=100,
    performance_slower=95,
    blocking_ms=50,
)


@pytest.mark.parametrize(
    ("scores", "speed", "is_slow"),
    [
        (GOOD, Speed(shift=0.004, paint_ms=1000), False),
        (replace(GOOD, performance=97), Speed(0, 500), True),
        (replace(GOOD, performance_slower=94), Speed(0, 500), True),
        (replace(GOOD, accessibility=99), Speed(0, 500), True),
        (replace(GOOD, seo=99), Speed(0, 500), True),
        (replace(GOOD, blocking_ms=51), Speed(0, 500), True),
        (GOOD, Speed(shift=0.006, paint_ms=500), True),
        (GOOD, Speed(shift=0, paint_ms=1001), True),
    ],
)
def test_a_page_slower_than_the_targets_is_told(
    scores: Scores, speed: Speed, is_slow: bool
) -> None:
    assert __main__.slow(scores, speed) is is_slow
