"""What a writer sees in the browser is what was saved last, or why it cannot be shown."""

import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from conftest import Project, kernels
from lecture_site.build.serve import AddressError, read_address, serve
from lecture_site.build.workshop import Workshop


class Served:
    """The preview of a project, and what its terminal says."""

    def __init__(self, project: Project, log: Path, temporary: Path | None = None) -> None:
        env = project.environment
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{free.getsockname()[1]}"
        self.log = log
        with log.open("w") as file:
            self.process = subprocess.Popen(
                project.command("build.serve", "--address", self.address),
                cwd=project.root,
                env={**env, "TMPDIR": str(temporary)} if temporary else env,
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
    assert running.process.wait() == 130
    assert [*(project.root / ".cache").glob("preview/*")] == []


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
    project.edit("docs/lessons/one.md", "고친 글", "첫 글")
    served.shows("lessons/one/", "첫 글")


def test_what_other_pages_show_is_rendered_there(
    project: Project, served: Served, said: Callable[[], str]
) -> None:
    long = "글자가 많은 문장입니다. " * 100
    project.edit("docs/lessons/one.md", "첫 글", f"{long}첫 글")
    served.shows("lessons/one/", "글자가 많은")
    minutes = served.get("lessons/one/").partition("읽는 데 약 ")[2].partition("분")[0]
    assert f">{minutes}분<" in served.get("")
    assert "Built everything" not in said()

    project.edit("docs/lessons/one.md", "# 하나", "# 새 이름")
    served.shows("lessons/two/", "새 이름")
    assert "Built everything" in said()
    project.edit("docs/lessons/one.md", "# 새 이름", "# 하나")
    served.shows("lessons/two/", "하나")
    project.edit("docs/lessons/one.md", long, "")
    served.wait(lambda: "글자가 많은" not in served.get("lessons/one/"))


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("docs/lessons/one.md", "print(6 * 7)", "print(6 *)", "one.md:15: cell 1"),
        ("docs/lessons/one.md", "print(6 * 7)", "print(6 / 0)", "ZeroDivisionError"),
        ("docs/lessons/one.md", "첫 글", "[첫 글](nowhere.md)", "nowhere.md"),
        ("docs/lessons/one.md", "첫 글", "첫 글 0.123", "typed by hand"),
        ("docs/lessons/one.md", "description:", "descriptio:", "description"),
        ("src/backprop/answer.py", "41", "(41", "answer.py:1"),
        (
            "src/lecture_site/pages/additions.py",
            "import platform",
            "import (platform",
            "additions.py",
        ),
        ("mkdocs.yml", "plugins:", "plugin:", "plugin"),
        ("mkdocs.yml", "nav: [", "nav: [[", "error parsing the configuration file"),
    ],
)
def test_a_fault_is_shown_and_goes_with_the_next_save(
    project: Project, served: Served, file: str, old: str, new: str, told: str
) -> None:
    project.edit(file, old, new)
    # Not any fault: a file that is read while it is being written may lack anything for a moment.
    title = "사이트를 만들지 못했습니다"
    served.wait(lambda: all(words in served.get("lessons/two/") for words in (title, told)))
    assert told in served.log.read_text()
    # Where the code of the site itself or of a cell fails, a traceback is what its writer needs.
    is_code = file.startswith("src/lecture_site") or told == "ZeroDivisionError"
    assert ("Traceback" in served.get("lessons/two/")) == is_code
    project.edit(file, new, old)
    served.shows("lessons/two/", "<samp>41")


def test_edited_code_is_live(project: Project, served: Served, said: Callable[[], str]) -> None:
    project.edit("src/backprop/answer.py", "41", "43")
    served.shows("lessons/two/", "<samp>43")
    project.edit("src/lecture_site/pages/additions.py", "읽는 데 약", "다 읽는 데 약")
    served.shows("lessons/two/", "다 읽는 데 약")
    assert said().count("Executed") == 1


def test_a_new_page_is_built_with_all_others(
    project: Project, served: Served, said: Callable[[], str]
) -> None:
    project.write("lessons/three", "셋", "셋째 글입니다.")
    project.edit("mkdocs.yml", "lessons/two.md", "lessons/two.md, lessons/three.md")
    served.shows("lessons/three/", "셋째 글")
    assert "lessons/three/" in served.get("")
    served.wait(lambda: "Rendered lessons/three/ in" in said())
    served.wait(lambda: said().endswith("Reloading browsers\n"))


