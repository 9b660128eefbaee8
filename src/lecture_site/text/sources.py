"""The files that writers write: what the build is made of, and what the preview watches.

Editors, file managers and version control leave files of their own beside them. MkDocs passes by
hidden ones; it is told to pass by the others too, and what it passes by changes nothing here.
"""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from pathspec.gitignore import GitIgnoreSpec

ALPHANUMERIC = "[A-Za-z0-9]"
PASSED_BY = GitIgnoreSpec.from_lines(
    [
        ".*",  # swap files of Vim, locks of Emacs, companions of macOS, checkpoints of Jupyter
        "*~",
        "~*",
        r"\#*#",  # Emacs' automatic save
        "*.sw[a-p]",
        *(f"*.{ending}" for ending in ("bak", "bck", "orig", "part", "rej", "save", "temp", "tmp")),
        "*.tmp.*",
        "*___jb_*",  # JetBrains' safe write
        "*.sb-*",  # macOS' safe write
        f"*.*.{ALPHANUMERIC * 6}",  # KDE's and Qt's: the name and six letters
        *("[0-9]" * digits for digits in (4, 5)),  # Vim tries whether it can write: 4913
        f"sed{ALPHANUMERIC * 6}",  # sed -i
        "desktop.ini",
        "Thumbs.db",
        "__pycache__/",
        "*.py[co]",
    ]
)
"""Names of files and folders that are nobody's page, in the notation of ``.gitignore``."""
NAMES = re.compile(r"[\w./-]+")


def files_below(folder: Path, above: frozenset[str] = frozenset()) -> Iterator[Path]:
    """Find the files of a folder and of those in it, as MkDocs does, without temporary ones.

    Parameters
    ----------
    folder : Path
        It need not exist, and may change meanwhile.
    above : frozenset of str, optional
        Real paths of the folders that it was reached through; a link back to one is not followed.

    Yields
    ------
    Path
        Regular files, also by way of symbolic links.
    """
    real = os.path.realpath(folder)
    if real in above:
        return
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:  # It has gone, or may not be read: MkDocs finds no page there either.
        return
    for entry in entries:
        is_folder = _is(entry.is_dir)
        if _is_passed_by(f"{entry.name}/" if is_folder else entry.name):
            continue
        if is_folder:
            yield from files_below(Path(entry.path), above | {real})
        elif _is(entry.is_file):
            yield Path(entry.path)


@cache
def _is_passed_by(name: str) -> bool:
    return PASSED_BY.match_file(name)


def _is(kind: Callable[[], bool]) -> bool:
    try:
        return kind()
    except OSError:  # It has gone, or may not be looked at.
        return False


def named_files(root: Path, pages: Iterable[Path]) -> set[Path]:
    """Find the files of a project that pages may include by name.

    Parameters
    ----------
    root : Path
        The project's top folder, from which names are read.
    pages : iterable of Path
        Their text is searched for anything that is the name of a file.
    """
    texts = (path.read_bytes().decode("utf-8", "replace") for path in pages)
    names = {name for text in texts for name in NAMES.findall(text)}
    return {path for name in names if (path := root / name.lstrip("/")).is_file()}


class Sources:
    """The content of files by digest, at any moment; what has not changed is not read again.

    Parameters
    ----------
    files : iterable of Path
        Files that need not exist.
    folders : iterable of Path
        Folders, for :func:`files_below`.
    """

    def __init__(self, files: Iterable[Path], folders: Iterable[Path]) -> None:
        self.files = list(files)
        self.folders = list(folders)
        self._known: dict[Path, tuple[tuple[int, ...], str]] = {}

    def look(self) -> dict[Path, str]:
        """Return what every file holds now; one that vanishes meanwhile is left out."""
        paths = [*self.files, *(path for folder in self.folders for path in files_below(folder))]
        found = {path: self._digest(path) for path in paths}
        self._known = {path: known for path, known in self._known.items() if path in found}
        return {path: digest for path, digest in found.items() if digest is not None}

    def _digest(self, path: Path) -> str | None:
        try:
            seen = path.stat()
            if not stat.S_ISREG(seen.st_mode):
                return None
            mark = (seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino)
            known = self._known.get(path)
            if known is None or known[0] != mark:
                known = mark, hashlib.sha256(path.read_bytes()).hexdigest()
                self._known[path] = known
        except FileNotFoundError:
            return None
        except OSError as error:
            # The build says what is wrong with it; here it only counts that it differs.
            return str(error)
        return known[1]
