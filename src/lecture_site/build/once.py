"""Build the site: ``python -m lecture_site.build.once``.

What has not changed is not built again; what has is built by MkDocs beside the published folder and
put in its place when it is whole.
"""

import argparse
import asyncio
import hashlib
import json
import os
import shutil
import sys
import time
from pathlib import Path

from lecture_site.build import dates, publish
from lecture_site.paths import SRC
from lecture_site.reader import numpy_wheel
from lecture_site.run import keys
from lecture_site.support.interruption import end_as_if_interrupted
from lecture_site.support.shelf import remove_parts
from lecture_site.support.terminal import log_to_terminal
from lecture_site.text import sources

LOCKS = ("requirements.lock", "package-lock.json")
VARIABLES = ("SITE_URL", "REPOSITORY")
STAMP = "published.json"


class BuildError(Exception):
    """The site was not built; the message says why. What was published is as it was."""


def inputs_digest(config_file: Path) -> str:
    """SHA-256 of all that a build depends on.

    The day is not in it unless the environment asks for one: what has not changed was made on the
    day that it says, whatever was committed or is today.

    Parameters
    ----------
    config_file : Path
        MkDocs' settings; pages and code lie beside it.

    Raises
    ------
    dates.DateError
        If the environment asks for a day that is none.
    """
    root = config_file.parent
    readers = numpy_wheel.found() is not None
    variables = [dates.given_day(), readers, *(os.environ.get(name) for name in VARIABLES)]
    digest = hashlib.sha256(keys.environment_digest().encode())
    digest.update(json.dumps(variables).encode())
    written = set(sources.files_below(root / "docs"))
    pages = [path for path in written if path.suffix == ".md"]
    read = {config_file, *(root / name for name in LOCKS), *written}
    read |= {*sources.files_below(SRC), *sources.named_files(root, pages)}
    for path in sorted(read):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path}\0{content}\0".encode())
    return digest.hexdigest()


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
    try:
        return _build(config_file, site)
    except OSError as error:
        raise BuildError(f"a file could not be written or read: {error}") from error
    except dates.DateError as error:
        raise BuildError(str(error)) from error


def _build(config_file: Path, site: Path) -> bool:
    root = config_file.parent
    kept = root / ".cache" / "site"
    with publish.turn(kept):
        inputs = inputs_digest(config_file)
        if publish.is_current(site, inputs, kept / STAMP):
            return False
        # Nothing heavy is imported before it is known to be needed.
        from mkdocs.commands.build import build as build_with_mkdocs
        from mkdocs.config import load_config
        from mkdocs.exceptions import MkDocsException
        from pymdownx.snippets import SnippetMissingError

        from lecture_site.pdf.browser import BrowserError

        remove_parts(kept)
        new = publish.staging(site)
        try:
            config = load_config(config_file=str(config_file), site_dir=str(new), strict=True)
            config.plugins.on_startup(command="build", dirty=False)
            with dates.dated(root):
                build_with_mkdocs(config)
            publish.publish(new, site)
            publish.write_stamp(site, inputs, kept / STAMP)
        except (SystemExit, MkDocsException, SnippetMissingError, BrowserError) as error:
            raise BuildError(str(error)) from error
        finally:
            shutil.rmtree(new, ignore_errors=True)
    return True


def main() -> None:
    """Build; exit with 1 if that fails, with 130 if it is interrupted."""
    parser = argparse.ArgumentParser(prog="lecture_site.build.once", description="Build the site.")
    parser.add_argument("--config-file", type=Path, default=Path("mkdocs.yml"))
    parser.add_argument("--site-dir", type=Path, default=None, help="default: site/ beside it")
    options = parser.parse_args()
    config_file = options.config_file.resolve()
    site = (options.site_dir or config_file.parent / "site").resolve()
    log_to_terminal()
    end_as_if_interrupted()
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
