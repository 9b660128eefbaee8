"""What can change a result, as a key: equal keys, equal results.

A lesson's key covers its cells, the placeholders and where they stand, every module of the project
that it can reach by imports, the lock files, the interpreter, what is installed, and the variables
of the environment that libraries read. The data of Fashion-MNIST are in it by their checksums,
which stand in the source and are verified at each reading. Prose is not in it.
"""

import ast
import hashlib
import json
import os
import platform
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from lecture_site.execution import PREPARE
from lecture_site.lesson import Lesson, LessonError

LOCKS = ("requirements.lock", "package-lock.json")
ALWAYS = f"{PREPARE}\nimport lecture_site.execution"
VARIABLES = re.compile(
    r"(TF|KERAS|XLA|CUDA|OPENBLAS|OMP|MKL|NPY|MPL|LC)_?.*|LANG|LANGUAGE|TZ"
    r"|PYTHON(HASHSEED|OPTIMIZE|WARNINGS|UTF8|IOENCODING)"
)
"""Environment variables that can change what NumPy, TensorFlow, Matplotlib or Python print."""


def lesson_key(lesson: Lesson, root: Path, environment: str) -> str:
    """Key of a lesson's results.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    root : Path
        The project's top folder, with ``src`` and the lock files.
    environment : str
        What :func:`environment_digest` says of the machine.

    Returns
    -------
    str
        A SHA-256 in hexadecimal.
    """
    cells = [
        [cell.cell_type, cell.source if cell.cell_type == "code" else fields]
        for cell, fields in zip(lesson.notebook.cells, lesson.fields, strict=True)
    ]
    text = json.dumps([environment, lesson.path.stem, cells])
    return source_digest([text], lesson_modules(lesson, root), root)


def lesson_modules(lesson: Lesson, root: Path) -> set[Path]:
    """Files of the project that a run of the lesson can import.

    Raises
    ------
    LessonError
        If a module is not Python; the message names file and line.
    """
    code = [cell.source for cell in lesson.notebook.cells if cell.cell_type == "code"]
    return reachable([*code, ALWAYS], root / "src")


def source_digest(texts: Iterable[str], modules: Iterable[Path], root: Path) -> str:
    """SHA-256 of some texts, some files of the project, and its lock files.

    Parameters
    ----------
    texts : iterable of str
        What else decides on the result.
    modules : iterable of Path
        Files under `root`.
    root : Path
        The project's top folder.
    """
    digest = hashlib.sha256("\0".join(texts).encode())
    for path in [*(root / name for name in LOCKS), *sorted(modules)]:
        digest.update(f"\0{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def environment_digest(variables: Mapping[str, str] = os.environ) -> str:
    """SHA-256 of interpreter, machine, installed packages and the variables that matter.

    Parameters
    ----------
    variables : mapping of str to str
        The process's environment.
    """
    folders = {sysconfig.get_path(kind) for kind in ("purelib", "platlib")}
    installed = [path.name for folder in folders for path in Path(folder).glob("*.dist-info")]
    matters = {name: value for name, value in variables.items() if VARIABLES.fullmatch(name)}
    parts = [sys.version, platform.machine(), platform.system(), sorted(installed)]
    text = json.dumps([*parts, sorted(matters.items())])
    return hashlib.sha256(text.encode()).hexdigest()


def reachable(sources: Iterable[str], src: Path) -> set[Path]:
    """Files under `src` that Python sources import when they run, directly or through others.

    Parameters
    ----------
    sources : iterable of str
        Python code; what it imports for type checkers only does not count.
    src : Path
        The folder of the project's packages.
    """
    found: set[Path] = set()
    waiting = [name for source in sources for name in imports(source, "")]
    while waiting:
        parts = waiting.pop().split(".")
        for length in range(1, len(parts) + 1):
            stem = src.joinpath(*parts[:length])
            for path in (stem.with_suffix(".py"), stem / "__init__.py"):
                if path not in found and path.is_file():
                    found.add(path)
                    package = ".".join(path.relative_to(src).parent.parts)
                    try:
                        waiting += imports(path.read_text(encoding="utf-8"), package)
                    except SyntaxError as error:
                        raise LessonError(f"{path}:{error.lineno}: {error.msg}") from error
    return found


@cache
def imports(source: str, package: str) -> tuple[str, ...]:
    """Names of the modules, and of what may be one, that Python code of a package imports."""
    return tuple(_imports(ast.parse(source), package))


def _imports(node: ast.AST, package: str) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = package if node.level else ""
        module = ".".join(filter(None, [base, node.module]))
        yield from (f"{module}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        for each in node.orelse:
            yield from _imports(each, package)
    else:
        for each in ast.iter_child_nodes(node):
            yield from _imports(each, package)
