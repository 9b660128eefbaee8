r"""Formulas in headings: what the contents, the navigation and the window's title show of them.

Markdown reads these names before formulas are typeset, so a formula stands in them as ``\(\eta\)``.
"""

from collections.abc import Iterable
from html import escape

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from turbohtml import Element, Node, Text

from lecture_site.support import tree

FORMULA = r"\("
BETWEEN = {"mfrac": "/", "msub": "_", "msup": "^", "munder": "_", "mover": "^"}
"""Signs between the parts of a formula that is written on one line."""


def name_headings(article: Element, page: Page) -> None:
    """Give the contents and the page the names of headings whose formulas are typeset.

    Parameters
    ----------
    article : Element
        The page's content with its formulas typeset.
    page : Page
        MkDocs' page. Its title and the names in its contents become plain text; names with formulas
        stand beside them, as ``typeset``, where the theme looks for them.
    """
    headings = {str(each.attr("id")): each for each in article.select("h1, h2, h3, h4, h5, h6")}
    for item in _items(page.toc):
        if FORMULA in item.title and item.id in headings:
            _name(item, headings[item.id])
    first = article.select_one("h1")
    if FORMULA in str(page.title) and first is not None:
        _name(page, first)


def _name(named: AnchorLink | Page, heading: Element) -> None:
    """Name an entry by what a heading says, without its own address and the TeX of formulas."""
    words = tree.read(tree.write(heading)).remove(".headerlink, annotation")
    title = escape(" ".join(plain(words).split()), quote=False)
    vars(named).update(title=title, typeset={"title": tree.write(words)})


def _items(items: Iterable[AnchorLink]) -> Iterable[AnchorLink]:
    for item in items:
        yield item
        yield from _items(item.children)


def plain(node: Node) -> str:
    """Write a heading on one line: a fraction with a slash, an index behind a low line."""
    if isinstance(node, Text):
        return node.data
    parts = [plain(child) for child in node.children]
    sign = BETWEEN.get(node.tag, "") if isinstance(node, Element) else ""
    return sign.join(part.strip() if sign else part for part in parts)
