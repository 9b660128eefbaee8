import os

import nbclient
import nbformat
import pytest

from keras_labs.quiet import known_noise_dropped

PAGE = """
from backprop.samples import make_samples
from keras_labs import fashion, regression

run = regression.train(make_samples(64, 1), epochs=1)
print(fashion.summarize(fashion.define_model()))
"""


def test_a_page_shows_what_it_prints_and_nothing_else():
    cell = nbformat.v4.new_code_cell(PAGE)
    notebook = nbformat.v4.new_notebook(cells=[cell])
    nbclient.NotebookClient(notebook, kernel_name="python3", coalesce_streams=True).execute()
    (output,) = notebook.cells[0].outputs
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
