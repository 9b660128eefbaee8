"""The public names of a package, read from its source without running it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from inspect import cleandoc
from pathlib import Path

import griffe

from lecture_site.paths import SRC
from lecture_site.text.course import GENERATED

PACKAGE = "backprop"
WIDTH = 60
"""Characters of a signature on one line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A public name.

    Attributes
    ----------
    module, name : str
        The module, as ``backprop.network``, and the name in it, as ``Parameters.to_vector``.
    signature, docstring : str
        How it is called or written, and what is said of it.
    first, last : int
        Its lines in the file.
    """

    module: str
    name: str
    signature: str
    docstring: str
    first: int
    last: int

    @property
    def path(self) -> str:
        """The full name."""
        return f"{self.module}.{self.name}" if self.name else self.module

    @property
    def address(self) -> tuple[str, str]:
        """The page and the place on it."""
        page, place = page_of(self.module)
        return page, f"{place}.{self.name}" if self.name else place


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the package.

    Attributes
    ----------
    name, docstring : str
        Its full name, and what is said of it.
    file : Path
        Its source.
    entries : tuple of Entry
        Its public names in the order of the source, those of a class behind it.
    """

    name: str
    docstring: str
    file: Path
    entries: tuple[Entry, ...]


def page_of(module: str) -> tuple[str, str]:
    """Return the page of a module, one for each package, and its place there."""
    parts = module.split(".")
    folder = parts[1] if module in packages() and len(parts) > 1 else ""
    folder = parts[1] if len(parts) > 2 else folder
    return f"{GENERATED}{folder or PACKAGE}.md", parts[-1]


@cache
def packages() -> tuple[str, ...]:
    """Names of the package and of those in it, the outermost first."""
    folders = [path.parent for path in sorted((SRC / PACKAGE).rglob("__init__.py"))]
    return tuple(".".join(folder.relative_to(SRC).parts) for folder in folders)


@cache
def modules() -> tuple[Module, ...]:
    """Read the package; packages stand before their modules."""
    loaded = griffe.load(PACKAGE, search_paths=[SRC], resolve_aliases=False)
    return tuple(_walk(loaded))


def _walk(module: griffe.Object | griffe.Alias) -> Iterator[Module]:
    public = [
        member
        for name, member in module.members.items()
        if not name.startswith("_") and not member.is_alias
    ]
    entries = [
        entry for member in public if not member.is_module for entry in _entries(member, module)
    ]
    yield Module(module.path, _docstring(module), Path(str(module.filepath)), tuple(entries))
    for member in sorted(public, key=lambda member: member.name):
        if member.is_module:
            yield from _walk(member)


def _entries(
    member: griffe.Object | griffe.Alias, module: griffe.Object | griffe.Alias
) -> Iterator[Entry]:
    name = member.path.removeprefix(f"{module.path}.")
    yield Entry(
        module.path,
        name,
        _signature(member),
        _docstring(member),
        member.lineno or 0,
        member.endlineno or 0,
    )
    if member.is_class:
        for inner in member.members.values():
            if not inner.name.startswith("_") and (inner.is_function or "property" in inner.labels):
                yield from _entries(inner, module)


def _docstring(member: griffe.Object | griffe.Alias) -> str:
    return cleandoc(member.docstring.value) if member.docstring else ""


def _signature(member: griffe.Object | griffe.Alias) -> str:
    if isinstance(member, griffe.Function):
        return _call(member.name, member.parameters, member.returns)
    if isinstance(member, griffe.Class):
        init = member.members.get("__init__")
        if isinstance(init, griffe.Function):
            return _call(f"class {member.name}", init.parameters, None)
        fields = [
            f"{name}: {field.annotation}" + (f" = {field.value}" if field.value else "")
            for name, field in member.members.items()
            if isinstance(field, griffe.Attribute) and "property" not in field.labels
        ]
        return _broken(f"class {member.name}", fields, "")
    if isinstance(member, griffe.TypeAlias):
        return f"type {member.name} = {member.value}"
    if isinstance(member, griffe.Attribute) and "property" in member.labels:
        return f"{member.name}: {member.annotation}"
    value = str(getattr(member, "value", "") or "")
    return f"{member.name} = {value}" if len(value) <= WIDTH else member.name


def _call(name: str, parameters: griffe.Parameters, returns: object) -> str:
    written = []
    for each in parameters:
        if each.name in {"self", "cls"}:
            continue
        stars = {"variadic positional": "*", "variadic keyword": "**"}
        kind = stars.get(each.kind.value if each.kind else "", "")
        if each.kind is griffe.ParameterKind.keyword_only and "*" not in written:
            written.append("*")
        annotation = f": {each.annotation}" if each.annotation else ""
        default = f" = {each.default}" if each.default is not None and not kind else ""
        written.append(f"{kind}{each.name}{annotation}{default}")
    return _broken(name, written, f" -> {returns}" if returns else "")


def _broken(name: str, parts: list[str], returns: str) -> str:
    """Write a call on one line, or each part of it on its own."""
    line = f"{name}({', '.join(parts)}){returns}"
    if len(line) <= WIDTH or not parts:
        return line
    inner = "".join(f"    {part},\n" for part in parts)
    return f"{name}(\n{inner}){returns}"