def test_what_editors_leave_and_take_away_is_no_change(
    project: Project, served: Served, said: Callable[[], str]
) -> None:
    lessons = project.root / "docs" / "lessons"
    page = lessons / "one.md"
    left = [lessons / name for name in (".one.md.swp", "4913", "one.md~", "#one.md#", ".DS_Store")]
    for path in left:
        path.write_text("# 남은 것\n\n0.123", encoding="utf-8")
    (lessons / ".#one.md").symlink_to("someone@nowhere")
    (lessons / "round").symlink_to(lessons)
    page.write_bytes(page.read_bytes())
    page.rename(lessons / "one.md.bak")
    shutil.copy(lessons / "one.md.bak", page)
    time.sleep(1)
    assert said() == ""

    project.edit("docs/lessons/one.md", "첫 글", "새 글")
    served.shows("lessons/one/", "새 글")
    served.wait(lambda: "Reloading browsers" in said())
    assert said().count("Detected file changes") == said().count("Rendered lessons/one/ in") == 1
    project.edit("docs/lessons/one.md", "새 글", "첫 글")
    served.shows("lessons/one/", "첫 글")
    for path in [*left, lessons / ".#one.md", lessons / "round", lessons / "one.md.bak"]:
        path.unlink()


def test_files_and_folders_that_come_and_go_do_not_stop_it(
    project: Project, served: Served
) -> None:
    lessons = project.root / "docs" / "lessons"
    away = project.root / "away"
    lessons.rename(away)
    served.shows("", "which is not in")
    for number in range(200):
        (project.root / "docs" / "fleeting.md").write_text(str(number))
        (project.root / "docs" / "fleeting.md").unlink()
    (project.root / "mkdocs.yml").rename(project.root / "settings")
    served.wait(lambda: "mkdocs.yml" in served.get("") and "which is not in" not in served.get(""))
    (project.root / "settings").rename(project.root / "mkdocs.yml")
    away.rename(lessons)
    served.shows("lessons/two/", "<samp>4")


def test_a_failing_cell_that_writes_a_file_is_not_run_for_ever(
    project: Project, served: Served, said: Callable[[], str]
) -> None:
    writes = "open(f'{__import__('time').time()}.csv', 'w').close()"
    project.edit("docs/lessons/one.md", "print(6 * 7)", writes)
    served.shows("lessons/one/", "a lesson cannot write")
    times = said().count("Executed")
    time.sleep(1)
    assert said().count("Executed") == times
    project.edit("docs/lessons/one.md", writes, "print(6 * 7)")
    served.shows("lessons/one/", "<samp>42")
    assert [*(project.root / "docs").rglob("*.csv")] == []


def test_the_pdf_is_said_to_be_missing(served: Served) -> None:
    with pytest.raises(HTTPError) as answer:
        served.get("course.pdf")
    assert answer.value.code == 404
    assert "make build" in answer.value.read().decode()


def test_a_preview_keeps_nothing_for_reading_offline_and_ends_what_does(served: Served) -> None:
    assert "offline.js" not in served.get("")
    assert "registration.unregister()" in served.get("sw.js")


WAITING = "아직 실행하지 않았습니다"


def test_the_page_that_is_looked_at_is_asked_for_and_what_it_loads_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = Workshop(tmp_path / "mkdocs.yml", "http://127.0.0.1:8000/", tmp_path)
    workshop.is_settled.set()
    workshop.is_built = True
    asked: list[str] = []
    monkeypatch.setattr(workshop.apart, "ask_for", asked.append)
    app = workshop.app(lambda *_: [])
    for place in ("/lessons/one/", "/assets/site-0.css", "/assets/figures.js", "/livereload/1/2"):
        app({"PATH_INFO": place}, None)
    assert asked == ["one"]


@pytest.fixture
def fresh(built_project: Project, tmp_path: Path) -> Iterator[Callable[[], Served]]:
    """Serve a copy of the project of which no lesson has run."""
    root = tmp_path / "waiting"
    shutil.copytree(built_project.root, root, symlinks=True)
    shutil.rmtree(root / ".cache" / "site" / "lessons")
    (tmp_path / "t").mkdir()
    served = []

    def serve() -> Served:
        served.append(Served(Project(root), tmp_path / "log", tmp_path / "t"))
        return served[-1]

    yield serve
    for each in served:
        each.process.kill()
        each.process.wait()


def test_pages_are_there_before_their_lessons_have_run(
    fresh: Callable[[], Served], tmp_path: Path
) -> None:
    project = Project(tmp_path / "waiting")
    project.edit("docs/lessons/one.md", "print(", "import time\ntime.sleep(4)\nprint(")
    value = "{{ ANSWER }}{이/가} 답입니다. {{ claim(ANSWER == 41) }} $x = {{ ANSWER }}$"
    project.edit("docs/lessons/two.md", "print(ANSWER)\n```", f"print(ANSWER)\n```\n\n{value}")
    served = fresh()
    first: list[str] = []
    served.wait(lambda: first.append(served.get("lessons/two/")) or "둘째 글" in first[-1])
    assert WAITING in first[-1]
    assert "…이(가) 답입니다." in first[-1]
    assert "실행으로 확인한 문장" not in first[-1]
    served.shows("lessons/two/", "41이 답입니다.")
    assert "실행으로 확인한 문장" in served.get("lessons/two/")
    assert WAITING not in served.get("lessons/two/")
    assert WAITING in served.get("lessons/one/")
    served.shows("lessons/one/", "<samp>42")
    said = served.log.read_text()
    assert said.count("Built everything") == 1
    assert re.search(r"Executed two\.md(.|\n)*Executed one\.md", said)


