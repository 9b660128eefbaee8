"""What the lesson on Fashion-MNIST says of seeds and causes, on a tenth of the pictures."""

from typing import Any

import pytest

from keras_labs import fashion, fashion_data
from keras_labs.quiet import make_deterministic

SEEDS = range(12)
SETTINGS = {
    "loss": "sparse_categorical_crossentropy",
    "steps_per_execution": 63,
    "jit_compile": False,
}


@pytest.fixture(scope="module")
def pictures():
    data = fashion_data.load()
    return fashion_data.scale(data.train_images[:6_000]), data.train_labels[:6_000]


def test_the_loss_of_the_first_epoch_is_higher_than_that_of_the_model_at_its_end(pictures):
    """훈련 손실은 점점 나아지는 모델로 잰 값의 평균입니다."""
    for seed in SEEDS:
        make_deterministic(seed)
        model: Any = fashion.define_model()
        model.compile(optimizer="adam", **SETTINGS)
        (loss,) = model.fit(*pictures, epochs=1, verbose=0).history["loss"]
        assert model.evaluate(*pictures, verbose=0, return_dict=True)["loss"] < 0.9 * loss
