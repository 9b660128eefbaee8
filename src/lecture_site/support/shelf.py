"""Results kept from build to build: whole or not there, checked when read, bounded in size.

An entry is a file: the SHA-256 of its content on the first line, then the content. It is written
beside its place and renamed into it, so a build that is killed, or two at once, leave none half
written; one that was damaged all the same is thrown away and made anew.
"""

import hashlib
import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

LIMIT = 256 * 1024 * 1024
"""Bytes that all shelves may keep together."""
PART = ".part"
log = logging.getLogger("mkdocs.lecture")


class Shelf:
    """A folder of results, each under a key.

    Parameters
    ----------
    folder : Path
        Made with the first entry.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """Return what is kept under a key; None if nothing is, or if it was damaged.

        Parameters
        ----------
        key : str
            A file name: letters, digits, dots and hyphens.
        """
        path = self.folder / key
        try:
            digest, _, data = path.read_bytes().partition(b"\n")
        except (FileNotFoundError, NotADirectoryError):
            return None
        if hashlib.sha256(data).hexdigest().encode() != digest:
            log.info("Thrown away, for it was damaged: %s", path)
            path.unlink(missing_ok=True)
            return None
        os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep data under a key.

        Raises
        ------
        OSError
            If it cannot be written; nothing is kept then.
        """
        digest = hashlib.sha256(data).hexdigest().encode()
        write_atomically(self.folder / key, digest + b"\n" + data)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all.

    Raises
    ------
    OSError
        If it cannot be written; what was there before is left as it was.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=PART)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        # The system does not say which file it was that found no room.
        raise OSError(error.errno, f"{error.strerror}: cannot be kept", str(path)) from error


def remove_parts(folder: Path) -> None:
    """Remove what killed builds left half written; only while no other build is running."""
    for path in _files(folder):
        if path.suffix == PART:
            path.unlink(missing_ok=True)


def prune(folder: Path, limit: int = LIMIT) -> None:
    """Remove the entries longest unused, until the rest fits.

    Parameters
    ----------
    folder : Path
        The files in its folders count, those beside these do not.
    limit : int
        Bytes that may stay.
    """
    kept = 0
    for path in sorted(_files(folder), key=lambda each: each.stat().st_mtime, reverse=True):
        kept += path.stat().st_size
        if kept > limit:
            path.unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.glob("*/**/*") if path.is_file())
