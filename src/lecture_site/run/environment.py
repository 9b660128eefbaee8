"""The environment of a lesson's kernel: the build's own, the same for every writer.

Nothing that a person has set up reaches a result: no start-up file, style, locale or time zone, and
no variable but those named here. A few must pass, because without them nothing is found, or because
a processor computes wrongly; the latter are in the key.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from lecture_site.paths import SRC
from lecture_site.run.opened import KEPT

FINDING = (
    "PATH",
    *("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"),
    *("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"),
)
"""By these, programs and data are found; data are known by their SHA-256."""
COMPUTING = (
    *("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"),
    *("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
)
"""These can change a result: some processors need another kernel of OpenBLAS than it takes."""
FIXED = {
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "PYTHONFAULTHANDLER": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONNOUSERSITE": "1",
    "PYTHONPATH": str(SRC),
    "PYTHONSAFEPATH": "1",
    "PYTHONUNBUFFERED": "1",
    "PYTHONUTF8": "1",
    "MPLBACKEND": "module://lecture_site.run.pyplot_backend",
    "MPLCONFIGDIR": str(KEPT / "matplotlib"),
}
KERAS_DATA = "datasets/fashion-mnist"
"""Where Keras keeps the data below its own folder."""


def computing(variables: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the variables of the writer's environment that can change a result.

    Parameters
    ----------
    variables : mapping of str to str
        The writer's environment.
    """
    return {name: variables[name] for name in COMPUTING if name in variables}


def kernel_environment(own: Path, variables: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment of a kernel.

    Parameters
    ----------
    own : Path
        The kernel's own folder, empty; it serves as home and for temporary files.
    variables : mapping of str to str
        The writer's environment, of which little passes.

    Raises
    ------
    OSError
        If a folder cannot be made.
    """
    folders = {
        "HOME": own / "home",
        "IPYTHONDIR": own / "ipython",
        "KERAS_HOME": own / "keras",
        "TMPDIR": own / "tmp",
    }
    for folder in (*folders.values(), Path(FIXED["MPLCONFIGDIR"])):
        folder.mkdir(parents=True, exist_ok=True)
    passed = {name: variables[name] for name in FINDING if name in variables}
    data = _data(variables)
    if data is not None:
        passed["FASHION_MNIST_DIR"] = str(data.absolute())
    return {
        **passed,
        **computing(variables),
        **FIXED,
        **{name: str(folder) for name, folder in folders.items()},
    }


def _data(variables: Mapping[str, str]) -> Path | None:
    """Folder in which the writer keeps Fashion-MNIST: the named one, or Keras' own."""
    if variables.get("FASHION_MNIST_DIR"):
        return Path(variables["FASHION_MNIST_DIR"])
    home = variables.get("KERAS_HOME") or Path.home() / ".keras"
    folder = Path(home) / KERAS_DATA
    return folder if folder.is_dir() else None
