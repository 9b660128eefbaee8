"""What a writer sees in the browser is what was saved last, or why it cannot be shown."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from conftest import Project


class Served:
    """The preview of a project, and what its terminal says."""

    def __init__(self, project: Project, log: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.log = log
        with log.open("w") as file:
            self.process = subprocess.Popen(
                project.command("serving", "--address", self.address),
                cwd=project.root,
                env=project.environment,
                stdout=file,
                stderr=file,
            )

    def get(self, page: str) -> str:
        with urlopen(f"http://{self.address}/{page}") as answer:
            return answer.read().decode()

    def wait(self, is_so: Callable[[], bool]) -> float:
        """Wait until something is so; return the seconds that took."""
        started = time.perf_counter()
        while time.perf_counter() - started < 60:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if is_so():
                    return time.perf_counter() - started
            except OSError:
                pass
            time.sleep(0.02)
        raise AssertionError(f"nothing came of it\n{self.log.read_text()}")

    def shows(self, page: str, text: str) -> float:
        return self.wait(lambda: text in self.get(page))


@pytest.fixture(scope="module")
def project(built_project: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy of the small project for all tests here; each undoes what it edits."""
    root = tmp_path_factory.mktemp("served") / "project"
    shutil.copytree(built_project.root, root, symlinks=True)
    return Project(root)


@pytest.fixture(scope="module")
def served(project: Project) -> Iterator[Served]:
    running = Served(project, project.root / "log")
    running.shows("", "첫 화면")
    yield running
    running.process.terminate()
    running.process.wait()


@pytest.fixture
def said(served: Served) -> Callable[[], str]:
    """Give what the terminal has said since the test began."""
    before = len(served.log.read_text())
    return lambda: served.log.read_text()[before:]


def test_a_saved_page_alone_is_rendered_again(
    project: Project, served: Served, said: Callable[[], str]
) -> None:
    project.edit("docs/lessons/one.md", "첫 글", "고친 글")
    served.shows("lessons/one/", "고친 글")
    assert "고친 글" in served.get("sources/lessons/one.md.txt")
    served.wait(lambda: "Rendered lessons/one/ in" in said())
    assert "Executed" not in said()

    project.edit("docs/lessons/one.md", "6 * 7", "6 * 9")
    served.shows("lessons/one/", "<samp>54")
    assert "Executed one.md" in said()
    project.edit("docs/lessons/one.md", "6 * 9", "6 * 7")
    served.shows("lessons/one/", "<samp>42")
    assert said().count("Executed") == 1
    assert "Built everything" not in said()


def test_what_other_pages_show_is_rendered_there(
    project: Project, served: Served, said: Callable[[], str]
) -> None:
    long = "글자가 많은 문장입니다. " * 100
    project.edit("docs/lessons/one.md", "고친 글", f"{long}첫 글")
    served.shows("lessons/one/", "글자가 많은")
    minutes = served.get("lessons/one/").partition("읽는 데 약 ")[2].partition("분")[0]
    assert f">{minutes}분<" in served.get("")
    assert "Built everything" not in said()

    project.edit("docs/lessons/one.md", "# 하나", "# 새 이름")
    served.shows("lessons/two/", "새 이름")
    assert "Built everything" in said()
    project.edit("docs/lessons/one.md", "# 새 이름", "# 하나")
    served.shows("lessons/two/", "하나")


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("docs/lessons/one.md", "print(6 * 7)", "print(6 *)", "one.md:15: cell 1"),
        ("docs/lessons/one.md", "print(6 * 7)", "print(6 / 0)", "ZeroDivisionError"),
        ("docs/lessons/one.md", "첫 글", "[첫 글](nowhere.md)", "nowhere.md"),
        ("docs/lessons/one.md", "첫 글", "첫 글 0.123", "typed by hand"),
        ("docs/lessons/one.md", "description:", "descriptio:", "description"),
        ("src/backprop/answer.py", "41", "(41", "answer.py:1"),
        ("src/lecture_site/rendering.py", "import html", "import (html", "rendering.py"),
        ("mkdocs.yml", "plugins:", "plugin:", "plugin"),
    ],
)
def test_a_fault_is_shown_and_goes_with_the_next_save(
    project: Project, served: Served, file: str, old: str, new: str, told: str
) -> None:
    project.edit(file, old, new)
    served.shows("lessons/two/", "사이트를 만들지 못했습니다")
    assert told in served.get("lessons/two/")
    assert told in served.log.read_text()
    project.edit(file, new, old)
    served.shows("lessons/two/", "<samp>41")


def test_edited_code_is_live(project: Project, served: Served, said: Callable[[], str]) -> None:
    project.edit("src/backprop/answer.py", "41", "43")
    served.shows("lessons/two/", "<samp>43")
    project.edit("src/lecture_site/rendering.py", "읽는 데 약", "다 읽는 데 약")
    served.shows("lessons/two/", "다 읽는 데 약")
    assert said().count("Executed") == 1


def test_a_new_page_is_built_with_all_others(project: Project, served: Served) -> None:
    project.write("lessons/three", "셋", "셋째 글입니다.")
    project.edit("mkdocs.yml", "lessons/two.md", "lessons/two.md, lessons/three.md")
    served.shows("lessons/three/", "셋째 글")
    assert "lessons/three/" in served.get("")


def test_an_address_that_is_none_is_refused(project: Project) -> None:
    done = subprocess.run(
        project.command("serving", "--address", "8000"),
        cwd=project.root,
        env=project.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "host:port" in done.stderr
