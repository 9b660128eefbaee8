"""Whose work the site ships: each has its notice, the locks their bills, the lecture its name."""

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from mkdocs.structure.files import File

from conftest import ROOT
from lecture_site.paths import MODULES
from lecture_site.reader import editor, numpy_wheel
from lecture_site.rights import bill
from lecture_site.rights.components import (
    Component,
    RightsError,
    read_components,
    read_notice,
    shipped_components,
)
from lecture_site.rights.origins import INSTALLED, check
from lecture_site.support.shelf import Shelf

TITLE = "[Deep Learning] Gradient Decent & Backpropagation"
THEME = Component("Theme", "틀", "python", "mkdocs-material")


def page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / name / "index.html").read_text("utf-8"), "html.parser")


def shipped(site: Path, name: str, source: Path | None = None) -> File:
    """A file of a site that MkDocs has put there, from this source; else of no file."""
    (site / name).parent.mkdir(parents=True, exist_ok=True)
    (site / name).write_text("")
    file = File(name, None, str(site), use_directory_urls=True)
    file.abs_src_path = None if source is None else str(source)
    return file


@pytest.mark.parametrize("component", read_components(), ids=lambda each: each.name)
def test_what_is_shipped_brings_its_licence(component: Component) -> None:
    notice = read_notice(component)
    assert re.search("permi(t|ssion)|licensed|governed", notice.text, re.IGNORECASE)
    if component.files and component.files[0].startswith("assets/fonts"):
        assert "SIL OPEN FONT LICENSE" in notice.text.upper()


def test_a_package_without_a_licence_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(RightsError, match="not installed"):
        read_notice(Component("X", "x", "npm", "no-such-package"))
    with pytest.raises(RightsError, match="not installed"):
        read_notice(Component("X", "x", "python", "no-such-package"))
    monkeypatch.setattr("lecture_site.rights.components.MODULES", tmp_path)
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare" / "package.json").write_text("{}")
    with pytest.raises(RightsError, match="no text of a licence"):
        read_notice(Component("X", "x", "npm", "bare"))


def test_numpy_for_browsers_brings_the_notice_of_its_own_version() -> None:
    (numpy,) = [each for each in read_components() if each.place == "wheel"]
    notice = read_notice(numpy)
    assert notice.licence == "BSD License"
    assert "NumPy Developers" in notice.text
    assert "numpy/random/LICENSE.md" in notice.text, "what is bundled in it has its own"


def test_without_numpy_for_browsers_nothing_of_the_readers_python_is_claimed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("lecture_site.reader.runtime.files", dict)
    left_out = {each.name for each in {*read_components()} - {*shipped_components()}}
    assert left_out == {"Pyodide", "CPython", "NumPy"}


def test_the_page_of_licences_links_every_text(site: Path) -> None:
    shown = page(site, "licences")
    links = {str(link["href"]) for link in shown.select("article td a")}
    assert len(links) == len(read_components())
    for link in links:
        assert (site / "licences" / link).resolve().stat().st_size > 200
    own = (site / "licences" / "this-site.txt").read_text("utf-8")
    assert own == (ROOT / "LICENSE").read_text("utf-8")


def test_every_page_names_the_licences_at_its_foot(site: Path) -> None:
    for path in site.rglob("*.html"):
        foot = BeautifulSoup(path.read_text("utf-8"), "html.parser").select_one(".md-copyright a")
        assert foot is not None, path
        assert foot.get_text() == "코드 MIT · 글과 그림 CC BY 4.0"


def test_a_site_whose_files_are_all_accounted_for_passes(tmp_path: Path) -> None:
    theme = INSTALLED / "material" / "templates" / "404.html"
    files = [shipped(tmp_path, "a.txt"), shipped(tmp_path, "x/theme-0123456789.html", theme)]
    (tmp_path / "index.html").write_text("")
    check(tmp_path, files, [THEME])


def test_a_file_of_nobody_known_stops_the_build(tmp_path: Path) -> None:
    files = [shipped(tmp_path, "theme.html", INSTALLED / "material" / "templates" / "404.html")]
    (tmp_path / "vendor.js").write_text("")
    with pytest.raises(RightsError, match=r"vendor\.js: nobody says where"):
        check(tmp_path, files, [THEME])


