"""What can change a result, as a key: equal keys, equal results.

A lesson's key covers its cells, the placeholders and where they stand, every module of the project
that it can reach by imports, the font that figures are measured in, the interpreter, the machine,
and what of the writer's environment reaches a kernel and can change a result. Installed packages
are held to otherwise: which of them a run looks for is known when it has run, so their versions are
kept with its results (:func:`installed`). The data of Fashion-MNIST are in the key by their
checksums, which stand in the source and are verified at each reading. Prose is not in it.
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
from importlib.util import find_spec
from pathlib import Path

from lecture_site.run import environment
from lecture_site.run.kernel import PREPARE
from lecture_site.text.lesson import Lesson, LessonError

FONT = "node_modules/pretendard"
"""The one npm package that kernels read."""
TOP = re.compile(r"[/,.]")
"""What ends the name of a top-level module in a package's list of files."""
ALWAYS = f"{PREPARE}\nimport lecture_site.run.execution"


def lesson_key(lesson: Lesson, root: Path, machine: str) -> str:
    """Key of a lesson's results.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    root : Path
        The project's top folder, with ``src`` and the lock files.
    machine : str
        What :func:`machine_digest` says.

    Returns
    -------
    str
        A SHA-256 in hexadecimal.
    """
    cells = [
        [cell.cell_type, cell.source if cell.cell_type == "code" else fields]
        for cell, fields in zip(lesson.notebook.cells, lesson.fields, strict=True)
    ]
    text = json.dumps([machine, lesson.path.stem, cells])
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
    """SHA-256 of some texts, some files of the project, and the locked font.

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
    lock = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))
    digest.update(json.dumps(lock.get("packages", {}).get(FONT)).encode())
    for path in sorted(modules):
        digest.update(f"\0{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def machine_digest(variables: Mapping[str, str] = os.environ) -> str:
    """SHA-256 of interpreter, machine, and the variables that reach a kernel and can change it.

    Parameters
    ----------
    variables : mapping of str to str
        The process's environment.
    """
    passed = sorted(environment.computing(variables).items())
    text = json.dumps([sys.version, platform.machine(), platform.system(), passed])
    return hashlib.sha256(text.encode()).hexdigest()


def environment_digest(variables: Mapping[str, str] = os.environ) -> str:
    """SHA-256 of the machine and of all that is installed: what a whole site depends on.

    Parameters
    ----------
    variables : mapping of str to str
        The process's environment.
    """
    text = json.dumps([machine_digest(variables), sorted(path.name for path in _dist_infos())])
    return hashlib.sha256(text.encode()).hexdigest()


def installed(names: Iterable[str], root: Path) -> dict[str, str]:
    """Tell what is installed under the names of top-level modules, and how it is locked.

    Parameters
    ----------
    names : iterable of str
        Names that a run has imported or looked for.
    root : Path
        The project's top folder, with ``requirements.lock``.

    Returns
    -------
    dict of str to str
        Packages with their versions and their entries in the lock file; where a module that belongs
        to none lies; empty for a name that nothing has.
    """
    packages = _packages(tuple(sorted(p for p in _dist_infos() if (p / "RECORD").is_file())))
    locked = _locked((root / "requirements.lock").read_text(encoding="utf-8"))
    return {
        name: "".join(f"{each} {version} {locked.get(each)}\n" for each, version in packages[name])
        if name in packages
        else _origin(name, root)
        for name in names
    }


def _dist_infos() -> list[Path]:
    folders = {sysconfig.get_path(kind) for kind in ("purelib", "platlib")}
    return [path for folder in folders for path in Path(folder).glob("*.dist-info")]


@cache
def _packages(infos: tuple[Path, ...]) -> dict[str, list[tuple[str, str]]]:
    """Find the packages by the names of their modules; read anew when one changes."""
    packages: dict[str, list[tuple[str, str]]] = {}
    for info in infos:
        name, _, version = info.name.removesuffix(".dist-info").rpartition("-")
        # importlib.metadata.packages_distributions tells the same and takes twenty times as long.
        files = (info / "RECORD").read_text(encoding="utf-8").splitlines()
        for module in {TOP.split(file, maxsplit=1)[0] for file in files}:
            packages.setdefault(module, []).append((_normal(name), version))
    return packages


@cache
def _locked(lock: str) -> dict[str, str]:
    """Digests of a lock file's entries by the names of the packages; comments do not count."""
    lock = re.sub(r"^ *#.*\n", "", lock, flags=re.MULTILINE)
    entries = re.findall(r"^([\w.-]+)==(.*?)(?=^[\w.-]+==|\Z)", lock, re.DOTALL | re.MULTILINE)
    return {_normal(name): hashlib.sha256(rest.encode()).hexdigest()[:16] for name, rest in entries}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _origin(name: str, root: Path) -> str:
    """Where a module lies, seen from the project: results outlive its folder's move or copy."""
    try:
        found = find_spec(name)
    except (ImportError, ValueError):
        return ""
    if found is None:
        return ""
    if not found.has_location:
        return str(found.origin)
    origin, top = Path(str(found.origin)).resolve(), root.resolve()
    return origin.relative_to(top).as_posix() if origin.is_relative_to(top) else str(origin)


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
    seen: set[str] = set()
    waiting = [name for source in sources for name in imports(source, "")]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        parts = name.split(".")
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
