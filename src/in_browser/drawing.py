"""Stand-ins for the modules that draw: Matplotlib is not in the reader's browser."""

import importlib.abc
import importlib.machinery
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any


class Undrawn:
    """Stands for a picture: what draws it is not in the browser."""

    def __call__(self, *_: Any, **__: Any) -> "Undrawn":
        """Stand for what a drawing function returns."""
        return self

    def __getattr__(self, name: str) -> "Undrawn":
        """Stand for a part of it."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __iter__(self) -> Iterator["Undrawn"]:
        """Stand for a figure and its axes."""
        return iter((self, self))

    def __getitem__(self, _: Any) -> "Undrawn":
        """Stand for one of several axes."""
        return self

    def __repr__(self) -> str:
        """Say where the picture is."""
        return "그림은 사이트를 만들 때 그린 것입니다."


class Undrawing(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules that draw, and gives stand-ins for them."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)

    def find_spec(
        self, fullname: str, path: Any = None, target: Any = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find a module that draws."""
        found = fullname in self.names
        return importlib.machinery.ModuleSpec(fullname, self) if found else None

    def exec_module(self, module: ModuleType) -> None:
        """Let all its names stand for pictures."""
        module.__path__ = []
        module.__getattr__ = undrawn


def undrawn(name: str) -> Undrawn:
    """Stand for a name of a module that draws."""
    if name.startswith("__"):
        raise AttributeError(name)
    return Undrawn()
