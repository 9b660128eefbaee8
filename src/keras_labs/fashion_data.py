"""Fashion-MNIST: 60,000 training and 10,000 test pictures of clothes, 28×28 grey, ten classes.

The four files are sought in `$FASHION_MNIST_DIR`, in Keras' cache, in Debian's folder and in this
project's cache; otherwise Keras downloads them into the last, or Debian's package
`dataset-fashion-mnist` is fetched and unpacked there without root. The other folders are only read.
`python -m keras_labs.fashion_data` does so and shows progress.

Source: Xiao, Rasul & Vollgraf (2017), "Fashion-MNIST: a Novel Image Dataset for Benchmarking
Machine Learning Algorithms", arXiv:1708.07747; https://github.com/zalandoresearch/fashion-mnist.
The file format IDX: http://yann.lecun.com/exdb/mnist/
"""

import gzip
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from keras_labs import remote
from keras_labs.provision import DataNotFoundError, Source, folder_source, provide

# SHA-256 of the unpacked files. Debian's repacked files have this content, and so have the
# originals: with the gzip headers put back, Debian's give the MD5 sums in the authors' README.
DIGESTS = {
    "train-images-idx3-ubyte.gz": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",  # noqa: E501
    "train-labels-idx1-ubyte.gz": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",  # noqa: E501
    "t10k-images-idx3-ubyte.gz": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "t10k-labels-idx1-ubyte.gz": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
}
CLASS_NAMES = (
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
    "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
)  # fmt: skip
CLASS_NAMES_KOREAN = (
    "티셔츠", "바지", "풀오버", "원피스", "코트",
    "샌들", "셔츠", "운동화", "가방", "앵클부츠",
)  # fmt: skip
PROJECT = Path(__file__).parents[2]
OWN = PROJECT if (PROJECT / "pyproject.toml").is_file() else Path.home()
"""Installed from the wheel there is no project, and the reader's own cache is used."""
PROJECT_CACHE = OWN / ".cache" / "fashion-mnist"
DEBIAN_FOLDER = Path("/usr/share/datasets/fashion-mnist")
ADVICE = f"""Three ways to get Fashion-MNIST (31 MB):
  1. With a network that reaches {remote.KERAS_URL}, run this again: Keras downloads it.
  2. On Debian or Ubuntu: apt-get install dataset-fashion-mnist
  3. Copy the four .gz files of https://github.com/zalandoresearch/fashion-mnist into a folder and
     set FASHION_MNIST_DIR to it."""
IDX_UINT8 = 0x08  # The code of unsigned bytes in an IDX header.


@dataclass(frozen=True, slots=True)
class FashionMnist:
    """The data set as it is published.

    Attributes
    ----------
    train_images, test_images : numpy.ndarray
        [60000, 28, 28] and [10000, 28, 28], uint8, 0 background to 255.
    train_labels, test_labels : numpy.ndarray
        [60000] and [10000], uint8, index into `CLASS_NAMES`.
    """

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray


def standard_sources() -> tuple[Source, ...]:
    """Return the sources in the order in which they are asked.

    Returns
    -------
    tuple of Source
        `$FASHION_MNIST_DIR` (if set), Keras' cache, Debian's folder, the project's cache, the
        download by Keras, Debian's package.
    """
    keras_home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    named = os.environ.get("FASHION_MNIST_DIR")
    return (
        *([folder_source("FASHION_MNIST_DIR", Path(named))] if named else []),
        folder_source("Keras' cache", keras_home / remote.KERAS_FOLDER),
        folder_source("Debian's folder", DEBIAN_FOLDER),
        folder_source("the project's cache", PROJECT_CACHE, own=True),
        Source(
            "download by Keras",
            lambda names: remote.download_by_keras(names, PROJECT_CACHE),
            own=True,
        ),
        Source("Debian's package", lambda _: remote.unpack_debian_package(PROJECT_CACHE), own=True),
    )


def read_idx(path: Path) -> np.ndarray:
    """Read a gzip-packed IDX file of unsigned bytes.

    Parameters
    ----------
    path : pathlib.Path
        Its content is 0, 0, type code, number of dimensions, the dimensions as big-endian 32-bit
        integers, then the values.

    Returns
    -------
    numpy.ndarray
        uint8, read-only, in the shape that the header states.

    Raises
    ------
    ValueError
        If the header or the number of values is not that of an IDX file of unsigned bytes.
    """
    content = gzip.decompress(path.read_bytes())
    if len(content) < 4 or content[:3] != bytes((0, 0, IDX_UINT8)):
        raise ValueError(f"{path} starts with {content[:4].hex()}, expected 000008 and a dimension")
    start = 4 + 4 * content[3]
    shape = tuple(int(size) for size in np.frombuffer(content[4:start], dtype=">u4"))
    if len(shape) != content[3] or len(content) - start != np.prod(shape, dtype=int):
        raise ValueError(f"{path} holds {len(content) - start} values, expected shape {shape}")
    return np.frombuffer(content, dtype=np.uint8, offset=start).reshape(shape)


def load(sources: Sequence[Source] | None = None) -> FashionMnist:
    """Find or fetch the data set, and read it.

    Parameters
    ----------
    sources : sequence of Source, optional
        Where to look, in order; by default `standard_sources()`.

    Returns
    -------
    FashionMnist

    Raises
    ------
    keras_labs.provision.DataNotFoundError
        If no source has an intact copy.
    """
    paths = provide(DIGESTS, standard_sources() if sources is None else sources, ADVICE)
    return FashionMnist(*(read_idx(paths[name]) for name in DIGESTS))


def scale(images: np.ndarray) -> np.ndarray:
    """Bring grey levels from 0…255 to 0…1.

    Parameters
    ----------
    images : numpy.ndarray
        uint8, any shape.

    Returns
    -------
    numpy.ndarray
        float32, Keras' own type, same shape.

    Raises
    ------
    TypeError
        If `images` is not uint8, as after a second scaling.
    """
    if images.dtype != np.uint8:
        raise TypeError(f"images has dtype {images.dtype}, expected uint8")
    return images / np.float32(255)


def main() -> None:
    """Provide the data set, with progress on standard error."""
    logging.basicConfig(level=logging.INFO, format="Fashion-MNIST: %(message)s", stream=sys.stderr)
    try:
        paths = provide(DIGESTS, standard_sources(), ADVICE)
    except DataNotFoundError as error:
        raise SystemExit(f"Fashion-MNIST: {error}") from error
    for name, path in paths.items():
        logging.info("%s is intact in %s", name, path.parent)


if __name__ == "__main__":
    main()
