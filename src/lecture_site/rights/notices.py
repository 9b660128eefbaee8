"""The notices on the site: a table for the page that asks for it, and the whole texts beside it."""

from collections.abc import Callable
from html import escape

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from turbohtml import Comment, Element

from lecture_site.rights.components import OWN, Component, read_notice, shipped_components
from lecture_site.support import tree

MARK = "notices"
"""The comment that stands on a page in the place of the table."""
OWN_ADDRESS = "licences/this-site.txt"


def notice_files(config: MkDocsConfig) -> list[File]:
    """Make the files with the texts of the licences, the project's own first.

    Raises
    ------
    RightsError
        If a component has none.
    """
    texts = {OWN_ADDRESS: OWN.read_text(encoding="utf-8")}
    texts |= {each.address: read_notice(each).text for each in shipped_components()}
    return [File.generated(config, name, content=text) for name, text in texts.items()]


def add_notices(article: Element, address: Callable[[str], str]) -> None:
    """Write the table of what is shipped where a page asks for it.

    Parameters
    ----------
    article : Element
        A page's content.
    address : callable
        Makes an address within the site one relative to the page.
    """
    places = [
        node
        for node in article.descendants
        if isinstance(node, Comment) and node.data.strip() == MARK
    ]
    if not places:
        return
    rows = "".join(_row(each, address(each.address)) for each in shipped_components())
    table = (
        "<table><thead><tr><th>이름</th><th>사이트에서 하는 일</th><th>라이선스</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
    for place in places:
        place.replace_with(*tree.read(table).children)


def _row(component: Component, address: str) -> str:
    notice = read_notice(component)
    link = f'<a href="{escape(address)}">{escape(notice.licence or "전문")}</a>'
    cells = escape(component.name), escape(component.what), link
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
