"""A kernel has the environment of the build; what finds things or mends a processor passes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lecture_site.run.environment import COMPUTING, kernel_environment


def test_what_a_processor_needs_passes_and_the_rest_does_not(tmp_path: Path) -> None:
    theirs = dict.fromkeys([*COMPUTING, "OMP_NUM_THREADS", "LC_NAME", "PYTHONWARNINGS"], "x")
    ours = kernel_environment(tmp_path, {**theirs, "PATH": "/bin"})
    assert {name for name, value in ours.items() if value == "x"} == set(COMPUTING)
    assert ours["PATH"] == "/bin"


def test_two_writers_have_the_same_environment(tmp_path: Path) -> None:
    one = kernel_environment(tmp_path, {"LANG": "ko_KR.UTF-8", "HOME": "/a", "KERAS_HOME": "/b"})
    assert one == kernel_environment(tmp_path, {"TZ": "Asia/Seoul", "KERAS_HOME": "/c"})
    for name in ("HOME", "TMPDIR", "IPYTHONDIR", "KERAS_HOME"):
        assert Path(one[name]).is_relative_to(tmp_path)
        assert Path(one[name]).is_dir()


def test_data_are_found_where_the_writer_keeps_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ours = kernel_environment(tmp_path / "own", {"FASHION_MNIST_DIR": "data"})
    assert ours["FASHION_MNIST_DIR"] == str(tmp_path / "data")
    kept = tmp_path / "keras" / "datasets" / "fashion-mnist"
    assert "FASHION_MNIST_DIR" not in kernel_environment(
        tmp_path / "own", {"KERAS_HOME": str(tmp_path / "keras")}
    )
    kept.mkdir(parents=True)
    ours = kernel_environment(tmp_path / "own", {"KERAS_HOME": str(tmp_path / "keras")})
    assert ours["FASHION_MNIST_DIR"] == str(kept)


def test_a_slow_list_of_fonts_says_nothing_in_a_lesson(tmp_path: Path) -> None:
    # Matplotlib warns when the list, made once, takes long; here it takes long at once.
    code = f"""
import threading
from pathlib import Path
from unittest.mock import Mock
threading.Timer = lambda seconds, warn: Mock(start=warn)
from lecture_site.run.kernel import Kernel
Kernel(Path({str(tmp_path)!r}), Mock())
"""
    for name in ("stdout", "stderr"):
        (tmp_path / name).touch()
    variables = {**os.environ, "MPLCONFIGDIR": str(tmp_path / "fonts")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=True
    )
    assert [*(tmp_path / "fonts").glob("fontlist*")] != []
    assert "font cache" not in done.stdout + done.stderr
