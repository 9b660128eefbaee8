"""What must stop a build does stop it, and the message names the place."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from lecture_site.build import once
from test_lesson_source import FRONT

HOME = FRONT.replace("# 제목 {#title}", "# 첫 화면 {#home}") + "글입니다.\n"


def write(folder: Path, lesson: str) -> Path:
    """Write a site of one lesson with the project's own configuration; return its settings."""
    docs = folder / "docs"
    (docs / "lessons").mkdir(parents=True)
    shutil.copytree(ROOT / "docs" / "assets", docs / "assets")
    for name in once.LOCKS:
        shutil.copy(ROOT / name, folder)
    (docs / "index.md").write_text(HOME, encoding="utf-8")
    (docs / "errata.md").write_text("# 정오표 {#errata}\n\n글입니다.\n", encoding="utf-8")
    (docs / "lessons" / "one.md").write_text(FRONT + lesson, encoding="utf-8")
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    before, _, rest = text.partition("\nnav:\n")
    rest = rest[rest.index("\ntheme:") :]
    nav = "\nnav:\n  - index.md\n  - lessons/one.md\n  - errata.md\n"
    text = (before + nav + rest).replace("src/lecture_site/", f"{ROOT}/src/lecture_site/")
    text = text.replace("watch:\n  - src\n", "")
    text = text.replace("base_path: [!relative $config_dir]", f'base_path: ["{ROOT}"]')
    text = text.replace("  edition: true\n", "")
    config = folder / "mkdocs.yml"
    config.write_text(text, encoding="utf-8")
    return config


def build(folder: Path, lesson: str) -> subprocess.CompletedProcess[str]:
    """Build a site of one lesson."""
    config = write(folder, lesson)
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--config-file", str(config)],
        cwd=folder / "docs",  # No path depends on the folder that it is called from.
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_sound_page_is_built(tmp_path: Path) -> None:
    done = build(tmp_path, "```python\nx = 2\nprint(x)\n```\n\n$\\AH = {{ x }}$입니다.\n")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site" / "lessons" / "one" / "index.html").read_text(encoding="utf-8")
    assert "<math" in page
    assert "<samp>2\n</samp>" in page
    assert "1 / 1" in page


@pytest.mark.parametrize(
    ("lesson", "message"),
    [
        ("[어디](missing.md), [어디](../index.md#nowhere)\n", "lessons/missing.md; #nowhere"),
        ('```py\n--8<-- "src/backprop/network.py:nowhere"\n```\n', "nowhere"),
        ("$\\nowhere$\n", "lessons/one.md, formula 1"),
        ("그림 🦜입니다.\n", "lessons/one/: 🦜 (U+1F99C)"),
        ("```python\nraise OSError('닿지 않음')\n```\n", "one.md:13: cell 1, line 1"),
        ("값은 줄어듭니다. {{ claim(1 > 2) }}\n", "값은 줄어듭니다."),
        (
            "```python\na = 0.26\n```\n\n$2 \\times {{ a:.1f }} = {{ 2 * a:.1f }}$\n",
            r"lessons/one.md:16: 2 \times 0.3 = 0.5: the shown numbers give 0.6",
        ),
        ("비용은 0.1952입니다.\n", "lessons/one.md:12: typed by hand, not computed: 0.1952"),
    ],
    ids=["link", "snippet", "formula", "glyph", "cell", "claim", "arithmetic", "number"],
)
def test_a_fault_stops_the_build_and_is_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, lesson: str, message: str
) -> None:
    config = write(tmp_path, lesson)
    with pytest.raises(once.BuildError) as error:
        once.build(config, tmp_path / "site")
    told = f"{error.value}\n{caplog.text}"
    for part in message.split("; "):
        assert part in told


def test_a_fault_ends_the_command_with_an_error(tmp_path: Path) -> None:
    done = build(tmp_path, "```python\nraise OSError('닿지 않음')\n```\n")
    assert done.returncode != 0
    assert "one.md:13: cell 1, line 1" in done.stdout + done.stderr
