import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from keras_labs import fashion_data
from keras_labs.provision import DataNotFoundError, folder_source


@pytest.fixture(scope="module")
def data():
    return fashion_data.load()


def test_the_real_data_have_the_published_sizes(data):
    assert data.train_images.shape == (60_000, 28, 28)
    assert data.train_labels.shape == (60_000,)
    assert data.test_images.shape == (10_000, 28, 28)
    assert data.test_labels.shape == (10_000,)
    assert {array.dtype for array in (data.train_images, data.test_labels)} == {np.dtype("uint8")}
    # The authors: 6,000 training and 1,000 test pictures of each class.
    np.testing.assert_array_equal(np.bincount(data.train_labels), np.full(10, 6_000))
    np.testing.assert_array_equal(np.bincount(data.test_labels), np.full(10, 1_000))


def test_the_first_pictures_are_the_known_ones(data):
    # Keras' tutorial "Basic classification" prints these labels: ankle boot, T-shirt, T-shirt, …
    assert data.train_labels[:3].tolist() == [9, 0, 0]
    assert data.train_labels[-3:].tolist() == [3, 0, 5]
    assert data.test_labels[0] == 9
    # Mean and deviation of the training pixels, as widely used for normalization.
    scaled = fashion_data.scale(data.train_images)
    assert scaled.mean(dtype=np.float64) == pytest.approx(0.2860, abs=5e-5)
    assert scaled.std(dtype=np.float64) == pytest.approx(0.3530, abs=5e-5)


def test_ten_names_in_both_languages():
    """In the order of the authors' README and of Keras' tutorial."""
    assert fashion_data.CLASS_NAMES == (
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
        "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    )  # fmt: skip
    assert fashion_data.CLASS_NAMES_KOREAN == (
        "티셔츠", "바지", "풀오버", "원피스", "코트",
        "샌들", "셔츠", "운동화", "가방", "앵클부츠",
    )  # fmt: skip


def test_scaling_reaches_exactly_zero_and_one():
    scaled = fashion_data.scale(np.array([0, 51, 255], dtype=np.uint8))
    assert scaled.dtype == np.float32
    np.testing.assert_array_equal(scaled, np.array([0, 0.2, 1], dtype=np.float32))


def test_scaling_twice_is_refused():
    with pytest.raises(TypeError, match="images has dtype float32, expected uint8"):
        fashion_data.scale(fashion_data.scale(np.zeros(3, dtype=np.uint8)))


def idx(header: bytes, values: bytes, folder: Path) -> Path:
    path = folder / "file.gz"
    path.write_bytes(gzip.compress(header + values))
    return path


def test_idx_is_read_in_its_shape(tmp_path):
    path = idx(b"\0\0\x08\x02" + struct.pack(">2I", 2, 3), bytes(range(6)), tmp_path)
    np.testing.assert_array_equal(fashion_data.read_idx(path), [[0, 1, 2], [3, 4, 5]])


@pytest.mark.parametrize(
    ("header", "values", "message"),
    [
        (b"\0\0\x0d\x01" + struct.pack(">I", 2), b"12", "expected 000008"),
        (b"\0\0\x08\x01" + struct.pack(">I", 3), b"12", r"holds 2 values, expected shape \(3,\)"),
        (b"\0\0\x08\x02" + struct.pack(">I", 3), b"", "expected shape"),
        (b"", b"", "expected 000008"),
    ],
)
def test_idx_with_another_header_is_refused(tmp_path, header, values, message):
    with pytest.raises(ValueError, match=message):
        fashion_data.read_idx(idx(header, values, tmp_path))


def test_the_sources_are_asked_in_the_promised_order(tmp_path, monkeypatch):
    monkeypatch.setenv("FASHION_MNIST_DIR", str(tmp_path / "mine"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    sources = fashion_data.standard_sources()
    assert [source.name for source in sources] == [
        "FASHION_MNIST_DIR",
        "Keras' cache",
        "Debian's folder",
        "the project's cache",
        "download by Keras",
        "Debian's package",
    ]
    for source, folder in zip(sources, ("mine", "keras/datasets/fashion-mnist"), strict=False):
        (tmp_path / folder).mkdir(parents=True)
        assert source.fetch([]) == tmp_path / folder
    assert [source.own for source in sources] == [False, False, False, True, True, True]
    monkeypatch.delenv("FASHION_MNIST_DIR")
    assert len(fashion_data.standard_sources()) == 5


def test_without_a_source_three_ways_are_named(tmp_path):
    with pytest.raises(DataNotFoundError) as caught:
        fashion_data.load([folder_source("nowhere", tmp_path / "absent")])
    message = str(caught.value)
    for way in ("Keras downloads it", "apt-get install", "FASHION_MNIST_DIR"):
        assert way in message


def test_the_command_ends_with_that_message_and_no_traceback(tmp_path, monkeypatch):
    sources = (folder_source("nowhere", tmp_path / "absent"),)
    monkeypatch.setattr(fashion_data, "standard_sources", lambda: sources)
    with pytest.raises(SystemExit, match="Fashion-MNIST: no intact copy of train-images"):
        fashion_data.main()
