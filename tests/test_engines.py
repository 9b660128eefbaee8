"""What `make engines` tells of a page: nothing of a good one, and each fault of a bad one."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from lecture_site.math.typeset import Formula, typeset
from lecture_site.paths import node_command
from lecture_site.pdf.browser import provide_browser
from lecture_site.support.shelf import Shelf

ROOT = Path(__file__).resolve().parents[1]
PAGE = """<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>글</title><style>
html{{font:20px/1.8 sans-serif}}.scroller{{overflow-x:auto}}.scroller[tabindex]{{background:
linear-gradient(red,blue)}}.slate{{background:#000;color:#fff}}{styles}</style></head>
<body><button id="scheme">밤</button><input class="md-search__input"><ol></ol>
<article class="md-content">{body}</article>
<script>
document.querySelector("#scheme").onclick = () => {{
  document.body.classList.add("slate");
  document.body.dataset.mdColorScheme = "slate";
}};
document.querySelector("input").oninput = (event) => {{
  if (event.target.value === "{indexed}")
    document.querySelector("ol").innerHTML = '<li class="md-search-result__item">글</li>';
}};
</script></body></html>"""
FORMULAS = (
    Formula(r"\frac{\partial E}{\partial w_1}", False, ""),
    Formula(r"\sqrt{\hat r}", False, ""),
    Formula(
        r"\begin{aligned} a &= b + c \\ &= \begin{bmatrix} 1 \\ 2 \end{bmatrix}\end{aligned}",
        True,
        "",
    ),
)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Prose with formulas."""
    rendered = typeset(FORMULAS, Shelf(tmp_path_factory.mktemp("mathematics")))
    inline, root, display = (rendered[each.tex, each.display] for each in FORMULAS)
    display = display.replace(' tabindex="0"', "")
    return f"<p>글과 식 {inline} 사이 {root}의 글</p>{display}"


def engines(folder: Path, body: str, indexed: str = "역전파") -> subprocess.CompletedProcess[str]:
    styles = (ROOT / "docs" / "assets" / "mathematics.css").read_text(encoding="utf-8")
    page = PAGE.format(styles=styles, body=body, indexed=indexed)
    (folder / "index.html").write_text(page, encoding="utf-8")
    provide_browser()
    return subprocess.run(
        [node_command(), ROOT / "tools" / "engines" / "main.mjs", folder, "chromium"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CI": "1"},
    )


def test_a_good_page_is_well(tmp_path: Path, good: str) -> None:
    done = engines(tmp_path, good)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed, 0 failed" in done.stdout


def test_a_page_is_opened_where_its_site_was_built_to_stand(tmp_path: Path, good: str) -> None:
    claim = '<link rel="canonical" href="https://host.example/a/b/">'
    place = "<script>if (location.pathname !== '/a/b/') console.error(location.pathname)</script>"
    done = engines(tmp_path, f"{claim}{good}{place}")
    assert done.returncode == 0, done.stdout + done.stderr
    lost = "<script>document.head.append(Object.assign(new Image(), {src: '/a.png'}))</script>"
    done = engines(tmp_path, f"{claim}{good}{lost}")
    assert "not loaded: http://127.0.0.1:" in done.stdout


def test_every_fault_of_a_bad_page_is_told(tmp_path: Path, good: str) -> None:
    torn = re.sub(r"(<mo [^>]*)>=<", r'\1 style="position:relative;left:-1.5em">=<', good)
    body = (
        torn.replace("<p>", '<p><span style="color:#444">').replace(
            "<math>", '<math style="position:relative;top:3px">', 1
        )
        + '<div style="width:2000px">넓은 것</div>'
        + '<pre class="scroller" tabindex="0">짧은 것</pre>'
        + '<pre class="scroller">'
        + "긴 것 " * 300
        + "</pre>"
        + good.replace("<annotation", '<annotation style="display:none"')
        + "<script>console.error('broken')</script>"
    )
    done = engines(tmp_path, body, indexed="순전파")
    assert done.returncode == 1
    for fault in (
        "px off its line",
        "px over “",
        "1280 px: the page (",
        "320 px: the page (",
        "a hint, and nothing scrolls: scroller “짧은 것”",
        "no hint that it scrolls: scroller “긴 것",
        "no keyboard: scroller “긴 것",
        "is copied as “",
        "console: broken",
        "dark: ",
        "search: 역전파 finds nothing",
    ):
        assert fault in done.stdout, fault
    assert "0 passed, 1 failed" in done.stdout


def test_an_engine_that_is_not_there_is_told_and_fails_where_nobody_reads(
    tmp_path: Path, good: str
) -> None:
    engines(tmp_path, good)
    for variables, status in (({}, 0), ({"CI": "1"}, 1)):
        done = subprocess.run(
            [node_command(), ROOT / "tools" / "engines" / "main.mjs", tmp_path, "firefox"],
            capture_output=True,
            text=True,
            check=False,
            env={"PATH": str(tmp_path), **variables},
        )
        assert "Not tried: firefox is not on this machine." in done.stdout
        assert done.returncode == status
