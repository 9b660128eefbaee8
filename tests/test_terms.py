"""One Korean term per concept: the spellings that must not stand on a page."""

from pathlib import Path

import pytest

from course_pages import CONFIG
from lecture_site.checks.one_source import read_files
from lecture_site.pages.search import read_other_names

NOT = [other for table in read_other_names() for others in table.values() for other in others]
PAGES = [
    path
    for path in read_files(CONFIG)
    if path.suffix == ".md" and path.name != "errata.md"  # It quotes the lecture.
]


def other_names(text: str) -> list[str]:
    return [other for other in NOT if other in text]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_keeps_to_the_terms(path: Path) -> None:
    assert other_names(path.read_text("utf-8")) == []


def test_another_name_would_be_found() -> None:
    assert other_names("학습율은 인공신경망의 것입니다.") == ["인공신경망", "학습율"]
