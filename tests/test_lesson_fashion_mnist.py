"""What the lesson on Fashion-MNIST says of seeds and causes, on a tenth of the pictures."""

from typing import Any

import numpy as np
import pytest

from keras_labs import fashion, fashion_data
from keras_labs.quiet import keras, make_deterministic

SEEDS = range(12)
EDGE = np.ones((28, 28), bool)
EDGE[2:-2, 2:-2] = False
SETTINGS = {
    "loss": "sparse_categorical_crossentropy",
    "steps_per_execution": 63,
    "jit_compile": False,
}


@pytest.fixture(scope="module")
def pictures():
    data = fashion_data.load()
    return fashion_data.scale(data.train_images[:6_000]), data.train_labels[:6_000]


def fitted(pictures, seed, optimizer, epochs):
    make_deterministic(seed)
    model: Any = fashion.define_model()
    model.compile(optimizer=optimizer, **SETTINGS)
    losses = model.fit(*pictures, epochs=epochs, verbose=0).history["loss"]
    return model, losses


def edge_ratio(model):
    """Mean size of the weights of the two outermost rows and columns, by that of the others."""
    size = np.abs(model.get_layer("classes").get_weights()[0]).mean(axis=1).reshape(28, 28)
    return size[EDGE].mean() / size[~EDGE].mean()


def test_adam_makes_the_weights_of_the_dark_edge_large_and_descent_without_the_division_does_not(
    pictures,
):
    """Adam divides by the size of the gradient; SGD is the same model without that."""
    for seed in SEEDS:
        by_adam, _ = fitted(pictures, seed, "adam", 4)
        by_sgd, _ = fitted(pictures, seed, keras.optimizers.SGD(0.1), 4)
        assert edge_ratio(by_sgd) < 1 < 1.15 < edge_ratio(by_adam)


def test_the_loss_of_the_first_epoch_is_higher_than_that_of_the_model_at_its_end(pictures):
    """훈련 손실은 점점 나아지는 모델로 잰 값의 평균입니다."""
    for seed in SEEDS:
        model, (loss,) = fitted(pictures, seed, "adam", 1)
        assert model.evaluate(*pictures, verbose=0, return_dict=True)["loss"] < 0.9 * loss
