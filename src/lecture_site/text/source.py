"""The text of a writer's file, whatever the editor: UTF-8, line feeds, composed Hangul (NFC).

A byte order mark and CR LF are harmless. Another encoding is named as such, and so is a character
that nobody would see.
"""

import codecs
import unicodedata
from pathlib import Path

from lecture_site.support.faults import PageFault

UNSEEN = {"Cc", "Cf", "Zl", "Zp"}
"""Unicode's categories of control characters, marks without width and separators of lines."""


class LessonError(PageFault):
    """A fault in a lesson; the message names the page, the place in it and what to do."""


def line_at(text: str, place: int) -> int:
    """Line, from 1, in which a place of a text lies."""
    return text.count("\n", 0, place) + 1


def read_text(path: Path) -> str:
    """Read a file that a writer wrote.

    Parameters
    ----------
    path : Path
        A text file.

    Returns
    -------
    str
        Its text in NFC, with line feeds, without a byte order mark.

    Raises
    ------
    LessonError
        If it is not UTF-8, or holds a character that nobody sees.
    """
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LessonError(f"{path}:{line}: {_other_encoding(data)}") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for character in sorted(set(text) - {"\n", "\t"}):
        if unicodedata.category(character) in UNSEEN:
            at = f"{path}:{line_at(text, text.index(character))}"
            if character == "\0" and _is_utf_16(data):
                raise LessonError(f"{at}: {_other_encoding(data)}")
            name = unicodedata.name(character, "a control character")
            raise LessonError(
                f"{at}: U+{ord(character):04X} ({name}), which nobody sees on a page: delete it"
            )
    return unicodedata.normalize("NFC", text)


def _is_utf_16(data: bytes) -> bool:
    """Whether it begins as UTF-16 does, or ends all its lines so."""
    ends = data.count(b"\n")
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or (
        ends > 0 and ends in (data.count(b"\n\0"), data.count(b"\0\n"))
    )


def _other_encoding(data: bytes) -> str:
    if _is_utf_16(data):
        name, codec = "UTF-16", "UTF-16"
    else:
        try:
            data.decode("cp949")
        except UnicodeDecodeError:
            return "neither UTF-8 nor another encoding of Korean: save the file as UTF-8"
        name, codec = "CP949 (the old encoding of Korean Windows)", "CP949"
    return f"written in {name}, not in UTF-8: save it as UTF-8, or use `iconv -f {codec} -t UTF-8`"
