"""The course without a network: what was read, what was run, and all of it if the reader asks."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import BELOW, ROOT
from lecture_site.finish import offline

MINUTE = 60_000
LESSON = "lessons/neural-network/"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
KEPT = """async () => {
  const all = {};
  for (const name of await caches.keys())
    all[name] = (await (await caches.open(name)).keys()).map(({ url }) => url);
  return all;
}"""
"""What the browser keeps: addresses by the names of the caches."""


@dataclass
class Host:
    """A host of static files, below its root or at it, that notes what it is asked for."""

    folder: Path
    below: str
    asked: list[str] = field(default_factory=list)
    broken: str = ""
    """Pattern of the files that it does not give."""

    def __enter__(self) -> "Host":
        host = self

        class Handler(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append(self.path)
                if host.broken and re.search(host.broken, self.path):
                    self.close_connection = True
                    self.connection.close()
                    return
                self.path = "/" + self.path.removeprefix(f"/{host.below}")
                super().do_GET()

            def log_message(self, format: str, *args: object) -> None:
                pass

        handler = partial(Handler, directory=str(self.folder))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.handle_error = lambda *_: None  # pyright: ignore
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/{self.below}"


@pytest.fixture(params=["", BELOW], ids=["root", "below"])
def host(site: Path, request: pytest.FixtureRequest) -> Iterator[Host]:
    with Host(site, request.param) as host:
        yield host


@pytest.fixture
def root(site: Path) -> Iterator[Host]:
    with Host(site, "") as host:
        yield host


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with browser.new_context() as context:
        context.set_default_timeout(MINUTE)
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"{error} {error.stack}"))
    yield page
    # What the theme's search had under way when the host went is no fault of the page.
    cut_off = re.compile("^(Network error|Failed to execute 'importScripts')")
    assert not [fault for fault in faults if not cut_off.match(fault)]


def read(page: Page, address: str) -> None:
    """Open a page, move as readers do, and wait until it is kept."""
    page.goto(address, wait_until="networkidle")
    page.mouse.move(10, 300)
    page.mouse.move(20, 310)
    until(page, lambda: any(address in urls for urls in addresses(page).values()))
    page.wait_for_load_state("networkidle")


def addresses(page: Page) -> dict[str, list[str]]:
    """What is kept, with pages as they are addressed."""
    found = page.evaluate(KEPT)
    return {name: [url.removesuffix("index.html") for url in urls] for name, urls in found.items()}


def until(page: Page, condition, seconds: float = 20) -> None:
    for _ in range(int(seconds * 10)):
        if condition():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come about")


def menu(page: Page):
    return page.locator(".offline")


def save(page: Page) -> None:
    menu(page).get_by_role("button", name="저장").click()
    expect(menu(page).get_by_role("status")).to_contain_text(
        "강의 전체를 저장했습니다", timeout=MINUTE
    )


def run(page: Page) -> str:
    cell = page.locator("[data-runnable]").first
    cell.get_by_role("button", name="실행").click()
    page.locator("[data-done]").wait_for(state="attached")
    return cell.locator(".cell-news").text_content() or ""


def test_a_page_that_was_read_is_there_and_another_is_told(page, context, host):
    read(page, host.base + LESSON)
    whole = page.locator("article").inner_text()
    context.set_offline(True)
    host.broken = "."
    page.goto(host.base + LESSON, wait_until="networkidle")
    assert page.locator("article").inner_text() == whole
    assert page.evaluate("document.fonts.ready.then(all => all.check('16px Pretendard', '가'))")
    assert page.locator("[data-runnable] [data-do=run]").count()
    page.goto(host.base + "review/")
    assert "저장되어 있지 않습니다" in page.locator("body").inner_text()
    assert page.get_by_role("link").get_attribute("href") == host.base


def test_nothing_but_the_page_is_fetched_before_the_reader_asks(page, host):
    page.goto(host.base, wait_until="networkidle")
    first = set(host.asked)
    assert not [path for path in first if path.endswith("sw.js")]
    host.asked.clear()
    page.mouse.move(10, 300)
    page.mouse.move(20, 310)
    until(page, lambda: any(host.base in urls for urls in addresses(page).values()))
    page.wait_for_load_state("networkidle")
    more = {path.removeprefix(f"/{host.below}".rstrip("/")) for path in set(host.asked) - first}
    assert {path for path in more if not path.startswith(("/assets/javascripts/", "/search/"))} == {
        "/sw.js"
    }


def test_a_cell_runs_offline_after_it_has_run_once(page, context, root, site):
    def python() -> set[str]:
        return {root.base + name for name in listed(site) if name.startswith("assets/pyodide/")}

    page.goto(root.base + LESSON)
    assert "같습니다" in run(page)
    until(page, lambda: python() <= {url for urls in addresses(page).values() for url in urls})
    context.set_offline(True)
    root.broken = "."
    page.goto(root.base + LESSON)
    assert "같습니다" in run(page)


def test_the_whole_course_is_saved_read_searched_and_taken_away(page, context, host, site):
    page.goto(host.base, wait_until="networkidle")
    page.mouse.move(10, 300)
    button = menu(page).get_by_role("button").first
    expect(button).to_have_text(re.compile(r"^오프라인에 저장 \(2\d\.\d MB\)$"))
    size = (button.text_content() or "").partition("(")[2].rstrip(")")
    save(page)
    assert f": {size}. " in menu(page).get_by_role("status").inner_text()
    expect(menu(page).get_by_role("button")).to_have_text(["지우기"])
    context.set_offline(True)
    host.broken = "."
    for path in sorted(site.rglob("index.html")):
        place = path.parent.relative_to(site).as_posix().removeprefix(".")
        address = host.base + (f"{place}/" if place else "")
        page.goto(address)
        html = BeautifulSoup(path.read_text("utf-8"), "html.parser")
        assert html.h1 is not None
        assert page.locator("h1").first.text_content() == html.h1.get_text()
        for tag in html.select("article a[href], link[href], script[src], img[src]"):
            url, _ = urldefrag(urljoin(address, str(tag.get("href") or tag.get("src"))))
            known = url.startswith(host.base) and not url.endswith((".pdf", ".png", ".cdx.json"))
            if known:
                assert page.evaluate("url => fetch(url).then(got => got.ok)", url), url
    page.goto(host.base + LESSON)
    assert "같습니다" in run(page)
    page.locator(".md-search__input").click()
    page.keyboard.type("역전파")
    page.locator(".md-search-result__item").first.wait_for()
    page.goto(host.base + "lessons/gradient-descent/")
    page.locator("figure[data-figure]").first.scroll_into_view_if_needed()
    page.locator("figure.is-moving").first.wait_for()
    menu(page).get_by_role("button", name="지우기").click()
    expect(menu(page).get_by_role("status")).to_have_text("저장한 것을 지웠습니다.")
    assert not any(addresses(page).values())
    assert menu(page).get_by_role("button", name="오프라인에 저장").is_visible()


def edition(site: Path, folder: Path) -> Path:
    """Copy a site, with one page that says something else, and its own service worker."""
    shutil.copytree(site, folder)
    path = folder / LESSON / "index.html"
    text = path.read_text("utf-8").replace("</h1>", " 새 판</h1>", 1)
    path.write_text(text, encoding="utf-8")
    offline.write(folder)
    return folder


def test_a_new_edition_takes_the_place_of_the_old_and_fetches_what_has_changed(
    page, context, site, tmp_path
):
    with Host(site, "") as host:
        read(page, host.base)
        save(page)
        (old,) = addresses(page)
        host.folder = edition(site, tmp_path / "new")
        host.server.RequestHandlerClass.keywords["directory"] = str(host.folder)  # pyright: ignore
        host.asked.clear()
        page.goto(host.base)
        until(page, lambda: old not in page.evaluate("caches.keys()"))
        assert [path for path in host.asked if "/pyodide/" in path] == []
        (urls,) = addresses(page).values()
        assert len(urls) == len(listed(host.folder)) + 1
        context.set_offline(True)
        host.broken = "."
        page.goto(host.base + LESSON)
        assert "새 판" in page.locator("h1").inner_text()


def test_a_broken_download_leaves_the_old_edition(page, context, site, tmp_path):
    with Host(site, BELOW) as host:
        read(page, host.base + LESSON)
        (old,) = addresses(page)
        host.folder = edition(site, tmp_path / "new")
        host.server.RequestHandlerClass.keywords["directory"] = str(host.folder)  # pyright: ignore
        page.goto(host.base + "review/")
        host.broken = f"{LESSON}$"
        page.evaluate("navigator.serviceWorker.getRegistration().then(each => each.update())")
        page.wait_for_timeout(2000)
        assert old in page.evaluate("caches.keys()")
        context.set_offline(True)
        page.goto(host.base + LESSON)
        assert page.locator("h1").inner_text()
        assert "새 판" not in page.locator("h1").inner_text()


def test_a_preview_at_the_same_address_ends_it(page, site, tmp_path):
    with Host(site, BELOW) as host:
        read(page, host.base)
        folder = tmp_path / "preview"
        folder.mkdir()
        offline.write_ending(folder)
        host.server.RequestHandlerClass.keywords["directory"] = str(folder)  # pyright: ignore
        page.evaluate("navigator.serviceWorker.getRegistration().then(each => each.update())")
        until(page, lambda: not page.evaluate("caches.keys()"))
        registered = "navigator.serviceWorker.getRegistrations().then(all => all.length)"
        until(page, lambda: not page.evaluate(registered))


def listed(site: Path) -> dict[str, list]:
    line = (site / offline.NAME).read_text("utf-8").partition("\n")[0]
    return json.loads(line.removeprefix("const SITE = ").removesuffix(";"))["files"]


def test_a_download_that_breaks_off_is_told_and_goes_on_later(page, root):
    read(page, root.base)
    root.broken = r"/lessons/training/$"
    menu(page).get_by_role("button", name="오프라인에 저장").click()
    status = menu(page).get_by_role("status")
    expect(status).to_have_text("내려받기가 끊겼습니다. 다시 누르면 이어서 받습니다.")
    expect(menu(page).get_by_role("button")).to_have_text(["이어서 저장", "지우기"])
    root.broken = ""
    save(page)


@pytest.mark.parametrize(
    ("name", "words"),
    [("QuotaExceededError", "자리가 모자랍니다"), ("SecurityError", "시크릿 창이면 보통 창에서")],
)
def test_without_room_or_leave_it_is_said(page, site, tmp_path, name, words):
    shutil.copytree(site, tmp_path / "site")
    worker = tmp_path / "site" / offline.NAME
    worker.write_text(
        f"Cache.prototype.put = () => Promise.reject(new DOMException('', '{name}'));\n"
        + worker.read_text("utf-8"),
        encoding="utf-8",
    )
    with Host(tmp_path / "site", "") as host:
        page.goto(host.base, wait_until="networkidle")
        page.mouse.move(10, 300)
        menu(page).get_by_role("button", name="오프라인에 저장").click()
        expect(menu(page).get_by_role("status")).to_contain_text(words)
        page.goto(host.base + LESSON)
        assert page.locator("h1").inner_text()


def test_what_is_not_the_builds_is_never_kept(page, site, tmp_path):
    shutil.copytree(site, tmp_path / "site")
    path = tmp_path / "site" / LESSON / "index.html"
    path.write_text(path.read_text("utf-8") + "<!-- of the host -->", encoding="utf-8")
    with Host(tmp_path / "site", "") as host, Host(tmp_path / "site", "") as foreign:
        read(page, host.base)
        page.goto(host.base + LESSON, wait_until="networkidle")
        page.evaluate("url => fetch(url, {mode: 'no-cors'}).catch(() => {})", foreign.base)
        page.wait_for_timeout(500)
        (urls,) = addresses(page).values()
        assert host.base + LESSON not in urls
        assert all(url.startswith(host.base) for url in urls)


def test_the_button_is_for_keyboards_thumbs_and_readers_of_screens(browser, root):
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.goto(root.base + LESSON, wait_until="networkidle")
        page.mouse.move(10, 300)
        page.locator(".md-header label[for=__drawer]").click()
        button = menu(page).get_by_role("button").first
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
        button.focus()
        page.keyboard.press("Enter")
        expect(menu(page).get_by_role("status")).to_contain_text("강의 전체를", timeout=MINUTE)
        assert page.evaluate("document.activeElement.textContent") == "지우기"
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run('.offline', {resultTypes: ['violations']})")
        assert found["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_list_has_all_that_pages_load(site):
    files = listed(site)
    assert not [name for name in files if name.endswith((".map", ".pdf", ".xml"))]
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if path.suffix in {".js", ".css", ".woff2", ".mjs", ".wasm"} or path.name == "index.html":
            assert (name in files) != (name == offline.NAME), name
    assert (
        "Cache-Control: no-cache"
        in (site / "_headers").read_text("utf-8").partition("/sw.js\n")[2].partition("\n/")[0]
    )
