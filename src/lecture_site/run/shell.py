"""IPython without a front end: what a cell prints and shows is gathered in the order it came.

Standard output is a file, so print, C code and programs all write to one place and nothing can be
lost on the way. Whenever something is shown, the file is read up to where it stands.
"""

import codecs
import ctypes
import sys
import traceback
from pathlib import Path
from typing import Any, ClassVar

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from lecture_site.run.opened import CELL, ToldError

STREAMS = ("stdout", "stderr")


class Recorder:
    """The outputs of the cell that is running, in nbformat's form.

    Parameters
    ----------
    folder : Path
        Holds the files ``stdout`` and ``stderr``, to which this process writes.
    """

    def __init__(self, folder: Path) -> None:
        self._files = {name: (folder / name).open("rb") for name in STREAMS}
        self._decode = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape").decode
        self._python = (sys.stdout, sys.stderr)
        self._outputs: list[dict[str, Any]] = []
        self._text: list[str] = []
        self._clears = False

    def add(self, data: dict[str, Any], name: str | None = None, *, update: bool = False) -> None:
        """Note something shown; with a name it can be updated later."""
        self._gather()
        if update:
            for output in self._outputs:
                if name is not None and output["name"] == name:
                    output["data"] = data
            return
        self._clear_if_due()
        self._outputs.append({"output_type": "display_data", "data": data, "name": name})

    def clear(self, *, wait: bool) -> None:
        """Forget what the cell has shown, at once or when something else is shown."""
        self._gather()
        self._clears = True
        if not wait:
            self._clear_if_due()

    def take(self) -> tuple[list[dict[str, Any]], str]:
        """Return what was shown and printed since the last time, and what went to stderr."""
        for stream in self._python:
            stream.flush()
        ctypes.CDLL(None).fflush(None)
        self._gather()
        taken, self._outputs, self._clears = self._outputs, [], False
        shown = [
            {"output_type": "stream", "name": "stdout", "text": "".join(output["parts"])}
            if "parts" in output
            else {"output_type": "display_data", "data": output["data"], "metadata": {}}
            for output in taken
        ]
        return shown, self._files["stderr"].read().decode(errors="replace")

    def _gather(self) -> None:
        """Read what was printed up to now."""
        self._python[0].flush()
        text = self._decode(self._files["stdout"].read())
        if text:
            self._clear_if_due()
            if not (self._outputs and "parts" in self._outputs[-1]):
                self._outputs.append({"parts": [], "name": None})
            self._outputs[-1]["parts"].append(text)

    def _clear_if_due(self) -> None:
        if self._clears:
            self._outputs, self._clears = [], False


class Publisher(DisplayPublisher):
    """Where ``display(…)`` and ``clear_output()`` arrive."""

    recorder: ClassVar[Recorder]

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: Any = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        """Note what is shown."""
        self.recorder.add(data, (transient or {}).get("display_id"), update=update)

    def clear_output(self, wait: bool = False) -> None:
        """Forget what the cell has shown."""
        self.recorder.clear(wait=wait)


class Hook(DisplayHook):
    """Where the value of a cell's last line arrives."""

    def write_output_prompt(self) -> None:
        """Leave out the number that a terminal shows."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        """Note the value."""
        Publisher.recorder.add(format_dict)

    def finish_displayhook(self) -> None:
        """Leave out the empty line that a terminal shows."""


class Shell(InteractiveShell):
    """Runs cells; the first error is kept, and none is printed."""

    display_pub_class = Type(Publisher)
    displayhook_class = Type(Hook)

    def __init__(self, **settings: Any) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        config.MagicsManager.auto_magic = False
        config.InteractiveShell.colors = "nocolor"
        self.fault: dict[str, Any] | None = None
        super().__init__(config=config, **settings)
        formatters: dict[str, Any] = self.display_formatter.formatters  # pyright: ignore
        formatters["text/html"].for_type_by_name("matplotlib.figure", "Figure", _figure_html)

    def ask_exit(self) -> None:
        """End a cell that says ``exit()`` as ``sys.exit()`` does."""
        raise SystemExit

    def init_virtualenv(self) -> None:
        """Leave the search path as the kernel's environment has made it."""

    def run(self, code: str) -> dict[str, Any] | None:
        """Run a cell.

        Returns
        -------
        dict or None
            None if it succeeded; otherwise ``text``, what went wrong, and ``line``, where in the
            cell, or None.
        """
        self.fault = None
        result = self.run_cell(code, store_history=True)
        error = result.error_before_exec or result.error_in_exec
        if error is None and self.fault is None and "matplotlib.pyplot" in sys.modules:
            error = self._show_figures()
        if error is not None:
            self._keep(error, "".join(traceback.format_exception(error)))
        return self.fault

    def _show_figures(self) -> Exception | None:
        """Show what a cell has drawn with pyplot and not shown; return what went wrong."""
        from lecture_site.run import pyplot_backend

        try:
            pyplot_backend.show()
        except Exception as error:  # Whatever a drawing raises, the writer is told.
            return error
        return None

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        self._keep(evalue, self.InteractiveTB.stb2text(stb))

    def _keep(self, error: BaseException, text: str) -> None:
        if self.fault is None:
            # What fails while it is shown is caught before it comes back to the cell.
            frames = [
                *traceback.walk_tb(error.__traceback__),
                *reversed([*traceback.walk_stack(None)]),
            ]
            lines = [line for frame, line in frames if frame.f_code.co_filename.startswith(CELL)]
            if isinstance(error, ToldError):
                text = str(error)
            line = lines[0] if lines else getattr(error, "lineno", None)
            self.fault = {"text": text, "line": line}


def _figure_html(figure: Any) -> str:
    from lecture_site.run.pyplot_backend import publish

    return publish(figure)
