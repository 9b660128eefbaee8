r"""The values that prose takes from the run: ``{{ expression:format }}``.

The inside is the inside of an f-string field. A particle behind it is written in both forms,
``{{ cost:.4f }}{을/를}``. Braces that are meant to be seen are written ``\{{ … }}``; fences that
only show and comments are not read.
"""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lecture_site.text import particles
from lecture_site.text.source import LessonError, line_at

BRACES = r"\{\{ (?P<field>(?!\}\}).+?) ?\}\}"
PLACEHOLDER = re.compile(
    rf"(?P<braces>{BRACES})"
    r"(?:(?P<closing>[$*`_]*)(?P<pair>\{(?P<consonant>[가-힣]+)/(?P<vowel>[가-힣]+)\}))?"
)
TOKEN = re.compile(rf"\\(?P<literal>\{{\{{(?!\{{)[^\n$]*?\}}\}})|{PLACEHOLDER.pattern}")
PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*(?:\n|\Z))+")
CODE = re.compile(
    r"(?<![\\`])(`+)(?!`).+?(?<!`)\1(?!`)|<(?P<tag>code|samp|kbd|pre)\b[^>]*>.*?</(?P=tag)>",
    re.DOTALL,
)
FORMULA = re.compile(
    r"(?<!\\)\$\$(?:\\.|[^\\])+?\$\$"
    r"|\\begin\{(?P<environment>[a-z]+\*?)\}.+?\\end\{(?P=environment)\}"
    r"|(?<!\\)\\\[.+?\\\]"
    r"|(?<!\\)\\\(.+?\\\)"
    r"|(?<!\\)\$(?!\s)(?:\\.|[^\\$])+?(?<!\s)\$",
    re.DOTALL,
)
"""Formulas within a paragraph, as ``pymdownx.arithmatex`` takes them."""
TAG = re.compile(r"</?[A-Za-z][^<>]*>|(?<=\]\()[^()\n]*(?=\))")
"""HTML tags and addresses of links: text that nobody reads as prose."""
HEADING = re.compile(r"#{1,6} ")
CLAIM = re.compile(r"claim\b")
STRAY = {
    "text": re.compile(r"\{\{ ?|\}\}"),
    "tag": re.compile(r"\{\{ ?|\}\}"),
    "code": re.compile(r"\{\{ |\{\{[^{}\n]*\}\}"),
    "formula": re.compile(r"\{\{ |\{\{[^{}\n]*\}\}"),
}
"""Braces that are no placeholder and yet look like one; Python and TeX may double theirs."""
BARE_PARTICLE = re.compile(r"[$*`_]*(은|는|이|가|을|를|과|와|으로|로)(?![가-힣])")
BARE_PAIR = re.compile(r"\{[가-힣]+/[가-힣]+\}")
HANGUL = re.compile(r"[ㄱ-ㆎ가-힣](?:[ㄱ-ㆎ가-힣 ]*[ㄱ-ㆎ가-힣])?")
WORDS = re.compile(r"\\(?:text(?:bf|it|md|normal|rm|sf|tt|up)?|mbox|hbox|note|tag\*?) *\{")
"""TeX commands whose argument is words."""
TEX_TOKEN = re.compile(r"\\.|[{}]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A value that prose takes from the run.

    Attributes
    ----------
    line : int
        Its line in the file, from 1.
    field : str
        The inside of an f-string field.
    where : str
        ``text``, ``formula``, ``code`` (within a line), or ``tag`` (of HTML, or a link's address).
    closing : str
        The marks between the value and its particle.
    particle : tuple of str
        The particle after a consonant and after a vowel; empty if there is none.
    """

    line: int
    field: str
    where: str
    closing: str = ""
    particle: tuple[str, ...] = ()

    @property
    def expression(self) -> str:
        """The f-string of Python whose value it is."""
        return f_string(self.field)

    @property
    def has_format(self) -> bool:
        """Whether it says how its value is written."""
        (value,) = ast.parse(self.expression, mode="eval").body.values  # pyright: ignore
        return value.format_spec is not None

    @property
    def is_claim(self) -> bool:
        """Whether it holds the sentence before it, and shows no value."""
        return CLAIM.match(self.field) is not None

    @property
    def is_verbatim(self) -> bool:
        """Whether its value is no prose, and so stands as Python writes it: 1e-9, not 1 × 10⁻⁹."""
        return self.where in ("code", "tag")


def f_string(field: str) -> str:
    """Write the f-string with one field."""
    # Two braces in a row would be one brace that is meant.
    return f"f'''{{{' ' if field.startswith('{') else ''}{field}}}'''"


def read_prose(path: Path, source: str, start: int, end: int) -> list[str | Placeholder]:
    r"""Part prose into its text and its placeholders.

    Parameters
    ----------
    path : Path
        The page, for messages.
    source : str
        The whole file.
    start, end : int
        Where the prose stands in it, without fences and comments.

    Returns
    -------
    list of str or Placeholder
        In order; in the text, ``\{{`` has become the braces that are meant.

    Raises
    ------
    LessonError
        If a placeholder has no end on its line, is not Python, or is a claim where no sentence is;
        if its particle stands in one form only; if braces look like a placeholder and are none; if
        Hangul stands in a formula outside ``\text``.
    """
    prose = _Prose(path, source, start, end)
    parts: list[str | Placeholder] = []
    done = 0
    for token in prose.tokens:
        where = prose.where(token.start())
        if token["literal"] is None:
            prose.check(token, where)
            pair = (token["consonant"], token["vowel"]) if token["pair"] else ()
            line = line_at(source, start + token.start())
            part = Placeholder(line, token["field"], where, token["closing"] or "", pair)
        elif where != "formula":
            part = token["literal"]
        elif token["literal"].startswith("{{ "):
            raise prose.fault(token.start(), r"in a formula, a space parts '\{' from '{{ … }}'")
        else:
            continue
        parts += [prose.text[done : token.start()], part]
        done = token.end()
    prose.check_rest()
    return [part for part in [*parts, prose.text[done:]] if part]


class _Prose:
    """Prose with its placeholders found, and what is no prose in it."""

    def __init__(self, path: Path, source: str, start: int, end: int) -> None:
        self.path, self.source, self.start = path, source, start
        self.text = source[start:end]
        self.tokens = list(TOKEN.finditer(self.text))
        spans = [token.span("literal" if token["literal"] else "braces") for token in self.tokens]
        self.masked = _mask(self.text, spans)
        self.regions: list[tuple[int, int, str]] = []
        left = self.masked
        for name, pattern in (("code", CODE), ("formula", FORMULA), ("tag", TAG)):
            found = [
                (paragraph.start() + match.start(), paragraph.start() + match.end())
                for paragraph in PARAGRAPH.finditer(left)
                for match in pattern.finditer(paragraph[0])
            ]
            self.regions += [(*span, name) for span in found]
            left = _mask(left, found)

    def where(self, place: int) -> str:
        """Whether a place lies in text, code, a formula or a tag."""
        return next((name for first, end, name in self.regions if first <= place < end), "text")

    def fault(self, place: int, message: str) -> LessonError:
        line = line_at(self.source, self.start + place)
        shown = self.source.split("\n")[line - 1].strip()
        return LessonError(f"{self.path}:{line}: {message}\n  in: {shown}")

    def check(self, token: re.Match[str], where: str) -> None:
        """Refuse what is not Python, a claim in no sentence, a particle in one form."""
        place, braces = token.start(), token["braces"]
        try:
            ast.parse(f_string(token["field"]), mode="eval")
        except SyntaxError as error:
            raise self.fault(place, f"{braces}: {error.msg}") from error
        line = self.text[self.text.rfind("\n", 0, place) + 1 :]
        if CLAIM.match(token["field"]) and (where != "text" or HEADING.match(line)):
            raise self.fault(
                place,
                f"{braces}: a claim stands in text, behind its sentence, not in a heading, "
                "code, a formula or a tag",
            )
        bare = None if token["pair"] else BARE_PARTICLE.match(self.text, token.end())
        if bare:
            raise self.fault(
                place,
                "write both forms of the particle behind a computed value, such as {을/를}, not "
                f"'{bare[1]}'",
            )
        if token["pair"] and particles.is_pair(token["vowel"], token["consonant"]):
            raise self.fault(
                place,
                f"the form behind a consonant stands first: {{{token['vowel']}/"
                f"{token['consonant']}}}, not {token['pair']}",
            )
        if token["pair"] and not particles.is_pair(token["consonant"], token["vowel"]):
            raise self.fault(
                place,
                f"{token['pair']} are not two forms of one particle, such as {{은/는}}",
            )

    def check_rest(self) -> None:
        """Refuse braces and particles that look computed and are not, and Hangul in formulas."""
        rest = _mask(self.masked, (token.span("pair") for token in self.tokens))
        for pattern in dict.fromkeys(STRAY.values()):
            for match in pattern.finditer(rest):
                if STRAY[self.where(match.start())] is pattern:
                    raise self.fault(match.start(), self._stray(match))
        for match in BARE_PAIR.finditer(rest):
            if self.where(match.start()) == "text":
                raise self.fault(
                    match.start(), f"{match[0]} stands directly behind a value {{{{ … }}}}"
                )
        for first, end, name in self.regions:
            for match in HANGUL.finditer(self.masked, first, end if name == "formula" else first):
                if not any(a <= match.start() < b for a, b in _words(self.masked, first, end)):
                    raise self.fault(
                        match.start(),
                        f"'{match[0]}' in a formula: words stand in \\text{{{match[0]}}}, "
                        r"and a dollar sign that is meant is \$",
                    )

    def _stray(self, match: re.Match[str]) -> str:
        if match[0] == "{{ ":
            return "a '{{ ' without its ' }}' in its line"
        return (
            f"'{match[0]}' is no placeholder: a value of the run is {{{{ value }}}}, with spaces; "
            r"braces that are meant are \{{ … }}, in TeX { { … } }"
        )


def _mask(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Write letters over parts of a text; a span from -1 is none."""
    for first, end in spans:
        if first >= 0:
            text = text[:first] + "x" * (end - first) + text[end:]
    return text


def _words(text: str, first: int, end: int) -> list[tuple[int, int]]:
    """Parts of a formula that are the arguments of TeX commands for words."""
    found = []
    for match in WORDS.finditer(text, first, end):
        depth, close = 1, end
        for token in TEX_TOKEN.finditer(text, match.end(), end):
            depth += {"{": 1, "}": -1}.get(token[0], 0)
            if depth == 0:
                close = token.start()
                break
        found.append((match.end(), close))
    return found
