"""What a page is like for its readers, measured in a browser: all that is no matter of speed.

Each page is opened on a phone and on a desk, light and dark, with and without JavaScript, and all
that opens is opened. A fault is told as a line of text that names the element.
"""

import difflib
import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
)

from audit.served import compress
from lecture_site.paths import MODULES, node_command

AXE = MODULES / "axe-core" / "axe.min.js"
HTML_VALIDATE = MODULES / "html-validate" / "bin" / "html-validate.mjs"
HTML_RULES = {
    "root": True,
    "extends": ["html-validate:standard"],
    # The theme keeps Firefox from reopening its menu on reload by autocomplete="off".
    "rules": {"valid-autocomplete": "off"},
}
PHONE = ViewportSize(width=360, height=740)
SMALL_PHONE = ViewportSize(width=320, height=640)
DESK = ViewportSize(width=1440, height=900)
QUERY = "역전파"

NAME = """element => {
  const classes = [...element.classList].slice(0, 2).map(name => "." + name).join("");
  const text = (element.textContent || "").trim().replace(/\\s+/g, " ").slice(0, 40);
  return element.tagName.toLowerCase() + classes + (text && " “" + text + "”");
}"""
OVERFLOW = f"""() => {{
  const name = {NAME};
  const width = document.documentElement.clientWidth;
  const scrolls = element => element && element !== document.documentElement &&
    (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
  const wide = [...document.querySelectorAll(".md-content *, .md-header *, .md-footer *")]
    .filter(element => element.checkVisibility())
    .filter(element => element.getBoundingClientRect().right > width + 1)
    .filter(element => !scrolls(element.parentElement))
    .map(name);
  return document.documentElement.scrollWidth > width ? ["the page", ...wide] : wide;
}}"""
SCROLLERS = f"""() => {{
  const name = {NAME};
  const faults = [];
  for (const element of document.querySelectorAll(".md-content *")) {{
    const style = getComputedStyle(element);
    // A field of several lines scrolls by itself, to where one writes.
    if (element.tagName === "TEXTAREA") continue;
    if (!/auto|scroll/.test(style.overflowX) || !element.checkVisibility()) continue;
    if (element.scrollWidth <= element.clientWidth + 1) continue;
    if (element.tabIndex !== 0) faults.push("no keyboard: " + name(element));
    if (!element.ariaLabel || !element.role) faults.push("no name: " + name(element));
    if (style.backgroundImage === "none") faults.push("no hint: " + name(element));
  }}
  return faults;
}}"""
CONTENT = f"""helpers => {{
  const name = {NAME};
  const article = document.querySelector("article").cloneNode(true);
  for (const element of article.querySelectorAll(helpers)) element.remove();
  const seen = [...document.querySelectorAll("article :is(math, .picture svg, .cell-output)")]
    .filter(element => !element.closest("details:not([open]), [aria-hidden=true]"))
    .filter(element => !element.getBoundingClientRect().height)
    .map(name);
  return [article.textContent.replace(/\\s+/g, " "), seen];
}}"""
HELPERS = (
    ".cell-bar, .exercise-form, .question-list ~ *, .figure-controls, .figure-voice, "
    ".md-code__nav, .md-clipboard"
)
SETTLED = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  await Promise.allSettled(document.getAnimations().map(each => each.finished));
}"""
MOVED = f"""async least => {{
  const name = {NAME};
  const seen = [];
  const observer = new PerformanceObserver(list => seen.push(...list.getEntries()));
  observer.observe({{ type: "layout-shift", buffered: true }});
  // What was kept for the observer is handed on in a task of its own.
  await new Promise(done => setTimeout(done));
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  if (seen.reduce((sum, entry) => sum + entry.value, 0) < least) return [];
  return seen.flatMap(entry => entry.sources)
    .map(source => source.node?.parentElement)
    .filter(element => element)
    .map(name);
}}"""
SHIFT = 0.005
"""What moves while a page opens adds up to less than this, by the browser's measure."""
VIOLATIONS = """async within =>
  (await axe.run(within, { resultTypes: ["violations"] })).violations.map(
  found => found.id + ": " + found.nodes.slice(0, 3).map(node => node.target.join(" ")).join(", ")
)"""


@dataclass(slots=True)
class PageAudit:
    """Figures and faults of one page.

    Attributes
    ----------
    place : str
        Address within the site, ``""`` for the home page.
    html_bytes, view_bytes : int
        Compressed size of the HTML, and of all that the first view loads.
    third_parties, errors, overflow, scrollers, axe, scriptless, moved, html : list of str
        Faults of each kind, empty if there are none.
    """

    place: str
    html_bytes: int = 0
    view_bytes: int = 0
    third_parties: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    overflow: list[str] = field(default_factory=list)
    scrollers: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)
    scriptless: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)


def places(site: Path) -> list[str]:
    """Addresses of a site's pages, the home page first and the page for what is missing last."""
    (sheet,) = site.glob("assets/site-*.css")  # A page without it is none of the theme's.
    files = sorted(
        path.relative_to(site).as_posix()
        for path in site.rglob("*.html")
        if sheet.name in path.read_text(encoding="utf-8")
    )
    found = [file.removesuffix("index.html") for file in files]
    return sorted(found, key=lambda place: (place == "404.html", place.count("/"), place))


