"""Numbers as Korean pages write them: ``1,000``, ``1e-5``, ``90%``, ``3만 5천``, ``4분의 1``.

What a number says beside its value is how it was rounded: half of its last digit. A whole number is
exact where it stands behind ``=``, but for a whole percent, which is as rounded as ``0.36`` is.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

DIGITS = r"\d+(?:(?:,|\{,\})\d{3}(?!\d))*"
NUMBER = re.compile(
    rf"(?P<digits>(?:{DIGITS}(?:\.\d+)?|(?<![\d.])\.\d+))(?:[eE](?P<power>[-+−]?\d{{1,9}})(?![\w.]))?"
)
CODE_LIKE = re.compile(r"0\d|\d+(?:\.\d+){2,}|0[xXbBoO]")
"""What begins as a number and is none: 05, 3.12.1, 0x10."""
DOTS = re.compile(r"(?:…|\.\.\.|\\(?:l|c)?dots\b|⋯)+")
PERCENT = re.compile(r"\\?[%％]|퍼센트")
OF = re.compile(rf"분의 ?(?P<part>{DIGITS})")
SMALL = {"십": 10, "백": 100, "천": 1000}
BIG = {"만": 10**4, "억": 10**8, "조": 10**12}
KOREAN = re.compile(r" ?(?P<small>[십백천])?(?P<big>[만억]|조(?![각합건]))?")
NEXT = re.compile(rf" ?(?P<digits>{DIGITS}(?:\.\d+)?)")


@dataclass(frozen=True, slots=True)
class Number:
    """A number on a page.

    Attributes
    ----------
    value : Decimal
        What it says.
    half : Decimal
        Half of its last digit; zero for a whole number.
    loose : Decimal
        The same where a number stands for something near it. A whole one may be rounded to its
        last digit that is not zero, if that moves it by no more than a twentieth.
    kind : str
        ``"plain"``, ``"percent"``, ``"korean"``, ``"fraction"``, ``"power"`` (1.5 × 10⁻⁹) or
        ``"cut"`` (0.33…).
    other : Number or None
        What it says if 만 behind it means "only".
    """

    value: Decimal
    half: Decimal
    loose: Decimal
    kind: str = "plain"
    other: "Number | None" = None


def read_number(text: str, start: int, is_formula: bool) -> tuple[Number | None, int]:
    """Read the number that begins somewhere.

    Parameters
    ----------
    text : str
        A page's text.
    start : int
        Place of its first digit or of its leading dot.
    is_formula : bool
        True in TeX, where Hangul behind a number does not count.

    Returns
    -------
    Number or None
        The number; None if it is something else, as a date or a version.
    int
        Where it ends.
    """
    code = CODE_LIKE.match(text, start)
    found = NUMBER.match(text, start)
    if code is not None or found is None:
        end = max(code.end() if code else start + 1, found.end() if found else start + 1)
        return None, end
    number, end = _plain(found["digits"], found["power"]), found.end()
    if text[end : end + 1] in set("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞") - {""}:
        more = fraction(text[end])
        return Number(number.value + more.value, Decimal(0), Decimal(0), "fraction"), end + 1
    dots = DOTS.match(text, end)
    if dots is not None and "." in found["digits"]:
        return replace(number, kind="cut"), dots.end()
    place = end + (text.startswith("$", end) and is_formula)
    percent = PERCENT.match(text, place)
    if percent is not None and not re.match(r" ?\d", text[percent.end() : percent.end() + 2]):
        hundredth = Decimal("0.01")
        half = number.half or Decimal("0.5")
        scaled = Number(number.value * hundredth, half * hundredth, half * hundredth, "percent")
        return scaled, percent.end()
    if is_formula and place == end:
        return number, end
    of = OF.match(text, place)
    if of is not None and number.value:
        part = _plain(of["part"], None).value
        return Number(part / number.value, Decimal(0), Decimal(0), "fraction"), of.end()
    korean, after = _korean(text, number, place)
    return (korean, after) if korean is not None else (number, end)


def fraction(character: str) -> Number:
    """Read a fraction of one character, such as ½."""
    over = unicodedata.normalize("NFKC", character).split("⁄")
    return Number(Decimal(over[0]) / Decimal(over[1]), Decimal(0), Decimal(0), "fraction")


def _plain(digits: str, power: str | None) -> Number:
    plain = digits.replace("{,}", "").replace(",", "")
    scale = int((power or "0").replace("−", "-"))
    decimals = len(plain.partition(".")[2])
    unit = Decimal((0, (1,), scale - decimals))
    value = Decimal(plain).scaleb(scale) if scale else Decimal(plain)
    if decimals or scale:
        return Number(value, unit / 2, unit / 2)
    zeros = len(plain) - len(plain.rstrip("0")) if value else 0
    rounded = min(Decimal((0, (5,), zeros - 1)), value / 20)
    return Number(value, Decimal(0), max(rounded, Decimal("0.5")))


def _korean(text: str, first: Number, place: int) -> tuple[Number | None, int]:
    """Read 천, 만 and so on behind a number, and the smaller parts that follow."""
    total, section, end = Decimal(0), Decimal(0), place
    number, units = first, KOREAN.match(text, place)
    if units is None or not (units["small"] or units["big"]):
        return None, place
    while True:
        scale = Decimal(SMALL.get(units["small"], 1) if units else 1)
        section += number.value * scale
        end = units.end() if units else end
        if units is not None and units["big"]:
            total += section * BIG[units["big"]]
            section, scale = Decimal(0), scale * BIG[units["big"]]
        following = NEXT.match(text, end) if units and (units["small"] or units["big"]) else None
        if following is None or number.half:
            break
        number, end = _plain(following["digits"], None), following.end()
        units = KOREAN.match(text, end)
        units = units if units and (units["small"] or units["big"]) else None
    only = first if number is first and text[end - 1 : end] == "만" else None
    whole = Number(total + section, number.half * scale, number.loose * scale, "korean", only)
    return whole, end
