"""A result is never older than what can change it, and outlives what cannot."""

from pathlib import Path

import pytest

from conftest import ROOT
from lecture_site.run.environment import COMPUTING
from lecture_site.run.keys import (
    environment_digest,
    installed,
    lesson_key,
    lesson_modules,
    machine_digest,
    reachable,
)
from lecture_site.text.lesson import LessonError, read_lesson
from test_lesson_source import page

BODY = "글입니다. 값은 {{ a }}입니다.\n\n```python\nfrom core import part\na = part.one\n```\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in small: core.part imports core.base, core.other stands alone."""
    core = tmp_path / "src" / "core"
    core.mkdir(parents=True)
    (core / "__init__.py").write_text("")
    (core / "part.py").write_text("from core.base import one\n")
    (core / "base.py").write_text("one = 1\n")
    (core / "other.py").write_text("two = 2\n")
    (tmp_path / "package-lock.json").write_text(
        '{"packages": {"node_modules/pretendard": {"version": "1.0"}, "node_modules/tool": {}}}\n'
    )
    page(tmp_path, BODY)
    return tmp_path


def key(project: Path) -> str:
    return lesson_key(read_lesson(project / "page.md"), project, machine_digest())


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("page.md", "a = part.one", "a = part.one + 1"),
        ("page.md", "{{ a }}", "{{ a:.1f }}"),
        ("src/core/part.py", "one", "one as one"),
        ("src/core/base.py", "1", "3"),
        ("src/core/__init__.py", "", "x = 1"),
        ("package-lock.json", "1.0", "1.1"),
    ],
)
def test_what_can_change_a_result_changes_the_key(
    project: Path, file: str, old: str, new: str
) -> None:
    before = key(project)
    edit(project / file, old, new)
    assert key(project) != before


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("page.md", "글입니다.", "다른 글입니다."),
        ("src/core/other.py", "2", "3"),
        ("package-lock.json", "{}", '{"version": "2.0"}'),
    ],
)
def test_what_cannot_change_a_result_keeps_the_key(
    project: Path, file: str, old: str, new: str
) -> None:
    before = key(project)
    edit(project / file, old, new)
    assert key(project) == before


def test_an_import_for_type_checkers_is_none(project: Path) -> None:
    part = project / "src" / "core" / "part.py"
    part.write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from core.other import two\n"
        "else:\n    from core.base import one\n"
    )
    names = {path.name for path in reachable(["import core.part"], project / "src")}
    assert names == {"__init__.py", "part.py", "base.py"}


@pytest.mark.parametrize("name", COMPUTING)
def test_a_variable_that_passes_to_kernels_and_computes_changes_the_key(name: str) -> None:
    assert machine_digest({name: "1"}) != machine_digest({name: "2"})
    assert environment_digest({name: "1"}) != environment_digest({name: "2"})


@pytest.mark.parametrize(
    "name", ["HOME", "PATH", "LC_TERMINAL", "LC_ALL", "TF_ENABLE_ONEDNN_OPTS", "PYTHONHASHSEED"]
)
def test_another_variable_does_not(name: str) -> None:
    assert environment_digest({name: "1"}) == environment_digest({name: "2"})


LOCK = """# written by a tool
numpy==2.5.5 \\
    --hash=sha256:00
    # via
    #   backprop
ruff==1.0 \\
    --hash=sha256:11
Two_Names==1.0 ; sys_platform == 'linux'
"""


