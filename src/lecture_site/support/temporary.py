"""Where temporary files are, when sockets are to be among them."""

import os
import tempfile

LONGEST = 50
"""Bytes; what programs add to it must fit into the 104 that a socket's path has on macOS."""


def keep_socket_paths_short() -> None:
    """Have temporary files in /tmp if TMPDIR is so long that no socket fits below it.

    Chromium aborts when the path of a socket is too long.
    """
    if len(os.fsencode(tempfile.gettempdir())) > LONGEST:
        os.environ["TMPDIR"] = tempfile.tempdir = "/tmp"
