"""However a build breaks off, the published site is a whole one, and nothing of the build stays."""

import subprocess
import sys
import time

from conftest import Project, executed, kernels
from lecture_site.build.publish import digest_of_tree


def test_a_build_killed_at_any_time_leaves_a_whole_site_and_no_kernel(project: Project) -> None:
    started = time.perf_counter()
    project.edit("docs/lessons/one.md", "6 * 7", "6 *  7")
    project.build()
    seconds = time.perf_counter() - started
    for number in range(5):
        old = digest_of_tree(project.site)
        project.edit("docs/lessons/one.md", f"6 *  {7 + number}", f"6 *  {8 + number}")
        running = subprocess.Popen(
            project.command("build.once"),
            cwd=project.root,
            env=project.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(seconds * (number + 1) / 5)
        running.kill()
        running.wait()
        left = digest_of_tree(project.site)
        deadline = time.perf_counter() + 10
        while kernels(project.root) and time.perf_counter() < deadline:
            time.sleep(0.1)
        assert kernels(project.root) == []
        assert executed(project.build()) <= {"one"}
        new = digest_of_tree(project.site)
        assert f"{6 * (8 + number)}" in project.shown("lessons/one")
        assert left in (old, new), number


FULL = """
import errno, pathlib, sys
from lecture_site.build import once
left = int(sys.argv[1])

def note(event, arguments):
    global left
    if event != "open" or not isinstance(arguments[1], str) or "w" not in arguments[1]:
        return
    left -= 1
    if left < 0:
        raise OSError(errno.ENOSPC, "No space left on device")

sys.argv = ["once"]
sys.addaudithook(note)
once.main()
"""


def test_a_full_disk_is_told_and_leaves_the_published_site(project: Project) -> None:
    """The disk is full after so many files that are opened to be written."""
    told = 0
    for number in range(5):
        project.edit("docs/lessons/one.md", f"6 * {7 + number}", f"6 * {8 + number}")
        old = digest_of_tree(project.site)
        done = subprocess.run(
            [sys.executable, "-c", FULL, str(12 * number)],
            cwd=project.root,
            env=project.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            assert "No space left on device" in done.stderr
            told += 1
            assert digest_of_tree(project.site) == old
        assert executed(project.build()) <= {"one"}
        assert f"{6 * (8 + number)}" in project.shown("lessons/one")
    assert told >= 3
