import numpy as np
import pytest

from keras_labs.confusion import Confusion, confusion_matrix, frequent_confusions
from keras_labs.quiet import tf


@pytest.mark.parametrize("seed", range(5))
def test_the_matrix_is_tensorflows(seed):
    generator = np.random.default_rng(seed)
    labels, predictions = generator.integers(0, 7, (2, 500))
    np.testing.assert_array_equal(
        confusion_matrix(labels, predictions, 8),
        tf.math.confusion_matrix(labels, predictions, num_classes=8),
    )


def test_rows_are_the_truth():
    matrix = confusion_matrix(np.array([2, 2, 0]), np.array([1, 2, 0]), 3)
    np.testing.assert_array_equal(matrix, [[1, 0, 0], [0, 0, 0], [0, 1, 1]])


def test_small_integer_types_do_not_overflow():
    labels = np.full(3, 20, dtype=np.uint8)
    assert confusion_matrix(labels, labels, 21)[20, 20] == 3


def test_the_most_frequent_mistakes_come_first_with_their_most_confident_samples():
    labels = np.array([0, 0, 0, 1, 1, 2])
    probabilities = np.array(
        [
            [0.4, 0.6, 0.0],  # 0 taken for 1
            [0.1, 0.9, 0.0],  # 0 taken for 1, more confident
            [0.8, 0.1, 0.1],  # right
            [0.0, 0.3, 0.7],  # 1 taken for 2
            [0.0, 1.0, 0.0],  # right
            [0.0, 0.0, 1.0],  # right
        ]
    )
    assert frequent_confusions(labels, probabilities) == (
        Confusion(0, 1, 2, (1, 0)),
        Confusion(1, 2, 1, (3,)),
    )
    assert frequent_confusions(labels, probabilities, n=1, n_examples=1) == (
        Confusion(0, 1, 2, (1,)),
    )


def test_no_mistakes_no_confusions():
    assert frequent_confusions(np.array([0, 1]), np.eye(2)) == ()


@pytest.mark.parametrize(
    ("labels", "predictions", "error", "message"),
    [
        ([0, 3], [0, 1], ValueError, "labels: expected classes 0 to 2, got 3"),
        ([0, 1], [0, -1], ValueError, "predictions: expected classes 0 to 2, got -1"),
        ([0.0, 1.0], [0, 1], TypeError, "labels: expected integers"),
        ([0, 1], [0], ValueError, "predictions: expected 2 values, got 1"),
        ([[0], [1]], [0, 1], ValueError, r"labels: expected shape \(n_samples,\)"),
    ],
)
def test_bad_input_is_named(labels, predictions, error, message):
    with pytest.raises(error, match=message):
        confusion_matrix(np.array(labels), np.array(predictions), 3)


def test_one_row_of_probabilities_is_refused():
    with pytest.raises(ValueError, match="probabilities: expected shape"):
        frequent_confusions(np.array([0]), np.array([0.1, 0.9]))
