"""A figure that a reader moves, and that is complete without a script.

The cell's output is the still picture with its panel and its table, the controls (which take their
room from the start and are shown by the script), and the frames as JSON. While the site is built
``lecture_site.pages.frames`` takes the JSON out of the page and lays it beside it as a file with a
digest in its name; ``docs/assets/figures.js`` fetches it when the figure comes near.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from figures.markup import to_html
from figures.published import Picture

SLOT = re.compile(r"\{(!?)([^{}]+)\}")
"""A place for a value in a text: ``{name}``, or ``{!name}`` in parentheses if it is negative."""


@dataclass(frozen=True, slots=True, repr=False)
class Moving:
    """A figure of a page that moves.

    Attributes
    ----------
    name : str
        Name of the script in ``docs/assets/figures`` that moves it; also its key in the address.
    still : Picture
        The picture without caption.
    before, behind : str
        HTML above and below the picture: controls, panel, table.
    caption : str
        In the notation of `figures.markup`.
    frames : dict
        What the script needs, fit for JSON.
    """

    name: str
    still: Picture
    before: str
    behind: str
    caption: str
    frames: dict[str, Any]

    def __repr__(self) -> str:
        """Return one short line."""
        return f"<Moving: {self.still.alt}>"

    def _repr_html_(self) -> str:
        text = json.dumps(self.frames, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        data = text.replace("<", "\\u003c")
        return (
            f'<figure class="picture moving" data-figure="{self.name}" id="figure-{self.name}">'
            f"{self.before}{self.still.svg}{self.behind}"
            '<p class="figure-fault" hidden>그림을 움직일 자료를 받지 못했습니다. '
            "아래 값은 그대로 맞습니다. 페이지를 새로 고치면 다시 시도합니다.</p>"
            '<p class="figure-voice" aria-live="polite"></p>'
            f"<figcaption>{to_html(self.caption)}</figcaption>"
            f'<script type="application/json">{data}</script></figure>'
        )


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in the places of a text; a bar behind a name means the first run's own rule.

    Raises
    ------
    KeyError
        If a value is missing.
    """

    def value(match: re.Match[str]) -> str:
        found = values[match[2].removesuffix("|")]
        return f"({found})" if match[1] and found.startswith("−") else found

    return SLOT.sub(value, text)


def buttons(names: Mapping[str, str]) -> str:
    """Return buttons: what each does, and its Korean name."""
    return "".join(
        f'<button type="button" data-do="{key}">{escape(name)}</button>'
        for key, name in names.items()
    )


def choices(key: str, legend: str, options: Sequence[tuple[str, str]]) -> str:
    """Return a group of which one is chosen, the first at the start.

    Parameters
    ----------
    key : str
        Name in the state.
    legend : str
        Name for the reader.
    options : sequence of (str, str)
        Value in the state, and what the reader sees.
    """
    inputs = "".join(
        f'<label><input type="radio" name="{key}" value="{value}"'
        f"{' checked' if not k else ''}><span>{escape(label)}</span></label>"
        for k, (value, label) in enumerate(options)
    )
    return f'<fieldset class="figure-choice"><legend>{escape(legend)}</legend>{inputs}</fieldset>'


def slider(key: str, label: str, last: int, value: int = 0) -> str:
    """Return a slider over an index from 0 to `last`; the script says what each value means."""
    return (
        f'<input type="range" name="{key}" min="0" max="{last}" step="1" value="{value}" '
        f'aria-label="{escape(label)}">'
    )


def controls(label: str, *parts: str) -> str:
    """Return the controls of a figure as one group."""
    inside = "".join(parts)
    return f'<div class="figure-controls" role="group" aria-label="{escape(label)}">{inside}</div>'
