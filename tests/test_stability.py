"""The plane of ηλ and β: against runs of momentum, a second way to the roots, and the figure."""

import numpy as np
import pytest

from backprop.optimize.first_order import MomentumState, momentum
from backprop.optimize.stability import remaining_share, swings
from figures.picture import canvas, picture
from figures.plots.stability import LEVELS, draw_momentum_plane

PLANE = [
    (x, beta) for x in np.linspace(0.05, 4.15, 14) for beta in (0.0, 0.2, 0.5, 0.81, 0.9, 0.97)
]


def run(x: float, beta: float, steps: int) -> np.ndarray:
    """Weights of momentum on λ = 1 from w = 1."""
    state, weights = MomentumState.start([1.0]), [1.0]
    for _ in range(steps):
        state = momentum(state, state.w, x, beta)
        weights.append(float(state.w[0]))
    return np.array(weights)


@pytest.mark.parametrize(("x", "beta"), PLANE)
def test_a_run_nears_the_minimum_just_within_the_region(x: float, beta: float) -> None:
    share = float(remaining_share(x, beta))
    assert (share < 1) == (x < 2 * (1 + beta))
    weights = np.abs(run(x, beta, 300))
    assert (weights[-20:].max() < 1e-3) == (share < 0.97) or 0.97 <= share < 1.03


@pytest.mark.parametrize(("x", "beta"), PLANE)
def test_the_share_is_that_of_a_run_and_of_the_roots(x: float, beta: float) -> None:
    share = float(remaining_share(x, beta))
    assert share == pytest.approx(max(abs(np.roots([1, x - 1 - beta, beta]))), rel=1e-9)
    weights = np.abs(run(x, beta, 600))
    early, late = weights[100:200].max(), weights[300:400].max()
    if early > 1e-290 and 1e-290 < late < 1e290:
        assert (late / early) ** (1 / 200) == pytest.approx(share, rel=0.02)


def test_it_swings_between_the_dashed_lines_and_there_alone() -> None:
    """Signs change with real positive roots at most once, with negative ones at each step."""
    for x, beta in PLANE:
        if beta == 0 or not x < 2 * (1 + beta):
            continue
        changes = (np.diff(np.sign(run(x, beta, 60))) != 0).mean()
        between = (1 - beta**0.5) ** 2 < x < (1 + beta**0.5) ** 2
        assert bool(swings(x, beta)) == between
        if between:
            assert 0.02 < changes < 1
        else:
            assert changes > 0.95 or changes < 0.02
        if between:
            assert remaining_share(x, beta) == pytest.approx(beta**0.5)


@pytest.mark.parametrize("x", [0.04, 0.25, 0.5])
def test_least_stays_where_swinging_begins(x: float) -> None:
    betas = np.linspace(0, 0.99, 1000)
    least = betas[remaining_share(x, betas).argmin()]
    assert least == pytest.approx((1 - x**0.5) ** 2, abs=0.002)


def test_a_negative_beta_is_refused() -> None:
    with pytest.raises(ValueError, match=r"beta: expected none below 0, got -0\.1"):
        remaining_share(1.0, [0.5, -0.1])


def test_the_plane_shows_the_region() -> None:
    fig, ax = canvas(400, 300)
    region, *inner = draw_momentum_plane(ax, {"가": (1.0, 0.5)})
    assert len(inner) == len(LEVELS)
    (path,) = region.get_paths()
    for x, beta in [(0.1, 0.1), (1.9, 0.05), (3.5, 0.9), (2.9, 0.5)]:
        assert path.contains_point((x, beta))
    for x, beta in [(2.1, 0.02), (3.2, 0.5), (4.1, 0.9)]:
        assert not path.contains_point((x, beta))
    assert {"가", "발산", "출렁임"} <= {text.get_text() for text in ax.texts}
    assert "nan" not in picture(fig, alt="시험 그림").svg
