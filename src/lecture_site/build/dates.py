"""The day that pages, site map and PDF say they were made on: one that is known, or today.

MkDocs reads it from ``SOURCE_DATE_EPOCH``; only the day is ever shown, so only the day is set.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

VARIABLE = "SOURCE_DATE_EPOCH"
MADE_OF = ("mkdocs.yml", "docs", "src", "requirements.lock", "package-lock.json")
"""What pages are made of: a commit of anything else leaves their date as it is."""
GIT = ("git", "--no-optional-locks", "--literal-pathspecs")


class DateError(ValueError):
    """``SOURCE_DATE_EPOCH`` is no time; the message says what it should be."""


def given_day() -> int | None:
    """Day that the environment asks for, as seconds since 1970 of its midnight in UTC.

    Returns
    -------
    int or None
        None if the variable is unset or empty.

    Raises
    ------
    DateError
        If it is not a number of seconds within the years that a calendar has.
    """
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return None
    try:
        if not (text.isascii() and text.isdecimal()):
            raise ValueError(text)
        return _midnight(datetime.fromtimestamp(int(text), UTC))
    except (ValueError, OverflowError, OSError):
        raise DateError(
            f"{VARIABLE} must be a number of seconds since 1970-01-01, such as 1764000000 (or "
            f"unset, for the day of the last commit), not {text!r}"
        ) from None


def committed_day(root: Path) -> int | None:
    """Day on which git has last recorded what the pages are made of, if they are as recorded.

    Parameters
    ----------
    root : Path
        The project's top folder.

    Returns
    -------
    int or None
        Midnight in UTC, in seconds since 1970; None if there is no git, if it does not know this
        folder or refuses it (a clone that somebody else owns), or if something was edited since.
    """
    edited = _git(root, "status", "--porcelain", "--", *MADE_OF)
    last = _git(root, "log", "-1", "--format=%ct", "--", *MADE_OF)
    if edited is None or edited or not last:
        return None
    return _midnight(datetime.fromtimestamp(int(last), UTC))


@contextmanager
def dated(root: Path) -> Iterator[None]:
    """Have MkDocs date what it builds meanwhile: as asked for, else as committed, else today.

    Parameters
    ----------
    root : Path
        The project's top folder.

    Raises
    ------
    DateError
        If the environment asks for a day that is none.
    """
    before = os.environ.get(VARIABLE)
    day = given_day()
    if day is None:
        day = committed_day(root)
    os.environ[VARIABLE] = str(_midnight(datetime.now(UTC)) if day is None else day)
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before


def _midnight(time: datetime) -> int:
    return int(time.replace(hour=0, minute=0, second=0, microsecond=0).timestamp())


def _git(root: Path, *arguments: str) -> str | None:
    """Return what git says; None if there is no git or it cannot say."""
    try:
        done = subprocess.run(
            (*GIT, *arguments), cwd=root, capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None
