"""Standard error without the lines that are known to be noise, and without losing any other.

TensorFlow writes hints about the machine to the process's standard error, from C++ and partly
before any setting is read. What it writes passes through a filter that is a process of its own: a
line that is not known noise stands on the real standard error as soon as it is written, and the
last words of a process that aborts, or is killed for its memory, still come through.
"""

import os
import re
import subprocess
import sys
import uuid
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
_FILTER = """
import re, sys
noise, end = (argument.encode() for argument in sys.argv[1:])
for line in sys.stdin.buffer:
    if line.endswith(end):
        sys.stdout.buffer.write(line[:-len(end)])
        break
    if not re.search(noise, line):
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
"""


@contextmanager
def known_noise_dropped() -> Iterator[None]:
    """Drop the lines of `KNOWN_NOISE` from the process's standard error, and pass on every other.

    Yields
    ------
    None
        While the block runs, file descriptor 2 leads to the filter. When it ends, also by an
        exception, all that was written in it has been passed on.
    """
    end = f"{uuid.uuid4()}\n"
    terminal = os.dup(2)
    # A session of its own, so that a signal to this process and its children leaves it alone.
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _FILTER, KNOWN_NOISE.pattern, end],
        stdin=subprocess.PIPE,
        stdout=terminal,
        start_new_session=True,
    ) as process:
        assert process.stdin is not None
        os.dup2(process.stdin.fileno(), 2)
        try:
            yield
        finally:
            # The end is a mark and not the closing of the pipe, which a child may hold open.
            os.write(2, end.encode())
            os.dup2(terminal, 2)
            os.close(terminal)
