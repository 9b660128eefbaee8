"""The frames of moving figures: taken out of the page, and laid beside it for the scripts.

A page stays as light as its still pictures; a script fetches the frames when a figure comes near. A
file's name has a digest of what is in it, so that a browser may keep it for ever.
"""

import hashlib
from collections.abc import Callable, Iterator

from turbohtml import Element

FOLDER = "assets/frames"
FRAMES = 'figure[data-figure] > script[type="application/json"]'


def lift(article: Element, address: Callable[[str], str]) -> Iterator[tuple[str, bytes]]:
    """Take the frames out of a page, and name their files in it.

    Parameters
    ----------
    article : Element
        The page's content; each figure gets ``data-frames``, the address of its file.
    address : callable
        From a file's place within the site to its address as seen from the page.

    Yields
    ------
    tuple of (str, bytes)
        Place within the site, and content.
    """
    for script in article.select(FRAMES):
        figure = script.parent
        if not isinstance(figure, Element):
            continue
        content = script.text.encode()
        digest = hashlib.sha256(content).hexdigest()[:10]
        place = f"{FOLDER}/{figure.attr('data-figure')}-{digest}.json"
        figure.attrs["data-frames"] = address(place)
        script.extract()
        yield place, content
