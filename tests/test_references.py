"""What a citation must have: who, when, an anchor of its own, and why to read it."""

import re

from conftest import ROOT

PAGE = (ROOT / "docs/references.md").read_text("utf-8")
ENTRY = re.compile(r"([^\n]+)\n<br>([^\n]+)\n\{: #([\w-]+) \}")
ENTRIES = {anchor: (source, why) for source, why, anchor in ENTRY.findall(PAGE)}
SOURCES = (
    "cauchy-1847 robbins-1951 polyak-1964 wolfe-1969 linnainmaa-1970 broyden-1970 fletcher-1970 "
    "goldfarb-1970 shanno-1970 werbos-1974 rumelhart-1986 cybenko-1989 hochreiter-1991 "
    "hornik-1991 bengio-1994 glorot-2010 tieleman-2012 dauphin-2014 kingma-2015 xiao-2017"
).split()
BOOKS = {"goh-2017", "prince-2023", "d2l-2023", "cs231n", "micrograd", "saito-2017"}


def test_every_entry_is_whole() -> None:
    anchors = re.findall(r"\{: #([\w-]+) \}", PAGE)
    assert list(ENTRIES) == anchors
    for anchor, (source, why) in ENTRIES.items():
        assert re.search("[가-힣]", why) and why.endswith("."), anchor
        year = re.search(r"\d{4}$", anchor)
        assert year is None or f"({year[0]})" in source, anchor


def test_the_sources_stand_in_the_order_of_their_years() -> None:
    section = PAGE.partition("{#primary-sources}")[2].partition("\n## ")[0]
    assert re.findall(r"\{: #([\w-]+) \}", section) == SOURCES
    years = [int(anchor[-4:]) for anchor in SOURCES]
    assert years == sorted(years)


def test_what_to_read_on_is_named() -> None:
    assert ENTRIES.keys() >= BOOKS
