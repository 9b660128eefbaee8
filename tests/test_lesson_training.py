"""Why the error of the lesson on training does not become zero: without each of the two causes."""

import numpy as np

from backprop.network import initial_parameters
from backprop.samples import study_sleep
from backprop.training import train

SAMPLES = study_sleep()
SEEDS = range(12)


def last_error(seed, rows):
    start = initial_parameters(np.random.RandomState(seed))
    return train(start, SAMPLES.X[rows], SAMPLES.y[rows], 4000).mse[-1]


def test_without_either_cause_the_error_is_far_lower():
    """The third student pulls against the first; the target of the first is out of reach."""
    for seed in SEEDS:
        both = last_error(seed, [0, 1, 2])
        assert last_error(seed, [0, 1]) < both / 10
        assert last_error(seed, [1, 2]) < 1e-12
