"""The code that lessons use as a wheel, for readers who run a lesson in a place of their own.

Hatchling makes it; that the same sources give the same bytes is its promise.
"""

import hashlib
import json
import shutil
from importlib.metadata import requires, version
from pathlib import Path
from tempfile import TemporaryDirectory

from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement

from lecture_site.paths import MODULES, SRC
from lecture_site.support.shelf import Shelf

NAME = "backprop-lecture"
PACKAGES = ("backprop", "figures", "keras_labs", "lab")
FONTS = [
    MODULES / "pretendard" / "dist" / part
    for part in (
        "public/static/Pretendard-Regular.otf",
        "public/static/Pretendard-Bold.otf",
        "LICENSE.txt",
    )
]
"""What figures measure their text in, and its licence."""


def wheel_name() -> str:
    """File name of the wheel."""
    return f"{NAME.replace('-', '_')}-{version(NAME)}-py3-none-any.whl"


def make_wheel(shelf: Shelf) -> bytes:
    """Return the wheel; it is made anew only if what is in it has changed.

    Raises
    ------
    FileNotFoundError
        If the npm packages, which hold the font, are not installed.
    """
    files = [path for name in PACKAGES for path in sorted((SRC / name).rglob("*.py"))]
    settings = _settings()
    digest = hashlib.sha256(settings.encode())
    for path in [*files, *FONTS]:
        place = path.relative_to(SRC if path.is_relative_to(SRC) else MODULES).as_posix()
        digest.update(f"{place} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    kept = shelf.get(digest.hexdigest())
    if kept is None:
        kept = _build(files, settings)
        shelf.put(digest.hexdigest(), kept)
    return kept


def _settings() -> str:
    """Return the ``pyproject.toml`` of the wheel: what the project itself says of its parts."""
    needed = [Requirement(line) for line in requires(NAME) or []]

    def of(extra: str) -> list[str]:
        own = [each for each in needed if (each.marker is None) == (extra == "")]
        return [
            f"{each.name}{each.specifier}"
            for each in own
            if each.marker is None or each.marker.evaluate({"extra": extra})
        ]

    return (
        '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n'
        f'[project]\nname = "{NAME}"\nversion = "{version(NAME)}"\nlicense = "MIT"\n'
        f'requires-python = ">=3.12"\ndependencies = {json.dumps(of("") + of("figures"))}\n'
        f"[project.optional-dependencies]\nkeras = {json.dumps(of('keras'))}\n"
        f"[tool.hatch.build.targets.wheel]\npackages = {json.dumps(PACKAGES)}\n"
    )


def _build(files: list[Path], settings: str) -> bytes:
    with TemporaryDirectory() as made:
        root = Path(made)
        for path in files:
            target = root / path.relative_to(SRC)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        (root / "figures" / "fonts").mkdir()
        for path in FONTS:
            shutil.copyfile(path, root / "figures" / "fonts" / path.name)
        (root / "pyproject.toml").write_text(settings, encoding="utf-8")
        (wheel,) = WheelBuilder(made).build(directory=str(root / "dist"), versions=["standard"])
        return Path(wheel).read_bytes()
