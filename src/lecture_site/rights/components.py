"""What of others reaches the site's readers, with the licence as its own package states it.

Names and places stand in ``shipped.toml``. No word of a licence is written here: the texts and the
licences' names are read from what is installed.
"""

import ast
import csv
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_string
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePath, PurePosixPath

from lecture_site.paths import MODULES, ROOT
from lecture_site.reader import numpy_wheel, runtime
from lecture_site.support.faults import PageFault

SHIPPED = Path(__file__).with_name("shipped.toml")
OWN = ROOT / "LICENSE"
PLACES = ("python", "npm", "dataset", "wheel")
KEYS = {"name", "what", "files", "licence", "terms", *PLACES}
NOTICE = re.compile(r"(?:licen[cs]e|copying|copyright|notice)[^/]*", re.IGNORECASE)
TEXT = {"", ".txt", ".md", ".external"}
PERMISSION = "Permission is hereby granted"
DATASETS = "keras/src/datasets"


class RightsError(PageFault):
    """Something of others is shipped without its notice, or a notice cannot be found."""


@dataclass(frozen=True, slots=True)
class Component:
    """A work of others that the site ships.

    Attributes
    ----------
    name, what : str
        What it is called, and what it is to readers.
    place, package : str
        Where it is installed, one of `PLACES`, and under which name.
    files : tuple of str
        Names of its files in the site, without digests, with wild cards; none if it is a part of
        other files.
    licence : str
        Short name of its licence if it is another than that of the package it is a part of.
    terms : str
        ``place:package`` of a package that brings the text of the same licence, for one that
        brings none.
    """

    name: str
    what: str
    place: str
    package: str
    files: tuple[str, ...] = ()
    licence: str = ""
    terms: str = ""

    @property
    def address(self) -> str:
        """Where readers find its licence within the site."""
        return f"licences/{re.sub(r'[^a-z0-9]+', '-', self.name.lower()).strip('-')}.txt"


@dataclass(frozen=True, slots=True)
class Notice:
    """What a package says of its licence.

    Attributes
    ----------
    licence : str
        The licence's short name; empty if it tells none.
    text : str
        All texts of licences and notices that are in it.
    """

    licence: str
    text: str


def read_components(path: Path = SHIPPED) -> list[Component]:
    """Read what is shipped.

    Parameters
    ----------
    path : Path, optional
        A TOML file with ``[[component]]`` tables.

    Raises
    ------
    RightsError
        If the file is not TOML, or an entry is out of form.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("component", [])
    except tomllib.TOMLDecodeError as error:
        raise RightsError(f"{path.name}: not TOML: {error}") from error
    components = []
    for entry in entries:
        places = [place for place in PLACES if place in entry]
        if len(places) != 1 or not {"name", "what"} <= entry.keys() <= KEYS:
            raise RightsError(
                f"{path.name}: an entry needs 'name', 'what' and one of {', '.join(PLACES)}, and "
                f"may have 'files'; got {entry}"
            )
        files = tuple(entry.get("files", ()))
        package = entry[places[0]]
        more = entry.get("licence", ""), entry.get("terms", "")
        components.append(Component(entry["name"], entry["what"], places[0], package, files, *more))
    return components


def shipped_components() -> list[Component]:
    """Return what this build ships: without NumPy for browsers, nothing of the reader's Python."""
    return [
        each
        for each in read_components()
        if runtime.files() or not any(part.startswith(runtime.FOLDER) for part in each.files)
    ]


@cache
def read_notice(component: Component) -> Notice:
    """Read what the package of a component says of its licence.

    Raises
    ------
    RightsError
        If it is not installed, or has no text of a licence.
    """
    notice = _read(component.place, component.package)
    licence = component.licence or notice.licence
    if component.terms and (component.licence or not notice.text.strip()):
        terms = _read(*component.terms.split(":"))
        if terms.licence != licence:
            raise RightsError(
                f"{component.name}: its licence is {licence}, and {component.terms} has the text "
                f"of {terms.licence or 'one without a name'}"
            )
        notice = Notice(licence, terms.text)
    if not notice.text.strip():
        raise RightsError(
            f"{component.name}: the {component.place} package '{component.package}' brings no text "
            "of a licence: what may not be shared cannot be shipped"
        )
    return notice


