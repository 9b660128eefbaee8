"""One Korean term per concept: the spellings that must not stand on a page."""

import re

import pytest

from conftest import ROOT

NOT = {
    "기울기": ["그래디언트", "그라디언트", "변화도"],
    "경사하강법": ["경사 하강법", "경사 하강"],
    "역전파": ["백프로퍼게이션"],
    "순전파": ["순방향 전파"],
    "편향": ["바이어스"],
    "활성화 함수": ["활성 함수"],
    "학습률": ["학습 속도"],
    "에포크": [r"에폭(?!시)"],
    "미니배치": ["미니 배치"],
    "지역 최솟값": ["국소 최솟값", "지역 최소값", "전역 최소값"],
    "연쇄법칙": ["체인 룰", "연쇄 규칙", "연쇄 법칙"],
    "은닉층": ["히든 레이어", "은닉 층"],
    "레이블": ["라벨"],
    "과적합": ["오버피팅", "과대적합"],
    "교차 엔트로피": ["크로스 엔트로피"],
}
PAGES = sorted(
    path for path in (ROOT / "docs").rglob("*.md") if path.name not in {"glossary.md", "errata.md"}
)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_keeps_to_the_terms(path) -> None:
    text = path.read_text("utf-8")
    for term, others in NOT.items():
        for other in others:
            found = re.search(other, text)
            assert found is None, f"{path}: write {term}, not {found and found[0]}"
