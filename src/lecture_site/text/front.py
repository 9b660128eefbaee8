"""A page's front matter: what it may say, and of which type; anything else is refused by name."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from lecture_site.text.source import LessonError

FRONT = re.compile(r"---[ \t]*\n(?P<yaml>(?:.*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
MEANT = re.compile(r"\s*(?:---[ \t]*\n\s*)?[a-z][\w-]*:(?: |\n)")
"""What begins as front matter does: MkDocs would show such lines as text, or leave them out."""
PARTS = ("navigation", "toc", "path", "footer")
"""What the theme can leave out of a page."""
KERNEL = "jupyter: {kernelspec: {display_name: Python 3, language: python, name: python3}}"


@dataclass(frozen=True, slots=True)
class Front:
    """The front matter of a page.

    Attributes
    ----------
    data : dict
        Its values by their keys; empty if there is none.
    end : int
        Where the page's text begins in the file.
    lines : dict of str to int
        The line of each key.
    """

    data: dict[str, Any]
    end: int
    lines: dict[str, int]

    @property
    def has_kernel(self) -> bool:
        """Whether the page names a kernel, and so may have cells and computed values."""
        return "kernelspec" in self.data.get("jupyter", {})


def _is_words(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "{{" not in value


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_words, value))


def _is_hidden(value: object) -> bool:
    return isinstance(value, list) and all(part in PARTS for part in value)


def _is_search(value: object) -> bool:
    return isinstance(value, dict) and all(
        (key == "exclude" and isinstance(setting, bool))
        or (key == "boost" and type(setting) in (int, float) and 0 < setting < math.inf)
        for key, setting in value.items()
    )


def _is_kernel(value: object) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("kernelspec", {}), dict):
        return False
    kernel = value.get("kernelspec", {"name": "python3"})
    return kernel.get("name") == "python3" and kernel.get("language", "python") == "python"


type Rule = tuple[Callable[[object], bool], str]

KEYS: dict[str, Rule] = {
    "title": (_is_words, "words, without a placeholder"),
    "description": (_is_words, "a sentence, without a placeholder"),
    "keywords": (_is_list, "a list of terms such as [학습률(learning rate)]"),
    "requires": (_is_list, "a list of lessons such as [training]"),
    "hide": (_is_hidden, f"a list of parts of the page, of [{', '.join(PARTS)}]"),
    "search": (_is_search, "'exclude: true' or 'boost: 2'"),
    "jupyter": (_is_kernel, f"the kernel python3, as in '{KERNEL}'"),
}
"""All that front matter may say."""


def read_front(path: Path, text: str) -> Front:
    """Read the front matter of a page.

    Parameters
    ----------
    path : Path
        The page, for messages.
    text : str
        Its text.

    Returns
    -------
    Front
        What it says.

    Raises
    ------
    LessonError
        If it is not YAML, names a key twice or one that nobody knows, or a value is of another type
        than its key takes.
    """
    found = FRONT.match(text)
    if found is None:
        if MEANT.match(text):
            raise LessonError(
                f"{path}:1: front matter stands between two lines '---', the first of them in the "
                "file's first line"
            )
        return Front({}, 0, {})
    loader = yaml.SafeLoader(found["yaml"])
    try:
        node = loader.get_single_node()
        lines = _lines(path, node)
        data = _values(path, loader, node, lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 1
        raise LessonError(
            f"{path}:{line}: the front matter is not YAML: {error.problem}; words with ':' or '#' "
            "stand in quotation marks"
        ) from error
    return Front(data, found.end(), lines)


def _values(
    path: Path, loader: yaml.SafeLoader, node: yaml.Node | None, lines: dict[str, int]
) -> dict[str, Any]:
    """Values of the keys, all of them known and of the type that the key takes."""
    for name, line in lines.items():
        if name not in KEYS:
            known = ", ".join(KEYS)
            raise LessonError(
                f"{path}:{line}: unknown key '{name}' in the front matter; known are {known}"
            )
    data: dict[str, Any] = {}
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        fits, wanted = KEYS[key.value]
        place = f"{path}:{lines[key.value]}: '{key.value}' takes {wanted}"
        try:
            data[key.value] = loader.construct_object(value, deep=True)
        except ValueError as error:  # of a day or a number that is none
            raise LessonError(f"{place}: {error}; words stand in quotation marks") from error
        if not fits(data[key.value]):
            raise LessonError(f"{place}, not {data[key.value]!r}")
    return data


def _lines(path: Path, node: yaml.Node | None, depth: int = 0) -> dict[str, int]:
    """Lines of the keys of a mapping; no key may stand twice, there or further in."""
    if not isinstance(node, yaml.MappingNode):
        if depth == 0:
            raise LessonError(f"{path}:2: the front matter holds no 'key: value'")
        return {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        line, name = key.start_mark.line + 2, str(key.value)
        if name in lines:
            raise LessonError(
                f"{path}:{line}: '{name}' stands in line {lines[name]} of the front matter already"
            )
        lines[name] = line
        _lines(path, value, depth + 1)
    return lines
