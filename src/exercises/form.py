"""The form of a question: what a reader fills in, the words for what may come, the hints."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from figures.markup import to_html

NAME = "abcdefghijklmnopqrstuvwxyz0123456789-"


@dataclass(frozen=True, slots=True)
class Form:
    """A question's form.

    Attributes
    ----------
    row : str
        HTML of what is filled in.
    words : list of str
        What is said to the known answers, in the notation of :mod:`figures.markup`.
    hints : list of str
        The hints in their order, in the same notation.
    """

    row: str
    words: list[str]
    hints: list[str]

    @classmethod
    def choices(cls, options: Mapping[str, str], hints: list[str]) -> "Form":
        """Return a form of which one option is chosen."""
        rows = "".join(
            f'<label><input type="radio" name="answer" value="{k}"><span>{to_html(option)}</span>'
            "</label>"
            for k, option in enumerate(options)
        )
        return cls(f'<div class="exercise-options">{rows}</div>', list(options.values()), hints)

    @classmethod
    def lines(cls, lines: Sequence[str], words: list[str], hints: list[str]) -> "Form":
        """Return a form in which lines are moved."""
        rows = "".join(
            f'<li data-line="{k}"><code>{escape(line)}</code>'
            f"{_mover(-1, '↑', f'위로: {line}')}{_mover(1, '↓', f'아래로: {line}')}</li>"
            for k, line in enumerate(lines)
        )
        return cls(f'<ol class="exercise-lines">{rows}</ol>', words, hints)

    @classmethod
    def editor(cls, start: str, words: list[str], hints: list[str]) -> "Form":
        """Return a form in which code is written."""
        rows = start.count("\n") + 2
        return cls(
            f'<textarea class="cell-editor" name="answer" rows="{rows}" spellcheck="false" '
            'autocapitalize="off" aria-label="코드. Ctrl+Enter로 확인합니다.">'
            f"\n{escape(start)}</textarea>",
            words,
            hints,
        )

    def to_html(self, name: str, kind: str, told: str, solution: str) -> str:
        """Write the form.

        Raises
        ------
        ValueError
            If the name cannot be an address, or there are no words for a known answer.
        """
        if not name or {*name} - {*NAME} or name[0].isdigit():
            raise ValueError(
                f"a question's name is its address: small letters, digits and hyphens, got {name!r}"
            )
        if not all(text.strip() for text in [*self.words, *self.hints]):
            raise ValueError(f"{name}: every known answer and every hint needs its words")
        words = "".join(f"<li hidden>{to_html(text)}</li>" for text in self.words)
        hints = "".join(f"<li hidden>{to_html(text)}</li>" for text in self.hints)
        hint = '<button type="button" data-do="hint">힌트</button>' if self.hints else ""
        code = f'<pre class="exercise-solution"><code>{escape(solution)}</code></pre>' * bool(
            solution
        )
        digest = hashlib.sha256("\n".join([told, self.row, words, hints]).encode()).hexdigest()[:8]
        return (
            f'<form class="exercise-form" method="dialog" data-kind="{kind}" data-name="{name}" '
            f"data-digest=\"{digest}\" data-told='{escape(told)}' novalidate>"
            f'<div class="exercise-row">{self.row}</div>'
            f'<div class="exercise-bar"><button>확인</button>{hint}</div>'
            '<div class="exercise-news" role="status"></div>'
            f'<ul class="exercise-words">{words}</ul><ol class="exercise-hints">{hints}</ol></form>'
            f"{code}"
        )


def _mover(step: int, sign: str, label: str) -> str:
    return f'<button type="button" data-move="{step}" aria-label="{escape(label)}">{sign}</button>'
