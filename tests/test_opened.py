"""What a lesson reads, writes and starts unseen is refused; what it may do is left alone."""

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from lecture_site.run.kernels import started

type Ask = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Put a cell to a running kernel; its folder is that of the lessons."""
    with asyncio.Runner() as runner:
        context = started(ROOT / "docs" / "lessons")
        kernel = runner.run(context.__aenter__())
        yield lambda code: runner.run(kernel.ask({"cell": code}, 600))
        runner.run(context.__aexit__(None, None, None))


@pytest.mark.parametrize(
    "code",
    [
        "open({path!r}).read()",
        "open({path!r}.encode(), 'rb').read()",
        "open({path!r}, 'r+').close()",
        "import os; os.read(os.open({path!r}, os.O_RDONLY), 9)",
        "import io; io.open_code({path!r}).close()",
        "import io; io.FileIO({path!r}).close()",
        "from pathlib import Path; Path({path!r}).read_bytes()",
        "import os; os.chdir(os.path.dirname({path!r})); open('data.npy', 'rb').close()",
        "import numpy as np; np.load({path!r})",
        "import numpy as np; np.memmap({path!r}, mode='r')",
        "import numpy as np; np.fromfile({path!r})",
        "import sqlite3; sqlite3.connect({path!r})",
        "import sqlite3; sqlite3.connect('file:' + {path!r} + '?mode=ro', uri=True)",
        "import mmap\nwith open({path!r}, 'rb') as f: mmap.mmap(f.fileno(), 0, access=1)",
        "try: open({path!r})\nexcept Exception: pass",
    ],
)
def test_whatever_is_read_elsewhere_is_noted(ask: Ask, tmp_path: Path, code: str) -> None:
    path = tmp_path / "data.npy"
    import numpy as np

    np.save(path, np.arange(9))
    reply = ask(code.format(path=str(path)))
    assert os.path.realpath(path) in reply["used"] or path.name in str(reply["refused"])


@pytest.mark.parametrize(
    "code",
    [
        "open('fashion-mnist.md').read()",
        "open('/etc/hostname').read()",
        "open('/proc/cpuinfo').read()",
        "open('../../README.md').read()",
        "open('../../.cache/site/lock').read()",
        "import os; os.listdir('.')",
        "from pathlib import Path; list(Path('..').glob('*.md'))",
    ],
)
def test_so_is_what_a_lesson_reads_of_the_project_and_of_the_machine(ask: Ask, code: str) -> None:
    reply = ask(f"import os; os.chdir({str(ROOT / 'docs' / 'lessons')!r})\n{code}")
    assert reply["used"] != [], reply["fault"]


@pytest.mark.parametrize(
    "code",
    [
        "open({path!r}, 'w')",
        "open({path!r}, 'ab')",
        "from pathlib import Path; Path({path!r}).write_text('a')",
        "from pathlib import Path; Path({path!r}).touch()",
        "from pathlib import Path; Path({path!r}).mkdir()",
        "import os; os.open({path!r}, os.O_CREAT | os.O_WRONLY)",
        "import os; os.rename({old!r}, {path!r})",
        "import os; os.link({old!r}, {path!r})",
        "import os; os.symlink({old!r}, {path!r})",
        "import shutil; shutil.copy(__import__('numpy').__file__, {path!r})",
        "import os, shutil; shutil.rmtree(os.path.dirname({old!r}))",
        "import os; os.remove({old!r})",
        "import os; os.truncate({old!r}, 0)",
        "import numpy as np; np.save({path!r}, np.ones(3))",
        "import numpy as np; np.memmap({path!r}, mode='w+', shape=9)",
        "import sqlite3; sqlite3.connect({path!r})",
        "import matplotlib.pyplot as plt; plt.plot([1]); plt.savefig({path!r} + '.png')",
        "try: open({path!r}, 'w')\nexcept OSError: pass",
        "import warnings; warnings.simplefilter('ignore'); import os; os.mkdir({path!r})",
    ],
)
def test_what_would_be_left_behind_is_refused_before_it_is_there(
    ask: Ask, tmp_path: Path, code: str
) -> None:
    (tmp_path / "old").write_text("old")
    reply = ask(code.format(path=str(tmp_path / "new"), old=str(tmp_path / "old")))
    assert any("cannot write" in each and str(tmp_path) in each for each in reply["refused"])
    assert [each.name for each in tmp_path.iterdir()] == ["old"]
    assert (tmp_path / "old").read_text() == "old"


@pytest.mark.parametrize(
    "code",
    [
        "import subprocess; subprocess.run(['cat', '/etc/hostname'])",
        "import os; os.system('ls')",
        "import os; os.popen('ls')",
        "import os; os.posix_spawn('/bin/ls', ['ls'], {})",
        "import os; os.fork()",
        "import multiprocessing as m; m.get_context('fork').Process(target=print).start()",
        "get_ipython().system('ls')",
        "get_ipython().run_cell_magic('bash', '', 'ls')",
    ],
)
def test_starting_a_program_is_refused(ask: Ask, code: str) -> None:
    assert "cannot start programs" in ask(code)["refused"][0]


@pytest.mark.parametrize(
    "code",
    [
        "import tempfile, pathlib\nwith tempfile.TemporaryDirectory() as name:\n"
        "    path = pathlib.Path(name) / 'a'\n    path.write_text('b')\n"
        "    path.rename(path.with_name('c'))\n    path.with_name('c').read_text()",
        "import tempfile\nwith tempfile.TemporaryFile() as file: file.write(b'a')",
        "import numpy, zoneinfo; zoneinfo.ZoneInfo('Asia/Seoul')",
        "from figures.picture import canvas, picture\nfig, ax = canvas()\n"
        "ax.plot([1], color='#1565c0')\n"
        "picture(fig, alt='그림')",
        "import sqlite3; sqlite3.connect(':memory:').execute('select 1')",
        "import inspect, json; inspect.getsource(json)",
        "import platform; platform.machine()",
        "import threading; t = threading.Thread(target=len, args=('',)); t.start(); t.join()",
        "open('/dev/null', 'w').close()",
    ],
)
def test_what_leaves_nothing_behind_is_allowed(ask: Ask, code: str) -> None:
    reply = ask(code)
    assert reply["fault"] is None
    assert reply["refused"] == []
    src = str(ROOT / "src")
    assert [path for path in reply["used"] if not path.startswith(src)] == []
