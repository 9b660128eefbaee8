"""What of a cell's outputs in the browser differs from those of the build."""

import json
import re

SMALLEST = 1e-8
"""Numbers that differ by less are the same: processors round in their own ways."""
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def compare(built: list[str], new: list[str]) -> str:
    """Say what of a cell's outputs differs from those of the build.

    Two numbers are the same if they differ by one in the last place that is printed, or by less
    than `SMALLEST`.

    Returns
    -------
    str
        JSON: ``same``, and if not, ``built`` and ``new``: the first line that differs.
    """
    a, b = ("\n".join(each).splitlines() for each in (built, new))
    a, b = ([line for line in lines if line.strip()] for lines in (a, b))
    for k in range(max(len(a), len(b))):
        left, right = (lines[k] if k < len(lines) else "" for lines in (a, b))
        if not _same(left, right):
            return json.dumps({"same": False, "built": left, "new": right}, ensure_ascii=False)
    return json.dumps({"same": True})


def _same(left: str, right: str) -> bool:
    if NUMBER.sub("#", "".join(left.split())) != NUMBER.sub("#", "".join(right.split())):
        return left.split() == right.split()
    pairs = zip(NUMBER.findall(left), NUMBER.findall(right), strict=False)
    return all(_close(a, b) for a, b in pairs)


def _close(a: str, b: str) -> bool:
    room = max(_unit(a), _unit(b), SMALLEST)
    return abs(float(a) - float(b)) <= 1.01 * room if "." in a + b or "e" in a + b else a == b


def _unit(number: str) -> float:
    """Size of one in the last place of a printed number."""
    digits, _, power = number.lower().partition("e")
    return 10.0 ** (int(power or 0) - len(digits.partition(".")[2]))
