"""Front matter says what the site knows, in the type it knows; all else is refused by its line."""

from pathlib import Path

import pytest

from lecture_site.text.front import KERNEL, read_front
from lecture_site.text.source import LessonError

PAGE = Path("page.md")


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("# 제목\n", {}),
        ("글: 값\n", {}),
        ("---\ndescription: 글\n---\n# 제목\n", {"description": "글"}),
        ("--- \ntitle: '글: 값'\n...\n", {"title": "글: 값"}),
        ("---\nsearch: {exclude: true, boost: 2}\nhide: [toc]\n---", None),
        ("---\nsearch:\n  exclude: true\nkeywords: [가(a), 나]\nrequires: []\n---\n", None),
        (f"---\n{KERNEL}\n---\n", None),
        ("---\njupyter:\n  jupytext:\n    formats: md\n---\n", None),
    ],
)
def test_front_matter_is_read(text: str, data: dict[str, object] | None) -> None:
    front = read_front(PAGE, text)
    assert text[front.end :] in ("", text, "# 제목\n")
    assert data is None or front.data == data
    assert front.has_kernel == (KERNEL in text)


@pytest.mark.parametrize(
    ("lines", "line", "message"),
    [
        ("description: 글\nrequires: two", 3, r"'requires' takes a list .*, not 'two'"),
        ("requires: [1]", 2, "'requires' takes a list"),
        ("keywords: 학습률", 2, r"'keywords' takes a list of terms .*, not '학습률'"),
        ("keywords:\n  가: 나", 2, "'keywords' takes a list"),
        ("title: 글\ndescription:", 3, "'description' takes a sentence.*not None"),
        ("description: ''", 2, "'description' takes a sentence"),
        ("description: [글]", 2, "'description' takes a sentence"),
        ("description: 2026", 2, "'description' takes a sentence.*not 2026"),
        (
            "description: '{{ a }}입니다'",
            2,
            "'description' takes a sentence, without a placeholder",
        ),
        ("title: 3", 2, "'title' takes words"),
        ("search: exclude", 2, "'search' takes 'exclude: true'"),
        ("search: {exclude: 1}", 2, "'search' takes"),
        ("hide: toc", 2, "'hide' takes a list"),
        ("descripton: 글", 2, r"unknown key 'descripton'.*known are title, description"),
        ("description: 글\ntemplate: home.html", 3, "unknown key 'template'"),
        ("description: 글\ndescription: 글", 3, "'description' stands in line 2"),
        ("jupyter:\n  kernelspec:\n    name: python3\n    name: ir", 5, "'name' stands in line 4"),
        ("jupyter: {kernelspec: {name: ir}}", 2, "'jupyter' takes the kernel python3"),
        ("jupyter: {kernelspec: {name: python3, language: R}}", 2, "takes the kernel python3"),
        ("jupyter: {kernelspec: python3}", 2, "takes the kernel python3"),
        ("description: 글: 값", 2, "not YAML: mapping values .*quotation marks"),
        ("title: 글\ndescription: [글", 4, "not YAML"),
        ("title: 글\n\tdescription: 글", 3, "not YAML"),
        ("title: !!python/name:os.system a", 2, "not YAML"),
        ("[글]: 글", 2, "unknown key|not YAML"),
        ("- 글", 2, "no 'key: value'"),
        ("? \n: 2", 2, "unknown key ''"),
        ("title: 글\non: push", 3, "unknown key 'on'"),
        ("0x10: 글", 2, "unknown key '0x10'"),
        ("description: 2026-13-45", 2, "'description' takes .*: month must be in"),
        ("keywords: [2026-02-30]", 2, "'keywords' takes a list of terms"),
        ("title: 글\nhide: [toc, tocs]", 3, "'hide' takes .*navigation, toc"),
        ("search: {boost: -1}", 2, "'search' takes"),
        ("search: {boost: .nan}", 2, "'search' takes"),
        ("", 2, "no 'key: value'"),
    ],
)
def test_what_front_matter_does_not_know_is_refused(lines: str, line: int, message: str) -> None:
    with pytest.raises(LessonError, match=rf"page\.md:{line}: .*{message}"):
        read_front(PAGE, f"---\n{lines}\n---\n\n# 제목\n")


@pytest.mark.parametrize(
    "text",
    [
        "\n---\ndescription: 글\n---\n",
        "---\ndescription: 글\n\n# 제목\n",
        "description: 글\n\n# 제목\n",
        "---\n\ndescription: 글\n# 제목\n",
    ],
)
def test_front_matter_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(LessonError, match=r"page\.md:1: front matter stands between two lines"):
        read_front(PAGE, text)
