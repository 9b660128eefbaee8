r"""Prose and TeX, cut into what arithmetic is made of.

A token is a number, a sign, a bracket or a relation; all else either parts (a word, a comma) or
sticks: a letter in a formula, a function's name or code belongs to the expression beside it, whose
value then is not known. So ``x + 2 = 5`` says nothing that could be recomputed, and
``합은 2 + 3 = 5`` does. The reader of tokens is one class of more than 200 lines, because each of
its steps says where the next begins.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from lecture_site.checks.readable import CODE
from lecture_site.checks.written_numbers import Number, fraction, read_number

SIGNS = {"+": "+", "-": "-", "−": "-", "×": "*", "·": "*", "⋅": "*", "∙": "*", "✕": "*",
         "÷": "/", "/": "/", "⁄": "/", "∕": "/"}  # fmt: skip
RELATIONS = {"=": "=", "≈": "≈", "≒": "≈", "≅": "≈"}
OTHER_RELATIONS = "<>≤≥≠→⇒⇔←↦≡∼∈"
STICKING = f"√∑∏∫∂∇±∓∞‖~_^'′%@⌊⌋⌈⌉…⋯]}}–{CODE}"
"""Signs that make a value of what stands beside them, or a range of it."""
TEX_SIGNS = {"times": "*", "cdot": "*", "ast": "*", "div": "/"}
TEX_SPACES = {"quad", "qquad", "left", "right", "displaystyle", "textstyle", "nonumber", "limits",
              *(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in "lr"),
              *("big", "Big", "bigg", "Bigg"), ",", ";", "!", ":", " ", "\n"}  # fmt: skip
TEX_OTHER_RELATIONS = {"ne", "neq", "le", "leq", "ge", "geq", "lt", "gt", "ll", "gg", "to", "in",
                       "rightarrow", "Rightarrow", "leftarrow", "equiv", "sim", "mapsto",
                       "propto", "implies", "iff"}  # fmt: skip
FUNCTION = re.compile(
    r"(?:np\.|math\.)?(?:a?(?:sin|cos|tan)h?|ln|log\d*|lg|exp|sqrt|max|min|abs|sum|mean|std|var|floor"
    r"|ceil|round|det|len|mod|of|[A-Za-zα-ωΑ-Ω])|.*(?:루트|제곱근|로그|사인|코사인|탄젠트|의)",
    re.IGNORECASE,
)
"""A word whose number is its argument (로그 2), or a part of what it names (전체의 10%)."""
UNIT = re.compile(
    r"(?:[kKMGTmµnp]i?)?(?:m|s|g|l|L|B|b|Hz|V|W|J|A|h|min|px|em|bytes?|bits?)[²³]?(?:/s)?|°C?"
)
WORD_BEHIND = re.compile(r"(?P<space> ?)(?P<word>[가-힣]+|[A-Za-zµ°]+[²³]?(?:/s)?)")
GOES_ON = re.compile(r" ?\$? ?(?:[-+−×·÷/=≈≒)^]|\\(?:times|cdot|div|approx)\b)")
WORD = re.compile(r"[^\W\d_][\w.]*(?<!\.)")
COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
WORDS_OF = re.compile(r"\\(?:text|textrm|mathrm|mbox|note) ?\{([^{}]*)\}")
NEW_ROW = re.compile(r"\\\\\*?(?:\[[^\]\n]*\])?(?:\\q?quad|[\s&])*")
RAISED = re.compile("([⁺⁻]?)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
RAISED_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
MARKER = re.compile(r"[ \t]*(?:>[ \t]*)*(?:(?:[-+*]|\d+[.)]|#+|!!!|\?\?\?\+?|===)(?=[ \t])|\n)")
RELATION = re.compile(r"[<>!:+*/=-]=+|=[=>~]+|->|--+|//+")
ROW_END = re.compile(r"&|\\\\|\\end\b|\$\$")
FULL_WIDTH = str.maketrans("０１２３４５６７８９＋－＝（）％／．＊", "0123456789+-=()%/.*")


@dataclass(slots=True)
class Token:
    """A part of an expression, or what parts or sticks to expressions.

    Attributes
    ----------
    kind : str
        ``"number"``, a sign of ``+ - * / ^``, a bracket, ``"="``, ``"≈"``, ``"relation"`` (another
        one), ``"part"`` or ``"stick"``.
    start, end : int
        Its place in the text.
    number : Number or None
        The number.
    unit : str
        The word behind a number or a bracket.
    is_apart : bool
        True for a bracket in prose with a space before it: a factor, or words in brackets.
    """

    kind: str
    start: int
    end: int
    number: Number | None = None
    unit: str = ""
    is_apart: bool = False


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens.

    Parameters
    ----------
    text : str
        Markdown without code and tags (:func:`lecture_site.checks.readable.blank_unread`).

    Returns
    -------
    list of Token
        In the order of the text.
    """
    return _Reader(text.translate(FULL_WIDTH)).read()


