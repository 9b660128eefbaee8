"""Questions that a page asks and grades: a number, a choice, an order of lines, a function.

A lesson asks in a fold ``??? question "…"``, whose text is the answer that a reader sees last. The
cell behind it, of the tag ``exercise``, ends with one of the four.
"""

from exercises.kinds import choose, number, order
from exercises.write import write

__all__ = ["choose", "number", "order", "write"]
