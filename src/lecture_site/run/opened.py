"""What a lesson's kernel reads, writes, starts and imports: results may depend on nothing unseen.

An audit hook hears of every file that Python opens, whatever the function and however the name is
written. What is read is noted, and held to the lesson's key when it has run. Writing outside the
kernel's own folder and starting programs, which read what no hook sees, are refused on the spot.
"""

import os
import sys
import sysconfig
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, FrameType, ModuleType
from typing import Any

from lecture_site.paths import CACHE, MODULES, PACKAGE, SRC

KEPT = CACHE / "kernel"
"""What kernels keep from run to run: Matplotlib's list of fonts."""
CELL = "<ipython-input"
PLACEHOLDER = "<placeholder>"
VERIFYING = {"keras_labs.provision", "keras_labs.fashion_data", "keras_labs.remote"}
"""Modules that check by SHA-256 what they read."""
FILTERING = {"keras_labs.noise"}
"""Modules that start a program which reads nothing but what it is sent."""
ZIPPED = [path for path in sys.path if path.endswith(".zip")]
"""Where Python looks for its library first, mostly in vain."""
INSTALLED = {
    os.path.realpath(folder)
    for folder in (sys.prefix, *sysconfig.get_paths().values(), *ZIPPED)
    if folder not in ("/usr", "/usr/local")
}
SYSTEM = (
    "/proc",
    "/sys",
    "/dev",
    "/etc",
    "/usr",
    "/lib",
    "/System",
    "/Library",
    "/private/etc",
    "/private/var/db",
    "/var/lib",
)
"""Where libraries look at the machine; a lesson itself may not."""
TRANSPARENT = {*sys.stdlib_module_names, "IPython", "pexpect", "ptyprocess"}
"""Packages that do what their caller asks for."""
EVERYWHERE = ("/dev", "/usr/share/zoneinfo")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES: dict[str, tuple[tuple[int, int | None], ...]] = {
    "os.rename": ((0, 2), (1, 3)),
    "os.link": ((1, 3),),
    "os.symlink": ((1, 2),),
    "os.remove": ((0, 1),),
    "os.rmdir": ((0, 1),),
    "os.mkdir": ((0, 2),),
    "os.chmod": ((0, 2),),
    "os.utime": ((0, 3),),
    "os.truncate": ((0, None),),
}
"""Audit events that change files: which argument names one, and which the folder it is in."""
PROGRAMS = {
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.forkpty",
    "pty.spawn",
}


class ToldError(Exception):
    """An error whose message says all that a writer needs; no traceback is shown with it."""


class RefusedError(ToldError, PermissionError):
    """What a lesson may not do; the message says what to do instead."""


class Watch:
    """What this process has done with files since it began to be watched.

    Parameters
    ----------
    own : Path
        The kernel's own folder, which goes with it.
    """

    def __init__(self, own: Path) -> None:
        self._own = os.path.realpath(own)
        self._read: dict[str, None] = {}
        self._sought: set[str] = set()
        self._told: set[str] = set()
        self.refused: list[str] = []

    def start(self) -> None:
        """Watch from now on; there is no end."""
        sys.addaudithook(self._hear)
        sys.meta_path.insert(0, self)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Note which module is sought; finding it is left to Python."""
        self._sought.add(name.partition(".")[0])

    def sought(self) -> list[str]:
        """Top-level modules, not Python's own, that were sought, whether found or not."""
        return sorted(self._sought - sys.stdlib_module_names - {"__main__"})

    def used(self) -> list[str]:
        """Files and folders read and modules imported since the last time, but installed ones.

        The lock files and the versions of packages speak for these.
        """
        new = {name: module for name, module in [*sys.modules.items()] if name not in self._told}
        self._told |= new.keys()
        files = [getattr(module, "__file__", None) for module in new.values()]
        loaded = {os.path.realpath(path) for path in files if path and path[0] != "<"}
        read, self._read = self._read, {}
        return sorted({*read, *filter(self._counts, loaded)})

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            name, mode, flags = arguments
            if not isinstance(name, int) and not flags & getattr(os, "O_DIRECTORY", 0):
                writes = set(mode) & set("wax+") if mode else flags & WRITING
                self._opened(_absolute(name), bool(writes))
        elif event == "sqlite3.connect":
            name = os.fsdecode(arguments[0]).removeprefix("file:").partition("?")[0]
            if name not in ("", ":memory:"):
                self._opened(_absolute(name), writes=not Path(name).exists())
        elif event in ("os.listdir", "os.scandir"):
            if arguments[0] is not None and not isinstance(arguments[0], int) and _author() == CELL:
                self._note(_absolute(arguments[0]))
        elif event in CHANGES:
            for name, folder in CHANGES[event]:
                if not isinstance(arguments[name], int):
                    self._change(
                        _absolute(arguments[name], -1 if folder is None else arguments[folder])
                    )
        elif event in PROGRAMS and _author() in (CELL, ""):
            program = arguments[0] if arguments else event
            self._refuse(
                f"a lesson cannot start programs ({program!r}): what they read and write stays "
                "unseen, so its results could get stale; compute it in Python"
            )

    def _opened(self, path: str, writes: bool) -> None:
        if writes:
            self._change(path)
        else:
            self._note(path)

    def _note(self, path: str) -> None:
        if self._counts(path):
            by = _author()
            if by not in VERIFYING and (by == CELL or not _inside(path, SYSTEM)):
                self._read[path] = None

    def _counts(self, path: str) -> bool:
        """Whether a file can change what no key knows of."""
        known = (*INSTALLED, self._own, str(KEPT), str(MODULES), *EVERYWHERE)
        return not (path.endswith(".pyc") or _inside(path, known))

    def _change(self, path: str) -> None:
        if _inside(path, (self._own, str(KEPT), "/dev")) or "__pycache__" in path:
            return
        if _author() in VERIFYING:
            return
        self._refuse(
            f"a lesson cannot write {path}: it would be left behind, or published with the pages; "
            "write into tempfile.mkdtemp(), which goes with the lesson's kernel"
        )

    def _refuse(self, sentence: str) -> None:
        self.refused.append(sentence)
        raise RefusedError(sentence)


def _absolute(name: Any, folder: int = -1) -> str:
    path = os.fsdecode(name)
    if folder >= 0 and not path.startswith("/"):
        try:
            path = str(Path(f"/proc/self/fd/{folder}").readlink() / path)
        except OSError:  # Not on this system: only what lies in an open folder is named so.
            return os.devnull
    return os.path.realpath(path)


def _inside(path: str, folders: Sequence[str]) -> bool:
    return any(path == folder or path.startswith(f"{folder}{os.sep}") for folder in folders)


def _author() -> str:
    """Who is at work: `CELL` for a lesson and the project's code, a module's name for others.

    It is empty if only Python and IPython are, as in a thread of theirs.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        code: CodeType = frame.f_code
        name = frame.f_globals.get("__name__", "")
        if name.startswith(("importlib.", "_frozen_importlib")):
            return "importlib"
        if name in VERIFYING | FILTERING:
            return name
        if code.co_filename.startswith((CELL, PLACEHOLDER)):
            return CELL
        package = name.partition(".")[0]
        if package not in TRANSPARENT and name != __name__:
            source = os.path.realpath(code.co_filename)
            is_kernel = _inside(source, (str(PACKAGE),))
            return CELL if _inside(source, (str(SRC),)) and not is_kernel else name
        frame = frame.f_back
    return ""
