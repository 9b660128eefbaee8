"""Stops a loop from inside: there is no way to interrupt a worker from outside but to end it."""

import sys
import time
from collections.abc import Callable
from types import CodeType

from in_browser.faults import TimeUp, line_in

JUMPS = 64
"""After so many jumps of loops the clock is read."""
TOLD_SECONDS = 0.3


class Clock:
    """Stops a loop of a cell that has had its time, and tells meanwhile where it is."""

    def __init__(self, place: str, seconds: float, tell: Callable[[int], None]) -> None:
        self.place, self.seconds, self.tell = place, seconds, tell
        self.jumps = 0

    def __enter__(self) -> None:
        """Begin to count."""
        self.began = self.told = time.monotonic()
        monitoring = sys.monitoring
        monitoring.use_tool_id(monitoring.PROFILER_ID, "cells")
        monitoring.register_callback(monitoring.PROFILER_ID, monitoring.events.JUMP, self._jumped)
        monitoring.set_events(monitoring.PROFILER_ID, monitoring.events.JUMP)

    def __exit__(self, *_: object) -> None:
        """Count no more."""
        sys.monitoring.set_events(sys.monitoring.PROFILER_ID, 0)
        sys.monitoring.free_tool_id(sys.monitoring.PROFILER_ID)

    def _jumped(self, _: CodeType, __: int, ___: int) -> None:
        self.jumps += 1
        if self.jumps % JUMPS:
            return
        now = time.monotonic()
        if now - self.told > TOLD_SECONDS:
            self.told = now
            self.tell(line_in(self.place, sys._getframe(1)))
        if self.seconds and now - self.began > self.seconds:
            raise TimeUp
