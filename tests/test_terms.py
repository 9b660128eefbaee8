"""One Korean term per concept: the spellings that must not stand on a page."""

import tomllib

import pytest

from conftest import ROOT
from lecture_site.search import OTHER_NAMES

NOT = tomllib.loads(OTHER_NAMES.read_text("utf-8"))
PAGES = sorted(
    path for path in (ROOT / "docs").rglob("*.md") if path.name not in {"glossary.md", "errata.md"}
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_keeps_to_the_terms(path) -> None:
    text = path.read_text("utf-8")
    for term, others in NOT.items():
        for other in others:
            assert other not in text, f"{path}: write {term}, not {other}"
