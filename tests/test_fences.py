"""What the reader of a source takes for a fence is what the site's Markdown shows as one."""

from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lecture_site.text.fences import Fence, split
from lecture_site.text.source import LessonError

LINES = [
    "```",
    "```py",
    "````",
    "````text",
    "~~~",
    "    ```",
    "    a",
    "a",
    "",
    "> ```",
    "> a",
    "- a",
]


def shown(text: str) -> list[str]:
    """Code of the fences that the site's extension finds."""
    found: list[str] = []

    def note(source: str, *_: object, **__: object) -> str:
        found.append(source)
        return "<pre></pre>"

    fences = [{"name": "*", "class": "a", "format": note}]
    markdown.markdown(
        text,
        extensions=["pymdownx.superfences"],
        extension_configs={"pymdownx.superfences": {"custom_fences": fences}},
    )
    return found


def dedented(fence: Fence) -> str:
    first = fence.text.split("\n")[0]
    indent = len(first) - len(first.lstrip("> "))
    return "\n".join(line[indent:] for line in fence.code.split("\n"))


@settings(deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=9).map("\n".join))
def test_fences_are_those_of_the_sites_markdown(text: str) -> None:
    try:
        pieces = split(Path("page.md"), text + "\n", 0)
    except LessonError:
        return
    fences = [piece for piece in pieces if isinstance(piece, Fence)]
    assert [dedented(fence) for fence in fences] == shown(text)
    assert "".join(piece.text for piece in pieces) == text + "\n"


@pytest.mark.parametrize(
    "text", ["```py\na\n```\n", '!!! note "a"\n    ```text\n    a\n\n    b\n    ```\n']
)
def test_the_comparison_sees_fences(text: str) -> None:
    assert len(shown(text)) == 1
