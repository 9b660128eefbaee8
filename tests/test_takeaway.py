"""Lessons taken away: notebook and script run outside the project, and say what the page says."""

import hashlib
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import nbformat
import pytest

from course_pages import LESSONS
from lecture_site.finish.takeaway import Place, as_plain_markdown, portable
from lecture_site.run.claims import MARK
from lecture_site.text.lesson import read_lesson

URLS = {"index.md": "./", "errata.md": "errata/", "lessons/training.md": "lessons/training/"}
LONG = {"keras-regression", "fashion-mnist"}
"""They train for a minute, and are made as the others are."""
AT_HOME = Place("lessons/training.md", URLS, "")
PUBLISHED = Place("lessons/training.md", URLS, "https://host.example/a/b/")


@pytest.fixture(scope="module")
def installed(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel of the site unpacked, as pip does it."""
    (wheel,) = (site / "assets" / "python").glob("*.whl")
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
    return folder


@pytest.mark.parametrize("stem", [stem for stem in LESSONS if stem not in LONG])
def test_the_script_of_a_lesson_prints_outside_the_project_what_the_page_shows(
    site: Path, installed: Path, tmp_path: Path, stem: str
) -> None:
    """Without the project: no ``.pth`` is read, so its own modules are out of reach."""
    place = site / "lessons" / stem / f"{stem}.ipynb"
    notebook = nbformat.read(place, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    packages = f"{installed}{os.pathsep}{sysconfig.get_path('purelib')}"
    done = subprocess.run(
        [sys.executable, "-S", "-W", "error", place.with_suffix(".py")],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": packages},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    streams = [out.text for cell in code for out in cell.outputs if out.output_type == "stream"]
    assert done.stdout == "".join(streams)


def test_the_packages_of_the_wheel_are_those_of_the_project(installed: Path) -> None:
    assert {path.name for path in installed.iterdir() if path.is_dir()} == {
        "backprop", "figures", "keras_labs", "lab", "backprop_lecture-1.0.0.dist-info"
    }  # fmt: skip
    told = (installed / "backprop_lecture-1.0.0.dist-info" / "METADATA").read_text()
    assert "Requires-Dist: numpy>=2.2\n" in told
    assert "Requires-Dist: tensorflow" in told


def test_a_notebook_installs_the_wheel_that_lies_on_the_site(site: Path) -> None:
    (wheel,) = (site / "assets" / "python").glob("*.whl")
    notebook = nbformat.read(site / "lessons/training/training.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert wheel.name in notebook.cells[0].source
    lesson = read_lesson(Path("docs/lessons/training.md").resolve())
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    first = portable(lesson.notebook, "training", PUBLISHED, digest).cells[0].source
    assert f"https://host.example/a/b/assets/python/{wheel.name}#sha256={digest}" in first


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("---\ntitle: 글\n---", ""),
        ("## 한 걸음 {#one-step}\n\n글", "## 한 걸음\n\n글"),
        (f"맞습니다.\u00a0{MARK}", "맞습니다.\u00a0✓"),
        (r"식 $\AH^{\mathsf T}$", r"식 ${A_H}^{\mathsf T}$"),
        ("```tex\n\\AH {#a}\n```", "```tex\n\\AH {#a}\n```"),
        ('!!! note "말"\n\n    - 하나\n    - 둘\n\n글', "> **말**\n>\n> - 하나\n> - 둘\n\n글"),
        (
            '??? question "왜?"\n\n    이래서.\n',
            "<details><summary>왜?</summary>\n\n이래서.\n\n</details>",
        ),
    ],
)  # fmt: skip
def test_what_the_page_has_of_its_own_is_written_as_notebooks_have_it(
    source: str, shown: str
) -> None:
    assert as_plain_markdown(source, AT_HOME) == shown


def test_code_from_files_is_in_the_notebook() -> None:
    source = '```py\n--8<-- "src/backprop/training.py:update"\n```'
    assert "learning_rate" in as_plain_markdown(source, AT_HOME)


@pytest.mark.parametrize(
    ("link", "published"),
    [
        ("[정오표](../errata.md#f1)", "[정오표](https://host.example/a/b/errata/#f1)"),
        ("[아래](#below)", "[아래](https://host.example/a/b/lessons/training/#below)"),
        ("[실험](?a=1#b)", "[실험](https://host.example/a/b/lessons/training/?a=1#b)"),
        ("[처음](../index.md)", "[처음](https://host.example/a/b/)"),
        ("[밖](https://example.org/x)", "[밖](https://example.org/x)"),
    ],
)
def test_a_link_leads_to_the_site_or_is_words_if_the_site_has_no_address(
    link: str, published: str
) -> None:
    assert as_plain_markdown(link, PUBLISHED) == published
    words = published if "example.org" in link else link.partition("]")[0][1:]
    assert as_plain_markdown(link, AT_HOME) == words
