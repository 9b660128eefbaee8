"""Build the site: ``python -m lecture_site.building``.

What has not changed is not built again; what has is built by MkDocs beside the published folder and
put in its place when it is whole.
"""

import argparse
import asyncio
import hashlib
import json
import logging
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from lecture_site import keys, publishing
from lecture_site.shelf import remove_parts

PACKAGES = Path(__file__).resolve().parents[1]
VARIABLES = ("SITE_URL", "SOURCE_DATE_EPOCH")
STAMP = "published.json"


class BuildError(Exception):
    """The site was not built; the message says why. What was published is as it was."""


def inputs_digest(config_file: Path) -> str:
    """SHA-256 of all that a build depends on.

    Parameters
    ----------
    config_file : Path
        MkDocs' settings; pages and code lie beside it.
    """
    root = config_file.parent
    digest = hashlib.sha256(keys.environment_digest().encode())
    digest.update(json.dumps([os.environ.get(name) for name in VARIABLES]).encode())
    for path in sorted({config_file, *_sources(root)}):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path}\0{content}\0".encode())
    return digest.hexdigest()


def _sources(root: Path) -> Iterator[Path]:
    """Files at the top of the project, and all of the pages and the code."""
    yield from (path for path in root.iterdir() if path.is_file() and path.name[0] != ".")
    for folder in (root / "docs", PACKAGES):
        yield from (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def build(config_file: Path, site: Path) -> bool:
    """Build the site, strictly, and publish it whole.

    Parameters
    ----------
    config_file : Path
        MkDocs' settings.
    site : Path
        The folder to publish.

    Returns
    -------
    bool
        False if nothing had changed, and so nothing was done.

    Raises
    ------
    BuildError
        If the site cannot be built; the published folder is as it was.
    """
    kept = config_file.parent / ".cache" / "site"
    with publishing.turn(kept):
        inputs = inputs_digest(config_file)
        if publishing.is_current(site, inputs, kept / STAMP):
            return False
        # Nothing heavy is imported before it is known to be needed.
        from mkdocs.commands.build import build as build_with_mkdocs
        from mkdocs.config import load_config
        from mkdocs.exceptions import MkDocsException

        remove_parts(kept)
        new = publishing.staging(site)
        try:
            config = load_config(config_file=str(config_file), site_dir=str(new), strict=True)
            config.plugins.on_startup(command="build", dirty=False)
            build_with_mkdocs(config)
            publishing.publish(new, site)
            publishing.write_stamp(site, inputs, kept / STAMP)
        except OSError as error:
            raise BuildError(f"a file could not be written or read: {error}") from error
        except (SystemExit, MkDocsException) as error:
            raise BuildError(str(error)) from error
        finally:
            shutil.rmtree(new, ignore_errors=True)
    return True


def log_to_terminal() -> None:
    """Show what MkDocs and this package log, a line each."""
    logging.basicConfig(format="%(levelname)-7s -  %(message)s", level=logging.INFO)
    for noisy in ("mkdocs.mkdocs-jupyter", "traitlets", "fontTools", "watchdog"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def main() -> None:
    """Build; exit with 1 if that fails, with 130 if it is interrupted."""
    parser = argparse.ArgumentParser(prog="lecture_site.building", description="Build the site.")
    parser.add_argument("--config-file", type=Path, default=Path("mkdocs.yml"))
    parser.add_argument("--site-dir", type=Path, default=None, help="default: site/ beside it")
    options = parser.parse_args()
    config_file = options.config_file.resolve()
    site = (options.site_dir or config_file.parent / "site").resolve()
    log_to_terminal()
    started = time.perf_counter()
    try:
        done = build(config_file, site)
    except BuildError as error:
        sys.exit(f"The site was not built: {error}")
    except (KeyboardInterrupt, asyncio.CancelledError):
        sys.exit(130)
    word = "is built" if done else "is up to date"
    print(f"The site in {site} {word} ({time.perf_counter() - started:.1f} s).")


if __name__ == "__main__":
    main()
