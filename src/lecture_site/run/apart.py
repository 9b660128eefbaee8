"""Run lessons beside a preview: ``python -m lecture_site.run.apart FOLDER LESSON...``.

A line is written to standard output for each lesson that has ended, or cannot be read any more. A
line read from standard input is the stem of the lesson that is to come next; at the end of input
everything ends.
"""

import json
import os
import signal
import sys
import threading
from pathlib import Path

from lecture_site.paths import ROOT
from lecture_site.run.schedule import Done, expected_seconds, run_waiting
from lecture_site.support.interruption import end_as_if_interrupted
from lecture_site.support.shelf import Shelf
from lecture_site.support.terminal import log_to_terminal
from lecture_site.text.lesson import Lesson, LessonError, read_lesson


def main() -> None:
    """Run the lessons: the one that was asked for last, else the one that is done first."""
    log_to_terminal()
    end_as_if_interrupted()
    shelf = Shelf(Path(sys.argv[1]))
    asked = ""

    def listen() -> None:
        nonlocal asked
        for line in sys.stdin:
            asked = line.strip()
        os.kill(os.getpid(), signal.SIGTERM)

    def pick(waiting: list[Lesson]) -> Lesson:
        return next_lesson(waiting, asked, shelf)

    threading.Thread(target=listen, daemon=True).start()
    lessons = []
    for path in map(Path, sys.argv[2:]):
        try:
            lessons.append(read_lesson(path))
        except (LessonError, OSError):
            _report(path, "")
    try:
        run_waiting(lessons, ROOT, shelf, pick, _tell)
    except KeyboardInterrupt:
        sys.exit(130)


def next_lesson(waiting: list[Lesson], asked: str, shelf: Shelf) -> Lesson:
    """Return the lesson that someone looks at, else the one that will have ended first."""
    return min(
        waiting, key=lambda each: (each.path.stem != asked, expected_seconds(each, ROOT, shelf))
    )


def _tell(done: Done) -> None:
    fault = str(done.outcome) if isinstance(done.outcome, LessonError) else ""
    _report(done.lesson.path, fault)


def _report(path: Path, fault: str) -> None:
    print(json.dumps({"path": str(path), "fault": fault}), flush=True)


if __name__ == "__main__":
    main()
