"""Python for the reader's browser, laid into the site: Pyodide, NumPy and the course's code."""

import hashlib
import io
import json
import math
import zipfile
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

from nbformat import NotebookNode
from turbohtml import Element

from lecture_site.paths import SRC
from lecture_site.reader import cells, numpy_wheel
from lecture_site.support import tree
from lecture_site.support.shelf import write_atomically

FOLDER = "assets/pyodide"
CELLS = "assets/cells"
PARTS = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
"""What is shipped of Pyodide."""
WRITTEN = '.exercise-form[data-kind="write"]'
"""Answers that are code."""
CODE = "code.zip"
SECONDS, MORE_SECONDS = 10, 60
"""How long a changed cell may run, and how long if the reader asks for more."""
GRACE_SECONDS = 5
"""A cell that cannot be stopped from inside so long after its time is stopped from outside."""
MEMORY_LIMIT = 512 * 2**20


@cache
def files() -> dict[str, bytes]:
    """Return all files of the reader's Python by their names; none if NumPy is not there."""
    wheel = numpy_wheel.found()
    if wheel is None:
        return {}
    entry = numpy_wheel.entry()
    whole = json.loads((numpy_wheel.PYODIDE / "pyodide-lock.json").read_text(encoding="utf-8"))
    lock = {"info": whole["info"], "packages": {"numpy": entry}}
    return {
        **{name: (numpy_wheel.PYODIDE / name).read_bytes() for name in PARTS},
        "pyodide-lock.json": json.dumps(lock).encode(),
        str(entry["file_name"]): wheel,
        CODE: _code(),
    }


def forget() -> None:
    """Read the code anew: the preview builds again and again, and it may have changed."""
    files.cache_clear()
    cells.undrawn.cache_clear()


def _code() -> bytes:
    """Pack what cells import of the project, and what runs them; the same code, the same bytes."""
    packed = io.BytesIO()
    paths = [path for name in cells.PACKAGES for path in sorted((SRC / name).rglob("*.py"))]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            archive.writestr(zipfile.ZipInfo(path.relative_to(SRC).as_posix()), path.read_bytes())
    return packed.getvalue()


def digest() -> str:
    """Return the name of the folder below `FOLDER`: what is in it decides."""
    whole = hashlib.sha256()
    for name, content in files().items():
        whole.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return whole.hexdigest()[:10]


def write(site: Path) -> None:
    """Lay the reader's Python into a built site."""
    for name, content in files().items():
        path = site / FOLDER / digest() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def mark_built(article: Element, notebook: NotebookNode, download: str) -> None:
    """Say of cells that no browser can run that the build ran them; of the first, what to do.

    Parameters
    ----------
    article : Element
        The page's content.
    notebook : NotebookNode
        The lesson's.
    download : str
        Address of the notebook to take away, as seen from the page.
    """
    words = (
        "이 셀은 사이트를 만들 때 실행했습니다. 바꿔 보려면 "
        f'<a href="{escape(download)}" download>노트북</a>을 내려받으세요.'
    )
    built = cells.only_built(notebook)
    for number, cell in enumerate(article.select("div.cell")):
        code = cell.select_one(".highlight")
        if number in built and code is not None:
            note = tree.read(f'<p class="cell-built">{words}</p>')
            code.insert_after(*[each for each in note.children if isinstance(each, Element)])
            words = "사이트를 만들 때 실행한 셀"


def offer(
    article: Element, notebook: NotebookNode, site: Path, address: Callable[[str], str]
) -> None:
    """Mark the cells of a page that readers can run, and lay their code beside it.

    A page that asks for code says where Python is, too. Without NumPy for browsers a page says
    nothing of all this.

    Parameters
    ----------
    article : Element
        The page's content.
    notebook : NotebookNode
        The lesson's.
    site : Path
        The site that is built.
    address : callable
        From a file's place within the site to its address as seen from the page.
    """
    if not files():
        return
    known = cells.runnable(notebook)
    if not known and article.select_one(WRITTEN) is None:
        return
    first = {"data-first": ""}
    for number, cell in enumerate(article.select("div.cell")):
        if number in known and known[number]["shown"]:
            cell.attrs.update({"data-runnable": str(number), **first})
            first = {}
        elif number in known and "draws" in known[number]:
            cell.attrs["data-drawn"] = str(number)
    content = cells.to_json(known).encode()
    place = f"{CELLS}/cells-{hashlib.sha256(content).hexdigest()[:10]}.json"
    write_atomically(site / place, content)
    told = {
        "cells": address(place),
        "python": f"{address(f'{FOLDER}/{digest()}')}/",
        "bytes": sum(map(len, files().values())),
        "megabytes": math.ceil(sum(map(len, files().values())) / 1e6),
        "seconds": SECONDS,
        "more": MORE_SECONDS,
        "grace": GRACE_SECONDS,
        "memory": MEMORY_LIMIT,
        "undrawn": " ".join(cells.undrawn()),
    }
    script = json.dumps(told).replace("<", "\\u003c")
    read = tree.read(f'<script type="application/json" id="cells">{script}</script>')
    article.extend([*read.children])
