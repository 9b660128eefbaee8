"""How many processors this process may use: those of the machine, less what a container forbids.

Python knows the processors that a process is bound to, but not the share of time that a container's
control group allows. Source: the kernel's ``cgroup-v2.rst`` (``cpu.max``) and
``sched-bwc.rst`` (``cpu.cfs_quota_us``).
"""

import math
import os
from pathlib import Path

MEMBERSHIP = Path("/proc/self/cgroup")
GROUPS = Path("/sys/fs/cgroup")


def usable_cpus(membership: Path = MEMBERSHIP, groups: Path = GROUPS) -> int:
    """Count the processors that this process may keep busy.

    Parameters
    ----------
    membership : Path, optional
        Linux' list of the control groups that this process is in.
    groups : Path, optional
        Where control groups are mounted.

    Returns
    -------
    int
        At least 1; a share such as 1.5 processors counts as 2.
    """
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count() or 1
    shares = [share for folder in _folders(membership, groups) if (share := _share(folder))]
    return max(1, min([count, *map(math.ceil, shares)]))


def _folders(membership: Path, groups: Path) -> list[Path]:
    """Folders of the control groups that limit this process: its own, and all above them."""
    lines = _read(membership).splitlines()
    found = []
    for line in lines:
        _, _, rest = line.partition(":")
        controllers, _, group = rest.partition(":")
        if not controllers or "cpu" in controllers.split(","):
            top = groups / controllers
            own = top / group.lstrip("/")
            found += [own, *(each for each in own.parents if each.is_relative_to(top))]
    return found


def _share(folder: Path) -> float | None:
    """Processors' worth of time that a control group allows; None if it sets no limit."""
    quota, _, period = _read(folder / "cpu.max").partition(" ")
    if not period:
        quota, period = _read(folder / "cpu.cfs_quota_us"), _read(folder / "cpu.cfs_period_us")
    if not (quota.isdecimal() and period.isdecimal() and int(period)):
        return None  # "max" and -1 stand for no limit.
    return int(quota) / int(period)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""
