"""How fast a page is there, measured: Lighthouse's scores, and the first seconds on a slow machine.

Both depend on the machine that measures, so each is the median of several runs and none is a test.
"""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser

from audit.pages import PHONE
from lecture_site.paths import MODULES, node_command
from lecture_site.pdf.browser import FLAGS

LIGHTHOUSE = MODULES / "lighthouse/cli/index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3
SLOWDOWN = 4
"""How many times slower the processor is made, as Lighthouse does for phones."""
SLOWER = 6
"""The same for an older phone, or where the measuring machine is fast."""
WATCH_MS = 2500
OBSERVE = """() => {
  window.seen = { shift: 0, paint: 0 };
  const observe = (type, note) => new PerformanceObserver(
    list => list.getEntries().forEach(note)
  ).observe({ type, buffered: true });
  observe("layout-shift", entry => { seen.shift += entry.value; });
  observe("largest-contentful-paint", entry => { seen.paint = entry.startTime; });
}"""


@dataclass(frozen=True, slots=True)
class Speed:
    """The first seconds of a page on a processor slowed down `SLOWDOWN` times.

    Attributes
    ----------
    shift : float
        Sum of the layout shifts.
    paint_ms : float
        Time of the largest contentful paint.
    """

    shift: float
    paint_ms: float


@dataclass(frozen=True, slots=True)
class Scores:
    """What Lighthouse says of a page, as on a phone.

    Attributes
    ----------
    performance, accessibility, best_practices, seo : int
        Its scores out of 100.
    performance_slower : int
        That of speed on a processor slowed down `SLOWER` times.
    blocking_ms : int
        Total Blocking Time on a processor slowed down `SLOWDOWN` times: by how much tasks between
        the first contentful paint and the time to interactive were longer than 50 ms, in all.
    """

    performance: int
    accessibility: int
    best_practices: int
    seo: int
    performance_slower: int
    blocking_ms: int


def measure_speed(address: str, browser: Browser) -> Speed:
    """Open a page several times, slowed down, and take the median of each figure."""
    seen = []
    for _ in range(RUNS):
        with browser.new_context(viewport=PHONE) as context:
            page = context.new_page()
            page.add_init_script(f"({OBSERVE})()")
            devtools = context.new_cdp_session(page)
            devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
            page.goto(address)
            page.wait_for_timeout(WATCH_MS)
            seen.append(page.evaluate("seen"))
    return Speed(*(median(run[name] for run in seen) for name in ("shift", "paint")))


def lighthouse(address: str, program: Path) -> Scores:
    """Run Lighthouse as for a phone, several times, and take the median of each figure.

    Parameters
    ----------
    address : str
        Of the page.
    program : Path
        The browser.
    """
    runs = [
        [*_scores(at_four), _scores(at_six)[0], _blocking(at_four)]
        for at_four, at_six in (
            [_report(address, program, slowdown) for slowdown in (SLOWDOWN, SLOWER)]
            for _ in range(RUNS)
        )
    ]
    return Scores(*(round(median(figures)) for figures in zip(*runs, strict=True)))


def _report(address: str, program: Path, slowdown: int) -> dict[str, Any]:
    process = subprocess.run(
        [
            *(node_command(), LIGHTHOUSE, address, "--quiet", "--output=json"),
            *("--only-categories", ",".join(CATEGORIES), "--no-enable-error-reporting"),
            f"--throttling.cpuSlowdownMultiplier={slowdown}",
            f"--chrome-flags=--headless {' '.join(FLAGS)}",
        ],
        env={**os.environ, "CHROME_PATH": str(program)},
        capture_output=True,
        text=True,
        check=False,
    )
    if process.returncode:
        raise RuntimeError(f"Lighthouse did not run on {address}:\n{process.stderr}")
    return json.loads(process.stdout)


def _scores(report: dict[str, Any]) -> list[float]:
    return [100 * report["categories"][name]["score"] for name in CATEGORIES]


def _blocking(report: dict[str, Any]) -> float:
    return report["audits"]["total-blocking-time"]["numericValue"]
