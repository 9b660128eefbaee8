import asyncio
import re
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path
from unittest import mock

import pytest
from nbformat import NotebookNode

from conftest import ROOT, kernels
from lecture_site.run import environment
from lecture_site.run.execution import Results, compose, execute, in_print
from lecture_site.run.kernels import Kernel, started
from lecture_site.text.lesson import Lesson, LessonError, read_lesson
from test_lesson_source import page


class Shared:
    """One kernel for many pages: what is refused needs no fresh one."""

    def __init__(self, runner: asyncio.Runner, kernel: Kernel) -> None:
        self.runner, self.kernel = runner, kernel

    @asynccontextmanager
    async def started(self, _: Path) -> AsyncIterator[Kernel]:
        yield self.kernel

    def execute(self, lesson: Lesson) -> Results:
        with mock.patch("lecture_site.run.execution.started", self.started):
            return self.runner.run(execute(lesson))

    def outputs(self, folder: Path, *cells: str) -> list[str]:
        """What each cell of a page shows, as text."""
        return shown(self.execute(read_lesson(page(folder, "".join(map(cell, cells))))))

    def run(self, folder: Path, body: str) -> str:
        lesson = read_lesson(page(folder, body))
        return text_of(compose(lesson, self.execute(lesson)))


@pytest.fixture(scope="module")
def shared() -> Iterator[Shared]:
    with asyncio.Runner() as runner:
        context = started(ROOT / "docs")
        yield Shared(runner, runner.run(context.__aenter__()))
        runner.run(context.__aexit__(None, None, None))


def cell(code: str) -> str:
    return f"```python\n{code}\n```\n\n"


def shown(results: Results) -> list[str]:
    return [
        "".join(each.get("text") or "".join(each["data"].values()) for each in outputs)
        for outputs in results.outputs
        if outputs
    ]


def run(folder: Path, body: str) -> str:
    lesson = read_lesson(page(folder, body))
    return text_of(compose(lesson, asyncio.run(execute(lesson))))


def text_of(notebook: NotebookNode) -> str:
    return "\n".join(
        "".join(output.get("text", "") for output in cell.outputs)
        if cell.cell_type == "code"
        else cell.source
        for cell in notebook.cells
    )


def test_outputs_values_particles_and_claims_come_from_the_run(tmp_path: Path) -> None:
    text = run(
        tmp_path,
        "```python\nx = -0.5\nprint(x * 3)\n```\n\n"
        "값은 {{ x:.2f }}{이/가} 되고, 식은 $a = {{ x * 2 }}$입니다. {{ claim(x < 0) }}\n\n"
        "```python\nx = 7\n```\n\n이제 {{ x }}{으로/로} 바뀝니다.\n",
    )
    assert "-1.5" in text
    assert "값은 −0.50이 되고" in text
    assert "$a = −1.0$" in text
    assert 'class="claim"' in text
    assert "이제 7로 바뀝니다." in text


def test_a_failing_cell_is_named_with_page_cell_and_line(tmp_path: Path) -> None:
    body = "```python\na = 1\n```\n\n```python\nb = a\n1 / 0\n```\n"
    with pytest.raises(LessonError, match=r"page\.md:17: cell 2, line 2 failed:(.|\n)*ZeroDiv"):
        run(tmp_path, body)


def test_a_warning_stops_the_build(tmp_path: Path) -> None:
    body = "```python\nimport warnings\nwarnings.warn('careful')\n```\n"
    with pytest.raises(LessonError, match=r"cell 1 wrote to standard error:(.|\n)*careful"):
        run(tmp_path, body)


def test_a_placeholder_that_cannot_be_evaluated_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=r"page\.md:12: .*missing.* NameError(.|\n)*값은"):
        run(tmp_path, "값은 {{ missing }}입니다.\n")


@pytest.mark.parametrize("condition", ["1 > 2", "__import__('numpy').float64(1) > 2"])
def test_a_false_claim_fails_with_its_sentence(tmp_path: Path, condition: str) -> None:
    with pytest.raises(LessonError, match=r"page\.md:12: .*ClaimError(.|\n)*줄어듭니다"):
        run(tmp_path, f"비용은 줄어듭니다. {{{{ claim({condition}) }}}}\n")


