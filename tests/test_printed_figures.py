import numpy as np
import pytest

from backprop.lecture import printed_figures
from backprop.lecture.printed_figures import matching_digits, rounds_to


def test_rounding_tells_a_printed_number_from_its_neighbours():
    assert rounds_to([0.123456784999, 1.0], [0.12345678, 1])
    assert not rounds_to([0.123456786, 1.0], [0.12345678, 1])
    assert rounds_to(0.125, 0.12, decimals=2)
    with pytest.raises(ValueError, match=r"computed: expected shape \(2,\), got \(1,\)"):
        rounds_to([1.0], [1, 2])


@pytest.mark.parametrize(
    ("a", "b", "digits"),
    [
        (0.0037978381910849734, 0.0037978381910849734, 17),
        (0.0037978381910849734, 0.0037978381910849764, 15),
        (0.0037978381910849734, 0.0031767615536495877, 1),
        (1.5, 1.5000001, 7),
        (1.0, 10.0, 0),
        (1.0, -1.0, 0),
        (0.0, 0.0, 17),
    ],
)
def test_matching_digits(a, b, digits):
    assert matching_digits(a, b) == matching_digits(b, a) == digits


def test_matching_digits_names_what_is_not_finite():
    with pytest.raises(ValueError, match="b: expected finite numbers"):
        matching_digits(1.0, np.nan)


def test_the_given_data_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        printed_figures.TRAINING_STEP["o_error"][0, 0] = 0
    with pytest.raises(TypeError):
        printed_figures.TRAINING_STEP["o_error"] = np.zeros(1)  # pyright: ignore
