"""One style sheet for the site, with the rules that its pages can use and no others.

A theme brings rules for features that no page here has, and each sheet is one more request before
the first paint. PurgeCSS picks the rules, by the words in the tags of the pages.
"""

import hashlib
import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import dirname, join, normpath

from lecture_site.mathematics import node_command
from lecture_site.shelf import Shelf

HERE = Path(__file__).resolve().parent
PURGER = HERE / "purge.mjs"
PURGECSS = HERE.parents[1] / "node_modules" / "purgecss" / "package.json"
FOLDER = "assets"
LINK = re.compile(r'<link rel="stylesheet" href="(?P<root>[^"]*?)(?P<sheet>assets/[^"]+\.css)">')
ADDRESS = re.compile(r"url\((?!['\"]?data:)['\"]?([^)'\"]+)['\"]?\)")
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
WORD = re.compile(r"[A-Za-z_][\w-]*")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The style sheet that has taken the place of those that all pages share.

    Attributes
    ----------
    name : str
        Its address within the site.
    shared : frozenset of str
        The addresses of those that it replaces.
    words : frozenset of str
        The words that its rules were picked by.
    """

    name: str
    shared: frozenset[str]
    words: frozenset[str]

    def link(self, page: str) -> str:
        """Link the joined sheet where the first of the shared ones stood."""
        waiting = [self.name]

        def link(match: re.Match[str]) -> str:
            if match["sheet"] not in self.shared:
                return match[0]
            address = match["root"] + waiting.pop() if waiting else ""
            return f'<link rel="stylesheet" href="{address}">' if address else ""

        return LINK.sub(link, page)


def bind(site: Path, pages: Mapping[Path, str], shelf: Shelf) -> Sheet:
    """Join the style sheets that all pages share, without the rules that none can use.

    Parameters
    ----------
    site : Path
        The built site; its shared sheets are replaced by one.
    pages : mapping of Path to str
        The HTML of each page by its file.
    shelf : Shelf
        Where results are kept.
    """
    linked = [[match["sheet"] for match in LINK.finditer(page)] for page in pages.values()]
    shared = [sheet for sheet in linked[0] if all(sheet in sheets for sheets in linked)]
    css = "\n".join(_rebased((site / sheet).read_text(encoding="utf-8"), sheet) for sheet in shared)
    scripts = [path.read_text(encoding="utf-8") for path in (site / FOLDER).glob("*.js")]
    words = words_of(pages.values()) | {word for text in scripts for word in WORD.findall(text)}
    joined = _purged(css, sorted(words), shelf)
    name = f"{FOLDER}/site-{hashlib.sha256(joined).hexdigest()[:10]}.css"
    for sheet in shared:
        (site / sheet).unlink()
        (site / f"{sheet}.map").unlink(missing_ok=True)
    (site / name).write_bytes(joined)
    return Sheet(name, frozenset(shared), frozenset(words))


def words_of(pages: Iterable[str]) -> set[str]:
    """Words in the tags of pages: all that a rule for one of them can be picked by."""
    tags = {tag for page in pages for tag in TAG.findall(page)}
    return {word for tag in tags for word in WORD.findall(tag)}


def _rebased(css: str, sheet: str) -> str:
    """Make a sheet's addresses relative to the folder of the joined one."""
    css = re.sub(r"/\*# sourceMappingURL.*?\*/|@charset[^;]+;", "", css)
    place = dirname(sheet.removeprefix(f"{FOLDER}/"))
    return ADDRESS.sub(lambda match: f"url({normpath(join(place, match[1]))})", css)


def _purged(css: str, words: list[str], shelf: Shelf) -> bytes:
    """Take away the rules that none of the words can match."""
    if not PURGECSS.is_file():
        raise FileNotFoundError(f"{PURGECSS} is missing: run `make build` once")
    request = json.dumps({"css": css, "words": words}).encode()
    code = PURGECSS.read_bytes() + PURGER.read_bytes()
    key = hashlib.sha256(request + code).hexdigest()
    kept = shelf.get(key)
    if kept is not None:
        return kept
    process = subprocess.run(
        [node_command(), PURGER], input=request, capture_output=True, check=False
    )
    if process.returncode:
        raise RuntimeError(f"PurgeCSS did not run:\n{process.stderr.decode(errors='replace')}")
    shelf.put(key, process.stdout)
    return process.stdout
