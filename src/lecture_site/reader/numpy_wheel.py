"""NumPy for the reader's browser: found or fetched, known by its SHA-256.

NumPy publishes no wheel for WebAssembly; Pyodide builds it. It is sought in ``$PYODIDE_DIR`` and in
the project's cache, and else fetched from Pyodide's network or out of the wheel of ``gbdraw`` on
PyPI, which holds the same file. ``python -m lecture_site.reader.numpy_wheel`` does so. Without it
the site is built without buttons to run cells.
"""

import hashlib
import json
import os
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from lecture_site.paths import CACHE, MODULES
from lecture_site.support.shelf import write_atomically

PYODIDE = MODULES / "pyodide"
KEPT = CACHE / "pyodide"
VARIABLE = "PYODIDE_DIR"
PATIENCE_SECONDS = 30
HOLDER = "gbdraw==0.14.2"
HOLDER_DIGEST = "287322cc81dcf554f7a847832f543ecc0ce21ca082f54a2f26148351c0d4011b"
HOLDER_FOLDER = "gbdraw/web/vendor/pyodide-wheels"


def entry() -> dict[str, object]:
    """Return what Pyodide's own lock says of its NumPy: file name, SHA-256 and more."""
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))
    return lock["packages"]["numpy"]


def found() -> bytes | None:
    """Return the wheel if it lies in one of the folders; nothing is fetched."""
    named = os.environ.get(VARIABLE)
    for folder in [*([Path(named)] if named else []), KEPT]:
        path = folder / str(entry()["file_name"])
        if path.is_file() and _is_right(content := path.read_bytes()):
            return content
    return None


def fetch() -> tuple[bytes | None, list[str]]:
    """Fetch the wheel into the project's cache.

    Returns
    -------
    content : bytes or None
        None if no source has it.
    answers : list of str
        What the sources said that could not deliver it.
    """
    answers = []
    sources: dict[str, Callable[[], bytes]] = {
        "Pyodide's network": _from_network,
        f"the wheel of {HOLDER}": _from_holder,
    }
    for name, source in sources.items():
        try:
            content = source()
        except (OSError, subprocess.SubprocessError, zipfile.BadZipFile, KeyError) as error:
            answers.append(f"{name}: {error}")
            continue
        if _is_right(content):
            KEPT.mkdir(parents=True, exist_ok=True)
            write_atomically(KEPT / str(entry()["file_name"]), content)
            return content, answers
        answers.append(f"{name}: its SHA-256 is not the one that Pyodide's lock names")
    return None, answers


def _is_right(content: bytes) -> bool:
    return hashlib.sha256(content).hexdigest() == entry()["sha256"]


def _from_network() -> bytes:
    told = json.loads((PYODIDE / "package.json").read_text(encoding="utf-8"))
    address = f"https://cdn.jsdelivr.net/pyodide/v{told['version']}/full/{entry()['file_name']}"
    with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:
        return answer.read()


def _from_holder() -> bytes:
    with TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.txt"
        wanted.write_text(f"{HOLDER} --hash=sha256:{HOLDER_DIGEST}\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--dest", folder, "--requirement", str(wanted)]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as held:
            return held.read(f"{HOLDER_FOLDER}/{entry()['file_name']}")


def main() -> None:
    """Find or fetch the wheel; say what to do if there is none, and let the build go on."""
    if found() is not None:
        return
    name = entry()["file_name"]
    print(f"NumPy for readers: fetching {name} …", file=sys.stderr)
    content, answers = fetch()
    if content is None:
        lines = "\n".join(f"  - {answer}" for answer in answers)
        print(
            f"NumPy for readers: no source has {name}.\n{lines}\nThe site is built without buttons "
            f"to run cells. To have them, put the file into a folder and set {VARIABLE} to it.",
            file=sys.stderr,
        )


if __name__ == "__main__":
    main()
