"""The two ways to fetch Fashion-MNIST over the network: as Keras does, and from Debian's package.

Keras' own `keras.datasets.fashion_mnist.load_data` checks nothing; here only its download is used,
and `keras_labs.provision` checks what came.
"""

import contextlib
import io
import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from keras_labs.provision import UnreachableError

KERAS_URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
KERAS_FOLDER = "datasets/fashion-mnist"
DEBIAN_PACKAGE = "dataset-fashion-mnist"
PATIENCE = 30  # seconds without an answer

log = logging.getLogger(__name__)


def download_by_keras(names: Sequence[str], target: Path, url: str = KERAS_URL) -> Path:
    """Download files with `keras.utils.get_file`, but not into the cache that Keras has at home.

    Parameters
    ----------
    names : sequence of str
        File names.
    target : pathlib.Path
        The folder for the files; made if need be.
    url : str, optional
        The folder they are in, ending in a slash.

    Returns
    -------
    pathlib.Path
        `target`. The progress bar goes to standard error if INFO is logged.

    Raises
    ------
    UnreachableError
        If the download fails.
    OSError
        If the folder cannot be made or written to.
    """
    target.mkdir(parents=True, exist_ok=True)
    if not os.access(target, os.W_OK):  # Keras would quietly take a folder in /tmp instead.
        raise PermissionError(f"{target} cannot be written to")
    from keras_labs.quiet import keras  # Takes seconds; only a download needs it.

    log.info("downloading from %s …", url)
    bar = sys.stderr if log.isEnabledFor(logging.INFO) else io.StringIO()
    patience = socket.getdefaulttimeout()
    socket.setdefaulttimeout(PATIENCE)
    try:
        with contextlib.redirect_stdout(bar):
            for name in names:
                keras.utils.get_file(name, url + name, cache_dir=str(target), cache_subdir="")
    except Exception as error:  # Keras reports a failed download as a bare Exception.
        raise UnreachableError(str(error)) from error
    finally:
        socket.setdefaulttimeout(patience)
    return target


def run(command: Sequence[str | Path], folder: Path) -> None:
    """Run a command in a folder, and raise `UnreachableError` with its own words if it fails."""
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        said = " ".join(done.stderr.split()) or f"exit status {done.returncode}"
        raise UnreachableError(f"{' '.join(map(str, command[:1]))}: {said}")


def unpack_debian_package(target: Path) -> Path:
    """Download Debian's package and take the data files out of it; root is not needed.

    Where the machine has no package lists (as in most containers), they are fetched into a
    temporary folder of our own, which needs no root either.

    Parameters
    ----------
    target : pathlib.Path
        The folder for the files; made if need be.

    Returns
    -------
    pathlib.Path
        `target`.

    Raises
    ------
    UnreachableError
        If the system has no apt, or the package cannot be fetched.
    """
    for tool in ("apt-get", "dpkg-deb"):
        if shutil.which(tool) is None:
            raise UnreachableError(f"{tool} is not on this machine")
    log.info("fetching Debian's package %s (31 MB) …", DEBIAN_PACKAGE)
    target.mkdir(parents=True, exist_ok=True)
    # Next to the target, so that moving a file is one atomic step.
    with tempfile.TemporaryDirectory(dir=target.parent) as temporary:
        folder = Path(temporary)
        apt = ["apt-get", "-q", "-o", f"Acquire::http::Timeout={PATIENCE}"]
        if os.geteuid() == 0:  # Otherwise apt warns that its own user cannot write here.
            apt += ["-o", "APT::Sandbox::User=root"]
        try:
            run([*apt, "download", DEBIAN_PACKAGE], folder)
        except UnreachableError as without_lists:
            log.info("%s; fetching package lists into a temporary folder …", without_lists)
            lists, cache = folder / "lists", folder / "cache"
            (lists / "partial").mkdir(parents=True)
            (cache / "archives" / "partial").mkdir(parents=True)
            apt += ["-o", f"Dir::State::Lists={lists}", "-o", f"Dir::Cache={cache}"]
            try:
                run([*apt, "update"], folder)
                run([*apt, "download", DEBIAN_PACKAGE], folder)
            except UnreachableError as with_lists:
                raise UnreachableError(f"{without_lists}; and then {with_lists}") from with_lists
        for package in folder.glob(f"{DEBIAN_PACKAGE}_*.deb"):
            run(["dpkg-deb", "-x", package, folder / "content"], folder)
        for path in (folder / "content").rglob("*-ubyte.gz"):
            path.replace(target / path.name)
    return target
