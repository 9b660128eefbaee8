"""From the code in lessons to the reference: what a snippet is of, and what a name means."""

import re
from collections.abc import Callable, Iterator
from posixpath import dirname, relpath

from turbohtml import Element, Node, Text

from lecture_site.paths import ROOT
from lecture_site.reference.entries import PACKAGE, Entry, modules
from lecture_site.reference.write import addresses

FENCE = re.compile(r"^(?P<marks>`{3,})py\b[^\n]*\n(?P<body>(?:.*\n)*?)(?P=marks) *$", re.MULTILINE)
SNIPPET = re.compile(
    rf'^--8<-- "(?P<file>src/{PACKAGE}/[\w/]+\.py):(?P<section>\w+)"$', re.MULTILINE
)
UNLINKED = "a, h1, h2, h3, h4, pre, summary"
"""Where a name is not linked: in code only the line that imports it is."""


def add_snippet_links(markdown: str, uri: str) -> str:
    """Say under each snippet of the package what it is of.

    Parameters
    ----------
    markdown : str
        A page with the names of its snippets.
    uri : str
        The page, below the folder of the pages.
    """

    def told(fence: re.Match[str]) -> str:
        found = [snippet_entry(*each.groups()) for each in SNIPPET.finditer(fence["body"])]
        links = []
        for entry in dict.fromkeys(found):
            page, place = entry.address
            address = f"{relpath(page, dirname(uri))}#{place}"
            links.append(f"[`{entry.path}`]({address})")
        line = f"\n\n설명(영어): {', '.join(links)}\n{{: .snippet-source .on-screen }}\n"
        return fence[0] + (line if links else "")

    return FENCE.sub(told, markdown)


def snippet_entry(file: str, section: str) -> Entry:
    """Find the public name that a section of a file belongs to.

    It is the innermost around it, or the one of the section's name (the section may lie in a
    function that is not public), or the first in it; or else the module.
    """
    path = ROOT / file
    lines = path.read_text(encoding="utf-8").splitlines()
    start, end = (
        next(number for number, line in enumerate(lines, start=1) if line.endswith(mark))
        for mark in (f"--8<-- [start:{section}]", f"--8<-- [end:{section}]")
    )
    (module,) = (module for module in modules() if module.file == path)
    around = [each for each in module.entries if each.first <= start <= each.last]
    named = [each for each in module.entries if each.name == section]
    within = [each for each in module.entries if start < each.first < end]
    whole = Entry(module.name, "", "", "", 0, 0)
    return [*reversed(around), *named, *within, whole][0]


def add_name_links(article: Element, address: Callable[[str], str]) -> None:
    """Link the package's names on a page: where they are imported first, and first in prose.

    A name in prose is linked if the page imports it, and always from the same module.

    Parameters
    ----------
    article : Element
        A page's content, its code highlighted.
    address : callable
        Makes a page and a place of the reference into an address relative to the page.
    """
    meanings: dict[str, set[str]] = {}
    linked: set[str] = set()
    for code in article.select("pre > code"):
        for span, name, path in _imports(code):
            target = addresses().get(path)
            if target is None:
                continue
            if name:
                meanings.setdefault(name, set()).add(target)
            if target not in linked:
                linked.add(target)
                span.wrap(Element("a", {"href": address(target)}))
    said: set[str] = set()
    for code in article.select("code"):
        name = code.text.removesuffix("()")
        targets = meanings.get(name, set())
        if len(targets) == 1 and name not in said and code.closest(UNLINKED) is None:
            said.add(name)
            code.wrap(Element("a", {"href": address(*targets)}))


def _imports(code: Element) -> Iterator[tuple[Element, str, str]]:
    """Yield what a block of code imports of the package: element, name here, full name.

    For the module itself the name is empty.
    """
    module, is_open, is_importing, renamed = "", False, False, False
    for node in [*code.children]:
        text = node.text if isinstance(node, Element) else _data(node)
        kind = str(node.attr("class")) if isinstance(node, Element) else ""
        if kind == "nn":
            module = text if text.partition(".")[0] == PACKAGE else ""
            if module and isinstance(node, Element):
                yield node, "", module
        elif kind in {"kn", "k"} and text == "import":
            is_importing = bool(module)
        elif is_importing and kind in {"kn", "k"} and text == "as":
            renamed = True
        elif is_importing and kind.startswith("n") and isinstance(node, Element):
            if not renamed:
                yield node, text, f"{module}.{text}"
            renamed = False
        else:
            is_open = (is_open or "(" in text) and ")" not in text
            if "\n" in text and not is_open:
                module, is_importing = "", False


def _data(node: Node) -> str:
    return node.data if isinstance(node, Text) else ""


def mark_language(article: Element) -> None:
    """Say that a page's content is in English."""
    inner = Element("div", {"lang": "en"})
    inner.extend([*article.children])
    article.append(inner)
