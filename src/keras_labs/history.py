"""What Keras recorded while it trained, as plain numbers and as a log without clock times."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrainingHistory:
    """The metrics of every epoch.

    Attributes
    ----------
    metrics : mapping of str to tuple of float
        By name ("loss", "mae", "val_accuracy", …), one value per epoch. Keras computes a training
        metric as the mean over the epoch's batches while the weights move; a `val_` metric is
        computed after the epoch.
    """

    metrics: Mapping[str, tuple[float, ...]]

    @classmethod
    def from_keras(cls, history: Mapping[str, list[float]]) -> "TrainingHistory":
        """Copy the `history` dictionary that `keras.Model.fit` returns."""
        return cls({name: tuple(float(value) for value in row) for name, row in history.items()})

    @property
    def epochs(self) -> int:
        """Number of epochs trained."""
        return len(self.metrics["loss"])

    def log_lines(self) -> tuple[str, ...]:
        """Return Keras' log, one line an epoch, without times.

        Returns
        -------
        tuple of str
            Such as "Epoch 1/50 - loss: 0.0819 - mae: 0.2704"; the order is loss, the other training
            metrics, then those of the validation set.
        """
        names = sorted(self.metrics, key=lambda name: (name.startswith("val_"), "loss" not in name))
        return tuple(
            f"Epoch {epoch + 1}/{self.epochs}"
            + "".join(f" - {name}: {self.metrics[name][epoch]:.4f}" for name in names)
            for epoch in range(self.epochs)
        )
