"""What a lesson's kernel has imported and opened: its results may depend on no other file."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_opened: set[str] = set()


def _note(event: str, arguments: tuple[object, ...]) -> None:
    """Note the files that are opened to be read."""
    if event == "open":
        path, mode, _ = arguments
        if isinstance(path, str) and (mode is None or "r" in str(mode)):
            _opened.add(path)


def watch_opened() -> None:
    """Note from now on which files this process opens."""
    sys.addaudithook(_note)


def used() -> list[str]:
    """Files of the project that were imported, and files of it or of the page's folder, opened.

    Installed packages and fonts are left out: the lock files speak for them. So is what lies in
    hidden folders.
    """
    modules = [getattr(module, "__file__", None) for module in [*sys.modules.values()]]
    paths = {Path(path).absolute() for path in [*_opened, *filter(None, modules)]}
    return sorted(str(path) for path in paths if _is_source(path))


def _is_source(path: Path) -> bool:
    for folder in (ROOT, Path.cwd()):
        if path.is_relative_to(folder):
            first = path.relative_to(folder).parts[:1]
            hidden = not first or first[0].startswith(".") or first[0] == "node_modules"
            return not hidden and path.suffix != ".pyc"
    return False
