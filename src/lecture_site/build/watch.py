"""Notice what a writer saves: the content of the sources is compared, ten times a second.

Content is compared rather than events are counted, so that a file that an editor leaves, takes away
or writes anew without a change is none, on every file system.
"""

from collections.abc import Callable, Mapping
from typing import Any

from watchdog.events import FileModifiedEvent
from watchdog.observers.api import EventEmitter

POLL_SECONDS = 0.1
SETTLE_SECONDS = 0.03
"""How long after a save the next one is waited for: an editor may write in several steps."""
RETURN_SECONDS = 0.25
"""How long a file may be away: some editors move it aside and then write it anew."""


class SourceEmitter(EventEmitter):
    """Tell watchdog that what is watched has changed, with no word on which; at first once.

    Parameters
    ----------
    look : callable
        Tells what is watched; called by this thread alone.
    *arguments, **options
        What watchdog gives to each emitter.
    """

    def __init__(
        self, look: Callable[[], Mapping[Any, str]], *arguments: Any, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self._look = look
        self._seen: Mapping[Any, str] | None = None

    def queue_events(self, timeout: float) -> None:
        """Look once; wait until what is being saved has settled."""
        if self._seen is not None and self.stopped_event.wait(timeout):
            return
        now = self._look()
        if now == self._seen:
            return
        away = 0.0
        while not self.stopped_event.wait(SETTLE_SECONDS):
            before, now = now, self._look()
            away += SETTLE_SECONDS
            gone = (self._seen or {}).keys() - now.keys()
            if now == before and (not gone or away >= RETURN_SECONDS):
                break
        if now != self._seen:
            self._seen = now
            self.queue_event(FileModifiedEvent(self.watch.path))
