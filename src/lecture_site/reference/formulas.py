"""Formulas as docstrings write them, in plain characters, told from words and turned into TeX.

``w ← w − η ∂E/∂w`` is read as a formula because it has a sign or a letter that prose has not, and
no word. A formula ends at a comma or another mark outside of brackets, as prose does.
"""

import re
import unicodedata
from collections.abc import Iterator

SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ᵀᴸˡᵗᵏʲˢⁿⁱ", "0123456789-+()TLltkjsni", strict=True))
SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ᵢⱼₖₙ", "0123456789ijkn", strict=True))
FUNCTIONS = {"ln", "exp", "log", "max", "min", "cos", "tanh"}
OTHERS = {"atan2", "relu", "softmax"}
SIGNS = {
    "½": r"\tfrac12 ",
    "¼": r"\tfrac14 ",
    "∂": r"\partial ",
    "∇": r"\nabla ",
    "Σ": r"\sum ",
    "−": "-",
    "←": r"\leftarrow ",
    "·": r"\cdot ",
    "≤": r"\le ",
    "≥": r"\ge ",
    "≈": r"\approx ",
    "°": r"^\circ ",
    "±": r"\pm ",
    "…": r"\ldots ",
    "<": r"\lt ",
    ">": r"\gt ",
    "'": "'",
    "|": "|",
}
HAT = "\u0302"
GREEK = "αβγδεζηθικλμνξοπρστυφχψω"
OF_FORMULAS = {*SIGNS, *SUPERSCRIPTS, *SUBSCRIPTS, *GREEK, HAT, "√", "="} - {"'"}
STRONG = re.compile(f"[{''.join(sorted(OF_FORMULAS))}]")
"""What formulas have and prose has not."""
NAME = r"[A-Za-z]+(?:_[a-z]+)+"
"""A name of the code in a formula, such as ``output_delta``."""
PIECE = re.compile(
    rf"(?P<name>{NAME})(?![\w])"
    rf"|(?P<word>{'|'.join(sorted(FUNCTIONS | OTHERS, reverse=True))})(?![A-Za-z])"
    rf"|(?P<letter>[A-Za-z{GREEK}∇Σ]{HAT}?)(?:_(?P<index>[A-Z])(?![A-Za-z])|(?P<digit>\d)(?!\d))?"
    rf"|(?P<number>\d+(?:\.\d+)?)"
    rf"|(?P<up>[{''.join(SUPERSCRIPTS)}]+)|(?P<down>[{''.join(SUBSCRIPTS)}]+)"
    r"|(?P<root>√)|(?P<sign>[½¼∂−←·±≤≥≈°…<>'|=+/()\[\],:])|(?P<space> +)"
)
WORD = re.compile(
    rf"(?<![A-Za-z_])(?!(?:{'|'.join(FUNCTIONS | OTHERS)})(?![A-Za-z]))[A-Za-z]{{2,}}"
)
END = re.compile(r"[.,;:]+$")
SIGN = re.compile(r"[-=+·−<>/←≤≥≈]+")
"""What no formula begins or ends with."""
WORDS = {"a", "A", "I", "new"}
"""What is a word where a formula would begin, or where it would end without a sign before."""


def split(text: str) -> Iterator[tuple[str, bool]]:
    """Part a line of a docstring into words and formulas.

    Parameters
    ----------
    text : str
        A piece of text without code.

    Yields
    ------
    part : str
        All parts together are the text, but for the number of spaces in formulas.
    is_formula : bool
        Whether the part is a formula.
    """
    text = unicodedata.normalize("NFC", text)
    run: list[str] = []
    for token in re.findall(r"\s*\S+|\s+$", text):
        core = END.sub("", token.strip())
        if core and _is_mathematical(core):
            run.append(token)
            if END.search(token.strip()) and not _is_open(run):
                yield from _close(run)
                run = []
            continue
        yield from _close(run)
        run = []
        yield token, False
    yield from _close(run)


def _is_open(run: list[str]) -> bool:
    return "".join(run).count("(") > "".join(run).count(")")


def _is_mathematical(token: str) -> bool:
    """Whether a token can be a part of a formula: it has no word, and no character of prose."""
    decomposed = _decomposed(token)
    if "," in token or WORD.search(re.sub(NAME, "", decomposed)):
        return False
    return "".join(match[0] for match in PIECE.finditer(decomposed)) == decomposed