@pytest.fixture
def site_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed packages, and a lock file beside it."""
    for name, files in {
        "numpy-2.5.5": "numpy/__init__.py,sha256=a,1\nnumpy.libs/a.so,,\n",
        "ruff-1.0": "../../bin/ruff,,\nruff/__init__.py,,\n",
        "two_names-1.0": "one.py,,\ntwo.cpython-313.so,,\n",
    }.items():
        info = tmp_path / "site-packages" / f"{name}.dist-info"
        info.mkdir(parents=True)
        (info / "RECORD").write_text(files)
    monkeypatch.setattr("sysconfig.get_path", lambda kind: str(tmp_path / "site-packages"))
    (tmp_path / "requirements.lock").write_text(LOCK)
    return tmp_path / "site-packages"


def test_packages_are_known_by_their_modules(site_packages: Path) -> None:
    found = installed(["numpy", "one", "two", "json", "nothing_of_this_name"], site_packages.parent)
    assert found["numpy"].startswith("numpy 2.5.5 ")
    assert found["one"] == found["two"]
    assert found["one"].startswith("two-names 1.0 ")
    assert found["json"].endswith("__init__.py")
    assert found["nothing_of_this_name"] == ""


def test_results_outlive_a_move_of_the_whole_folder(
    site_packages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for name in ("here", "다른 곳"):
        module = tmp_path / name / "src" / "own_of_the_project.py"
        module.parent.mkdir(parents=True)
        module.write_text("")
        (tmp_path / name / "requirements.lock").write_text(LOCK)
        with monkeypatch.context() as patch:
            patch.syspath_prepend(module.parent)
            found.append(installed([module.stem, "json"], tmp_path / name))
    assert found[0] == found[1]
    assert found[0]["own_of_the_project"] == "src/own_of_the_project.py"


@pytest.mark.parametrize(
    ("old", "new", "differs"),
    [
        ("sha256:00", "sha256:01", True),
        ("numpy==2.5.5", "numpy==2.5.6", True),
        ("ruff==1.0", "ruff==1.1", False),
        ("ruff==1.0", "pytest==1.1\nruff==1.0", False),
        ("#   backprop", "#   backprop\n    #   scipy", False),
    ],
)
def test_only_the_entry_of_a_package_in_the_lock_file_matters(
    site_packages: Path, old: str, new: str, differs: bool
) -> None:
    before = installed(["numpy"], site_packages.parent)
    edit(site_packages.parent / "requirements.lock", old, new)
    assert (installed(["numpy"], site_packages.parent) != before) == differs


def test_only_the_package_itself_matters_of_what_is_installed(site_packages: Path) -> None:
    before = installed(["numpy", "scipy"], site_packages.parent)
    (site_packages / "ruff-1.0.dist-info").rename(site_packages / "ruff-1.1.dist-info")
    assert installed(["numpy", "scipy"], site_packages.parent) == before
    (site_packages / "numpy-2.5.5.dist-info").rename(site_packages / "numpy-2.5.6.dist-info")
    assert installed(["numpy"], site_packages.parent)["numpy"] != before["numpy"]


def test_an_installed_package_changes_the_whole_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = environment_digest({})
    monkeypatch.setattr("sysconfig.get_path", lambda kind: str(tmp_path))
    (tmp_path / "numpy-2.5.5.dist-info").mkdir()
    one = environment_digest({})
    (tmp_path / "numpy-2.5.5.dist-info").rename(tmp_path / "numpy-2.5.6.dist-info")
    assert len({before, one, environment_digest({})}) == 3


def test_another_interpreter_changes_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = environment_digest({})
    monkeypatch.setattr("sys.version", "3.12.0")
    assert environment_digest({}) != before


def test_relative_imports_are_followed(project: Path) -> None:
    src = project / "src"
    (src / "core" / "part.py").write_text("from .base import one\n")
    found = reachable(["import core.part"], src)
    assert {path.name for path in found} == {"__init__.py", "part.py", "base.py"}


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("page.md", "a = part.one", "a = = 1", r"page\.md:16: cell 1: invalid syntax"),
        ("src/core/base.py", "one = 1", "\none = = 1", r"base\.py:2: invalid syntax"),
    ],
)
def test_what_is_not_python_is_named(
    project: Path, file: str, old: str, new: str, message: str
) -> None:
    edit(project / file, old, new)
    with pytest.raises(LessonError, match=message):
        key(project)


def reached(stem: str) -> set[str]:
    modules = lesson_modules(read_lesson(ROOT / "docs" / "lessons" / f"{stem}.md"), ROOT)
    return {path.relative_to(ROOT / "src").as_posix() for path in modules}


def test_an_edit_of_the_numpy_core_does_not_train_fashion_mnist_again() -> None:
    core = {name for name in reached("fashion-mnist") if name.startswith("backprop/")}
    of_the_figure = {"activations.py", "validation.py"}
    assert core == {f"backprop/{name}" for name in {"__init__.py", *of_the_figure}}


def test_the_checksums_of_the_data_are_part_of_the_key() -> None:
    assert "keras_labs/fashion_data.py" in reached("fashion-mnist")


def test_a_drawing_belongs_to_the_pages_that_show_it() -> None:
    assert "figures/plots/optimizers.py" in reached("second-order")
    assert "figures/plots/optimizers.py" not in reached("training")
    diagrams = {name for name in reached("two-by-two") if name.startswith("figures/diagrams/")}
    own = {"one_student.py", "two_by_two.py", "two_paths.py"}
    of_the_stepper = {"network.py", "neuron.py", "checks.py"}
    names = own | of_the_stepper | {"__init__.py"}
    assert diagrams == {f"figures/diagrams/{name}" for name in names}
    assert "figures/moving/lecture_walk.py" not in reached("two-by-two")
