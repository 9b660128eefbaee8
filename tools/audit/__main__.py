"""All pages of the built site measured as their readers meet them; the table of ``make audit``.

What is no matter of speed is held by the tests too; the last seven columns depend on the machine,
and ``--untimed`` leaves them out. A site stands where it was built for, below a host's root or at
it.
"""

import argparse
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from audit.pages import PageAudit, audit_site
from audit.served import place_of, served
from audit.speed import Scores, Speed, lighthouse, measure_speed
from lecture_site.pdf.browser import FLAGS, provide_browser

KINDS = ("third_parties", "errors", "overflow", "scrollers", "axe", "scriptless", "moved", "html")
HTML_LIMIT, VIEW_LIMIT = 60 * 1024, 350 * 1024
PERFORMANCE_LIMIT, SLOWER_LIMIT, SCORE_LIMIT = 98, 95, 100
BLOCKING_LIMIT_MS, PAINT_LIMIT_MS = 50, 1000
HEAD = (
    f"{'page':29}{'HTML':>6}{'view':>6}{'faults':>8}{'perf':>6}{'at 6':>6}{'a11y':>6}{'best':>6}"
    f"{'SEO':>5}{'shift':>7}{'block':>7}{'paint':>7}"
)
TARGETS = (
    f"{'target':29}{'≤60':>6}{'≤350':>6}{'0':>8}{'≥98':>6}{'≥95':>6}{'100':>6}{'100':>6}{'100':>5}"
    f"{'0.00':>7}{'≤50':>7}{'≤1000':>7}"
)

UNTIMED = 49
"""So many characters of the table do not depend on the machine."""


def faults(audit: PageAudit) -> list[str]:
    """All that is wrong with a page and no matter of speed, a line each.

    Parameters
    ----------
    audit : PageAudit
        What was found on the page.
    """
    found = [f"{kind}: {text}" for kind in KINDS for text in getattr(audit, kind)]
    for name, size, limit in (
        ("the HTML", audit.html_bytes, HTML_LIMIT),
        ("the first view", audit.view_bytes, VIEW_LIMIT),
    ):
        if size > limit:
            found.append(f"{name} has {size:,} bytes compressed, more than {limit:,}")
    return found


def slow(scores: Scores, speed: Speed) -> bool:
    """Whether a page misses one of the targets that depend on the machine."""
    return (
        scores.performance < PERFORMANCE_LIMIT
        or scores.performance_slower < SLOWER_LIMIT
        or min(scores.accessibility, scores.best_practices, scores.seo) < SCORE_LIMIT
        or scores.blocking_ms > BLOCKING_LIMIT_MS
        or round(speed.shift, 2) > 0
        or speed.paint_ms > PAINT_LIMIT_MS
    )


def main() -> None:
    """Print the table; exit with 1 if a page misses a target."""
    parser = argparse.ArgumentParser(prog="audit", description="Measure every page in a browser.")
    parser.add_argument("site", type=Path, help="a built site")
    parser.add_argument("--untimed", action="store_true", help="leave out what the machine decides")
    options = parser.parse_args()
    site = options.site.resolve()
    if not (site / "index.html").is_file():
        sys.exit(f"there is no built site in {site}: run `make build` first")
    program = provide_browser()
    missed = False
    with served(site, place_of(site)) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        audits = audit_site(site, base, browser)
        width = UNTIMED if options.untimed else None
        print(HEAD[:width], TARGETS[:width], sep="\n")
        for audit in audits:
            wrong = faults(audit)
            sizes = f"{audit.html_bytes / 1024:6.0f}{audit.view_bytes / 1024:6.0f}{len(wrong):8}"
            row = f"{audit.place or '/':29}{sizes}"
            told = [f"\n    {text}" for text in wrong]
            missed |= bool(wrong)
            if options.untimed:
                print(row, *told, flush=True)
                continue
            scores = lighthouse(base + audit.place, program)
            speed = measure_speed(base + audit.place, browser)
            missed |= slow(scores, speed)
            print(
                f"{row}{scores.performance:6}{scores.performance_slower:6}{scores.accessibility:6}{scores.best_practices:6}{scores.seo:5}"
                f"{speed.shift:7.2f}{scores.blocking_ms:7}{speed.paint_ms:7.0f}",
                *told,
                flush=True,
            )
        browser.close()
    print("HTML and view: KiB compressed.")
    if not options.untimed:
        print(
            "perf, block and paint (ms): on a processor slowed four times; at 6: perf on one "
            "slowed down six times."
        )
    sys.exit(missed)


if __name__ == "__main__":
    main()
