"""Lessons that run beside a preview, in processes of their own, while it is served and read."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from lecture_site.support.shelf import Shelf

DIED = "the process that ran it has died; its last words are in the terminal"


class Ended(NamedTuple):
    """A lesson that has ended: its file, and what is wrong with it if anything is."""

    path: Path
    fault: str


class Apart:
    """The lessons that a preview waits for.

    Parameters
    ----------
    shelf : Shelf
        Where their results are kept.

    Attributes
    ----------
    count : int
        How many have ended since the beginning.
    """

    def __init__(self, shelf: Shelf) -> None:
        self.count = 0
        self._shelf = shelf
        self._lock = threading.Lock()
        self._asked = ""
        self._running: dict[Path, str] = {}
        self._ended: list[Ended] = []
        self._processes: list[subprocess.Popen[str]] = []

    def run(self, lessons: dict[Path, str]) -> None:
        """Run lessons, given with the keys of their results, unless they are running already."""
        with self._lock:
            new = {path: key for path, key in lessons.items() if self._running.get(path) != key}
            if not new:
                return
            command = [sys.executable, "-m", "lecture_site.run.apart", str(self._shelf.folder)]
            process = subprocess.Popen(
                [*command, *map(str, new)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            self._running |= new
            self._processes.append(process)
        threading.Thread(target=self._follow, args=(process, new), daemon=True).start()
        self.ask_for(self._asked)

    def ask_for(self, stem: str) -> None:
        """Have a lesson come next: someone looks at its page."""
        with self._lock:
            self._asked = stem
            for process in self._processes:
                _write(process, stem)

    def ended(self) -> list[Ended]:
        """Return what has ended since this was called last."""
        with self._lock:
            ended, self._ended = self._ended, []
        return ended

    def stop(self) -> None:
        """End all that runs; nothing of it will be told."""
        with self._lock:
            stopped, self._processes = self._processes, []
            self._running, self._ended = {}, []
        for process in stopped:
            process.terminate()
        for process in stopped:
            process.wait()

    def _follow(self, process: subprocess.Popen[str], lessons: dict[Path, str]) -> None:
        """Take what a process tells until its end."""
        for path, fault in _reports(process, lessons):
            with self._lock:
                # Another may have been asked to run it anew, for it was changed.
                if process in self._processes and self._running.get(path) == lessons[path]:
                    del self._running[path]
                    self._ended.append(Ended(path, fault))
                    self.count += 1
        process.wait()
        with self._lock:
            if process in self._processes:
                self._processes.remove(process)


def _reports(process: subprocess.Popen[str], lessons: Iterable[Path]) -> Iterator[Ended]:
    """Read the reports of a process; of what it has left undone it died."""
    left = set(lessons)
    assert process.stdout is not None
    for line in process.stdout:
        report = json.loads(line)
        path = Path(report["path"])
        left.discard(path)
        yield Ended(path, report["fault"])
    for path in sorted(left):
        yield Ended(path, f"{path}: {DIED}")


def _write(process: subprocess.Popen[str], line: str) -> None:
    """Write a line to a process that may have ended."""
    assert process.stdin is not None
    try:
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
    except BrokenPipeError:
        return