def _decomposed(text: str) -> str:
    """Part a hat from its letter."""
    parted = ((char, unicodedata.normalize("NFD", char)) for char in text)
    return "".join(apart if HAT in apart else char for char, apart in parted)


def _close(run: list[str]) -> Iterator[tuple[str, bool]]:
    """End a run of tokens: what it begins and ends with may be no part of the formula."""
    first, last = 0, len(run)
    while first < last and (_is_sign(run[first]) or run[first].strip() in WORDS):
        first += 1
    while last > first and (_is_sign(run[last - 1]) or _is_word(run[first:last])):
        last -= 1
    for token in run[:first]:
        yield token, False
    inner = "".join(run[first:last])
    core = END.sub("", inner.strip())
    if core and STRONG.search(_decomposed(core)) and core.count("(") == core.count(")"):
        start = inner.index(core)
        yield inner[:start], False
        yield core, True
        yield inner[start + len(core) :], False
    elif inner:
        yield inner, False
    for token in run[last:]:
        yield token, False


def _is_sign(token: str) -> bool:
    return SIGN.fullmatch(END.sub("", token.strip())) is not None


def _is_word(run: list[str]) -> bool:
    """Whether the last of some tokens is a word."""
    is_bound = len(run) > 1 and _is_sign(run[-2])
    return END.sub("", run[-1].strip()) in WORDS and not is_bound


def tex(formula: str) -> str:
    """Write a formula of plain characters as TeX."""
    pieces = [*PIECE.finditer(_decomposed(re.sub(r"\s+", " ", formula)))]
    done: list[str] = []
    position = 0
    while position < len(pieces):
        written, position = _piece(pieces, position)
        done.append(written)
    return "".join(done).strip()


def _piece(pieces: list[re.Match[str]], position: int) -> tuple[str, int]:
    """Write a piece, and with a root all that stands under it."""
    piece = pieces[position]
    kind, text = str(piece.lastgroup), piece[0]
    position += 1
    if kind == "root":
        under, position = _under(pieces, position)
        return rf"\sqrt{{{under}}}", position
    if kind == "space":
        return _space(pieces, position - 1), position
    if kind == "name":
        return rf"\mathrm{{{text.replace('_', r'\_')}}}", position
    if kind == "word":
        return (rf"\{text} " if text in FUNCTIONS else rf"\operatorname{{{text}}}"), position
    if kind == "up":
        plain = "".join(SUPERSCRIPTS[char] for char in text)
        plain = re.sub(r"s([jk])", r"s_\1", plain.replace("T", r"\mathsf T"))
        while position < len(pieces) and pieces[position][0] == "'":
            plain, position = rf"{plain}\prime ", position + 1
        return f"^{{{plain}}}", position
    if kind == "down":
        return f"_{{{''.join(SUBSCRIPTS[char] for char in text)}}}", position
    if kind in {"letter", "index", "digit"}:
        letter = piece["letter"]
        name = rf"\hat{{{letter[0]}}}" if HAT in letter else SIGNS.get(letter, letter)
        index = piece["index"] or piece["digit"]
        return f"{name}_{{{index}}}" if index else name, position
    return SIGNS.get(text, text), position


def _under(pieces: list[re.Match[str]], position: int) -> tuple[str, int]:
    """Write what stands under a root: the next piece with its index, or what the brackets hold."""
    if pieces[position][0] != "(":
        return _piece(pieces, position)
    depth, done = 0, []
    while True:
        depth += {"(": 1, ")": -1}.get(pieces[position][0], 0)
        if depth == 0:
            return "".join(done[1:]), position + 1
        written, position = _piece(pieces, position)
        done.append(written)


def _space(pieces: list[re.Match[str]], position: int) -> str:
    """Write a space: a thin one between two factors, none beside a sign."""
    around = [pieces[place] for place in (position - 1, position + 1) if 0 <= place < len(pieces)]
    is_beside = any(each.lastgroup == "sign" and each[0] not in "½¼()|'°∂" for each in around)
    return "" if is_beside or len(around) < 2 else r"\,"
