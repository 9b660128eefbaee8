"""Which class a classifier takes for which: the confusion matrix and its largest mistakes.

C[i, j] counts the samples of class i that were answered with class j; the diagonal is right. It is
the convention of scikit-learn and of `tf.math.confusion_matrix`.
"""

from dataclasses import dataclass

import numpy as np

from backprop.validation import whole_number


@dataclass(frozen=True, slots=True)
class Confusion:
    """One kind of mistake.

    Attributes
    ----------
    label, prediction : int
        The true class and the one that was answered instead.
    count : int
        How often that happened.
    examples : tuple of int
        Indices of such samples, the most confident mistake first.
    """

    label: int
    prediction: int
    count: int
    examples: tuple[int, ...]


def class_indices(name: str, values: np.ndarray, n_classes: int) -> np.ndarray:
    """Return the values as int64 after checking that each one names a class.

    Raises
    ------
    TypeError
        If the values are not integers.
    ValueError
        If they are not one-dimensional, or one is not in 0…n_classes − 1.
    """
    values = np.asarray(values)
    if values.dtype.kind not in "iu":
        raise TypeError(f"{name}: expected integers, got dtype {values.dtype}")
    if values.ndim != 1:
        raise ValueError(f"{name}: expected shape (n_samples,), got {values.shape}")
    bad = values[(values < 0) | (values >= n_classes)]
    if bad.size:
        raise ValueError(f"{name}: expected classes 0 to {n_classes - 1}, got {bad[0]}")
    return values.astype(np.int64)


def confusion_matrix(labels: np.ndarray, predictions: np.ndarray, n_classes: int) -> np.ndarray:
    """Count each pair of true and answered class.

    Parameters
    ----------
    labels, predictions : numpy.ndarray
        [n_samples], integers 0…n_classes − 1.
    n_classes : int
        Number of classes.

    Returns
    -------
    numpy.ndarray
        [n_classes, n_classes], int64; row: true class, column: answer.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of that type, shape or range.
    """
    n_classes = whole_number("n_classes", n_classes, minimum=1)
    labels = class_indices("labels", labels, n_classes)
    predictions = class_indices("predictions", predictions, n_classes)
    if len(labels) != len(predictions):
        raise ValueError(f"predictions: expected {len(labels)} values, got {len(predictions)}")
    pairs = np.bincount(n_classes * labels + predictions, minlength=n_classes**2)
    return pairs.reshape(n_classes, n_classes)


def frequent_confusions(
    labels: np.ndarray, probabilities: np.ndarray, n: int = 5, n_examples: int = 5
) -> tuple[Confusion, ...]:
    """Find the most frequent mistakes, with samples to look at.

    Parameters
    ----------
    labels : numpy.ndarray
        [n_samples], integers.
    probabilities : numpy.ndarray
        [n_samples, n_classes]; the answer is the largest of a row.
    n : int
        Number of kinds of mistake.
    n_examples : int
        At most so many samples of each.

    Returns
    -------
    tuple of Confusion
        The most frequent first; fewer than `n` if there are no more.

    Raises
    ------
    TypeError, ValueError
        If an argument is not of that type, shape or range.
    """
    n, n_examples = whole_number("n", n, minimum=1), whole_number("n_examples", n_examples)
    probabilities = np.asarray(probabilities)
    if probabilities.ndim != 2:
        raise ValueError(
            f"probabilities: expected shape (n_samples, n_classes), got {probabilities.shape}"
        )
    labels = np.asarray(labels)
    predictions = probabilities.argmax(axis=1)
    mistakes = confusion_matrix(labels, predictions, probabilities.shape[1])
    np.fill_diagonal(mistakes, 0)
    confidence = probabilities.max(axis=1)
    result = []
    for pair in np.argsort(-mistakes, axis=None, kind="stable")[:n]:
        label, prediction = (int(index) for index in np.unravel_index(pair, mistakes.shape))
        count = int(mistakes[label, prediction])
        if count:
            samples = np.flatnonzero((labels == label) & (predictions == prediction))
            samples = samples[np.argsort(-confidence[samples], kind="stable")][:n_examples]
            result.append(Confusion(label, prediction, count, tuple(samples.tolist())))
    return tuple(result)
