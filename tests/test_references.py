"""What a citation must have: who, when, an anchor of its own, and why to read it."""

import re

from conftest import ROOT

PAGE = (ROOT / "docs/references.md").read_text("utf-8")
ENTRY = re.compile(r"([^\n]+)\n<br>([^\n]+)\n\{: #([\w-]+) \}")
ENTRIES = {anchor: (source, why) for source, why, anchor in ENTRY.findall(PAGE)}
SOURCES = {
    1970: ["linnainmaa", "broyden", "fletcher", "goldfarb", "shanno"],
    1974: ["werbos"],
    1986: ["rumelhart"],
    1989: ["cybenko"],
    1991: ["hochreiter", "hornik"],
    1994: ["bengio"],
    2010: ["glorot"],
    2014: ["dauphin"],
}
READ_ON = {"goh-2017", "prince-2023", "d2l-2023", "cs231n", "micrograd", "saito-2017"}


def test_every_entry_is_whole() -> None:
    assert list(ENTRIES) == re.findall(r"\{: #([\w-]+) \}", PAGE)
    for anchor, (source, why) in ENTRIES.items():
        assert re.search(r"[가-힣].*\.$", why), anchor
        year = re.search(r"\d{4}$", anchor)
        assert year is None or f"({year[0]})" in source, anchor


def test_the_sources_stand_in_the_order_of_their_years() -> None:
    section = PAGE.partition("{#primary-sources}")[2].partition("\n## ")[0]
    anchors = re.findall(r"\{: #([\w-]+) \}", section)
    years = [int(anchor[-4:]) for anchor in anchors]
    assert years == sorted(years)
    wanted = {f"{name}-{year}" for year, names in SOURCES.items() for name in names}
    assert wanted <= {*anchors}


def test_what_to_read_on_is_named() -> None:
    assert ENTRIES.keys() >= READ_ON