def _read(place: str, package: str) -> Notice:
    read = {
        "python": _of_distribution,
        "npm": _of_npm,
        "dataset": _of_dataset,
        "wheel": _of_wheel,
    }[place]
    return read(package)


def _of_distribution(name: str) -> Notice:
    found = _distribution(name)
    meta = found.metadata
    licence = meta.get("License-Expression") or meta.get("License") or ""
    paths = [path for path in recorded(found) if NOTICE.fullmatch(path.name) and _is_text(path)]
    texts = {
        path.as_posix(): Path(str(found.locate_file(path))).read_text(encoding="utf-8")
        for path in paths
    }
    return Notice(licence if "\n" not in licence else "", _joined(texts))


def recorded(installed: Distribution) -> list[PurePosixPath]:
    """Return the files of an installed package, as its installer has recorded them.

    `Distribution.files` looks on the disk for each of what are thousands, at every build.
    """
    rows = csv.reader((installed.read_text("RECORD") or "").splitlines())
    return [PurePosixPath(row[0]) for row in rows]


def _distribution(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError as error:
        raise RightsError(
            f"the Python package '{name}' is not installed: run `make setup`"
        ) from error


def _of_npm(name: str) -> Notice:
    folder = MODULES / name
    if not (folder / "package.json").is_file():
        raise RightsError(f"the npm package '{name}' is not installed: run `make setup`")
    told = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    paths = [path for path in _notices(folder) if _is_text(path)]
    texts = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}
    return Notice(told.get("license", ""), _joined(texts))


def _notices(folder: Path) -> Iterator[Path]:
    """Texts of licences in a package's folder, or else in those below it."""
    top = [path for path in sorted(folder.iterdir()) if NOTICE.fullmatch(path.name)]
    yield from top or (p for p in sorted(folder.glob("*/*")) if NOTICE.fullmatch(p.name))


def _of_wheel(name: str) -> Notice:
    """Read what the wheel for browsers brings itself: its version is not the one installed here."""
    wheel = numpy_wheel.found()
    if wheel is None:
        raise RightsError(f"the wheel of '{name}' for browsers is not here: run `make data`")
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        names = archive.namelist()
        (told,) = [each for each in names if each.endswith(".dist-info/METADATA")]
        meta = message_from_string(archive.read(told).decode())
        paths = [path for path in map(PurePath, names) if NOTICE.fullmatch(path.name)]
        texts = {
            path.as_posix(): archive.read(path.as_posix()).decode()
            for path in paths
            if _is_text(path)
        }
    classes = [each for each in meta.get_all("Classifier", []) if each.startswith("License ::")]
    licence = meta["License-Expression"] or "".join(classes).rpartition(" :: ")[2]
    return Notice(licence, _joined(texts))


def _of_dataset(name: str) -> Notice:
    """Read the licence of a data set from the words of Keras, which loads it.

    Keras names the holder and the licence, MIT, whose permission is the one of this project too.
    """
    source = Path(str(_distribution("keras").locate_file(f"{DATASETS}/{name}.py")))
    functions = [
        each
        for each in ast.parse(source.read_text(encoding="utf-8")).body
        if isinstance(each, ast.FunctionDef)
    ]
    told = "".join(ast.get_docstring(each) or "" for each in functions)
    words = told.partition("License:")[2].strip()
    if "MIT license" not in words:
        raise RightsError(f"Keras no longer says that the data set {name} is under the MIT license")
    own = OWN.read_text(encoding="utf-8")
    return Notice("MIT", f"{words}\n\n{own[own.index(PERMISSION) :]}")


def _is_text(path: PurePath) -> bool:
    return path.suffix.lower() in TEXT


def _joined(named: dict[str, str]) -> str:
    """Join texts, each under its name if there are several; the same text once."""
    texts: dict[str, str] = {}
    for name, text in named.items():
        texts.setdefault(text.strip(), name)
    if len(texts) == 1:
        return f"{next(iter(texts))}\n"
    return "\n\n".join(f"{name}\n{'=' * len(name)}\n\n{text}\n" for text, name in texts.items())
