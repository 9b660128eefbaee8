"""What a cell needs, what is compared, and where the reader's NumPy comes from."""

import hashlib
import json
import re
import sys

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from in_browser import pictures
from in_browser.compare import compare
from in_browser.drawing import Undrawing
from in_browser.session import Session
from lecture_site.reader import numpy_wheel
from lecture_site.reader.cells import names_of, runnable, undrawn


@pytest.mark.parametrize(
    ("code", "used", "bound"),
    [
        ("y = x + 1", {"x"}, {"y"}),
        ("x = x + 1", {"x"}, {"x"}),
        ("x = 1\ny = x", set(), {"x", "y"}),
        ("for k in range(3):\n    s += k", {"range", "s"}, {"k", "s"}),
        ("import numpy as np\nfrom a import b", set(), {"np", "b"}),
        ("def f(a):\n    c = a + d\n    return c", {"d"}, {"f"}),
        ("z = [a * k for k in b]", {"a", "b"}, {"z"}),
        ("log.append(v)", {"log", "v"}, {"log"}),
        ("w[0] = 1", {"w"}, {"w"}),
        ("net.bias = 2", {"net"}, {"net"}),
        ("f = lambda t: t * eta", {"eta"}, {"f"}),
        ("with open(p) as file:\n    text = file.read()", {"open", "p"}, {"file", "text"}),
    ],
)
def test_names_are_used_before_they_are_bound(code, used, bound):
    names = names_of(code)
    assert (names.used, names.bound) == (used, bound)


def test_a_cell_needs_what_its_names_come_from_and_no_more():
    hidden = {"tags": ["hide-input"]}
    notebook = new_notebook(
        cells=[
            new_code_cell("import numpy as np", metadata=hidden),
            new_markdown_cell("글"),
            new_code_cell("a = np.ones(2)"),
            new_code_cell("b = 3"),
            new_code_cell("a[0] = 7"),
            new_code_cell("a.sum()"),
            new_code_cell("import tensorflow\nc = b"),
            new_code_cell("c"),
        ]
    )
    found = runnable(notebook)
    assert {number: entry["needs"] for number, entry in found.items()} == {
        0: [],
        1: [0],
        2: [],
        3: [0, 1],
        4: [0, 1, 3],
    }
    assert [number for number, entry in found.items() if not entry["shown"]] == [0]


def test_what_a_later_cell_binds_anew_is_lost_to_those_before_it():
    sources = [
        "import numpy as np\nw = np.ones(2)",
        "np.round(w, 4)",  # Asks only.
        "import numpy as np\nw = np.zeros(2)",
        "w += 1\nw",
        "seen = []",
        "seen.append(1)\nseen",
        "from statistics import mean as np",
        "eta = 1\ndef step(t):\n    return t - eta",
        "eta = 2",
        "step(3)",
    ]
    found = runnable(new_notebook(cells=[new_code_cell(source) for source in sources]))
    assert {number: entry["lost"] for number, entry in found.items()} == {
        0: {},
        1: {0: [2, 3, 6]},
        2: {},
        3: {0: [3], 2: [0, 3]},
        4: {},
        5: {4: [5]},
        6: {},
        7: {},
        8: {},
        9: {7: [8]},
    }


def test_what_draws_with_matplotlib_is_known():
    assert {"figures.picture", "figures.plots.curves"} <= {*undrawn()}
    assert not {"figures.table", "figures.diagrams.flows"} & {*undrawn()}


def test_hidden_pictures_of_what_readers_change_are_known():
    hidden = {"tags": ["hide-input"]}

    def cell(source: str, html: str):
        shown = new_output("display_data", {"text/html": html})
        return new_code_cell(source, metadata=hidden, outputs=[shown])

    diagram = (
        "from figures.diagrams.loop import algorithm_loop\nfrom figures.picture import picture"
    )
    plot = (
        "from figures.picture import canvas, picture\nfig, ax = canvas()\nax.plot(a)\npicture(fig)"
    )
    notebook = new_notebook(
        cells=[
            new_code_cell("a = 1"),
            cell(f"{diagram}\npicture(algorithm_loop(a))", "<svg></svg>"),
            cell(plot, "<svg></svg>"),
            cell(
                f"{diagram}\npicture(algorithm_loop(2))", "<svg></svg>"
            ),  # Of nothing that can be changed.
            cell("picture(algorithm_loop(a))", "<svg></svg>"),
            cell("fig, ax = canvas()\nax.plot(a)", "<svg></svg>"),
            cell("picture(a)", '<figure data-figure="race"><svg></svg></figure>'),
            cell("def shown(b):\n    fig, ax = canvas()\n    return b\nshown(a)", "<svg></svg>"),
            cell("picture(algorithm_loop(shown(a)))", "<svg></svg>"),
        ]
    )
    found = runnable(notebook)
    draws = {number: entry["draws"] for number, entry in found.items() if "draws" in entry}
    assert draws == {1: True, 2: False, 4: True, 5: False, 6: False, 7: False, 8: False}
    assert found[4]["needs"] == [0, 1, 2, 3]


def test_a_diagram_is_drawn_and_a_plot_is_left_out(monkeypatch):
    monkeypatch.setitem(sys.modules, "figures.picture", pictures)
    monkeypatch.setattr(sys, "meta_path", [Undrawing(undrawn()), *sys.meta_path])
    for name in undrawn():
        if name != "figures.picture":
            monkeypatch.delitem(sys.modules, name, raising=False)
    code = (
        "from figures.diagrams.loop import algorithm_loop\n"
        "from figures.picture import canvas, picture\n"
        "from figures.plots.curves import draw_curves\n"
        "figure, axis = canvas()\ndraw_curves(axis, [])\n"
    )
    session = Session()
    done = session.run(
        f"{code}picture(algorithm_loop(['가', '나'], first=1), caption='순서')", "셀 1", draws=True
    )
    html = json.loads(done)["html"]
    assert re.search(r"<svg.+<figcaption>순서</figcaption></figure>$", html)
    plot = json.loads(session.run("picture(figure, alt='곡선')", "셀 2", draws=True))
    assert plot == {"outputs": [], "fault": None}
    assert "html" not in json.loads(session.run("1 + 1", "셀 3", draws=True))


