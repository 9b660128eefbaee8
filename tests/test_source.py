"""Text is NFC with line feeds inside, whatever the editor wrote; another encoding is named."""

import unicodedata
from pathlib import Path

import pytest

from lecture_site.text.lesson import LessonError, read_lesson
from lecture_site.text.source import read_text
from test_lesson_source import FRONT

TEXT = FRONT + "역전파입니다.\n\n```python\na = '역전파'\n```\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        unicodedata.normalize("NFD", TEXT).encode(),
    ],
    ids=["plain", "byte-order-mark", "crlf", "cr", "nfd"],
)
def test_a_lesson_reads_the_same_whatever_the_editor(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "page.md"
    path.write_bytes(data)
    assert read_text(path) == TEXT
    lesson = read_lesson(path)
    assert lesson.source == TEXT
    assert lesson.notebook.cells[-1].source == "a = '역전파'"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (TEXT.encode("cp949"), r"page\.md:2: written in CP949.*iconv -f CP949 -t UTF-8"),
        (TEXT.encode("utf-16"), r"page\.md:\d+: written in UTF-16.*iconv -f UTF-16"),
        (TEXT.encode("utf-16-le"), r"page\.md:\d+: written in UTF-16"),
        ("# a\n\nb\n".encode("utf-16-be"), r"page\.md:1: written in UTF-16"),
        ("글\n".encode() + b"\xff\xff\n", r"page\.md:2: neither UTF-8 nor"),
        ("글\n\0\n".encode(), r"page\.md:2: U\+0000 \(a control character\).*delete it"),
        ("글\n\n글\x1b[0m\n".encode(), r"page\.md:3: U\+001B"),
        ("글\x08\n".encode(), r"page\.md:1: U\+0008"),
        ("글\n글\x0c\n".encode(), r"page\.md:2: U\+000C"),
        ("역\u200b전파\n".encode(), r"page\.md:1: U\+200B \(ZERO WIDTH SPACE\)"),
        ("a\u202eb\n".encode(), r"page\.md:1: U\+202E \(RIGHT-TO-LEFT OVERRIDE\)"),
        ("글\n글\ufeff\n".encode(), r"page\.md:2: U\+FEFF"),
        ("글\u2028글\n".encode(), r"page\.md:1: U\+2028 \(LINE SEPARATOR\)"),
    ],
)
def test_another_encoding_and_what_nobody_sees_are_named(
    tmp_path: Path, data: bytes, message: str
) -> None:
    (tmp_path / "page.md").write_bytes(data)
    with pytest.raises(LessonError, match=message):
        read_text(tmp_path / "page.md")