def test_a_claim_about_an_array_must_say_all_or_any(tmp_path: Path) -> None:
    body = "비용은 늘 양수입니다. {{ claim(__import__('numpy').ones(3) > 0) }}\n"
    with pytest.raises(LessonError, match=r"TypeError.*\.all\(\)"):
        run(tmp_path, body)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("-0.5", "−0.5"),
        ("1.50e-09", "1.50 × 10⁻⁹"),
        ("-2e+16", "−2 × 10¹⁶"),
        ("(3, -1)", "(3, −1)"),
        ("w-1 e-3", "w-1 e-3"),
        ("0x1e-3", "0x1e-3"),
    ],
)
def test_numbers_stand_as_in_print(value: str, printed: str) -> None:
    assert in_print(value) == printed


def test_each_page_gets_a_kernel_of_its_own(tmp_path: Path) -> None:
    run(tmp_path, "```python\nleft = 1\n```\n")
    with pytest.raises(LessonError, match="NameError"):
        run(tmp_path, "```python\nprint(left)\n```\n")


def test_a_cell_that_hangs_is_stopped_and_named(tmp_path: Path) -> None:
    """However short its limit: the start of the kernel does not count."""
    lesson = read_lesson(page(tmp_path, "```python\nwhile True:\n    pass\n```\n"))
    with pytest.raises(LessonError, match=r"page\.md:13: cell 1 stopped: .*0\.01 seconds"):
        asyncio.run(execute(lesson, limit=0.01))
    assert kernels(tmp_path) == []


def test_a_placeholder_that_hangs_is_stopped_and_named(tmp_path: Path) -> None:
    lesson = read_lesson(page(tmp_path, "{{ __import__('time').sleep(600) }}\n"))
    with pytest.raises(LessonError, match=r"page\.md:12: .*sleep.* stopped: .*0\.01 seconds"):
        asyncio.run(execute(lesson, limit=0.01))
    assert kernels(tmp_path) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("```python\n__import__('os')._exit(0)\n```\n", r":13: cell 1 stopped: .*died.*status 0"),
        ("```python\n__import__('os').kill(__import__('os').getpid(), 9)\n```\n", "died.*Killed"),
        ("```python\n__import__('ctypes').string_at(0)\n```\n", "died(.|\n)*Segmentation fault"),
        ("{{ __import__('os')._exit(3) }}\n", r":12: .*_exit.*stopped: .*died.*status 3"),
        ("```python\n__import__('os').closerange(3, 999)\n```\n", r":13: cell 1 stopped: "),
    ],
)
def test_a_kernel_that_dies_is_named_at_once(tmp_path: Path, body: str, message: str) -> None:
    lesson = read_lesson(page(tmp_path, body))
    with pytest.raises(LessonError, match=rf"page\.md.*{message}"):
        asyncio.run(asyncio.wait_for(execute(lesson), 300))


def test_a_kernel_that_does_not_start_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(environment.FIXED, "PYTHONPATH", "/")
    monkeypatch.setitem(environment.FIXED, "MPLBACKEND", "no such backend")
    with pytest.raises(LessonError, match=r"page\.md: the start.*died(.|\n)*no such backend"):
        run(tmp_path, "글입니다. {{ 1 }}\n")


def test_each_cell_is_told_when_it_begins_and_timed(tmp_path: Path) -> None:
    body = "```python\nimport time\n```\n\n글입니다.\n\n```python\ntime.sleep(0.2)\n```\n"
    lesson = read_lesson(page(tmp_path, body))
    told: list[tuple[int, int]] = []
    results = asyncio.run(execute(lesson, lambda number, count: told.append((number, count))))
    assert told == [(1, 2), (2, 2)]
    assert max(results.seconds) >= 0.2
    assert results.seconds.index(max(results.seconds)) == len(results.seconds) - 1


def test_every_line_arrives_in_its_order(shared: Shared, tmp_path: Path) -> None:
    shown = shared.outputs(
        tmp_path,
        "for k in range(20000): print(f'EPOCH {k}', flush=True)",
        "for k in range(200000): print(k)",
        "print(list(range(20000)))",
        "for k in range(20000): print('x' * 100, end='', flush=True)",
        "for k in range(3000): display(k); print(-k)",
        "import os\nfor k in range(5000): print(k, end=' '); os.write(1, b'C\\n')",
        "import ctypes\nctypes.CDLL(None).puts(b'from C')\nprint('밖', end='')",
    )
    assert shown[0] == "".join(f"EPOCH {k}\n" for k in range(20000))
    assert shown[1] == "".join(f"{k}\n" for k in range(200000))
    assert shown[2] == f"{list(range(20000))}\n"
    assert shown[3] == "x" * 100 * 20000
    assert shown[4] == "".join(f"{k}{-k}\n" for k in range(3000))
    assert shown[5] == "".join(f"{k} C\n" for k in range(5000))
    assert sorted(shown[6].splitlines()) == ["from C", "밖"] or shown[6] == "밖from C\n"


