"""What differs between the locks of the last commit and those that lie here: one line a package."""

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

PYTHON, NPM = "requirements.lock", "package-lock.json"
PINNED = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)


def versions(name: str, text: str) -> dict[str, str]:
    """Read the versions that a lock names.

    Parameters
    ----------
    name, text : str
        Name and content of the lock.

    Returns
    -------
    dict of str to str
        The versions by their package; several of one package in one string.
    """
    found: dict[str, set[str]] = {}
    if name == NPM:
        packages = json.loads(text)["packages"]
        pairs = [(path, told["version"]) for path, told in packages.items() if path]
        pairs = [(path.rpartition("node_modules/")[2], version) for path, version in pairs]
    else:
        pairs = PINNED.findall(text)
    for package, version in pairs:
        found.setdefault(package, set()).add(version)
    return {package: ", ".join(sorted(several)) for package, several in found.items()}


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[str]:
    """Tell what has come, gone and changed.

    Examples
    --------
    >>> changes({"a": "1", "b": "1"}, {"a": "2", "c": "1"})
    ['a 1 → 2', 'b 1 is gone', 'c 1 is new']
    """
    lines = []
    for package in sorted(old.keys() | new.keys()):
        before, after = old.get(package), new.get(package)
        if before is None:
            lines.append(f"{package} {after} is new")
        elif after is None:
            lines.append(f"{package} {before} is gone")
        elif before != after:
            lines.append(f"{package} {before} → {after}")
    return lines


def main() -> None:
    """Print the changes of both locks."""
    for name in (PYTHON, NPM):
        command = ["git", "show", f"HEAD:{name}"]
        old = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        lines = changes(versions(name, old), versions(name, Path(name).read_text(encoding="utf-8")))
        print(f"{name}:", *(lines or ["nothing has changed"]), sep="\n  ")


if __name__ == "__main__":
    main()
