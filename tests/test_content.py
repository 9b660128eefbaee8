"""Whatever stands in a lesson or an output, the page is whole and in order, or refused by name."""

from collections.abc import Callable

import nbformat
import pytest
from bs4 import BeautifulSoup, Tag
from mkdocs.config import load_config
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from nbformat.v4 import new_notebook

from conftest import ROOT
from lecture_site.pages import content, outputs
from lecture_site.pages.outputs import Piece
from lecture_site.support.tree import HtmlError
from lecture_site.text.course import CourseLesson


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, list[str]], Page]:
    """Finish a lesson's page: its Markdown, in which ◆ stands for a cell with an output."""
    tmp_path = tmp_path_factory.mktemp("content")
    config = load_config(str(ROOT / "mkdocs.yml"))
    config.plugins._current_plugin = "test"
    config.config_file_path = str(tmp_path / "mkdocs.yml")
    config.docs_dir = str(tmp_path / "docs")
    (tmp_path / "docs" / "lessons").mkdir(parents=True)

    def finish(markdown: str, printed: list[str]) -> Page:
        (tmp_path / "docs" / "lessons" / "one.md").write_text(markdown.replace("◆", ""))
        first, *rest = markdown.split("◆")
        pieces = [Piece("markdown", first)]
        for output, text in zip(printed, rest, strict=True):
            pieces += [
                Piece("markdown", '\n\n<div class="cell" markdown="1">\n\n```python\na\n```\n')
            ]
            pieces += [Piece("outputs", output), Piece("markdown", f"\n\n</div>\n\n{text}")]
        nbformat.write(new_notebook(), tmp_path / "one.ipynb")
        file = File.generated(config, "lessons/one.md", abs_src_path=str(tmp_path / "one.ipynb"))
        others = [
            File.generated(config, name, content="")
            for name in ("errata.md", "sources/lessons/one.md.txt")
        ]
        files = Files([file, *others])
        page = Page(None, file, config)
        page.markdown = outputs.set_aside(pieces)
        page.render(config, files)
        content.finish([page], config, files, [CourseLesson("one", "하나", "설명", 3, ())])
        return page

    return finish


def article(page: Page) -> Tag:
    """What a browser would read of a page that goes on behind its content."""
    soup = BeautifulSoup(f"<article>{page.content}</article>", "html.parser").article
    assert soup is not None
    return soup


OUTPUTS = [
    "<div></div>\n<script>\nlet a = b;\n</script>",
    "<div><section><p>닫지 않은 글",
    "</div></div></article>글",
    "</stash><stash>글",
    '<div data-output="0"></div><div data-outputs-0="1 ">글</div>',
    "<table><tr><td>글",
    '<p title="a > </p> b">글</p>',
    "<!-- </div> -->글",
    "<textarea>글",
    "<style>p { color: red }",
    "</h1><h1>글</h1>",
]


@pytest.mark.parametrize("output", OUTPUTS)
def test_no_output_cuts_swallows_or_moves_the_page(finished: Callable, output: str) -> None:
    page = article(finished("# 제목\n\n앞 글\n\n◆가운데 글\n\n◆끝 글\n", [output, "<b>둘째</b>"]))
    assert [each.name for each in page.find_all(recursive=False)] == [
        *("h1", "p", "p", "div", "p", "div", "p", "p"),
    ]
    first, second = page.select("article > .cell > .cell-output")
    assert second.decode_contents() == "<b>둘째</b>"
    assert first.decode_contents()
    assert [p.get_text() for p in page.find_all("p", recursive=False)][1:4] == [
        *("앞 글", "가운데 글", "끝 글"),
    ]
    assert page.select("article > p")[0]["class"] == ["lesson-line"]
    assert page.select("article > p")[-1]["class"] == ["provenance"]


WRITTEN = [
    "```html\n</script>\n</stash>\n<!-- course-map -->\n</h1>\n```",
    '`</script>`, `</stash>`, `</h1>` 그리고 `<div data-output="0"></div>`',
    '<div data-output="0"></div>',
    "<stash>글</stash>",
    "```\noutputs AAAA\nmarkdown AAAA\n```",
    "<script>\nlet a = '</div>';\n</script>",
    '<p title="a > b">글</p>',
    "<!-- outputs -->",
    "assets/fonts/none.woff2, `@font-face{a:b}`",
]


@pytest.mark.parametrize("written", WRITTEN)
def test_nothing_that_a_writer_writes_is_taken_for_the_machinery(
    finished: Callable, written: str
) -> None:
    page = article(
        finished(f"# 제목\n\n◆{written}\n\n가운데 글\n\n◆끝 글\n", ["<b>하나</b>", "<b>둘</b>"])
    )
    shown = [each.decode_contents() for each in page.select(".cell > .cell-output")]
    assert shown == ["<b>하나</b>", "<b>둘</b>"]
    assert [p.get_text() for p in page.find_all("p", recursive=False)][-3:-1] == [
        *("가운데 글", "끝 글"),
    ]
    assert len(page.select(".lesson-line")) == len(page.select(".provenance")) == 1
    assert not page.select(".course-map")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('<div class="note">\n\n글', r'one\.md:5: .*<div class="note"> is never closed'),
        ("글\n\n</div>\n\n글", r"one\.md:7: .*</div> closes nothing"),
        ("<table>\n<div>글</div>\n<tr><td>1</td></tr>\n</table>", r"one\.md:5: .*<table>"),
        ("<![CDATA[ 글 ]]>\n\n글", r"one\.md.*cdata"),
        ('<p class="a" class="b">글</p>', r"one\.md:5: .*duplicate attribute"),
    ],
)
def test_html_that_browsers_read_otherwise_is_refused_with_its_line(
    finished: Callable, written: str, told: str
) -> None:
    with pytest.raises(HtmlError, match=told):
        finished(f"# 제목\n\n앞 글\n\n{written}\n\n◆끝 글\n", ["<b>하나</b>"])


@pytest.mark.parametrize("output", ["<!-- 글", '<div title="a>', "<plaintext>글", "<![CDATA[글]]>"])
def test_an_output_that_no_page_can_show_is_refused(finished: Callable, output: str) -> None:
    with pytest.raises(HtmlError, match=r"lessons/one\.md: the output of cell 2 "):
        finished("# 제목\n\n◆글\n\n◆글\n", ["<b>하나</b>", output])


def test_the_map_stands_where_the_page_asks_for_it(finished: Callable) -> None:
    page = article(finished("# 제목\n\n<!-- course-map -->\n\n끝 글\n", []))
    assert page.select_one("nav.course-map svg") is not None


def test_formulas_in_headings_are_typeset_in_the_contents(finished: Callable) -> None:
    page = finished("# 학습률 $\\eta$ {#top}\n\n## 기울기 $\\frac{a}{b_1}$의 뜻 {#meaning}\n", [])
    (top,) = page.toc
    assert (top.title, page.title) == ("학습률 η", "학습률 η")
    assert top.children[0].title == "기울기 a/b_1의 뜻"
    named = BeautifulSoup(top.children[0].typeset["title"], "html.parser")
    assert named.select_one("math mfrac") is not None
    assert named.select("a, annotation") == []
    assert named.get_text() == "기울기 ab1의 뜻"
