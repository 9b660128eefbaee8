"""HTML is read as browsers read it; what they would read otherwise than it was meant is told."""

import pytest

from lecture_site.support.tree import find_broken_tag, find_fault, is_stable, read, write

WELL = [
    "<p>글 &amp; 식 a < b</p>",
    '<svg viewBox="0 0 1 1"><linearGradient id="a"></linearGradient><path d="M0 0"/></svg>',
    '<math display="block"><mi mathvariant="normal">x</mi></math>',
    '<img alt="a > b" class="needed">',
    "<ul><li>하나<li>둘</ul>",
    "<table><tr><td>1</table>",
    "<pre>\n\n첫 줄이 빕니다</pre>",
    "<script>let a = '<div>' < b;</script>",
    '<a href="?a=1&b=2">글</a>',
    "<!-- 글 -- 글 -->",
    "<br/>",
]
FAULTY = {
    '<div class="note"><p>글</p>': '<div class="note"> is never closed',
    "<p>글</p></div>": "</div> closes nothing",
    "</stash>": "</stash> closes nothing",
    "<stash>글": "<stash> is never closed",
    "<b>글<i>글</b>글</i>": "<i> is never closed",
    "<plaintext>글": "<plaintext> is never closed",
    "글 <!-- 글\n<p>글</p>": "eof in comment at <!-- 글",
    '글 <div title="a>\n<p>글</p>': 'eof in tag at <div title="a>',
    "<![CDATA[ 글 ]]>": "cdata in html content",
    '<img alt="a" alt="b">': "duplicate attribute",
    "<div/>글": "trailing solidus at <div/>글",
    "<script>글": "<script> is never closed",
    "<script><!-- <script> </script>": "eof in script",
    "<table><div>글</div><tr><td>1</table>": "move or leave out <table>",
    "<form><form></form></form>": "move or leave out <form>",
    "<body class=x>글</body>": "move or leave out <body",
}


@pytest.mark.parametrize("html", WELL)
def test_what_is_well_has_no_fault(html: str) -> None:
    assert find_fault(html) is None


@pytest.mark.parametrize(("html", "told"), FAULTY.items())
def test_a_fault_is_told_with_its_tag(html: str, told: str) -> None:
    fault = find_fault(f"<h1>앞</h1>\n<p>글</p>\n{html}")
    assert fault is not None
    assert told in fault.problem
    assert fault.source in html


def test_drawings_formulas_and_spaces_are_written_as_they_were_read() -> None:
    html = (
        '<p>a\u2009b &lt; c</p>\n\n<svg viewBox="0 0 1 1" preserveAspectRatio="none">'
        '<clipPath id="a"></clipPath><text xml:space="preserve"> 글  </text></svg>'
        '<math><mfrac><mi>a</mi><mi>b</mi></mfrac><annotation encoding="application/x-tex">a'
        "</annotation></math><pre>  한 줄\n</pre><script>a < b && c</script>"
    )
    assert write(read(html)) == html


def test_output_that_would_swallow_the_page_is_seen() -> None:
    assert not is_stable("<plaintext>글")
    assert is_stable("<div><p>글")
    assert is_stable("</div></section>글")
    assert find_broken_tag("<div><p>글") is None
    assert find_broken_tag("<!-- 글") is not None
