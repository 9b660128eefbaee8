"""One style sheet for the site, with the rules that its pages can use and no others.

A theme brings rules for features that no page here has, and each sheet is one more request before
the first paint. PurgeCSS picks the rules, by the words in the tags of the pages.
"""

import hashlib
import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from posixpath import dirname, join, normpath

from lecture_site.cache import write_atomically
from lecture_site.mathematics import node_command

HERE = Path(__file__).resolve().parent
PURGER = HERE / "purge.mjs"
PURGECSS = HERE.parents[1] / "node_modules" / "purgecss" / "package.json"
FOLDER = "assets"
LINK = re.compile(r'<link rel="stylesheet" href="(?P<root>[^"]*?)(?P<sheet>assets/[^"]+\.css)">')
ADDRESS = re.compile(r"url\((?!['\"]?data:)['\"]?([^)'\"]+)['\"]?\)")
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
WORD = re.compile(r"[A-Za-z_][\w-]*")


def bind(site: Path, pages: Mapping[Path, str], cache_dir: Path) -> dict[Path, str]:
    """Join the style sheets that all pages share, without the rules that none can use.

    Parameters
    ----------
    site : Path
        The built site; its shared sheets are replaced by one.
    pages : mapping of Path to str
        The HTML of each page by its file.
    cache_dir : Path
        Folder that keeps results; made if need be.

    Returns
    -------
    dict of Path to str
        The pages, linking the joined sheet in place of the shared ones.
    """
    linked = [[match["sheet"] for match in LINK.finditer(page)] for page in pages.values()]
    shared = [sheet for sheet in linked[0] if all(sheet in sheets for sheets in linked)]
    css = "\n".join(_rebased((site / sheet).read_text(encoding="utf-8"), sheet) for sheet in shared)
    scripts = [path.read_text(encoding="utf-8") for path in (site / FOLDER).glob("*.js")]
    tags = {tag for page in pages.values() for tag in TAG.findall(page)}
    words = {word for text in (*tags, *scripts) for word in WORD.findall(text)}
    joined = _purged(css, sorted(words), cache_dir)
    name = f"{FOLDER}/site-{hashlib.sha256(joined.encode()).hexdigest()[:10]}.css"
    for sheet in shared:
        (site / sheet).unlink()
        (site / f"{sheet}.map").unlink(missing_ok=True)
    (site / name).write_text(joined, encoding="utf-8")
    return {path: _relinked(page, set(shared), name) for path, page in pages.items()}


def _rebased(css: str, sheet: str) -> str:
    """Make a sheet's addresses relative to the folder of the joined one."""
    css = re.sub(r"/\*# sourceMappingURL.*?\*/|@charset[^;]+;", "", css)
    place = dirname(sheet.removeprefix(f"{FOLDER}/"))
    return ADDRESS.sub(lambda match: f"url({normpath(join(place, match[1]))})", css)


def _purged(css: str, words: list[str], cache_dir: Path) -> str:
    """Take away the rules that none of the words can match."""
    if not PURGECSS.is_file():
        raise FileNotFoundError(f"{PURGECSS} is missing: run `make build` once")
    request = json.dumps({"css": css, "words": words}).encode()
    code = PURGECSS.read_bytes() + PURGER.read_bytes()
    kept = cache_dir / f"{hashlib.sha256(request + code).hexdigest()}.css"
    if not kept.is_file():
        process = subprocess.run(
            [node_command(), PURGER], input=request, capture_output=True, check=False
        )
        if process.returncode:
            raise RuntimeError(f"PurgeCSS did not run:\n{process.stderr.decode(errors='replace')}")
        write_atomically(kept, process.stdout.decode())
    return kept.read_text(encoding="utf-8")


def _relinked(page: str, shared: set[str], name: str) -> str:
    """Link the joined sheet where the first of the shared ones stood."""
    waiting = [name]

    def link(match: re.Match[str]) -> str:
        if match["sheet"] not in shared:
            return match[0]
        return f'<link rel="stylesheet" href="{match["root"]}{waiting.pop()}">' if waiting else ""

    return LINK.sub(link, page)
