"""A lesson's kernel: ``python -m lecture_site.run.kernel DESCRIPTOR FOLDER``, started by `kernels`.

It answers one question at a time over a socket: run a cell, evaluate placeholders, tell what was
read. When the socket closes, because the build has ended in whatever way, so does the kernel.
"""

import json
import logging
import os
import queue
import shutil
import socket
import struct
import sys
import threading
import traceback
from pathlib import Path
from typing import Any, BinaryIO

from lecture_site.run.opened import PLACEHOLDER, Watch

LENGTH = struct.Struct("!Q")
"""Before each message stands the number of its bytes."""
PREPARE = """
from figures.tex import matrix
from lecture_site.run.claims import claim
"""
"""What every lesson has at hand."""


class Kernel:
    """What the questions are put to.

    Parameters
    ----------
    folder : Path
        The kernel's own folder, with the files of standard output and standard error.
    watch : Watch
        What watches this process.
    """

    def __init__(self, folder: Path, watch: Watch) -> None:
        fonts = logging.getLogger("matplotlib.font_manager")
        fonts.setLevel(logging.ERROR)  # Once, it takes seconds to list them, and then says so.
        from lecture_site.run.pyplot_style import use_pyplot_style
        from lecture_site.run.shell import Publisher, Recorder, Shell

        self._watch = watch
        self._recorder = Publisher.recorder = Recorder(folder)
        self._shell = Shell.instance()
        use_pyplot_style()
        exec(PREPARE, self._shell.user_ns)
        fonts.setLevel(logging.NOTSET)

    def answer(self, question: dict[str, Any]) -> dict[str, Any]:
        """Answer a question: ``{"cell": code}``, ``{"expression": f-string}`` or ``{"end": true}``.

        Returns
        -------
        dict
            ``late`` is what was printed since the last answer, ``printed``, ``stderr``, ``refused``
            and ``used`` tell of this question, and further entries answer it.
        """
        late, said = self._recorder.take()
        reply: dict[str, Any] = {}
        if "cell" in question:
            reply["fault"] = self._shell.run(question["cell"])
        elif "expression" in question:
            reply |= self._value(question["expression"])
        else:
            reply["sought"] = self._watch.sought()
        outputs, stderr = self._recorder.take()
        refused, self._watch.refused = self._watch.refused, []
        return reply | {
            "late": bool(late or said),
            "outputs": outputs,
            "stderr": said + stderr,
            "refused": refused,
            "used": self._watch.used(),
        }

    def _value(self, expression: str) -> dict[str, str]:
        """Evaluate the f-string of a placeholder."""
        shell = self._shell
        try:
            code = compile(expression, PLACEHOLDER, "eval")
            with shell.builtin_trap:
                value = eval(code, shell.user_global_ns, shell.user_ns)
                return {"value": str(value), "error": ""}
        except BaseException as error:  # Whatever it is, the writer is told.
            return {"value": "", "error": "".join(traceback.format_exception_only(error)).strip()}


def read(stream: BinaryIO) -> dict[str, Any] | None:
    """Read a message; None at the end."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return json.loads(stream.read(*LENGTH.unpack(head)))


def pack(message: dict[str, Any]) -> bytes:
    """Write a message as it is sent."""
    data = json.dumps(message, default=repr).encode()
    return LENGTH.pack(len(data)) + data


def main() -> None:
    """Answer until the other side has gone."""
    folder = Path(sys.argv[2])
    connection = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(connection.fileno(), False)
    waiting: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()

    def listen() -> None:
        try:
            with connection.makefile("rb") as stream:
                while (message := read(stream)) is not None:
                    waiting.put(message)
        finally:  # The build may also have gone without a word: a reset is no end of file.
            shutil.rmtree(folder, ignore_errors=True)
            os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    watch = Watch(folder)
    watch.start()
    kernel = Kernel(folder, watch)
    connection.sendall(pack(kernel.answer({"end": True})))
    while True:
        connection.sendall(pack(kernel.answer(waiting.get())))


if __name__ == "__main__":
    main()
