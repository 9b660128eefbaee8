import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from audit.served import served
from lecture_site.build.publish import turn
from lecture_site.pdf.browser import FLAGS, provide_browser
from lecture_site.support.cpus import usable_cpus

ROOT = Path(__file__).resolve().parents[1]
QUIET = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
# What is started inherits this: under nohup it would pass by the signal that a test sends it.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
# In the background of a shell script, the one that Ctrl+C sends is passed by too.
signal.signal(signal.SIGINT, signal.default_int_handler)
LESSON = """---
description: {title}의 설명입니다.
jupyter:
  kernelspec:
    display_name: Python 3
    language: python
    name: python3
---

# {title} {{#title}}

{body}
"""


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests wait for kernels, browsers and builds."""
    return usable_cpus() + 1


@pytest.fixture(scope="session")
def site() -> Path:
    """The whole site as `make build` leaves it, built first unless it is up to date."""
    build = subprocess.run(
        [sys.executable, "-m", "lecture_site.build.once"],
        cwd=ROOT,
        env=QUIET,
        capture_output=True,
        text=True,
        check=False,
    )
    assert build.returncode == 0, build.stdout + build.stderr
    return ROOT / "site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served."""
    with served(site) as base:
        yield base


@pytest.fixture
def reader(browser: Browser, address: str) -> Iterator[Page]:
    """A page for a patient reader of the site; no script on it may fail."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_default_timeout(60_000)
    yield page
    context.close()
    assert not faults


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A running Chromium, installed first if there was none; it ends with the module."""
    program = provide_browser()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield running
        running.close()


def put_code(place: Locator, code: str) -> None:
    """Write into the field for code of a cell or a question, once its editor is there."""
    field = place.locator("textarea")
    if field.is_visible():
        field.focus()
    place.locator(".cm-content").fill(code)


def kernels(folder: Path) -> list[psutil.Process]:
    """Kernels that run in a folder or below it."""
    found = []
    for process in psutil.process_iter(["cmdline", "cwd"]):
        line, place = process.info["cmdline"] or [], process.info["cwd"] or ""
        if "lecture_site.run.kernel" in line and place.startswith(str(folder)):
            found.append(process)
    return found


def executed(done: subprocess.CompletedProcess[str]) -> set[str]:
    """Names of the lessons that a build has run."""
    assert done.returncode == 0, done.stdout + done.stderr
    return set(re.findall(r"Executed (\S+)\.md", done.stderr))


FILES = ("LICENSE", "requirements.lock", "package-lock.json", "pyproject.toml", "package.json")
"""What of the project's top folder a build reads, beside the settings."""


@dataclass(frozen=True, slots=True)
class Project:
    """A copy of the project with its own code and lessons of its own, to be changed by a test."""

    root: Path

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def environment(self) -> dict[str, str]:
        return {**QUIET, "PYTHONPATH": str(self.root / "src"), "SOURCE_DATE_EPOCH": "1764000000"}

    def path(self, name: str) -> Path:
        return self.root / "docs" / f"{name}.md"

    def shown(self, name: str) -> str:
        """HTML of a built page."""
        return (self.site / name / "index.html").read_text(encoding="utf-8")

    def write(self, name: str, title: str, body: str) -> None:
        """Write a page; all of its kind are lessons, and those below lessons/ are on the map."""
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(LESSON.format(title=title, body=body), encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Edit a file of the project."""
        text = (self.root / name).read_text(encoding="utf-8")
        assert old in text
        (self.root / name).write_text(text.replace(old, new), encoding="utf-8")

    def command(self, module: str, *arguments: str) -> list[str]:
        return [sys.executable, "-m", f"lecture_site.{module}", *arguments]

    def build(self, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command("build.once"),
            cwd=self.root,
            env={**self.environment, **variables},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="session")
def built_project(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Project:
    """A project of a home page, errata and two lessons; the second uses a module of its own.

    Workers that run tests side by side share it: nobody changes it.
    """
    alone = worker_id == "master"
    shared = tmp_path_factory.mktemp("built") if alone else tmp_path_factory.getbasetemp().parent
    with turn(shared):
        copy = Project(shared / "project")
        if not copy.root.is_dir():
            _make_project(copy)
    return copy


def _make_project(copy: Project) -> None:
    root = copy.root
    shutil.copytree(ROOT / "src", root / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "docs" / "assets", root / "docs" / "assets")
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    for name in FILES:
        shutil.copy(ROOT / name, root)
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    nav = "\nnav: [index.md, lessons/one.md, lessons/two.md, errata.md]\n"
    changed = re.sub(r"\nnav:\n.*?\n(?=theme:)", nav, text, flags=re.DOTALL)
    changed = changed.replace("  edition: true\n", "")
    (root / "mkdocs.yml").write_text(changed, encoding="utf-8")
    copy.write("index", "첫 화면", "글입니다. <!-- course-map -->")
    copy.write("errata", "정오표", "글입니다.")
    copy.write("lessons/one", "하나", "첫 글입니다.\n\n```python\nprint(6 * 7)\n```")
    (root / "src" / "backprop" / "answer.py").write_text("ANSWER = 41\n")
    body = "둘째 글입니다.\n\n```python\nfrom backprop.answer import ANSWER\n\nprint(ANSWER)\n```"
    copy.write("lessons/two", "둘", body)
    done = copy.build()
    assert done.returncode == 0, done.stderr


BELOW = "a/b/"
"""Where the host of the published project has it: not at its root."""
FIGURE = """```python tags=["hide-input"]
from backprop.samples import study_sleep
from figures.moving.neuron import neuron_figure

neuron_figure(study_sleep(), caption="노드 하나")
```"""


@pytest.fixture(scope="session")
def published(
    built_project: Project, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Project:
    """That project with a figure that moves, built for an address below a host's root."""
    alone = worker_id == "master"
    shared = tmp_path_factory.mktemp("public") if alone else tmp_path_factory.getbasetemp().parent
    with turn(shared):
        copy = Project(shared / "published")
        if not copy.root.is_dir():
            shutil.copytree(built_project.root, copy.root, symlinks=True)
            copy.write("lessons/one", "하나", f"첫 글입니다.\n\n{FIGURE}")
            done = copy.build(SITE_URL=f"https://host.example/{BELOW}")
            assert done.returncode == 0, done.stderr
    return copy


@pytest.fixture
def project(built_project: Project, tmp_path: Path) -> Project:
    """A copy of that project, built."""
    shutil.copytree(built_project.root, tmp_path / "project", symlinks=True)
    return Project(tmp_path / "project")
