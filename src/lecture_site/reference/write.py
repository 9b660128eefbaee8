"""The pages of the reference: one for each package, in Markdown with docstrings as HTML."""

from collections.abc import Iterator
from functools import cache
from posixpath import basename

from lecture_site.reference.docstrings import to_html
from lecture_site.reference.entries import Entry, Module, modules, packages, page_of

BOOST = 0.0001
"""What these pages count in the search: a title here, which the theme takes a thousand times, comes
behind a word in the text of a lesson."""
DESCRIPTION = "Reference of the package {}: what its functions take and return, from their source."


def pages() -> dict[str, str]:
    """Write all pages.

    Returns
    -------
    dict of str to str
        Their Markdown by their names below the folder of the pages.
    """
    return {page_of(package)[0]: _page(package) for package in packages()}


@cache
def addresses() -> dict[str, str]:
    """Where each public name is told of: page and place, by its full name."""
    known = {module.name: _address(module.name, "") for module in modules()}
    for module in modules():
        known |= {entry.path: "#".join(entry.address) for entry in module.entries}
    return known


def _address(module: str, name: str) -> str:
    return "#".join(Entry(module, name, "", "", 0, 0).address)


def find(name: str, module: Module) -> str | None:
    """Find what a name in a module's docstrings means.

    Parameters
    ----------
    name : str
        As ``forward``, ``Parameters.to_vector``, ``forward()`` or ``backprop.losses``.
    module : Module
        Where it stands: a name of its own comes first.
    """
    known, bare = addresses(), name.removesuffix("()")
    if bare in known:
        return known[bare]
    return known.get(f"{module.name}.{bare}")


def _page(package: str) -> str:
    here = [m for m in modules() if page_of(m.name)[0] == page_of(package)[0]]
    top = [module for module in here if module.name == package]
    parts = [
        f'---\ntitle: {package}\ndescription: "{DESCRIPTION.format(package)}"\n'
        f"search:\n  boost: {BOOST}\n---\n"
    ]
    for module in [*top, *(module for module in here if module.name != package)]:
        parts += _module(module, package)
    return "\n".join(parts)


def _module(module: Module, package: str) -> Iterator[str]:
    mark = "#" if module.name == package else "##"
    place = page_of(module.name)[1]
    yield f"{mark} `{module.name}` {{#{place}}}\n"
    yield _block(module.docstring, module)
    for entry in module.entries:
        yield f"### `{entry.name}` {{#{'.'.join((place, entry.name))}}}\n"
        yield f"```py\n{entry.signature}\n```\n"
        if entry.docstring:
            yield _block(entry.docstring, module)


def _block(docstring: str, module: Module) -> str:
    here = page_of(module.name)[0]

    def link(name: str) -> str | None:
        found = find(name, module)
        if found is None:
            return None
        page, _, place = found.partition("#")
        return f"#{place}" if page == here else f"../{basename(page).removesuffix('.md')}/#{place}"

    return f'<div class="reference">\n{to_html(docstring, link)}\n</div>\n'
