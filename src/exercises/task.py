"""A function to be written, as a page hands it to the reader's browser."""

import json
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Task:
    """A function to be written.

    Attributes
    ----------
    name : str
        The function's.
    imports : str
        The lines above it.
    solution : str
        Its source as it should be.
    wrong : list of str
        Its source by each known wrong thought.
    cases : list of list
        Arguments to try it with, the smallest first; an array is ``{"array": nested lists}``.
    """

    name: str
    imports: str
    solution: str
    wrong: list[str]
    cases: list[list[Any]]

    @classmethod
    def read(cls, text: str) -> "Task":
        """Read what `to_json` has written."""
        return cls(**json.loads(text))

    def to_json(self) -> str:
        """Write the task for a page."""
        return json.dumps(asdict(self), ensure_ascii=False)


def packed(value: Any) -> Any:
    """Write an argument for a task.

    Raises
    ------
    ValueError
        If it is neither a number, nor an array of numbers, nor a list of such.
    """
    if isinstance(value, np.ndarray) and value.dtype.kind in "fi":
        return {"array": value.tolist()}
    if isinstance(value, np.generic) and value.dtype.kind in "fi":
        return value.item()
    if isinstance(value, list | tuple):
        return [packed(each) for each in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise ValueError(f"a case takes numbers, arrays of them and lists, not {value!r}")


def unpacked(value: Any) -> Any:
    """Make an argument again; every call gets its own."""
    if isinstance(value, dict):
        return np.array(value["array"])
    return [unpacked(each) for each in value] if isinstance(value, list) else value
