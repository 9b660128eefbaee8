"""A site is published whole: built beside its place, then exchanged with what was there.

Builds that share a cache take turns. Whoever looks at the published folder sees the old site or the
new one, whenever a build is killed; what a killed one leaves is removed by the next.
"""

import ctypes
import fcntl
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lecture_site.support.shelf import write_atomically

RENAME_EXCHANGE = 2  # of Linux and, as RENAME_SWAP, of macOS
AT_FDCWD = -100


@contextmanager
def turn(kept: Path) -> Iterator[None]:
    """Wait until no other build uses the folder of what is kept, and hold it meanwhile.

    Parameters
    ----------
    kept : Path
        Made if need be. The lock ends with the process, however it ends.
    """
    kept.mkdir(parents=True, exist_ok=True)
    with (kept / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another build is running; waiting for its end …", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def staging(site: Path) -> Path:
    """Return an empty folder beside the site to build into; what was left there is removed."""
    folder = site.with_name(f".{site.name}.new")
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder


def publish(new: Path, site: Path) -> None:
    """Put a finished site in its place, and remove what was there.

    Parameters
    ----------
    new : Path
        The finished site, on the same file system; it is gone afterwards.
    site : Path
        Its place.
    """
    if not site.exists():
        new.rename(site)
        return
    if not _exchange(new, site):
        # No exchange in one step here: for a moment there is no site.
        old = site.with_name(f".{site.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        site.rename(old)
        new.rename(site)
        new = old
    shutil.rmtree(new)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False if the system has no call for it."""
    library = ctypes.CDLL(None, use_errno=True)
    paths = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        return library.renamex_np(*paths, RENAME_EXCHANGE) == 0
    if not hasattr(library, "renameat2"):
        return False
    return library.renameat2(AT_FDCWD, paths[0], AT_FDCWD, paths[1], RENAME_EXCHANGE) == 0


def digest_of_tree(folder: Path) -> str:
    """SHA-256 of all files of a folder, by name and content."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(folder)}\0{content}\0".encode())
    return digest.hexdigest()


def is_current(site: Path, inputs: str, stamp: Path) -> bool:
    """Whether a published site was built from these inputs, and stands as it was published.

    Parameters
    ----------
    site : Path
        The published folder.
    inputs : str
        Digest of all that a build depends on.
    stamp : Path
        What :func:`write_stamp` wrote.
    """
    return _stamps(stamp).get(str(site)) == [inputs, digest_of_tree(site)]


def write_stamp(site: Path, inputs: str, stamp: Path) -> None:
    """Note from which inputs a site was built, and how it was published.

    Other sites that the same pages were built into keep their notes while they stand.
    """
    known = {place: note for place, note in _stamps(stamp).items() if Path(place).is_dir()}
    known[str(site)] = [inputs, digest_of_tree(site)]
    write_atomically(stamp, json.dumps(known).encode())


def _stamps(stamp: Path) -> dict[str, list[str]]:
    """Read inputs and digest of each published site, by its place."""
    try:
        known = json.loads(stamp.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
