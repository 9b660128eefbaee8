"""What a page can show of a cell's outputs, and why it cannot show the rest.

Text is shown as a terminal would leave it: what a carriage return or a backspace has overwritten is
gone, and colours are left out. A page has no other control characters, and no address in memory,
which is another at each run.
"""

import re
from typing import Any

PLAIN, HTML = "text/plain", "text/html"
COLOUR = re.compile(r"\x1b\[[\d;]*m")
CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""Control characters, marks without width or of direction, and halves of characters."""
ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
INSTEAD = {
    "text/markdown": "write it as prose, with values as {{ … }}",
    "text/latex": "write the formula in the prose, with values as {{ … }}",
    "image/svg+xml": 'give picture(…) a figures.svg.shapes.Drawing(svg, alt="…")',
    "application/json": "print it",
}
PICTURE = 'draw it with figures.picture.canvas(…) and show it with picture(fig, alt="…")'


class OutputError(ValueError):
    """An output that a page cannot show; the message says why and what to do."""


def as_shown(output: dict[str, Any]) -> dict[str, Any]:
    """Return an output as the page shows it.

    Parameters
    ----------
    output : dict
        In nbformat's form: a stream, or something displayed.

    Raises
    ------
    OutputError
        If a page cannot show it.
    """
    if output["output_type"] == "stream":
        return output | {"text": terminal_text(output["text"])}
    data = output["data"]
    if HTML in data:
        require_printable(data[HTML])
        return output | {"data": {HTML: data[HTML]}}
    others = [kind for kind in data if kind != PLAIN]
    if others:
        kind = others[0]
        raise OutputError(f"a page cannot show {kind}: {INSTEAD.get(kind, PICTURE)}")
    return output | {"data": {PLAIN: terminal_text(data.get(PLAIN, ""))}}


def terminal_text(text: str) -> str:
    r"""Return what a terminal would show of printed text.

    Parameters
    ----------
    text : str
        With ``\r``, ``\b`` and colours. The time is linear in its length.

    Raises
    ------
    OutputError
        If it holds another control character.
    """
    text = COLOUR.sub("", text)
    if "\b" in text:
        text = _erased(text)
    if "\r" in text:
        text = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    require_printable(text)
    return text


def _erased(text: str) -> str:
    """Take away what backspaces erase, within a line."""
    left: list[str] = []
    for character in text:
        if character != "\b":
            left.append(character)
        elif left and left[-1] not in "\r\n":
            left.pop()
    return "".join(left)


def require_printable(text: str) -> None:
    """Refuse unseen characters, but line breaks and tabs, and addresses in memory.

    Raises
    ------
    OutputError
        If there is one; the message names it.
    """
    address = ADDRESS.search(text)
    if address:
        line = text[text.rfind("\n", 0, address.start()) + 1 : address.end()].strip()
        raise OutputError(
            f"a page cannot show {line[-120:]}: its address in memory is another at each run; end "
            "the cell's last line with ; or show something of the object"
        )
    found = CONTROL.search(text.replace("\r\n", "\n") if "\r" in text else text)
    if found:
        line = text[: found.start()].rpartition("\n")[2][-60:]
        code = ord(found[0])
        name = (
            f"the byte 0x{code - 0xDC00:02X}, which is not UTF-8"
            if 0xDC80 <= code <= 0xDCFF
            else f"the control character U+{code:04X}"
        )
        raise OutputError(f"a page cannot show {name}, behind {line!r}")
