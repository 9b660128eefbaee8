"""As many lessons run at once as there are processors to run them, a container's limit included."""

import os
from pathlib import Path

import pytest

from lecture_site.support.cpus import usable_cpus


@pytest.fixture(autouse=True)
def eight(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine of eight processors."""
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)


def limited(folder: Path, membership: str, files: dict[str, str]) -> int:
    (folder / "self").write_text(membership)
    for name, text in files.items():
        path = folder / "groups" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")
    return usable_cpus(folder / "self", folder / "groups")


@pytest.mark.parametrize(
    ("membership", "files", "count"),
    [
        ("0::/\n", {"cpu.max": "200000 100000"}, 2),
        ("0::/\n", {"cpu.max": "150000 100000"}, 2),
        ("0::/\n", {"cpu.max": "20000 100000"}, 1),
        ("0::/\n", {"cpu.max": "max 100000"}, 8),
        ("0::/a/b\n", {"cpu.max": "max 100000", "a/cpu.max": "300000 100000"}, 3),
        ("0::/a\n", {"cpu.max": "100000 100000", "a/cpu.max": "300000 100000"}, 1),
        ("4:memory:/x\n3:cpu,cpuacct:/x\n",
         {"cpu,cpuacct/x/cpu.cfs_quota_us": "400000", "cpu,cpuacct/x/cpu.cfs_period_us": "100000"},
         4),
        ("3:cpu,cpuacct:/x\n",
         {"cpu,cpuacct/cpu.cfs_quota_us": "-1", "cpu,cpuacct/cpu.cfs_period_us": "100000"}, 8),
        ("0::/../../elsewhere\n", {"cpu.max": "200000 100000"}, 2),
        ("0::/\n", {"cpu.max": "nonsense"}, 8),
        ("", {}, 8),
    ],
)  # fmt: skip
def test_a_containers_limit_counts(
    tmp_path: Path, membership: str, files: dict[str, str], count: int
) -> None:
    assert limited(tmp_path, membership, files) == count


def test_a_process_bound_to_few_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)
    assert usable_cpus(Path("/nowhere"), Path("/nowhere")) == 1


def test_a_system_without_control_groups_or_binding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert usable_cpus(Path("/nowhere"), Path("/nowhere")) == 8
