"""From a line of a finished page back to the line of its file, where a writer can mend it."""

import unicodedata

from lecture_site.checks.readable import find_fences
from lecture_site.text.placeholders import PLACEHOLDER


def lines_in_source(markdown: list[str], source: list[str]) -> list[int]:
    """Find where the lines of a page's filled Markdown stand in its file.

    The lines of the file's prose come in the same order, their placeholders filled, with cells and
    their outputs between.

    Parameters
    ----------
    markdown : list of str
        The lines of the page.
    source : list of str
        The lines of its file.

    Returns
    -------
    list of int
        For each line of the page its line in the file, from 1; for one that is not in the file that
        of the line before it.
    """
    waiting = [(number, line) for number, line in enumerate(source, start=1) if line.strip()]
    fenced = {
        number for fence in find_fences(markdown) for number in range(fence.first, fence.last + 1)
    }
    places, place, found = [], 1, 0
    for number, line in enumerate(markdown):
        if line.strip() and number not in fenced:
            for k in range(found, len(waiting)):
                if _is_filled(waiting[k][1], line):
                    place, found = waiting[k][0], k + 1
                    break
        places.append(place)
    return places


def _is_filled(source: str, line: str) -> bool:
    """Whether a line of a page is a line of its file with the placeholders filled."""
    source, line = (unicodedata.normalize("NFC", each).rstrip() for each in (source, line))
    first, *rest = (part.strip() for part in PLACEHOLDER.sub("\0", source).split("\0"))
    if not rest:
        return first == line.strip()
    line, last = line.strip(), rest.pop()
    if not line.startswith(first) or not line.endswith(last):
        return False
    place = len(first)
    for part in rest:
        place = line.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return place <= len(line) - len(last)