def test_what_is_changed_while_it_runs_is_run_anew(
    fresh: Callable[[], Served], tmp_path: Path
) -> None:
    project = Project(tmp_path / "waiting")
    project.edit("docs/lessons/one.md", "print(", "import time\ntime.sleep(500)\nprint(")
    served = fresh()
    served.wait(lambda: len(kernels(project.root)) == 1)  # The other lesson has ended.
    project.edit("docs/lessons/one.md", "time.sleep(500)\nprint(6", "print(8")
    served.shows("lessons/one/", "<samp>56")
    project.edit("src/backprop/answer.py", "41", "43")
    served.shows("lessons/two/", "<samp>43")
    served.wait(lambda: kernels(project.root) == [])


def test_a_lesson_that_fails_while_pages_are_read_is_told(
    fresh: Callable[[], Served], tmp_path: Path
) -> None:
    project = Project(tmp_path / "waiting")
    project.edit("docs/lessons/one.md", "6 * 7", "6 / 0")
    served = fresh()
    served.shows("lessons/two/", "사이트를 만들지 못했습니다")
    assert "ZeroDivisionError" in served.get("lessons/two/")
    project.edit("docs/lessons/one.md", "6 / 0", "6 * 7")
    served.shows("lessons/one/", "<samp>42")
    served.shows("lessons/two/", "<samp>41")


@pytest.mark.parametrize(
    "sent",
    [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL],
    ids=lambda sent: sent.name,
)
def test_however_it_is_ended_it_leaves_nothing(
    fresh: Callable[[], Served], tmp_path: Path, sent: signal.Signals
) -> None:
    project = Project(tmp_path / "waiting")
    project.edit("docs/lessons/one.md", "print(", "import time\ntime.sleep(500)\nprint(")
    served = fresh()
    served.wait(lambda: bool(kernels(project.root)))
    served.process.send_signal(sent)
    code = served.process.wait(timeout=60)
    if sent != signal.SIGKILL:
        assert code == 130, served.log.read_text()
        assert kernels(project.root) == []
        assert [*(project.root / ".cache").glob("preview/*")] == []
    ended = time.perf_counter()
    while kernels(project.root) or [*(tmp_path / "t").iterdir()]:
        assert time.perf_counter() - ended < 10


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("127.0.0.1:8000", ("127.0.0.1", 8000)),
        ("localhost:1", ("localhost", 1)),
        ("[::1]:65535", ("::1", 65535)),
        ("0.0.0.0:8000", ("0.0.0.0", 8000)),
    ],
)
def test_an_address_is_a_host_and_a_port(text: str, address: tuple[str, int]) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize(
    ("text", "told"),
    [
        *((text, "must be host:port, such as") for text in (
            "", "8000", ":8000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:-1",
            "127.0.0.1:8000/", "http://127.0.0.1:8000", "::1:8000", "[::1]", "[name]:8000",
            "127.0.0.1:８０００", "127.0.0.1: 8000", "a b:8000",
        )),
        *((f"127.0.0.1:{port}", f"there is no port {port}") for port in ("0", "65536", "99999")),
    ],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(text: str, told: str) -> None:
    with pytest.raises(AddressError) as error:
        read_address(text)
    assert told in str(error.value)


@pytest.mark.parametrize(
    ("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
)
def test_a_port_that_is_taken_is_told_before_anything_is_built(
    tmp_path: Path, family: socket.AddressFamily, host: str
) -> None:
    with socket.socket(family) as taken:
        try:
            taken.bind((host, 0))
        except OSError:
            pytest.skip(f"this machine has no {host}")
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(AddressError) as error:
            serve(tmp_path / "mkdocs.yml", host, port)
    assert "the port is taken" in str(error.value)
    assert "make serve ADDRESS=" in str(error.value)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("host", "told"), [("192.0.2.1", "no such address"), ("nobody.invalid", "no machine is called")]
)
def test_an_address_of_no_machine_or_of_another_is_told(
    tmp_path: Path, host: str, told: str
) -> None:
    with pytest.raises(AddressError) as error:
        serve(tmp_path / "mkdocs.yml", host, 8000)
    assert told in str(error.value)