def test_the_limit_holds_while_a_cell_prints(tmp_path: Path) -> None:
    body = cell("while True: print('x' * 100, end='', flush=True)")
    with pytest.raises(LessonError, match=r"page\.md:13: cell 1 stopped: .* seconds"):
        asyncio.run(execute(read_lesson(page(tmp_path, body)), limit=0.5))


def test_what_overwrites_is_shown_as_a_terminal_leaves_it(shared: Shared, tmp_path: Path) -> None:
    code = "for k in range(3): print(f'{k}/2', end='\\r', flush=True)\nprint()\nprint('ab\\bc')"
    assert shared.outputs(tmp_path, code, "print('\\x1b[1mfett\\x1b[0m')") == [
        "2/2\nac\n",
        "fett\n",
    ]


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("print('a\\x1b[2Jb')", r"U\+001B, behind 'a'"),
        ("print('\\x00')", r"U\+0000"),
        ("import os\nos.write(1, b'\\xff')", "0xFF, which is not UTF-8"),
        ("from IPython.display import HTML\nHTML('<p>\\x08</p>')", r"U\+0008"),
        ("from IPython.display import Markdown\ndisplay(Markdown('**a**'))", "markdown.*prose"),
        ("from IPython.display import Latex\nLatex('$a$')", "latex.*formula"),
        ("from IPython.display import JSON\nJSON({})", "json: print it"),
        ("display({'application/vnd.jupyter.widget-view+json': {}}, raw=True)", "widget"),
        (
            "from IPython.display import Image\nImage(b'\\x89PNG\\r\\n\\x1a\\n', format='png')",
            "png",
        ),
        ("object()", "address in memory"),
        ("print('a', object(), lambda: 0)", "a <object object at 0x.*address in memory"),
        ("from IPython.display import HTML\nHTML(f'<p>{print!r}{iter([])!r}</p>')", "address"),
        ("print('a\\u200bb')", r"U\+200B, behind 'a'"),
        ("print('\\u202e3.14')", r"U\+202E"),
        ("'\\ufeff'; print('\\ufeff')", r"U\+FEFF"),
    ],
)
def test_what_a_page_cannot_show_is_named_with_its_place(
    shared: Shared, tmp_path: Path, code: str, message: str
) -> None:
    with pytest.raises(LessonError, match=rf"page\.md:13: cell 1: a page cannot show.*{message}"):
        shared.outputs(tmp_path, code)


def test_figures_of_pyplot_are_shown_as_the_course_shows_figures(
    shared: Shared, tmp_path: Path
) -> None:
    plain, value, left, named, image = shared.outputs(
        tmp_path,
        "import matplotlib.pyplot as plt\nplt.plot([1, 2], label='가')\nplt.xlabel('걸음')\n"
        "plt.ylabel('비용')\nplt.legend()\nplt.show()\nprint('뒤')",
        "fig, ax = plt.subplots()\nax.bar([1, 2], [3, 4])\nax.set_title('막대')\nfig",
        "plt.scatter([1, 2], [3, 4])\nplt.title('점')\nplt.gcf().get_size_inches().sum() > 0",
        "from figures.picture import picture\nfig, ax = plt.subplots()\n"
        "picture(fig, alt='빈 그림')",
        "fig = plt.figure()\nfig.suptitle('상')\nplt.imshow([[1, 2], [3, 4]])\nplt.show()",
    )
    for shown in (plain, value, left, named, image):
        assert shown.count('<figure class="picture"><svg') == 1
        assert "#1f77b4" not in shown
    assert 'aria-label="그래프: 가로축 걸음, 세로축 비용, 범례 가"' in plain
    assert plain.endswith("</figure>뒤\n")
    assert 'aria-label="그래프: 막대"' in value
    assert left.startswith("np.True_<figure")
    assert 'aria-label="빈 그림"' in named


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("plt.plot([1, 2])\nplt.show()", "line 3 failed:\na Matplotlib figure has neither.*alt="),
        ("plt.plot([1, 2], 'r')\nplt.title('a')\nplt.show()", "no colour of the course.*alt="),
    ],
)
def test_a_figure_that_cannot_be_shown_is_refused(
    shared: Shared, tmp_path: Path, code: str, message: str
) -> None:
    with pytest.raises(LessonError, match=rf"page\.md:13: cell 1(.|\n)*{message}"):
        shared.outputs(tmp_path, f"import matplotlib.pyplot as plt\n{code}")


