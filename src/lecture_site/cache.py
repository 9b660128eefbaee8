"""Results of executed lessons, kept under a key of everything that can change them.

The key covers the cells, the placeholders and where they stand, every module of the project that
the page can reach by imports, the lock file and the interpreter. Prose is not in it: editing a
sentence runs nothing.
"""

import ast
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from lecture_site.execution import PREPARE, Results
from lecture_site.lesson import Lesson

ALWAYS = "import lecture_site.execution, lecture_site.lesson"


def lesson_key(lesson: Lesson, root: Path) -> str:
    """Key of a lesson's results: equal keys, equal results.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    root : Path
        The project's top folder, with ``src`` and ``requirements.lock``.

    Returns
    -------
    str
        A SHA-256 in hexadecimal.
    """
    cells = [
        [cell.cell_type, cell.source if cell.cell_type == "code" else fields]
        for cell, fields in zip(lesson.notebook.cells, lesson.fields, strict=True)
    ]
    code = [source for kind, source in cells if kind == "code"]
    digest = hashlib.sha256(json.dumps([sys.version, lesson.path.stem, cells]).encode())
    modules = reachable([*code, PREPARE, ALWAYS], root / "src")
    for path in [root / "requirements.lock", *sorted(modules)]:
        digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def reachable(sources: list[str], src: Path) -> set[Path]:
    """Files under `src` that the given Python sources import, directly or through others."""
    found: set[Path] = set()
    waiting = [name for source in sources for name in _imports(source, "")]
    while waiting:
        parts = waiting.pop().split(".")
        for length in range(1, len(parts) + 1):
            stem = src.joinpath(*parts[:length])
            for path in (stem.with_suffix(".py"), stem / "__init__.py"):
                if path.is_file() and path not in found:
                    found.add(path)
                    package = ".".join(path.relative_to(src).parent.parts)
                    waiting += _imports(path.read_text(encoding="utf-8"), package)
    return found


def _imports(source: str, package: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package if node.level else ""
            module = ".".join(filter(None, [base, node.module]))
            yield from (f"{module}.{alias.name}" for alias in node.names)


def load(path: Path) -> Results | None:
    """Results kept at `path`, or None if there are none."""
    if not path.is_file():
        return None
    return Results(**json.loads(path.read_text(encoding="utf-8")))


def store(results: Results, path: Path) -> None:
    """Keep results at `path`; a reader never sees half a file."""
    write_atomically(path, json.dumps(asdict(results), ensure_ascii=False))


def write_atomically(path: Path, text: str) -> None:
    """Write a text file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False
    ) as file:
        file.write(text)
    Path(file.name).replace(path)
