"""The workflows do what can be done here too, with what is pinned and with few rights."""

import re
from pathlib import Path

import pytest
import yaml

from conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MADE = re.compile(r"make ([a-z-]+)((?: [A-Z]+=\S+)*)")
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")


def steps(path: Path) -> list[dict]:
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_command_is_a_target_of_make(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for command in (step["run"] for step in steps(path) if "run" in step):
        target, variables = MADE.fullmatch(command).groups()  # type: ignore[union-attr]
        assert re.search(f"^{target}:", makefile, re.MULTILINE), command
        for name in re.findall(r"(\w+)=", variables):
            assert f"$({name})" in makefile, command


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_by_commit_and_tells_its_version(path: Path) -> None:
    used = re.findall(r"uses: (.+)", path.read_text(encoding="utf-8"))
    assert used
    assert [action for action in used if not PINNED.fullmatch(action)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_only_the_job_that_publishes_may_write(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {}
    writers = [
        name
        for name, job in workflow["jobs"].items()
        if "write" in job.get("permissions", {}).values()
    ]
    assert writers == (["publish"] if path.stem == "publish" else [])
    assert "secrets." not in path.read_text(encoding="utf-8")


def test_what_is_published_is_what_was_looked_at() -> None:
    all_steps = steps(ROOT / ".github" / "workflows" / "publish.yml")
    (given,) = [each["with"]["path"] for each in all_steps if "path" in each.get("with", {})]
    commands = [each["run"] for each in all_steps if "run" in each]
    made = commands.index("make pages")
    assert f"make engines SITE={given}" in commands[made:]
    assert f"make audit SITE={given} TIMED=no" in commands[made:]
    assert f"--site-dir {given}" in (ROOT / "Makefile").read_text("utf-8")


def test_commits_are_published_one_after_another() -> None:
    text = (ROOT / ".github" / "workflows" / "publish.yml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["concurrency"] == {"group": "publish", "cancel-in-progress": False}
