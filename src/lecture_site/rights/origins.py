"""Every file of the built site has a known origin, and what is of others has its notice.

A file comes from the project's folders, from an installed package or from the build itself. What a
package's script or style sheet was put together from, its source map tells.
"""

import json
import re
import sysconfig
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import fnmatch
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from mkdocs.structure.files import File, Files

from lecture_site.paths import MODULES
from lecture_site.rights.components import SHIPPED, Component, RightsError, recorded

BUILT = (
    ".nojekyll",
    "_headers",
    "*.html",
    "*.ipynb",
    "*.py",
    "assets/cells/*.json",
    "assets/editor/editor.js",
    "assets/fonts/fonts.css",
    "assets/frames/*.json",
    "assets/pyodide/*/code.zip",
    "assets/pyodide/*/pyodide-lock.json",
    "assets/python/*.whl",
    "assets/site.css",
    "course.pdf",
    "search/search_index.json",
    "sitemap.xml*",
    "sw.js",
)
"""What the build makes of pages, code and data, without digests in the names."""
DIGEST = re.compile(r"-[0-9a-f]{8,}(?=\.)")
PACKAGE = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)")
INSTALLED = Path(sysconfig.get_paths()["purelib"])
LUNR = "assets/javascripts/lunr/"


def leave_out_languages(files: Files, languages: Iterable[str]) -> None:
    """Take out the rules of languages that the search does not use, and so need no notice."""
    used = {f"{LUNR}min/lunr.{name}.min.js" for name in ("stemmer.support", *languages)}
    for file in [file for file in files if file.src_uri.startswith(LUNR)]:
        if file.src_uri not in used:
            files.remove(file)


def check(
    site: Path,
    files: Iterable[File],
    components: Sequence[Component],
    bundled: Mapping[str, Iterable[str]] | None = None,
) -> None:
    """Hold a built site to it that all it ships has its notice, and no notice is for nothing.

    Parameters
    ----------
    site : Path
        The built site.
    files : iterable of File
        What MkDocs has put into it.
    components : sequence of Component
        What of others is accounted for.
    bundled : mapping of str to iterable of str, optional
        What the build has bundled: names in the site, and the modules that are in them.

    Raises
    ------
    RightsError
        If a file is of nobody known, something has no notice, or a notice is for nothing.
    """
    known = {DIGEST.sub("", file.dest_uri): file for file in files}
    needed: dict[str, str] = {}
    faults, used = [], set()
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = DIGEST.sub("", path.relative_to(site).as_posix())
        holders = {each for each in components if any(fnmatch(name, part) for part in each.files)}
        used |= holders
        source = Path(known[name].abs_src_path or "") if name in known else None
        packages = _packages(source) if source is not None else []
        needed |= dict.fromkeys(packages, name)
        if holders:
            continue
        if source is None and not any(fnmatch(name, part) for part in BUILT):
            faults.append(f"{name}: nobody says where this file comes from")
        elif source is not None and packages and source.suffix == ".js" and not _map(source):
            faults.append(f"{name}: nothing tells what this script was put together from")
    for name, file in known.items():
        source = Path(file.abs_src_path or "")
        if _packages(source):
            parts = (found[1] for each in _map(source) if (found := PACKAGE.search(each)))
            needed |= {f"npm:{part}": name for part in parts}
    for name, inputs in (bundled or {}).items():
        parts = (found[1] for each in inputs if (found := PACKAGE.search(each)))
        needed |= {f"npm:{part}": name for part in parts}
    held = {f"{each.place}:{each.package}": each for each in components}
    faults += [
        f"{file}: something in it comes from the package '{package.partition(':')[2]}'"
        f" ({package.partition(':')[0]}), which has no notice"
        for package, file in needed.items()
        if package not in held
    ]
    used |= {held[package] for package in needed.keys() & held.keys()}
    faults += [
        f"{each.name}: nothing of it is shipped any more"
        for each in components
        if each not in used and each.place != "dataset"
    ]
    if faults:
        lines = "\n".join(faults)
        raise RightsError(f"whose work is shipped does not agree with {SHIPPED.name}:\n{lines}")


def _packages(source: Path) -> list[str]:
    """Tell of which installed packages a file is; none if it is the project's own."""
    if source.is_relative_to(INSTALLED):
        top = source.relative_to(INSTALLED).parts[0]
        return [f"python:{owner}" for owner in _owners().get(top, [top])]
    found = PACKAGE.search(source.as_posix()) if source.is_relative_to(MODULES) else None
    return [f"npm:{found[1]}"] if found else []


@cache
def _owners() -> Mapping[str, set[str]]:
    """Tell whose each file or folder is among what is installed; some folders are of several."""
    owners: dict[str, set[str]] = {}
    for each in distributions():
        for top in {path.parts[0] for path in recorded(each)}:
            owners.setdefault(top, set()).add(each.name)
    return owners


def _map(source: Path) -> list[str]:
    """Return what a file was put together from, as the source map beside it tells."""
    path = source.with_name(f"{source.name}.map")
    if not path.is_file():
        return []
    return json.loads(path.read_text(encoding="utf-8"))["sources"]