class _Reader:
    """Goes through a text once; `inside` is the mark that began the formula it stands in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.inside = ""
        self.is_single = False
        """Whether the next digit stands alone: an exponent or a part of a fraction in TeX."""
        self.is_braced = False
        """Whether an exponent in braces is being read in prose."""
        self.depth = 0
        self.fractions: list[list[int]] = []
        """Depth of each fraction being read, and how many of its two parts are to come."""

    def read(self) -> list[Token]:
        place = self._line(0)
        while place < len(self.text):
            place = self._step(place)
        return self.tokens

    def _step(self, place: int) -> int:
        """Read what stands at a place; return the place behind it."""
        character = self.text[place]
        if character == "\n":
            return self._line(place + 1)
        if character.isspace():
            return place + 1
        if character == "$":
            return self._dollar(place)
        if character == "\\":
            return self._command(place)
        follows = self.text[place + 1 : place + 2]
        before = self.text[place - 1 : place]
        if character.isdecimal() or (
            character == "." and follows.isdecimal() and not before.isalnum()
        ):
            return self._number(place)
        if character in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞":
            return self._add("number", place, place + 1, fraction(character))
        if character.isalpha():
            return self._word(place)
        raised = RAISED.match(self.text, place)
        if raised is not None:
            return self._raised(raised)
        return self._sign(place, character, before, follows)

    def _line(self, place: int) -> int:
        """Begin a line: a new item or paragraph parts, any other line goes on."""
        if self.inside not in ("", "$", "\\("):
            return place
        marker = MARKER.match(self.text, place)
        if marker is None:
            return place
        self._leave()
        self._add("part", place, place)
        return max(marker.end() - marker[0].endswith("\n"), place)

    def _leave(self) -> None:
        self.inside, self.is_single, self.is_braced = "", False, False
        self.depth, self.fractions = 0, []

    def _dollar(self, place: int) -> int:
        mark = "$$" if self.text.startswith("$$", place) else "$"
        end = place + len(mark)
        if self.inside:
            if mark == "$$":
                self._add("part", place, end)
            self._leave()
        elif mark == "$$" or not self.text[end : end + 1].isspace():
            self.inside = mark
            if mark == "$$":
                self._add("part", place, end)
        return end

    def _add(
        self, kind: str, start: int, end: int, number: Number | None = None, unit: str = ""
    ) -> int:
        self.tokens.append(Token(kind, start, end, number, unit))
        self.depth += {"(": 1, ")": -1}.get(kind, 0)
        if kind in ("number", ")", "stick"):
            self.is_single = False
            self._complete(end)
        return end

    def _complete(self, end: int) -> None:
        """Go on with the fractions of which a part has been read."""
        while self.fractions and self.fractions[-1][0] == self.depth:
            self.fractions[-1][1] -= 1
            if self.fractions[-1][1]:
                self.tokens.append(Token("/", end, end))
                self.is_single = True
                return
            self.fractions.pop()
            self.tokens.append(Token(")", end, end))
            self.depth -= 1

    def _number(self, place: int) -> int:
        if self.inside and self.is_single:
            number, end = read_number(self.text[place], 0, True)[0], place + 1
        else:
            number, end = read_number(self.text, place, bool(self.inside))
        if number is None:
            return self._add("stick", place, end)
        if "$" in self.text[place:end]:
            self._leave()
        return self._with_unit("number", place, end, number)

    def _with_unit(self, kind: str, place: int, end: int, number: Number | None = None) -> int:
        """Add a number or a closing bracket with the word behind it."""
        behind = end
        if self.inside:
            words = WORDS_OF.match(self.text, end)
            if words is not None:
                return self._add(kind, place, words.end(), number, words[1].strip())
            if not self.text.startswith("$", end) or self.text.startswith("$$", end):
                return self._add(kind, place, end, number)
            behind += 1
        word = WORD_BEHIND.match(self.text, behind)
        if word is None or not ("가" <= word["word"][0] <= "힣" or UNIT.fullmatch(word["word"])):
            return self._add(kind, place, end, number)
        if behind > end:
            self._leave()
        self._add(kind, place, end, number, word["word"])
        if GOES_ON.match(self.text, word.end()) is None:
            # 4의 30% is a product, 4이고 30% are two numbers.
            is_of = re.match(r"의 ?[\d(.]", self.text[word.end() - 1 : word.end() + 2])
            self._add("stick" if is_of else "part", word.end(), word.end())
        return word.end()

    def _raised(self, raised: re.Match[str]) -> int:
        power = Decimal(raised[2].translate(RAISED_DIGITS))
        power = -power if raised[1] == "⁻" else power
        self._add("^", raised.start(), raised.start())
        number = Number(power, Decimal(0), Decimal(0))
        return self._with_unit("number", raised.start(), raised.end(), number)

    def _word(self, place: int) -> int:
        if self.inside:
            return self._add("stick", place, place + 1)
        text = self.text
        word = WORD.match(text, place)
        end = word.end() if word is not None else place + 1
        last = self.tokens[-1].kind if self.tokens else "part"
        if text[place:end] in ("x", "X") and last == "number" and text[end + 1 : end + 2].isdigit():
            return self._add("*", place, end)
        is_hangul = "가" <= text[place] <= "힣"
        is_touched = text[end : end + 1] in set("([^*/+-−×·÷") or (
            not is_hangul and (text[place - 1 : place].isdigit() or text[place - 1] == ")")
        )
        is_argument = FUNCTION.fullmatch(text, place, end) and re.match(
            r" ?[\d(.$√-]", text[end : end + 2]
        )
        is_factor = not is_hangul and (
            end - place == 1
            or last in tuple("+-*/^")
            or text[end : end + 2].strip()[:1] in tuple("+-−×·÷/")
        )
        kind = "stick" if is_touched or is_argument or is_factor else "part"
        return self._add(kind, place, end)

    def _sign(self, place: int, character: str, before: str, follows: str) -> int:
        relation = RELATION.match(self.text, place)
        last = self.tokens[-1].kind if self.tokens else "part"
        has_operand = last in ("number", ")")
        if character == "*" and not self.inside:
            return self._stars(place)
        if relation is not None and not self.inside:
            return self._add("relation", place, relation.end())
        if character in SIGNS:
            spaced = before.isspace() and follows.isspace() and not self.inside
            if spaced and not has_operand and last not in ("=", "≈", "relation", "(", *"+-*/^"):
                return self._add("stick", place, place + 1)
            return self._add(SIGNS[character], place, place + 1)
        if character == "^" and has_operand:
            self._add("^", place, place + 1)
            self.is_single = bool(self.inside)
            return place + 1
        if character in RELATIONS:
            return self._add(RELATIONS[character], place, place + 1)
        if character in OTHER_RELATIONS:
            return self._add("relation", place, place + 1)
        if character == "{" and last == "^" and not self.inside:
            self.is_braced = True
            return self._add("(", place, place + 1)
        if character == "}" and self.is_braced:
            self.is_braced = False
            return self._add(")", place, place + 1)
        if character == "(" or (character in "{[" and self.inside):
            self._add("(", place, place + 1)
            self.is_single = False
            self.tokens[-1].is_apart = has_operand and before.isspace() and not self.inside
            return place + 1
        if character == ")" or (character in "}]" and self.inside):
            return self._with_unit(")", place, place + 1)
        return self._other(place, character, before, follows)

    def _stars(self, place: int) -> int:
        """Read stars in prose: a product, a power, or marks of emphasis, which are passed over."""
        end = (
            place
            + len(self.text[place : place + 9])
            - len(self.text[place : place + 9].lstrip("*"))
        )
        around = self.text[place - 1 : place], self.text[end : end + 1]
        is_sign = around[0].isspace() and around[1].isspace()
        is_sign |= (around[0].isdecimal() or around[0] == ")") and (
            around[1].isdecimal() or around[1] in ("(", "-", "−", ".")
        )
        if is_sign and end - place <= 2:
            return self._add("*" if end - place == 1 else "^", place, end)
        return end

    def _other(self, place: int, character: str, before: str, follows: str) -> int:
        if character == "_" and self.inside:
            group = re.match(r"_ ?(?:\{[^{}]*\}|\\[A-Za-z]+|.)", self.text[place : place + 200])
            return self._add("stick", place, place + (group.end() if group else 1))
        if character == "&" and self.inside:
            return place + 1
        is_sticking = (
            character in STICKING
            or (character == "|" and self.inside)
            or (character == ":" and before.isdecimal() and follows.isdecimal())
            or (character == "!" and re.match(r" ?[-=+*/×÷≈]", self.text[place + 1 : place + 3]))
        )
        return self._add("stick" if is_sticking else "part", place, place + 1)

    def _command(self, place: int) -> int:
        command = COMMAND.match(self.text, place)
        if command is None:
            return self._add("part", place, place + 1)
        name, end = command[1], command.end()
        if name == "\\":
            return self._new_row(place)
        if name in ("(", "[", "begin") and not self.inside:
            self.inside = "\\" + name
            return self._add("part", place, end)
        if name in (")", "]", "end"):
            if self.inside != "$$":
                self._leave()
            return self._add("part", place, end)
        if name in TEX_SPACES:
            return end
        if name in ("frac", "tfrac", "dfrac", "cfrac"):
            if self.tokens and self.tokens[-1].kind == "number":
                self._add("stick", place, place)  # A factor, or the whole part of a number.
            self._add("(", place, end)
            self.fractions.append([self.depth, 2])
            self.is_single = True
            return end
        if name in TEX_SIGNS:
            return self._add(TEX_SIGNS[name], place, end)
        if name == "approx":
            return self._add("≈", place, end)
        if name in TEX_OTHER_RELATIONS:
            return self._add("relation", place, end)
        words = WORDS_OF.match(self.text, place)
        return self._add("stick", place, words.end() if words else end)

    def _new_row(self, place: int) -> int:
        r"""Read ``\\\\``: a row goes on if it begins with a relation, or with ``&`` and a sign."""
        row = NEW_ROW.match(self.text, place)
        end = row.end() if row else place + 2
        following = re.match(r"\\approx\b|[=≈]|([-+−×])", self.text[end : end + 8])
        if following is None:
            self._add("part", place, end)
        elif following[1] is not None and "&" not in self.text[place:end]:
            aligned = ROW_END.search(self.text, end)
            self._add("part" if aligned and aligned[0] == "&" else "stick", place, end)
        return end
