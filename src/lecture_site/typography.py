"""What belongs together stays on one line: a particle with its word, a number with its power.

Korean breaks between words. A browser told so (``word-break: keep-all``) still breaks between a
formula, a piece of code, a bracket or a percent sign and the particle behind it, and within a power
of ten or a shape, (2, 3). Pages are mended when they are finished: search and arithmetic see plain
text.
"""

import re

ATOM = (
    r'<math(?![^>]*display="block")[^>]*>.*?</math>'  # Formulas do not break within.
    r"|<code>[^<>]{1,20}</code>"
)
AROUND_ATOM = re.compile(
    rf"(?P<open>[(‘“]?)(?P<atom>{ATOM})[)’”%]*(?P<particle>[가-힣]*)[)’”]*[.,:?]*", re.DOTALL
)
BEHIND_SIGN = re.compile(r"[^\s()<>&;]{0,16}[)%][가-힣]{1,8}[.,]*")
PARTS = re.compile(
    r"<(?P<name>script|style|pre|svg|button|title)\b.*?</(?P=name)>"
    r'|<span class="whole">.*?</span>(?!</)'
    rf"|{ATOM}|<math\b.*?</math>|<[^>]+>",
    re.DOTALL,
)
POWER = re.compile(r"(?<=\d) × (?=10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])")
TUPLE = re.compile(r"\((?:−?[\d.]+, )+−?[\d.]+\)")
OPERAND = re.compile(r"(?<=[÷×]) (?=[\d−])|(?<=ln) (?=\d)")
SPACE = "\u00a0"


def keep_together(page: str) -> str:
    """Keep on one line, in a page's article, what a reader takes as one.

    Parameters
    ----------
    page : str
        A complete HTML page.
    """
    start, end = page.find("<article"), page.rfind("</article>")
    if start < 0:
        return page
    return page[:start] + _article(page[start:end]) + page[end:]


def _article(html: str) -> str:
    html = AROUND_ATOM.sub(_around_atom, html)
    done, place = [], 0
    for part in PARTS.finditer(html):
        done += [_text(html[place : part.start()]), part[0]]
        place = part.end()
    return "".join([*done, _text(html[place:])])


def _around_atom(match: re.Match[str]) -> str:
    return _whole(match[0]) if match["open"] or match["particle"] else match[0]


def _text(text: str) -> str:
    text = TUPLE.sub(lambda match: match[0].replace(" ", SPACE), text)
    text = OPERAND.sub(SPACE, POWER.sub(f"{SPACE}×{SPACE}", text))
    return BEHIND_SIGN.sub(lambda match: _whole(match[0]), text)


def _whole(html: str) -> str:
    return f'<span class="whole">{html}</span>'
