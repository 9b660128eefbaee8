"""Lessons to take away: each as a notebook and as a script that run outside the project.

On the site a lesson's notebook is the source of its page: it has the page's Markdown, the macros of
its formulas, and code taken from files. Here it becomes one that Jupyter, Colab and VS Code show as
it is meant, with a first cell that installs the course's code.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import jupytext
import nbformat
from markdown import Markdown
from markdown.preprocessors import Preprocessor
from nbformat import NotebookNode
from pymdownx.snippets import SnippetExtension

from figures.notebook import styled
from lecture_site.finish.wheel import NAME, make_wheel, wheel_name
from lecture_site.math.macros import plain_tex
from lecture_site.paths import ROOT
from lecture_site.run.claims import MARK
from lecture_site.support.shelf import Shelf
from lecture_site.text.fences import ASKS

FOLDER = "assets/python"
FENCED = re.compile(r"^(?P<fence>`{3,}).*?^(?P=fence)`*[ \t]*$", re.MULTILINE | re.DOTALL)
FRONT_MATTER = re.compile(r"\A---\n.*?^---(?:\n|\Z)", re.MULTILINE | re.DOTALL)
ADDRESS = re.compile(r"^(#+ .*?)[ \t]*\{#[\w-]+\}[ \t]*$", re.MULTILINE)
BEHIND = re.compile(r"[?#].*")
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")
BOX = re.compile(
    r'^(?P<mark>!!!|\?\?\?\+?) \w+(?: "(?P<title>.*)")?\n(?P<body>(?:[ \t]*\n|    .*(?:\n|\Z))+)',
    re.MULTILINE,
)
INDENT = re.compile(r"^ {4}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lesson stands on the site.

    Attributes
    ----------
    uri : str
        Its source within the folder of the pages.
    urls : mapping of str to str
        Addresses of all pages within the site, by their sources.
    site : str
        The site's own address, empty if it is not known.
    """

    uri: str
    urls: Mapping[str, str]
    site: str


def write(lessons: Mapping[Path, Place], site: Path, shelf: Shelf) -> None:
    """Lay notebook and script beside the page of each lesson, and the wheel that both install.

    Parameters
    ----------
    lessons : mapping of Path to Place
        The executed notebooks, and where their pages are.
    site : Path
        The built site.
    shelf : Shelf
        Keeps the wheel.
    """
    wheel = make_wheel(shelf)
    (site / FOLDER).mkdir(parents=True, exist_ok=True)
    (site / FOLDER / wheel_name()).write_bytes(wheel)
    digest = hashlib.sha256(wheel).hexdigest()
    for path, place in lessons.items():
        notebook = portable(nbformat.read(path, as_version=4), path.stem, place, digest)
        folder = site / place.urls[place.uri]
        (folder / path.name).write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
        script = jupytext.writes(without_outputs(notebook), fmt="py:percent")
        (folder / path.with_suffix(".py").name).write_text(script, encoding="utf-8")


def portable(notebook: NotebookNode, name: str, place: Place, digest: str) -> NotebookNode:
    """Turn a page's executed notebook into one that stands alone.

    Parameters
    ----------
    notebook : NotebookNode
        As :func:`lecture_site.run.execution.compose` leaves it.
    name : str
        The lesson's name.
    place : Place
        Where its page is.
    digest : str
        SHA-256 of the wheel.
    """
    done = deepcopy(notebook)
    uses_keras = any("keras" in cell.source for cell in done.cells if cell.cell_type == "code")
    cells = [_set_up(place, digest, keras=uses_keras)]
    for cell in done.cells:
        if ASKS in cell.metadata.get("tags", []):
            continue  # Only the page's own script grades.
        if cell.cell_type == "code":
            hidden = "hide-input" in cell.metadata.get("tags", [])
            cell.metadata = NotebookNode({"jupyter": {"source_hidden": True}} if hidden else {})
            for output in cell.outputs:
                html = output.get("data", {}).get("text/html", "")
                if "var(--c-" in html:
                    output.data["text/html"] = styled(html)
        else:
            cell.source = as_plain_markdown(cell.source, place)
        if cell.source:
            cells.append(cell)
    for number, cell in enumerate(cells):
        cell.id = f"{name}-{number}"[:64]
    done.cells = cells
    return done


def without_outputs(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook's text and code alone."""
    done = deepcopy(notebook)
    for cell in done.cells:
        cell.metadata = NotebookNode()
        if cell.cell_type == "code":
            cell.outputs = []
    return done


def as_plain_markdown(source: str, place: Place) -> str:
    """Write the Markdown of a page so that notebooks show it as the page does."""
    source = FRONT_MATTER.sub("", source)
    source = "\n".join(_snippets().run(source.split("\n")))
    source = BOX.sub(_box, source)
    done, end = [], 0
    for fence in FENCED.finditer(source):
        done += [_prose(source[end : fence.start()], place), fence[0]]
        end = fence.end()
    return "".join([*done, _prose(source[end:], place)]).strip()


def _prose(text: str, place: Place) -> str:
    text = plain_tex(ADDRESS.sub(r"\1", text.replace(MARK, "✓")))
    return LINK.sub(_link(place), text)


def _link(place: Place) -> Callable[[re.Match[str]], str]:
    """Return how a link is written: with its whole address, or as its words alone."""

    def written(match: re.Match[str]) -> str:
        words, target = match.groups()
        if "://" in target:
            return match[0]
        if not place.site:
            return words
        address = urljoin(place.uri, target)
        page = BEHIND.sub("", address)
        behind = address.removeprefix(page)
        return f"[{words}]({urljoin(place.site, place.urls.get(page, page))}{behind})"

    return written


def _box(match: re.Match[str]) -> str:
    """Write a box: folded ones for what HTML folds, others as a quotation."""
    body, title = INDENT.sub("", match["body"]).strip("\n"), match["title"] or ""
    if match["mark"].startswith("???"):
        return f"<details><summary>{title}</summary>\n\n{body}\n\n</details>\n\n"
    lines = [f"**{title}**", "", *body.split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def _snippets() -> Preprocessor:
    """Return what takes code from files, as the pages' Markdown does it."""
    reader = Markdown(
        extensions=[
            SnippetExtension(base_path=[str(ROOT)], check_paths=True, dedent_subsections=True)
        ]
    )
    return reader.preprocessors["snippet"]


def _set_up(place: Place, digest: str, *, keras: bool) -> NotebookNode:
    """Return the first cell: what is to be installed once."""
    name, extra = wheel_name(), "[keras]" * keras
    if place.site:
        wheel = f"{NAME}{extra} @ {urljoin(place.site, f'{FOLDER}/{name}')}#sha256={digest}"
        how = "이 강의의 코드와 그것이 쓰는 꾸러미를 설치합니다. Python 3.12부터 됩니다."
    else:
        wheel = f"./{name}{extra}"
        how = f"사이트의 {FOLDER}/{name}을 이 파일 옆에 내려받아 설치합니다."
    return nbformat.v4.new_code_cell(
        f'# 처음 한 번만: {how}\n%pip install --quiet "{wheel}"\n\n'
        "from figures.notebook import show_in_notebooks\n\nshow_in_notebooks()"
    )
