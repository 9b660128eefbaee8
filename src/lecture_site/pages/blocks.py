"""Blocks that may be wider than a phone: code and tables of a page get what their readers need.

Such a block scrolls within itself, by keyboard too; so it can take the focus and has a name. What
highlighting writes around code that it shows in the colour of text is left out.
"""

from turbohtml import Element, Text

PLAIN = {"n", "o", "ow", "p", "w"}
"""Names, operators, brackets and space: the theme shows them all in the colour of text."""
SCROLLS = {"tabindex": "0", "role": "group"}


def finish(article: Element) -> None:
    """Give code and tables focus and name, and every table the class of the style sheet.

    Parameters
    ----------
    article : Element
        A page's content, outputs included.
    """
    for span in article.select(", ".join(f"span.{name}" for name in sorted(PLAIN))):
        if span.attr("class") in PLAIN and all(isinstance(node, Text) for node in span):
            span.unwrap()
    for code in article.select("pre > code"):
        before = code.previous_sibling
        if isinstance(before, Element) and before.tag == "span" and not len(before):
            before.extract()  # Pygments begins a block with an empty element.
        if not code.attrs and code.previous_sibling is None:
            code.attrs.update({**SCROLLS, "aria-label": "코드"})
    for table in article.select("table"):
        if table.attrs:
            continue
        if table.closest(".scroller") is None:
            table.wrap(Element("div", {"class": "scroller", **SCROLLS, "aria-label": "표"}))
        table.attrs["class"] = "data"
