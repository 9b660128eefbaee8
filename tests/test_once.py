"""A build does what is needed, and whatever happens to it, the published site is a whole one."""

import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

from conftest import Project, executed, kernels
from lecture_site.build.once import BuildError, build, inputs_digest
from lecture_site.build.publish import digest_of_tree, is_current, publish, write_stamp


def test_only_what_an_edit_can_change_runs_again(project: Project) -> None:
    assert executed(project.build()) == set()
    again = project.build()
    assert executed(again) == set()
    assert "is up to date" in again.stdout

    project.edit("docs/lessons/one.md", "첫 글", "고친 글")
    assert executed(project.build()) == set()
    assert "고친 글" in project.shown("lessons/one")

    project.edit("docs/lessons/one.md", "6 * 7", "6 * 9")
    assert executed(project.build()) == {"one"}
    assert "54" in project.shown("lessons/one")

    project.edit("src/backprop/answer.py", "41", "43")
    assert executed(project.build()) == {"two"}
    assert "43" in project.shown("lessons/two")

    project.edit("src/backprop/optimize/first_order.py", '"""Gradient', '"""The gradient')
    assert executed(project.build()) == set()

    project.edit("requirements.lock", "numpy==", "numpy==0")
    assert executed(project.build()) == {"index", "errata", "one", "two"}


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings and a page that takes code from a file."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "one.md").write_text('--8<-- "code.py:part"', encoding="utf-8")
    for name in ("mkdocs.yml", "code.py", "requirements.lock", "package-lock.json", "README.md"):
        (tmp_path / name).write_text(name)
    return tmp_path / "mkdocs.yml"


@pytest.mark.parametrize(
    "name", ["README.md", "tests/test_one.py", "docs/.one.md.swp", "docs/one.md~", ".git/HEAD"]
)
def test_what_no_page_is_made_of_changes_nothing(pages: Path, name: str) -> None:
    before = inputs_digest(pages)
    path = pages.parent / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("another")
    assert inputs_digest(pages) == before


@pytest.mark.parametrize(
    "name", ["docs/one.md", "docs/picture.png", "code.py", "mkdocs.yml", "requirements.lock"]
)
def test_what_a_page_is_made_of_changes_it(pages: Path, name: str) -> None:
    before = inputs_digest(pages)
    (pages.parent / name).write_text("another")
    assert inputs_digest(pages) != before


def test_of_the_time_that_is_asked_for_the_day_counts(
    pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = [inputs_digest(pages)]
    for asked in ("", "1764000000", "1764000001", "1764100000"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", asked)
        digests.append(inputs_digest(pages))
    unset, empty, morning, a_second_later, another_day = digests
    assert unset == empty
    assert morning == a_second_later
    assert len({unset, morning, another_day}) == 3


def test_a_site_is_current_whatever_else_was_built_from_the_pages(tmp_path: Path) -> None:
    """As the tests do, which build the pages into a folder of their own."""
    sites = [tmp_path / "site", tmp_path / "another"]
    for site in sites:
        site.mkdir()
        write_stamp(site, "inputs", tmp_path / "stamp")
    assert all(is_current(site, "inputs", tmp_path / "stamp") for site in sites)
    assert not is_current(sites[0], "other inputs", tmp_path / "stamp")
    sites[1].rmdir()
    write_stamp(sites[0], "inputs", tmp_path / "stamp")
    assert str(sites[1]) not in (tmp_path / "stamp").read_text()


@pytest.mark.parametrize(
    ("variables", "message"),
    [({"SOURCE_DATE_EPOCH": "yesterday"}, "SOURCE_DATE_EPOCH must be"), ({}, "mkdocs.yml")],
)
def test_what_cannot_be_built_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], message: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(BuildError, match=message):
        build(tmp_path / "mkdocs.yml", tmp_path / "site")


def test_a_published_site_that_was_touched_is_built_again(project: Project) -> None:
    whole = digest_of_tree(project.site)
    (project.site / "index.html").write_text("못 쓰게 됨", encoding="utf-8")
    done = project.build()
    assert executed(done) == set()
    assert digest_of_tree(project.site) == whole


def test_a_damaged_result_is_said_and_made_anew(project: Project) -> None:
    whole = digest_of_tree(project.site)
    for entry in (project.root / ".cache" / "site" / "lessons").iterdir():
        entry.write_bytes(entry.read_bytes()[:-5])
    shutil.rmtree(project.site)
    done = project.build()
    assert executed(done) == {"index", "errata", "one", "two"}
    assert "Thrown away, for it was damaged" in done.stderr
    assert digest_of_tree(project.site) == whole


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("print(6 * 7)", "print(6 / 0)", "ZeroDivisionError"),
        ("print(6 * 7)", "print(6 *)", r"one.md:15: cell 1: invalid syntax"),
        (
            "print(6 * 7)",
            "__import__('importlib').import_module('backprop.optimize.races')",
            "races.py",
        ),
        ("print(6 * 7)", "print(open('two.md').read()[:3])", "two.md"),
        ("첫 글", "[첫 글](nowhere.md)", "nowhere.md"),
    ],
)
def test_a_fault_is_named_and_leaves_the_published_site(
    project: Project, old: str, new: str, message: str
) -> None:
    whole = digest_of_tree(project.site)
    project.edit("docs/lessons/one.md", old, new)
    done = project.build()
    assert done.returncode == 1
    assert message in done.stderr
    assert digest_of_tree(project.site) == whole
    assert [path.name for path in project.root.glob(".site*")] == []


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_build_ends_at_once_with_its_kernels(
    project: Project, sent: signal.Signals
) -> None:
    for name in ("one", "two"):
        project.edit(f"docs/lessons/{name}.md", "print(", "import time\ntime.sleep(500)\nprint(")
    running = subprocess.Popen(
        project.command("build.once"),
        cwd=project.root,
        env=project.environment,
        stderr=subprocess.DEVNULL,
    )
    whole = digest_of_tree(project.site)
    while len(kernels(project.root)) < 2:
        assert running.poll() is None
        time.sleep(0.1)
    running.send_signal(sent)
    assert running.wait(timeout=20) == 130
    assert kernels(project.root) == []
    assert digest_of_tree(project.site) == whole


def test_two_builds_at_once_take_turns(project: Project) -> None:
    project.edit("docs/lessons/one.md", "6 * 7", "6 * 8")
    both = [
        subprocess.Popen(
            project.command("build.once"),
            cwd=project.root,
            env=project.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    told = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted("is up to date" in text for text in told) == [False, True]
    assert sum("Another build is running" in text for text in told) == 1
    assert (project.site / "index.html").is_file()


def test_publishing_exchanges_the_folders(tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    publish(tmp_path / "new", tmp_path / "old")
    assert (tmp_path / "old" / "file").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_publishing_without_an_exchange_in_one_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lecture_site.build.publish._exchange", lambda *_: False)
    test_publishing_exchanges_the_folders(tmp_path)
