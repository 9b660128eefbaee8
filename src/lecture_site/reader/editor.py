"""The editor of code for the reader's browser: CodeMirror, bundled by esbuild once for a lock."""

import hashlib
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lecture_site.paths import ROOT, node_command
from lecture_site.support.faults import PageFault
from lecture_site.support.shelf import Shelf

NAME = "assets/editor/editor.js"
ENTRY = Path(__file__).with_name("editor.mjs")
BUNDLER = Path(__file__).with_name("bundle.mjs")
LOCK = ROOT / "package-lock.json"


class EditorError(PageFault):
    """The editor cannot be bundled; the message has the bundler's words."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A script and what it was put together from.

    Attributes
    ----------
    code : str
        An ES module.
    inputs : tuple of str
        Paths of the modules in it.
    """

    code: str
    inputs: tuple[str, ...]


def bundle(shelf: Shelf) -> Bundle:
    """Bundle the editor; what is on the shelf costs nothing.

    Parameters
    ----------
    shelf : Shelf
        Where bundles are kept.

    Raises
    ------
    EditorError
        If a package is missing or a script is wrong.
    """
    parts = b"\0".join(path.read_bytes() for path in (LOCK, ENTRY, BUNDLER))
    key = hashlib.sha256(parts).hexdigest()
    kept = shelf.get(key)
    if kept is None:
        command = [node_command(), BUNDLER, ENTRY]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        if done.returncode:
            raise EditorError(f"the editor cannot be bundled:\n{done.stderr.decode()}")
        kept = done.stdout
        shelf.put(key, kept)
    told = json.loads(kept)
    return Bundle(told["code"], tuple(told["inputs"]))
