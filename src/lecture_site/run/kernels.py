"""The build's side of a lesson's kernel: start it, ask it, notice at once when it dies.

A kernel is a process with a folder and an environment of its own. Questions and answers pass over a
socket, each whole; standard output and standard error are files in the folder. Whichever comes
first, the answer, the end of the process or the end of the time, ends the waiting.
"""

import asyncio
import json
import os
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from lecture_site.run.environment import kernel_environment
from lecture_site.run.kernel import LENGTH, pack

START_LIMIT_SECONDS = 600
"""For the start alone, which no limit of a cell counts."""
DEATH_SECONDS = 5
"""From the end of a kernel's connection to its own end, unless a cell has closed it."""
LAST_WORDS = 2000
"""Characters of standard error that are told of a kernel that has died; the cause stands first."""


class KernelError(Exception):
    """A kernel that gives no answer; the message says why."""


class Kernel:
    """A running kernel, as :func:`started` gives it."""

    def __init__(
        self, process: asyncio.subprocess.Process, connection: socket.socket, folder: Path
    ) -> None:
        self._process = process
        self._connection = connection
        self._folder = folder

    async def ask(self, question: dict[str, Any], limit: float) -> dict[str, Any]:
        """Put a question and wait for the answer.

        Parameters
        ----------
        question : dict
            As :meth:`lecture_site.run.kernel.Kernel.answer` takes it.
        limit : float
            Seconds to wait.

        Raises
        ------
        KernelError
            If the kernel dies, or does not answer in time.
        """
        answer = asyncio.ensure_future(self._exchange(question))
        death = asyncio.ensure_future(self._process.wait())
        try:
            await asyncio.wait({answer, death}, timeout=limit, return_when="FIRST_COMPLETED")
            if answer.done() and answer.exception() is None:
                return answer.result()
            if death.done() or answer.done():
                raise KernelError(await self._obituary())
            raise KernelError(f"no end within {limit:g} seconds")
        finally:
            for waiting in (answer, death):
                waiting.cancel()
                with suppress(asyncio.CancelledError, EOFError, OSError):
                    await waiting

    async def _exchange(self, question: dict[str, Any]) -> dict[str, Any]:
        loop = asyncio.get_running_loop()
        if question:
            await loop.sock_sendall(self._connection, pack(question))
        (length,) = LENGTH.unpack(await self._receive(LENGTH.size))
        return json.loads(await self._receive(length))

    async def _receive(self, length: int) -> bytes:
        data = bytearray(length)
        view = memoryview(data)
        loop = asyncio.get_running_loop()
        while view:
            count = await loop.sock_recv_into(self._connection, view)
            if count == 0:
                raise EOFError
            view = view[count:]
        return bytes(data)

    async def _obituary(self) -> str:
        try:
            status = await asyncio.wait_for(self._process.wait(), DEATH_SECONDS)
        except TimeoutError:
            return "it closed its connection to the build"
        how = signal.strsignal(-status) if status < 0 else f"exit status {status}"
        words = (self._folder / "stderr").read_text(errors="replace").strip()[:LAST_WORDS]
        return f"its kernel died ({how})" + (f"; its last words:\n{words}" if words else "")


@asynccontextmanager
async def started(cwd: Path) -> AsyncIterator[Kernel]:
    """Start a kernel; it is killed, with what it has started, when the context ends.

    Parameters
    ----------
    cwd : Path
        The folder it runs in.

    Raises
    ------
    KernelError
        If it does not start.
    OSError
        If its folder cannot be made.
    """
    with tempfile.TemporaryDirectory(prefix="lesson-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        near, far = socket.socketpair()
        near.setblocking(False)
        with near:
            with far, (folder / "stdout").open("ab") as out, (folder / "stderr").open("ab") as err:
                process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "lecture_site.run.kernel", str(far.fileno()), name),
                    cwd=cwd,
                    env=kernel_environment(folder),
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=out,
                    stderr=err,
                    pass_fds=[far.fileno()],
                    start_new_session=True,
                )
            try:
                kernel = Kernel(process, near, folder)
                reply = await kernel.ask({}, START_LIMIT_SECONDS)
                if reply["stderr"]:
                    raise KernelError(f"it wrote to standard error:\n{reply['stderr']}")
                yield kernel
            finally:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
