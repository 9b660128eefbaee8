"""TensorFlow and Keras, imported with their start-up noise kept off the page, and made repeatable.

The noise is dropped by `keras_labs.noise`, which passes every other line on; so an error is never
hidden. Everything in this project takes `tf` and `keras` from here.

Sources: https://www.tensorflow.org/api_docs/python/tf/config/experimental/enable_op_determinism and
https://keras.io/api/utils/python_utils/#set_random_seed-function
"""

import os

from keras_labs.noise import known_noise_dropped

# 2 leaves out hints and C++ warnings (such as of tf.data's tuning being cancelled as a training
# ends, which comes at no fixed time); errors stay.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
# oneDNN is on by default on some CPUs only and rounds in another order than the plain kernels do;
# without it, more machines show the same digits.
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"
with known_noise_dropped():
    import keras
    import tensorflow as tf

    # The site's figures come from the CPU everywhere, so a machine with a GPU shows the same.
    tf.config.set_visible_devices([], "GPU")


def make_deterministic(seed: int) -> None:
    """Fix every random generator and make each TensorFlow operation repeatable.

    Two runs on one machine then give the same bits. Another CPU may add in another order, so the
    last digits can differ between machines. The number of threads stays as it is.

    Parameters
    ----------
    seed : int
        Seed for Python, NumPy and TensorFlow, 0 ≤ seed < 2³².
    """
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()


__all__ = ["keras", "known_noise_dropped", "make_deterministic", "tf"]
