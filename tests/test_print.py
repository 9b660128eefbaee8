"""A page on A4 paper: the article alone, light, whole."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from audit.pages import NAME, places, visit
from audit.served import served
from course_pages import PAGES

A4 = (210, 297)
TEXT_WIDTH = int((A4[0] - 2 * 22) / 25.4 * 96)
FAULTS = f"""() => {{
  const name = {NAME};
  const all = selector => [...document.querySelectorAll(selector)];
  const seen = selector => all(selector).filter(element => element.checkVisibility());
  // A table's button is the name of its row.
  const off = ".md-header, .md-sidebar, .md-footer, .md-top, .md-skip, .md-search, input, "
    + "button:not(td *, th *), .headerlink, .cell-source, .on-screen, "
    + "nav:not(.course-map)";
  const faults = seen(off).map(element => "on paper: " + name(element));
  for (const element of seen("article *")) {{
    // Within a formula nothing scrolls; the place that it stands in is looked at.
    if (element.ownerSVGElement || element.closest("math")) continue;
    const right = element.getBoundingClientRect().right;
    if (right > innerWidth + 1) faults.push("cut: " + name(element));
    if (element.clientWidth && element.scrollWidth > element.clientWidth + 1)
      faults.push("scrolls: " + name(element));
  }}
  for (const drawing of all("article :is(figure, .course-map) > svg"))
    if (drawing.getBoundingClientRect().height < 40) faults.push("no height: " + name(drawing));
  for (const words of all("details.question p"))
    if (!words.checkVisibility()) faults.push("folded: " + name(words));
  const ink = getComputedStyle(document.querySelector("article")).color.match(/\\d+/g);
  if (Math.max(...ink) > 96) faults.push("pale ink");
  return faults;
}}"""


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_every_page_prints_whole_on_a4(
    site: Path, browser: Browser, tmp_path: Path, scripts: bool
) -> None:
    faults: dict[str, list[str]] = {}
    with (
        served(site) as base,
        browser.new_context(color_scheme="dark", java_script_enabled=scripts) as context,
    ):
        page = context.new_page()
        page.set_viewport_size({"width": TEXT_WIDTH, "height": 900})
        page.emulate_media(media="print")
        for place in places(site):
            visit(page, base + place)
            faults[place] = page.evaluate(FAULTS)
            page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
            faults[place] += [f"format: {f}" for f in formats(tmp_path / "page.pdf") - {A4}]
    assert len(faults) == len([*PAGES, "404.html"])
    assert {place: found for place, found in faults.items() if found} == {}


def formats(pdf: Path) -> set[tuple[int, ...]]:
    """Widths and heights of a PDF's pages in millimetres."""
    return {
        tuple(round(float(length) / 72 * 25.4) for length in page.mediabox[2:])
        for page in PdfReader(pdf).pages
    }
