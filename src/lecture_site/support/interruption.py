"""However a command is asked to end, it ends as by Ctrl-C: its kernels and folders go with it."""

import signal
from types import FrameType


def end_as_if_interrupted() -> None:
    """Have the signals of `kill` and of a closed terminal do what Ctrl-C does.

    One that is ignored stays so: ``nohup`` is for commands that outlive their terminal.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _interrupt)


def _interrupt(number: int, frame: FrameType | None) -> None:
    # While lessons run, asyncio has a handler of its own, which ends their kernels in order. In the
    # background of a script, Ctrl-C is ignored; this signal was meant all the same.
    handler = signal.getsignal(signal.SIGINT)
    (handler if callable(handler) else signal.default_int_handler)(number, frame)
