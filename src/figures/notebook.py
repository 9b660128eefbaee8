"""Figures outside the site: in Jupyter and Colab each output brings its colours along.

On the site the page's style sheet has them. In Colab every output is a document of its own.
"""

import sys

from figures.moving.moving import Moving
from figures.notation import COLOURS
from figures.published import Picture, Pictures
from figures.table import Table

STYLE = (
    "<style>:root,[data-mime-type]{"
    + "".join(f"--c-{token}:{colour.light};" for token, colour in COLOURS.items())
    + "}.picture,.pictures{margin:1em 0;background:var(--c-paper);color:var(--c-ink);"
    "font-family:Pretendard,'Noto Sans KR','Apple SD Gothic Neo','Malgun Gothic',sans-serif}"
    ".picture svg{max-width:100%;height:auto}figcaption,caption{text-align:left}"
    # What moves on the site needs the site's scripts.
    ".figure-controls,.figure-voice{display:none}</style>"
)


def styled(html: str) -> str:
    """Return the HTML of an output with the course's colours before it."""
    return STYLE + html


def show_in_notebooks() -> None:
    """Show figures and tables in their colours from now on; does nothing outside IPython."""
    ipython = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    if shell is None:
        return
    html = shell.display_formatter.formatters["text/html"]
    for kind in (Picture, Pictures, Table, Moving):
        html.for_type(kind, lambda shown: styled(shown._repr_html_()))
