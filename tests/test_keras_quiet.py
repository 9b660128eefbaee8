import asyncio
import os
import signal
import subprocess
import sys
import time

import pytest

from keras_labs.noise import known_noise_dropped
from lecture_site.run.execution import execute
from lecture_site.text.lesson import LessonError, read_lesson
from test_lesson_source import page

PAGE = """```python
from backprop.samples import make_samples
from keras_labs import fashion, regression

run = regression.train(make_samples(64, 1), epochs=1)
print(fashion.summarize(fashion.define_model()))
```
"""


def test_a_page_shows_what_it_prints_and_nothing_else(tmp_path):
    results = asyncio.run(execute(read_lesson(page(tmp_path, PAGE))))
    ((output,),) = filter(None, results.outputs)
    assert output["name"] == "stdout"
    assert output["text"].startswith('Model: "fashion_mnist"\n+--')
    assert output["text"].endswith(" Non-trainable params: 0 (0.00 B)\n")


def test_known_noise_is_dropped_and_an_error_is_passed_on(capfd):
    with known_noise_dropped():
        os.write(2, b"E0000 00:00:1.5 9 cuda_platform.cc:52] failed call to cuInit: INTERNAL: ")
        os.write(2, b"CUDA error: Failed call to cuInit: UNKNOWN ERROR (303)\n")
        os.write(2, b"E0000 00:00:1.5 9 real.cc:1] out of memory\n")
    assert capfd.readouterr().err == "E0000 00:00:1.5 9 real.cc:1] out of memory\n"


def test_what_was_written_before_an_exception_is_passed_on(capfd):
    def fail():
        with known_noise_dropped():
            os.write(2, b"the last words\n")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert capfd.readouterr().err == "the last words\n"
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "after\n"


@pytest.mark.parametrize("end", ["os.abort()", "os.kill(os.getpid(), 9)", "os._exit(3)"])
def test_the_last_words_of_a_process_that_dies_come_through(end):
    """As of TensorFlow when a check fails, or of any process when the memory is full."""
    program = f"""
import os
from keras_labs.noise import known_noise_dropped

with known_noise_dropped():
    os.write(2, b"cuda_platform.cc:52] failed call to cuInit: : UNKNOWN ERROR (303)\\n")
    os.write(2, b"F0000 check failed\\nand without a newline")
    {end}
"""
    done = subprocess.run([sys.executable, "-c", program], stderr=subprocess.PIPE, check=False)
    assert done.stderr == b"F0000 check failed\nand without a newline"
    assert done.returncode in (-signal.SIGABRT, -signal.SIGKILL, 3)


def test_an_error_is_passed_on_at_once_and_not_held_back(capfd):
    with known_noise_dropped():
        os.write(2, b"first\n")
        seen, patience = "", time.monotonic() + 600
        while "first" not in seen and time.monotonic() < patience:
            time.sleep(0.01)
            seen += capfd.readouterr().err
    assert seen == "first\n"


def test_a_child_that_lives_on_does_not_hold_the_block_open(capfd):
    with known_noise_dropped():
        child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
        os.write(2, b"half a line")
    assert capfd.readouterr().err == "half a line"
    child.communicate(b"\n")


def test_in_a_lesson_an_error_stops_the_build(tmp_path):
    body = """```python
import os
from keras_labs.noise import known_noise_dropped

with known_noise_dropped():
    os.write(2, b"out of memory\\n")
```
"""
    with pytest.raises(LessonError, match=r"page\.md:13: cell 1 wrote to .*:\nout of memory\n$"):
        asyncio.run(execute(read_lesson(page(tmp_path, body))))
