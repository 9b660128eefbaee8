"""Time the builds against stock mkdocs-jupyter: ``make bench``.

Both build a copy of the project with the same pages. Stock is Material with mkdocs-jupyter alone,
``execute: true`` and its own cache on. Every figure is of one run, but for those of the preview,
which are means; they depend on the machine, which should have nothing else to do.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from keras_labs.fashion_data import ADVICE, DIGESTS, standard_sources
from keras_labs.provision import provide
from lecture_site.paths import ROOT

STOCK = """
site_name: stock
theme: {name: material, font: false}
plugins:
  - search
  - mkdocs-jupyter:
      include: ["*.md"]
      ignore: ["references.md"]
      execute: true
      allow_errors: false
"""
ONE_AT_ONCE = (
    "from lecture_site.build import once; from lecture_site.run import schedule; "
    "schedule.KERNELS_AT_ONCE = 1; once.main()"
)
LESSON = "docs/lessons/training.md"
PAGE = "lessons/training/"
SAVES, STOCK_SAVES = 60, 5
"""Ours is looked for every tenth of a second, so only the mean of many saves is a figure."""
RELOAD = re.compile(r"livereload\((\d+), (\d+)\);")
GROWTH = (50, 100)
FILLER = """---
description: 글 하나입니다.
jupyter:
  kernelspec: {display_name: Python 3, language: python, name: python3}
---

# 글 {#page}

글입니다.