def test_an_output_can_be_updated_and_cleared(shared: Shared, tmp_path: Path) -> None:
    shown = shared.outputs(
        tmp_path,
        "one = display('a', display_id=True)\ndisplay('b')\none.update('c')",
        "from IPython.display import clear_output\nfor k in range(3):\n    print(k)\n"
        "    clear_output(wait=k == 1)",
        "print('left')\nclear_output()\nprint('stays')",
        "7;",
    )
    assert shown == ["'c''b'", "stays\n"]


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("print(1)", "prints or shows"),
        ("__import__('warnings').warn('careful')", "UserWarning: careful"),
        ("'\\x1b'", r"U\+001B"),
        ("object()", "address in memory"),
        ("'a\\nb'", "several lines, and prose takes one"),
        ("__import__('numpy').eye(2)", "several lines, and prose takes one"),
        ("exit()", "SystemExit"),
        ("open('/dev/null/x', 'w')", "cannot write|Not a directory"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
    ],
)
def test_what_a_placeholder_may_not_do_is_named_with_its_line(
    shared: Shared, tmp_path: Path, field: str, message: str
) -> None:
    with pytest.raises(LessonError, match=rf"page\.md:12: (.|\n)*{message}"):
        shared.run(tmp_path, f"값은 {{{{ {field} }}}}입니다.\n")


def test_a_float_is_not_shown_to_its_last_bit_unless_that_is_asked_for(
    shared: Shared, tmp_path: Path
) -> None:
    with pytest.raises(LessonError, match=r"page\.md:12: .*shows 0\.010000000000000002, to the"):
        shared.run(tmp_path, "값은 {{ (1 / 10) ** 2 }}입니다.\n")
    shared.run(tmp_path, "값은 {{ 0.25 }}, {{ (1 / 10) ** 2:.17f }}, `{{ 0.1 + 0.2 }}`입니다.\n")


@pytest.mark.parametrize("value", ["'Adam'", "float('nan')", "''", "[None]"])
def test_a_particle_that_cannot_be_chosen_is_named_with_its_line(
    shared: Shared, tmp_path: Path, value: str
) -> None:
    with pytest.raises(LessonError, match=r"page\.md:12: .*no particle can be chosen"):
        shared.run(tmp_path, f"값은 {{{{ {value} }}}}{{은/는}} 좋습니다.\n")


@pytest.mark.parametrize(
    "value", ["<class 'int'>", "a*b*c", "[1](b)", "`a`", "$a$", "&lt;", "\\\\(a\\\\)", "a|b"]
)
def test_a_value_is_seen_as_it_is_and_never_markup(
    shared: Shared, tmp_path: Path, value: str
) -> None:
    text = shared.run(tmp_path, f"{{{{ {value!r} }}}}입니다.\n\n`{{{{ {value!r} }}}}`\n")
    prose, code = text.strip().split("\n\n")[-2:]
    assert unescape(prose) == f"{value}입니다."
    assert not set(prose) & set("<*[`$\\|~^_")
    assert code == f"`{value}`"


def test_a_value_in_a_tag_stays_in_its_attribute(shared: Shared, tmp_path: Path) -> None:
    text = shared.run(tmp_path, """<img alt="{{ '<b x="1">' }}" src="a.svg">\n""")
    assert '<img alt="&lt;b x=&quot;1&quot;&gt;" src="a.svg">' in text


def test_a_value_within_code_can_be_pasted(shared: Shared, tmp_path: Path) -> None:
    text = run(
        tmp_path,
        cell("w, p = -0.5, -1.5e-9")
        + "`w = {{ w }}` 및 ``p = `{{ p }}` `` 그리고 {{ w }}, \\`{{ w }}\\`, {{ p }}입니다.\n\n"
        "<code>{{ w }}</code>\n",
    )
    assert "`w = -0.5` 및 ``p = `-1.5e-09` ``" in text
    assert "그리고 −0.5, \\`−0.5\\`, −1.5 × 10⁻⁹입니다" in text
    assert "<code>-0.5</code>" in text


