"""Find or fetch files that are known by their SHA-256, and never use a wrong one.

The data of the labs come so, and so does NumPy for the reader's browser.

Sources are asked in order. Each one names a folder, after fetching into it if it is a remote one. A
file there is used only if its digest is right; a wrong one is named and looked for in the next
source. In the project's own cache, and nowhere else, it is renamed to `….corrupt-<digest>`, so that
a download takes its place; a folder of the user's is only ever read.

The digest of a gzip file is taken from its unpacked content: distributions repack such a
file (Debian strips name and time from its header), which changes its digest and nothing in its
content.
"""

import gzip
import hashlib
import logging
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20  # bytes

log = logging.getLogger(__name__)


class UnreachableError(Exception):
    """A source cannot deliver; the message says why."""


class DataNotFoundError(Exception):
    """No source holds one or more of the files; the message says what was tried and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """A place that files come from.

    Attributes
    ----------
    name : str
        What messages call it.
    fetch : callable
        Takes the names of the missing files, returns the folder in which they now are (or are not).
        Raises `UnreachableError` with the reason, or an OSError, if it cannot deliver at all.
    own : bool
        Whether the folder is the project's own, in which a wrong file may be set aside.
    """

    name: str
    fetch: Callable[[Sequence[str]], Path]
    own: bool = False


def folder_source(name: str, folder: Path, *, own: bool = False) -> Source:
    """Return a source for files that lie in a local folder.

    Parameters
    ----------
    name : str
        What messages call it.
    folder : pathlib.Path
        It need not exist.
    own : bool
        Whether it is the project's own.

    Returns
    -------
    Source
    """

    def fetch(names: Sequence[str]) -> Path:
        if not folder.is_dir():
            raise UnreachableError(f"there is no folder {folder}")
        return folder

    return Source(name, fetch, own)


def defect(path: Path, digest: str) -> str | None:
    """Say what is wrong with a file that is taken as it is.

    Parameters
    ----------
    path : pathlib.Path
        Any file.
    digest : str
        SHA-256 of its bytes, in hexadecimal.

    Returns
    -------
    str or None
        The defect in words; None if the file is what it should be.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    with path.open("rb") as stream:
        return _other(hashlib.file_digest(stream, "sha256").hexdigest(), digest)


def unpacked_defect(path: Path, digest: str) -> str | None:
    """Say what is wrong with a gzip file.

    Parameters
    ----------
    path : pathlib.Path
        A gzip file.
    digest : str
        SHA-256 of its unpacked content, in hexadecimal.

    Returns
    -------
    str or None
        The defect in words; None if the content is what it should be.

    Raises
    ------
    OSError
        If the file cannot be read.
    """
    sha256 = hashlib.sha256()
    try:
        with gzip.open(path) as stream:
            while chunk := stream.read(CHUNK):
                sha256.update(chunk)
    except EOFError:
        return f"ends too early ({path.stat().st_size:,} bytes)"
    except (gzip.BadGzipFile, zlib.error) as error:
        return f"is not an intact gzip file ({error})"
    return _other(sha256.hexdigest(), digest)


def _other(actual: str, digest: str) -> str | None:
    return None if actual == digest else f"has SHA-256 {actual}, expected {digest}"


def set_aside(path: Path) -> str:
    """Rename a bad file so that nothing uses it and a good one can take its place.

    Parameters
    ----------
    path : pathlib.Path
        The bad file.

    Returns
    -------
    str
        What was done, in words. The new name carries the start of the file's own SHA-256, so the
        same bad file gets the same name each time.
    """
    try:
        with path.open("rb") as stream:
            mark = hashlib.file_digest(stream, "sha256").hexdigest()[:12]
        aside = path.with_name(f"{path.name}.corrupt-{mark}")
        path.replace(aside)
    except OSError as error:
        return f"not used; it could not be set aside ({error.strerror})"
    return f"not used; set aside as {aside.name}"


def provide(
    digests: Mapping[str, str],
    sources: Sequence[Source],
    advice: str,
    check: Callable[[Path, str], str | None] = unpacked_defect,
) -> dict[str, Path]:
    """Find every file, intact, in the first source that has it.

    Parameters
    ----------
    digests : mapping of str to str
        For each file name, the SHA-256 that `check` holds the file to.
    sources : sequence of Source
        Asked in order; one that is not needed is not asked.
    advice : str
        What a person can do if no source delivers; ends the error message.
    check : callable, optional
        `unpacked_defect`, or `defect` for files that are taken as they are.

    Returns
    -------
    dict of str to pathlib.Path
        Where each file is, in the order of `digests`.

    Raises
    ------
    DataNotFoundError
        If a file is in no source; the message lists what each source answered.
    """
    found: dict[str, Path] = {}
    answers: list[str] = []
    for source in sources:
        missing = [name for name in digests if name not in found]
        if not missing:
            break
        try:
            folder = source.fetch(missing)
        except (UnreachableError, OSError) as error:
            answers.append(f"{source.name}: {error}")
            log.info("%s", answers[-1])
            continue
        for name in missing:
            path = folder / name
            try:
                reason = check(path, digests[name])
            except FileNotFoundError:
                answers.append(f"{source.name}: {path} is missing")
                continue
            except OSError as error:
                reason, outcome = f"cannot be read ({error.strerror or error})", "not used"
            else:
                outcome = set_aside(path) if reason and source.own else "not used"
            if reason is None:
                found[name] = path
            else:
                answers.append(f"{source.name}: {path} {reason}; {outcome}")
                log.warning("%s", answers[-1])
    missing = [name for name in digests if name not in found]
    if missing:
        tried = "\n".join(f"  - {answer}" for answer in answers)
        raise DataNotFoundError(f"no intact copy of {', '.join(missing)}.\n{tried}\n{advice}")
    return {name: found[name] for name in digests}
