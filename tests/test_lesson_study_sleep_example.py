"""What the lesson on the worked example says without showing it."""

import numpy as np
import pytest

from backprop.network import Parameters, forward
from backprop.samples import study_sleep
from backprop.training import train


@pytest.mark.parametrize("value", [-1.0, 0.5, 2.0])
def test_hidden_nodes_that_start_alike_stay_alike(value: float) -> None:
    """모든 가중치가 같은 값에서 출발하면 세 은닉 노드는 늘 똑같은 값을 내고, 똑같이 고쳐집니다."""
    samples = study_sleep()
    start = Parameters(np.full((2, 3), value), np.full((3, 1), value))
    log = train(start, samples.X, samples.y, iterations=200)

    assert not np.allclose(log.w1[-1], start.w1), "it did learn"
    for array in (log.w1, forward(log.parameters(200), samples.X).activated_hidden):
        np.testing.assert_allclose(array, np.broadcast_to(array[..., :1], array.shape), rtol=1e-12)
    np.testing.assert_allclose(log.w2, np.broadcast_to(log.w2[:, :1], log.w2.shape), rtol=1e-12)