def test_a_fence_is_longer_than_what_stands_in_its_cell(shared: Shared, tmp_path: Path) -> None:
    lesson = read_lesson(page(tmp_path, cell("a = '`'") + cell("b = '\\x60'\n# ```` ```")))
    notebook = compose(lesson, shared.execute(lesson))
    fences = [each.metadata["fence"] for each in notebook.cells if each.cell_type == "code"]
    assert fences == ["```", "`````"]


@pytest.mark.parametrize("tag", ["skip-execution", "raises-exception"])
def test_no_tag_spares_a_cell(shared: Shared, tmp_path: Path, tag: str) -> None:
    lesson = read_lesson(page(tmp_path, cell("1 / 0")))
    for each in lesson.notebook.cells:
        each.metadata["tags"] = [tag]
    with pytest.raises(LessonError, match=r"cell 1, line 1 failed:(.|\n)*ZeroDivisionError"):
        shared.execute(lesson)


def test_what_goes_on_writing_after_a_cell_is_named(shared: Shared, tmp_path: Path) -> None:
    first = (
        "import threading\ngo = threading.Event()\n"
        "late = threading.Thread(target=lambda: (go.wait(), print('late')))\nlate.start()"
    )
    trick = "class Setter:\n    __file__ = property(lambda self: (go.set(), late.join()) and None)"
    second = f"{trick}\nimport sys\nsys.modules['setter'] = Setter()"
    with pytest.raises(LessonError, match="went on writing"):
        shared.outputs(tmp_path, first, second, "1")


def test_nothing_that_a_writer_has_set_up_reaches_a_lesson(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    startup = home / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("import numpy\nnumpy.set_printoptions(precision=1)\nfoo = 1\n")
    config = startup.parent / "ipython_config.py"
    config.write_text("c.InteractiveShell.ast_node_interactivity = 'all'\n")
    (home / ".config" / "matplotlib").mkdir(parents=True)
    (home / ".config" / "matplotlib" / "matplotlibrc").write_text("lines.linewidth: 9\n")
    (home / ".keras").mkdir()
    (home / ".keras" / "keras.json").write_text('{"floatx": "float16"}')
    site = home / ".local" / "lib" / f"python{sys.version[:4]}" / "site-packages"
    site.mkdir(parents=True)
    (site / "usercustomize.py").write_text("import builtins\nbuiltins.foo = 1\n")
    (site / "theirs.py").write_text("")
    monkeypatch.setenv("HOME", str(home))
    for name, value in {
        "PYTHONSTARTUP": str(startup / "00.py"),
        "PYTHONPATH": str(site),
        "MATPLOTLIBRC": str(home / ".config" / "matplotlib"),
        "OMP_NUM_THREADS": "1",
        "TF_ENABLE_ONEDNN_OPTS": "1",
        "KMP_BLOCKTIME": "0",
        "COLUMNS": "20",
        "LC_ALL": "tr_TR.UTF-8",
        "LC_TERMINAL": "iTerm2",
        "TZ": "Asia/Seoul",
        "NUMPY_EXPERIMENTAL_ARRAY_FUNCTION": "0",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("IPYTHONDIR", raising=False)
    cells = (
        "import numpy as np, builtins\n1\n"
        "print(np.array([1 / 3]), 'foo' in globals() or hasattr(builtins, 'foo'))",
        "import matplotlib\nprint(matplotlib.rcParams['lines.linewidth'])",
        "import os, sys\nprint(sorted(os.environ))\nprint(os.environ['LC_ALL'], os.environ['TZ'])",
        "from importlib.util import find_spec\nprint(find_spec('theirs'))",
        "import time\nprint(time.timezone, os.path.expanduser('~'))",
    )
    lesson = read_lesson(page(tmp_path, "".join(map(cell, cells))))
    lines = shown(asyncio.run(execute(lesson)))
    assert lines[0] == "[0.33333333] False\n"
    assert lines[1] == "2.25\n"
    assert not re.search("OMP|KMP|TF_|COLUMNS|LC_T|STARTUP|MATPLOTLIBRC|NUMPY", lines[2])
    assert lines[2].endswith("C.UTF-8 UTC\n")
    assert lines[3] == "None\n"
    assert lines[4].startswith("0 ")
    assert str(home) not in lines[4]