```python
print(6 * 7)
```
"""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the project, built by the project's own code or by stock tools."""

    root: Path
    is_stock: bool

    @property
    def environment(self) -> dict[str, str]:
        """Variables of a build: the copy's own code, and the data that the project has found."""
        files = provide(DIGESTS, standard_sources(), ADVICE)
        return {
            **os.environ,
            "PYTHONPATH": str(self.root / "src"),
            "FASHION_MNIST_DIR": str(next(iter(files.values())).parent),
            "NO_MKDOCS_2_WARNING": "1",
        }

    def command(self, task: str) -> list[str]:
        """Return the command of a task, "build" or "serve"."""
        stock = ["-m", "mkdocs", task]
        own = ["-m", "lecture_site.build.once" if task == "build" else "lecture_site.build.serve"]
        return [sys.executable, *(stock if self.is_stock else own)]

    def build(self, command: list[str] | None = None) -> tuple[float, list[str]]:
        """Build; return the seconds it took and the names of the pages that were run."""
        started = time.perf_counter()
        done = subprocess.run(
            command or self.command("build"),
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        seconds = time.perf_counter() - started
        if done.returncode:
            sys.exit(f"the build in {self.root} failed:\n{done.stderr}")
        ran = re.findall(r"Executed (\S+)\.md", done.stderr)
        if self.is_stock:
            ran = re.findall(r"Cache miss, writing: \S+?(\w[\w-]*)\.md", done.stderr)
        return seconds, ran

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace a text where it first stands in a file."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(f"{name} has no {old!r}")
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve while the context lasts; give the address."""
        address = f"127.0.0.1:{_free_port()}"
        option = "--dev-addr" if self.is_stock else "--address"
        # A group of its own, so that its kernels end with it.
        server = subprocess.Popen(
            [*self.command("serve"), option, address],
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield f"http://{address}/"
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait()


def time_saves(copies: list[Copy], file: str, page: str, heading: str) -> list[float]:
    """Mean of the seconds from saving a changed sentence until an open page shows it.

    Parameters
    ----------
    copies : list of Copy
        Served together and saved in turns, so that they meet the same moods of the machine.
    file, page, heading : str
        Page to edit, its address, and the text above which sentences are added.
    """
    count = STOCK_SAVES if copies[0].is_stock else SAVES
    seconds = [0.0] * len(copies)
    with ExitStack() as servers:
        addresses = []
        for copy in copies:
            addresses.append(servers.enter_context(copy.served()))
            _wait_for_server(addresses[-1] + page)
        for number in range(count):
            mark = f"새로 {'다시 ' * number}고친 글입니다."
            for place, (copy, address) in enumerate(zip(copies, addresses, strict=True)):
                opened = _read(address + page)
                copy.edit(file, heading, f"\n{mark}\n{heading}")
                saved = time.perf_counter()
                while mark not in opened:
                    opened = _reload(address, page, opened)
                seconds[place] += time.perf_counter() - saved
                # The next save does not keep step with the search for changes.
                time.sleep(0.5 + number / (10 * count))
    return [each / count for each in seconds]


def _free_port() -> int:
    """Find a port that the system does not give to kernels meanwhile."""
    for port in range(8100, 8200):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)):
                return port
    sys.exit("there is no free port from 8100 to 8199")


def _read(address: str) -> str:
    with urlopen(address, timeout=600) as answer:
        return answer.read().decode()


def _reload(address: str, page: str, opened: str) -> str:
    """Wait as the script of an open page does until the server has a newer one; return that."""
    found = RELOAD.search(opened)
    if found is None:
        sys.exit(f"{address}{page} does not reload itself")
    epoch, request = found.groups()
    _read(f"{address}livereload/{epoch}/{request}")
    return _read(address + page)


def _wait_for_server(address: str) -> None:
    started = time.perf_counter()
    while time.perf_counter() - started < 600:
        with suppress(URLError, ConnectionError):
            _read(address)
            return
        time.sleep(0.1)
    sys.exit(f"nothing answers at {address}")


def copy_project(folder: Path, is_stock: bool) -> Copy:
    """Copy what a build needs; the course as one PDF is left out, for stock has none."""
    root = folder / ("stock" if is_stock else "ours")
    for name in ("docs", "src"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("requirements.lock", "package-lock.json"):
        shutil.copy(ROOT / name, root)
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("  edition: true\n", "")
    (root / "mkdocs.yml").write_text(STOCK if is_stock else settings, encoding="utf-8")
    index = root / "docs" / "index.md"
    text = index.read_text(encoding="utf-8").replace("(course.pdf)", "(errata.md)")
    index.write_text(text, encoding="utf-8")
    return Copy(root, is_stock)


def _with_filler(copy: Copy, pages: int) -> None:
    """Leave of the course what every page needs, and add so many pages that are all alike."""
    shutil.rmtree(copy.root / "docs" / "lessons")
    (copy.root / "docs" / "lessons").mkdir()
    for name in ("index", "errata"):
        text = FILLER.replace("글 {#page}", f"{name} {{#page}}")
        (copy.root / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    for name in ("review", "references"):
        (copy.root / "docs" / f"{name}.md").unlink()
    names = [f"lessons/page-{number}.md" for number in range(pages)]
    for name in names:
        (copy.root / "docs" / name).write_text(FILLER, encoding="utf-8")
    settings = copy.root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    nav = f"\nnav: [index.md, errata.md, {', '.join(names)}]\n"
    text = re.sub(r"\nnav:\n.*?\n(?=theme:)", nav, text, flags=re.DOTALL)
    settings.write_text(text, encoding="utf-8")


def _row(name: str, ours: str, stock: str, ratio: float | None, target: str, met: bool) -> None:
    shown = "" if ratio is None else f"{ratio:.2f}"
    print(f"{name:34}{ours:>16}{stock:>16}{shown:>7}  {target:22}{'met' if met else 'MISSED'}")


def main() -> None:
    """Measure and print the table."""
    print(f"{'':34}{'ours':>16}{'stock':>16}{'ratio':>7}  target", flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        ours, stock = (copy_project(Path(folder), is_stock) for is_stock in (False, True))
        alone, _ = ours.build([sys.executable, "-c", ONE_AT_ONCE])
        shutil.rmtree(ours.root / ".cache")
        cold, ran = ours.build()
        stock_cold, stock_ran = stock.build()
        _row("cold build", f"{cold:.1f} s", f"{stock_cold:.1f} s", cold / stock_cold, "", True)
        share = cold / alone
        _row(
            f"  of one lesson at a time, {alone:.1f} s",
            *(f"{len(ran)} pages run", f"{len(stock_ran)} pages run"),
            *(share, "ratio ≤ 0.7", share <= 0.7),
        )
        same, ran = ours.build()
        stock_same, _ = stock.build()
        met = same <= 3 and not ran
        _row(
            "unchanged rebuild",
            *(f"{same:.1f} s", f"{stock_same:.1f} s", same / stock_same),
            *("≤ 3 s, no page run", met),
        )
        saved, stock_saved = (
            time_saves([each], LESSON, PAGE, "\n## ")[0] for each in (ours, stock)
        )
        _row(
            "prose edit, saved to shown",
            *(f"{saved:.2f} s", f"{stock_saved:.2f} s", saved / stock_saved),
            *("≤ 1.0 s", saved <= 1),
        )
        for name, file, old, new, wanted in (
            ("edit of one cell", LESSON, "```python\n", "```python\n_ = 0\n", ["training"]),
            (
                "edit of a module of one lesson",
                *("src/backprop/optimize/line_search.py", '"""\n', '"""\n\nEDITED = True\n'),
                ["second-order"],
            ),
        ):
            times = []
            for each in (ours, stock):
                each.edit(file, old, new)
                times.append(each.build())
            (seconds, ran), (stock_seconds, stock_ran) = times
            _row(
                name,
                *(f"{seconds:.1f} s", f"{stock_seconds:.1f} s", seconds / stock_seconds),
                *(f"runs {', '.join(wanted)}", sorted(ran) == wanted),
            )
            print(f"  runs: {', '.join(ran)}; stock: {', '.join(stock_ran) or 'none (stale)'}")
    few, many = GROWTH
    growth = {}
    for is_stock in (False, True):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            copies = [copy_project(Path(folder) / str(pages), is_stock) for pages in GROWTH]
            for copy, pages in zip(copies, GROWTH, strict=True):
                _with_filler(copy, pages)
            file, page = "docs/lessons/page-0.md", "lessons/page-0/"
            growth[is_stock] = time_saves(copies, file, page, "\n```python")
    ours_grows, stock_grows = (growth[x][1] / growth[x][0] - 1 for x in (False, True))
    for place, pages in enumerate(GROWTH):
        saved, stock_saved = growth[False][place], growth[True][place]
        _row(
            f"prose edit among {pages} pages",
            *(f"{saved:.3f} s", f"{stock_saved:.2f} s", saved / stock_saved, "", True),
        )
    _row(
        f"  growth from {few} to {many}",
        *(f"{ours_grows:+.0%}", f"{stock_grows:+.0%}", None, "< 10 %", ours_grows < 0.1),
    )


if __name__ == "__main__":
    main()
