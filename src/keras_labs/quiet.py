"""TensorFlow and Keras, imported with their start-up noise kept off the page, and made repeatable.

TensorFlow writes hints about the machine (no GPU, CPU instructions) to the process's standard
error, from C++ and partly before any setting is read. `known_noise_dropped` holds that stream back,
drops exactly the lines listed in `KNOWN_NOISE`, and passes every other line on; so an error is
never hidden. Everything in this project takes `tf` and `keras` from here.

Sources: https://www.tensorflow.org/api_docs/python/tf/config/experimental/enable_op_determinism and
https://keras.io/api/utils/python_utils/#set_random_seed-function
"""

import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

KNOWN_NOISE = re.compile(
    "|".join(
        (
            # Where messages go before TensorFlow's logging is set up.
            r"All log messages before absl::InitializeLog\(\) is called are written to STDERR",
            # No GPU, said twice at import and once more, as an "error", when devices are listed.
            r"cudart_stub\.cc:\d+\] Could not find cuda drivers on your machine",
            r"failed call to cuInit: .*UNKNOWN ERROR \(303\)",
            # Op determinism turns tf.data's parallel map into a serial one, which then ignores this
            # attribute, as the message itself says.
            r"NodeDef mentions attribute use_unbounded_threadpool which is not in the op def",
        )
    )
)


@contextmanager
def known_noise_dropped() -> Iterator[None]:
    """Hold back the process's standard error, and pass on all of it but `KNOWN_NOISE`.

    Yields
    ------
    None
        While the block runs, nothing reaches file descriptor 2; what is not known noise is written
        to `sys.stderr` when the block ends, also when it ends by an exception.
    """
    terminal = os.dup(2)
    with tempfile.TemporaryFile() as held:
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(terminal, 2)
            os.close(terminal)
            held.seek(0)
            for line in held.read().decode(errors="replace").splitlines(keepends=True):
                if not KNOWN_NOISE.search(line):
                    sys.stderr.write(line)


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


__all__ = ["KNOWN_NOISE", "keras", "known_noise_dropped", "make_deterministic", "tf"]