@pytest.mark.parametrize(
    ("source", "package"),
    [
        (INSTALLED / "material" / "templates" / "404.html", "mkdocs-material"),
        (MODULES / "pretendard" / "package.json", "pretendard"),
        (MODULES / "@mathjax" / "src" / "package.json", "@mathjax/src"),
    ],
)
def test_a_file_of_a_package_without_a_notice_stops_the_build(
    tmp_path: Path, source: Path, package: str
) -> None:
    files = [shipped(tmp_path, "file.txt", source)]
    with pytest.raises(RightsError, match=f"'{package}' .*has no notice"):
        check(tmp_path, files, [])


def test_what_the_build_bundles_needs_notices_too(tmp_path: Path) -> None:
    shipped(tmp_path, editor.NAME)
    parts = ["src/own.mjs", "node_modules/@codemirror/view/dist/index.js"]
    with pytest.raises(RightsError, match=r"'@codemirror/view' .*has no notice"):
        check(tmp_path, [], [], {editor.NAME: parts})
    check(tmp_path, [], [Component("V", "v", "npm", "@codemirror/view")], {editor.NAME: parts})


def test_an_editor_that_cannot_be_bundled_stops_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = tmp_path / "editor.mjs"
    entry.write_text('import "no-such-package";')
    monkeypatch.setattr(editor, "ENTRY", entry)
    with pytest.raises(editor.EditorError, match="no-such-package"):
        editor.bundle(Shelf(tmp_path / "kept"))


def test_what_a_script_was_put_together_from_needs_notices_too(tmp_path: Path) -> None:
    scripts = INSTALLED / "material" / "templates" / "assets" / "javascripts"
    (bundle,) = scripts.glob("bundle.*.js")
    with pytest.raises(RightsError, match=r"'rxjs' .*has no notice"):
        check(tmp_path, [shipped(tmp_path, "a.js", bundle)], [THEME])
    other = scripts / "lunr" / "tinyseg.js"
    with pytest.raises(RightsError, match="put together from"):
        check(tmp_path, [shipped(tmp_path, "a.js", other)], [THEME])


def test_a_notice_for_nothing_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(RightsError, match="Theme: nothing of it is shipped"):
        check(tmp_path, [], [THEME])


def test_the_bills_name_all_that_the_locks_name(site: Path) -> None:
    python = json.loads((site / "licences" / "python.cdx.json").read_text("utf-8"))
    lock = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    assert {(each["name"], each["version"]) for each in python["components"]} == set(lock)
    npm = json.loads((site / "licences" / "npm.cdx.json").read_text("utf-8"))
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    names = {path.rpartition("node_modules/")[2] for path in packages} - {""}
    numpy = numpy_wheel.entry()
    (wheel,) = [each for each in npm["components"] if each["name"] not in names]
    assert (wheel["name"], wheel["version"]) == ("numpy", numpy["version"])
    assert wheel["hashes"] == [{"alg": "SHA-256", "content": numpy["sha256"]}]
    assert {each["name"] for each in npm["components"]} == names | {"numpy"}


@pytest.mark.parametrize("name", ["python", "npm"])
def test_a_bill_is_valid(site: Path, name: str) -> None:
    text = (site / "licences" / f"{name}.cdx.json").read_text("utf-8")
    version = SchemaVersion.from_version(json.loads(text)["specVersion"])
    assert JsonStrictValidator(version).validate_str(text) is None


def test_equal_locks_give_equal_bills(
    tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    bill.write_bills(tmp_path, Shelf(tmp_path / "kept"))
    for place in bill.BILLS:
        assert (tmp_path / place).read_bytes() == (site / place).read_bytes()


def test_the_lecture_is_credited_by_its_title(site: Path) -> None:
    assert TITLE in page(site, "references").article.get_text()  # type: ignore[union-attr]
    first = page(site, "errata").select_one("article h1 ~ p")
    assert first is not None
    assert TITLE in first.get_text()