@pytest.mark.parametrize(
    ("built", "new", "same"),
    [
        ("0.1234", "0.1235", True),
        ("0.1234", "0.1236", False),
        ("[ 1.5  2. ]", "[1.5 2.]", True),
        ("3 번", "4 번", False),
        ("1e-16", "3e-12", True),
        ("1.20e+03", "1.21e+03", True),
        ("1.20e+03", "1.25e+03", False),
        ("비용 0.5", "값 0.5", False),
        ("a", "a\nb", False),
        ("True", "False", False),
    ],
)
def test_the_last_place_may_differ(built, new, same):
    answer = json.loads(compare([built], [new]))
    assert answer["same"] is same
    if not same:
        assert answer["built"] != answer["new"]


def test_a_session_keeps_names_and_shows_the_last_value():
    session = Session()
    assert json.loads(session.run("x = 2\nprint('가')\nx + 1", "셀 1")) == {
        "outputs": ["가\n", "3"],
        "fault": None,
    }
    assert json.loads(session.run("x;", "셀 2"))["outputs"] == []


def test_a_fault_names_line_and_cell_and_nothing_of_the_session():
    fault = json.loads(Session().run("def f():\n    1 / 0\n\nf()", "셀 3"))["fault"]
    assert fault["words"] == [
        "2행: 0으로 나누었습니다.",
        "나누는 값이 언제 0이 되는지 살펴보세요.",
    ]
    assert fault["line"] == 2
    assert 'File "<셀 3>", line 4' in fault["traceback"]
    assert "session.py" not in fault["traceback"]


def test_shapes_that_cannot_be_paired_are_named():
    code = "import numpy as np\na, b = np.ones((2, 3)), np.ones((2, 2))\na.T + b"
    fault = json.loads(Session().run(code, "셀 1"))["fault"]
    assert fault["words"][0] == "3행: a.T (3, 2) + b (2, 2): 두 모양을 짝지을 수 없습니다."


def test_a_loop_past_its_time_is_stopped_even_in_an_except_for_all():
    code = "n = 0\nwhile True:\n    try:\n        n += 1\n    except:\n        pass"
    told: list[int] = []
    fault = json.loads(Session(told.append).run(code, "셀 1", seconds=0.7))["fault"]
    assert fault["late"]
    assert fault["line"] in range(2, 7)
    assert set(told) <= set(range(2, 7))
    assert told


@pytest.fixture
def wheels(monkeypatch, tmp_path):
    """A project's cache of its own, a network that does not answer, and a right wheel."""

    def lost(names):
        raise OSError("no network")

    right = b"the wheel"
    told = {"file_name": "numpy.whl", "sha256": hashlib.sha256(right).hexdigest()}
    kept = tmp_path / "kept"
    kept.mkdir()
    monkeypatch.setattr(numpy_wheel, "entry", lambda: told)
    monkeypatch.setattr(numpy_wheel, "KEPT", kept)
    monkeypatch.setattr(numpy_wheel, "_from_network", lost)
    monkeypatch.setattr(numpy_wheel, "_from_holder", lost)
    monkeypatch.delenv(numpy_wheel.VARIABLE, raising=False)
    return kept, right


def test_without_the_wheel_one_is_told_what_to_do(wheels, caplog):
    numpy_wheel.main()
    assert "Pyodide's network: no network" in caplog.text
    assert "without buttons to run cells" in caplog.text
    assert f"set {numpy_wheel.VARIABLE}" in caplog.text
    assert numpy_wheel.found() is None


@pytest.mark.parametrize("wrong", [b"another wheel", b"the whee", b"", b"<html>502</html>"])
def test_a_wheel_with_wrong_bytes_is_refused_and_told(wheels, wrong, monkeypatch, tmp_path, caplog):
    """In a folder of one's own, in the cache, and as it comes from the network."""
    kept, right = wheels
    (tmp_path / "numpy.whl").write_bytes(wrong)
    monkeypatch.setenv(numpy_wheel.VARIABLE, str(tmp_path))
    (kept / "numpy.whl").write_bytes(wrong)
    assert numpy_wheel.found() is None
    expected = f"numpy.whl has SHA-256 {hashlib.sha256(wrong).hexdigest()}, expected "
    theirs, ours = (record.getMessage() for record in caplog.records if record.levelno > 20)
    assert theirs.startswith(f"{numpy_wheel.VARIABLE}: {tmp_path}/{expected}")
    assert theirs.endswith("; not used")
    assert ours.startswith(f"the project's cache: {kept}/{expected}")
    assert (tmp_path / "numpy.whl").read_bytes() == wrong
    assert not (kept / "numpy.whl").exists()

    def from_network(names):
        (kept / names[0]).write_bytes(wrong)
        return kept

    def from_holder(names):
        (kept / names[0]).write_bytes(right)
        return kept

    monkeypatch.setattr(numpy_wheel, "_from_network", from_network)
    monkeypatch.setattr(numpy_wheel, "_from_holder", from_holder)
    numpy_wheel.main()
    assert f"Pyodide's network: {kept}/{expected}" in caplog.text
    assert numpy_wheel.found() == right
