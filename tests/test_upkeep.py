"""What keeps the project going: locks for every machine, what one lacks, reports of errors."""

import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import versions
from conftest import ROOT, Project

FORM = ROOT / ".github" / "ISSUE_TEMPLATE" / "error.yml"
MACHINES = [
    {"python_version": python, "python_full_version": f"{python}.0", **system}
    for python in ("3.12", "3.13")
    for system in (
        {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"},
        {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "aarch64"},
        {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64"},
    )
]
PROGRAMS = ("sh", "df", "awk", "uname", "cat", "dirname", "make")


@pytest.mark.parametrize("machine", MACHINES, ids=lambda each: "-".join(each.values()))
def test_the_lock_names_one_version_of_each_dependency_for_every_machine(
    machine: dict[str, str],
) -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    locked = [Requirement(line) for line in re.findall(r"^(\w\S+==.+?) \\$", text, re.MULTILINE)]
    here = [each.name for each in locked if each.marker is None or each.marker.evaluate(machine)]
    assert len(here) == len(set(here))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    asked = [*project["dependencies"], *(each for extra in extras for each in extra)]
    assert {canonicalize_name(Requirement(each).name) for each in asked} <= set(here)


def test_the_locks_name_no_registry() -> None:
    named = re.compile(r'^ *--(?:extra-)?index-url|"resolved"', re.MULTILINE)
    for name in ("requirements.lock", "package-lock.json"):
        assert named.search((ROOT / name).read_text("utf-8")) is None


def test_the_changes_of_both_locks_are_told() -> None:
    old = "numpy==2.5.4 \\\n    --hash=sha256:0\nappnope==1.0.0 ; sys_platform == 'darwin' \\\n"
    new = old.replace("2.5.4", "2.5.5")
    read = [versions.versions(versions.PYTHON, text) for text in (old, new)]
    assert versions.changes(*read) == ["numpy 2.5.4 → 2.5.5"]
    packages = {"": {}, "node_modules/a": {"version": "1"}, "node_modules/b/node_modules/a": {}}
    packages["node_modules/b/node_modules/a"] = {"version": "2"}
    found = versions.versions(versions.NPM, json.dumps({"packages": packages}))
    assert versions.changes({}, found) == ["a 1, 2 is new"]


def examine(folder: Path, **variables: str) -> tuple[int, str]:
    """What the list says in a clone in which nothing has been set up."""
    for name in ("requirements.lock", "pyproject.toml", "package.json", "package-lock.json"):
        shutil.copy(ROOT / name, folder)
    (folder / "tools").mkdir()
    for name in ("doctor.sh", "find_python.sh"):
        shutil.copy(ROOT / "tools" / name, folder / "tools")
    done = subprocess.run(
        [folder / "tools" / "doctor.sh"],
        env={"HOME": str(folder), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_bare_machine_is_told_all_that_it_lacks_at_once(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in PROGRAMS:
        (programs / name).symlink_to(str(shutil.which(name)))
    code, told = examine(tmp_path, PATH=str(programs))
    assert code == 1
    assert "missing  Python 3.12 or 3.13" in told
    assert "ok       make" in told
    assert "note     git" in told
    assert "note     Browser" in told


def test_a_python_without_network_is_told_from_no_python(tmp_path: Path) -> None:
    python = tmp_path / "python3.13"
    python.write_text(
        '#!/bin/sh\ncase "$*" in *index*) exit 1 ;; --version) echo Python 3.13.9 ;; esac\n'
    )
    python.chmod(0o755)
    code, told = examine(tmp_path, PATH=os.environ["PATH"], PYTHON=str(python))
    assert code == 1
    assert f"ok       Python: Python 3.13.9, {python}" in told
    assert "missing  network: pip does not reach its package index" in told


def test_a_machine_that_is_set_up_lacks_nothing() -> None:
    done = subprocess.run(
        [ROOT / "tools" / "doctor.sh"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "no network is needed" in done.stdout


def test_a_report_opens_with_the_address_of_the_page(project: Project) -> None:
    def foot() -> list[str]:
        page = BeautifulSoup(project.shown("lessons/one"), "html.parser")
        return [str(link["href"]) for link in page.select(".md-copyright a")]

    assert foot() == ["../../licences/"]
    done = project.build(
        SITE_URL="https://site.example/course/", REPOSITORY="https://github.com/owner/name/"
    )
    assert done.returncode == 0
    assert foot()[1] == (
        "https://github.com/owner/name/issues/new?template=error.yml"
        "&page=https%3A//site.example/course/lessons/one/"
    )


def test_an_address_that_is_no_repository_stops_the_build(project: Project) -> None:
    done = project.build(REPOSITORY="github.com/owner")
    assert done.returncode == 1
    assert "such as https://github.com/owner/name, not 'github.com/owner'" in done.stderr


def test_the_form_has_the_field_that_the_link_fills_in() -> None:
    form = yaml.safe_load(FORM.read_text("utf-8"))
    assert form["name"] == "오류 제보"
    assert next(each["id"] for each in form["body"]) == "page"
    partial = ROOT / "src" / "lecture_site" / "theme" / "partials" / "copyright.html"
    assert f"template={FORM.name}&amp;page=" in partial.read_text("utf-8")


def test_version_and_licence_are_told_alike_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert citation["version"] == version
    assert citation["license"] == ["MIT", "CC-BY-4.0"]
    assert f"\n## {version}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert json.loads((ROOT / "package.json").read_text("utf-8"))["version"] == version
