"""What belongs together stays on one line: a particle with its word, a number with its power.

Korean breaks between words. A browser told so (``word-break: keep-all``) still breaks between a
formula, a piece of code, a bracket or a percent sign and the particle behind it, and within a power
of ten or a shape, (2, 3).
"""

import re

from turbohtml import Element, Node, Text

from lecture_site.support import tree

LONGEST_CODE = 20
"""Code of more characters may break within."""
OPENING = tuple("(‘“")
BEHIND_ATOM = re.compile(r"[)’”%]*(?P<particle>[가-힣]*)[)’”]*[.,:?]*")
BEHIND_SIGN = re.compile(r"[^\s()<>&;]{0,16}[)%][가-힣]{1,8}[.,]*")
POWER = re.compile(r"(?<=\d) × (?=10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])")
TUPLE = re.compile(r"\((?:−?[\d.]+, )+−?[\d.]+\)")
OPERAND = re.compile(r"(?<=[÷×]) (?=[\d−])|(?<=ln) (?=\d)")
SPACE = "\u00a0"
LEFT_OUT = {"button", "code", "math", "pre", "script", "style", "svg", "textarea", "title"}


def keep_together(article: Element) -> None:
    """Keep on one line, in a page's content, what a reader takes as one."""
    for atom in article.select("math, code"):
        if _is_atom(atom):
            _bind(atom)
    for text in [*tree.texts(article, _is_left_out)]:
        _mend(text)


def _is_atom(element: Element) -> bool:
    """Whether an element is a formula in a line, or a short piece of code."""
    parent = element.parent
    if isinstance(parent, Element) and parent.closest(", ".join(sorted(LEFT_OUT))):
        return False
    if element.tag == "math":
        return element.attr("display") != "block"
    is_plain = not element.attrs and all(isinstance(node, Text) for node in element)
    return is_plain and 0 < len(element.text) <= LONGEST_CODE


def _bind(atom: Element) -> None:
    """Bind to a formula or code the bracket before it and the particle behind it."""
    before, behind = atom.previous_sibling, atom.next_sibling
    opening = isinstance(before, Text) and before.data.endswith(OPENING)
    match = BEHIND_ATOM.match(behind.data) if isinstance(behind, Text) else None
    if not opening and not (match and match["particle"]):
        return
    whole = _whole()
    atom.insert_before(whole)
    if opening and isinstance(before, Text):
        whole.append(Text(before.data[-1]))
        before.data = before.data[:-1]
    whole.append(atom)
    if match and match[0] and isinstance(behind, Text):
        whole.append(Text(match[0]))
        behind.data = behind.data[match.end() :]


def _is_left_out(element: Element) -> bool:
    return element.tag in LEFT_OUT or element.attr("class") == "whole"


def _mend(text: Text) -> None:
    """Take breaks out of a text, and bind its particles."""
    mended = TUPLE.sub(lambda match: match[0].replace(" ", SPACE), text.data)
    mended = OPERAND.sub(SPACE, POWER.sub(f"{SPACE}×{SPACE}", mended))
    nodes: list[Node] = []
    place = 0
    for match in BEHIND_SIGN.finditer(mended):
        nodes += [Text(mended[place : match.start()]), _whole(match[0])]
        place = match.end()
    if nodes:
        text.replace_with(*nodes, Text(mended[place:]))
    elif mended != text.data:
        text.data = mended


def _whole(text: str = "") -> Element:
    return Element("span", {"class": "whole"}, [Text(text)] if text else [])