def audit_site(site: Path, base: str, browser: Browser) -> list[PageAudit]:
    """Measure all pages of a site.

    Parameters
    ----------
    site : Path
        The built site.
    base : str
        Where it is served, ending in a slash.
    browser : Browser
        A running Chromium.
    """
    invalid = html_errors(site)
    audits = [audit_page(place, base, browser) for place in places(site)]
    for audit in audits:
        file = site / (audit.place or "index.html")
        file = file / "index.html" if file.is_dir() else file
        audit.html_bytes = len(compress(file))
        audit.html = invalid.get(file, [])
    return audits


def audit_page(place: str, base: str, browser: Browser) -> PageAudit:
    """Measure one page of a served site in a browser."""
    audit = PageAudit(place)
    with browser.new_context(viewport=PHONE, java_script_enabled=False) as context:
        page, _ = _opened(context, audit, base)
        plain, unseen = page.evaluate(CONTENT, HELPERS)
        audit.scriptless += [f"not seen: {name}" for name in unseen]
    with browser.new_context(viewport=PHONE, color_scheme="dark") as context:
        page, asked = _opened(context, audit, base)
        audit.moved += page.evaluate(MOVED, SHIFT)
        sizes = [made.sizes() for made in asked if made.url.startswith(base)]
        audit.view_bytes = sum(size["responseBodySize"] for size in sizes)
        if (text := page.evaluate(CONTENT, HELPERS)[0]) != plain:
            audit.scriptless += _difference(plain, text)
        _open_all(page)
        for size in (PHONE, SMALL_PHONE):
            page.set_viewport_size(size)
            page.evaluate(SETTLED)
            audit.overflow += [f"{size['width']} px: {name}" for name in page.evaluate(OVERFLOW)]
            audit.scrollers += page.evaluate(SCROLLERS)
        audit.axe += [f"dark, {found}" for found in _violations(page)]
        page.set_viewport_size(DESK)
        page.emulate_media(color_scheme="light")
        page.evaluate(SETTLED)
        audit.axe += [f"light, {found}" for found in _violations(page)]
        if not place:
            _search(page)
            audit.axe += [f"search, {found}" for found in _violations(page, ".md-header")]
    return audit


def _difference(plain: str, text: str) -> list[str]:
    """Tell where the text of a page is another with scripts."""
    one, other = plain.split(), text.split()
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return [
        f"another text: “{' '.join(one[a:b])}”; with scripts “{' '.join(other[c:d])}”"
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    ]


def _opened(context: BrowserContext, audit: PageAudit, base: str) -> tuple[Page, list[Request]]:
    """Open the page; note from now on what it asks for and complains of."""
    asked: list[Request] = []

    def request(made: Request) -> None:
        asked.append(made)
        if not made.url.startswith((base, "data:", "blob:")):
            audit.third_parties.append(made.url)

    def response(got: Response) -> None:
        if got.status >= 400:
            audit.errors.append(f"{got.status}: {got.url.removeprefix(base)}")

    def console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            audit.errors.append(f"console: {message.text}")

    context.on("request", request)
    context.on("response", response)
    context.on("console", console)
    context.on("requestfailed", lambda lost: audit.errors.append(f"failed: {lost.url}"))
    context.on("weberror", lambda fault: audit.errors.append(f"script: {fault.error}"))
    page = context.new_page()
    visit(page, base + audit.place)
    return page, asked


def visit(page: Page, address: str) -> None:
    """Open an address, and wait for the whole page: on a busy machine the network rests earlier."""
    page.goto(address, wait_until="load")
    page.wait_for_load_state("networkidle")


def first_move(page: Page) -> None:
    """Move the pointer, as readers do first; a move before the first frame would be lost."""
    page.evaluate(SETTLED)
    page.mouse.move(10, 300)


def _open_all(page: Page) -> None:
    """Make the reader's first move, unfold what is folded, draw what is far, start what moves."""
    page.add_style_tag(content="* { content-visibility: visible !important }")
    first_move(page)
    page.locator("html.js").wait_for(state="attached")
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")


def _search(page: Page) -> None:
    """Ask the site's search, as a reader would."""
    page.locator(".md-search__input").click()
    page.keyboard.type(QUERY)
    page.keyboard.press("End")  # The search listens to keys, and text is put in without any.
    page.locator(".md-search-result__item").first.wait_for()
    page.evaluate(SETTLED)


def _violations(page: Page, within: str = "html") -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    return page.evaluate(VIOLATIONS, within)


def html_errors(site: Path) -> dict[Path, list[str]]:
    """Faults of the site's HTML by file, as html-validate finds them."""
    with TemporaryDirectory() as folder:
        rules, found = Path(folder) / "rules.json", Path(folder) / "found.json"
        rules.write_text(json.dumps(HTML_RULES), encoding="utf-8")
        process = subprocess.run(
            [
                *(node_command(), HTML_VALIDATE),
                *("--config", rules, "--formatter", f"json={found}"),
                *sorted(site.rglob("*.html")),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if not found.is_file():
            raise RuntimeError(f"html-validate did not run:\n{process.stderr}")
        files = json.loads(found.read_text(encoding="utf-8"))
    return {
        Path(file["filePath"]): [
            f"line {fault['line']}: {fault['ruleId']}: {fault['message']}"
            for fault in file["messages"]
        ]
        for file in files
    }
