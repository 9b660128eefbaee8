"""Claims: a sentence of a lesson, held to the run.

``비용은 줄어듭니다. {{ claim(log.cost[-1] < log.cost[0]) }}`` leaves a small check mark behind the
sentence if the condition is true, and stops the build if it is not.
"""

import numpy as np

MARK = '<span class="claim" role="img" aria-label="실행으로 확인한 문장">✓</span>'


class ClaimError(AssertionError):
    """A sentence that the run contradicts."""


def claim(condition: object) -> str:
    """Hold a sentence to the run.

    Parameters
    ----------
    condition : bool
        What the sentence says, as one truth value.

    Returns
    -------
    str
        The mark to show behind the sentence.

    Raises
    ------
    TypeError
        If `condition` is not a single bool: an array must say ``.all()`` or ``.any()``.
    ClaimError
        If it is false.
    """
    if not isinstance(condition, bool | np.bool_):
        raise TypeError(
            f"claim() takes one bool, not {type(condition).__name__}; use .all() or .any()"
        )
    if not condition:
        raise ClaimError("the run says otherwise")
    return MARK
