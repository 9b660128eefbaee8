"""The colours of the symbols, pinned: those of the 2-2-2 network are the lecture's own."""

import colorsys

from figures.notation import COLOURS, SYMBOLS

LECTURE = {"y_1": "blue", "Y_1": "red", "y_2": "green", "Y_2": "orange"}
HUES = {"red": (345, 12), "orange": (18, 45), "green": (90, 160), "blue": (200, 235)}
"""Degrees of the colour circle, from and to."""


def named(colour: str) -> str:
    """Return which of the four names a colour like ``#1565c0`` bears."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue = 360 * colorsys.rgb_to_hsv(red, green, blue)[0]
    names = [
        name
        for name, (start, end) in HUES.items()
        if (start <= hue <= end if start < end else hue >= start or hue <= end)
    ]
    assert len(names) == 1, f"{colour} has the hue {hue:.0f}"
    return names[0]


def test_the_two_by_two_network_has_the_lectures_four_colours_in_both_schemes():
    tokens = {symbol.tex: symbol.token for symbol in SYMBOLS}
    for symbol, name in LECTURE.items():
        colour = COLOURS[tokens[symbol]]
        assert named(colour.light) == named(colour.dark) == name


def test_they_are_four_and_no_two_of_them_alike():
    tokens = {symbol.tex: symbol.token for symbol in SYMBOLS}
    four = [COLOURS[tokens[symbol]] for symbol in LECTURE]
    assert len({tokens[symbol] for symbol in LECTURE}) == 4
    assert len({colour.light for colour in four}) == len({colour.dark for colour in four}) == 4


def test_every_symbol_of_the_lectures_network_has_a_colour_of_its_own():
    own = [symbol.token for symbol in SYMBOLS if symbol.tex not in LECTURE]
    assert len({COLOURS[token].light for token in own}) == len(own) == 8
    assert len({COLOURS[token].dark for token in own}) == len(own)
