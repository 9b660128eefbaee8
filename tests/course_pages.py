"""The pages of the course as its navigation names them: a new lesson changes no test."""

from collections.abc import Iterator
from typing import Any

from mkdocs.config import load_config

from conftest import ROOT
from lecture_site.pdf.chapters import OUTSIDE

CONFIG = load_config(str(ROOT / "mkdocs.yml"))


def _uris(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    else:
        for child in nav.values() if isinstance(nav, dict) else nav:
            yield from _uris(child)


PAGES = list(_uris(CONFIG.nav))
"""Their files below the folder of the pages."""
LESSONS = [uri.removeprefix("lessons/")[:-3] for uri in PAGES if uri.startswith("lessons/")]
"""The stems of the lessons among them."""
PRINTED = [uri for uri in PAGES if not uri.startswith(OUTSIDE)]
"""Those that are in the PDF of the course."""
