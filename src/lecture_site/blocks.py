"""Blocks that may be wider than a phone: code and tables of a page get what their readers need.

Such a block scrolls within itself, by keyboard too; so it can take the focus and has a name. What
highlighting writes around code that it shows in the colour of text is left out.
"""

import re

PLAIN = re.compile(r'<span class="(?:n|o|ow|p|w)">([^<]*)</span>')
"""Names, operators, brackets and space: the theme shows them all in the colour of text."""
CODE = re.compile(r"<pre>(?:<span></span>)?<code>")
TABLE = re.compile(r"(?<![^\n])<table>(.*?)</table>", re.DOTALL)
"""A table written in Markdown begins its line; those of figures stand in a block of their own."""


def finish(html: str) -> str:
    """Give code and tables focus and name, and every table the class of the style sheet.

    Parameters
    ----------
    html : str
        A page's content, outputs included.
    """
    html = PLAIN.sub(r"\1", html)
    html = CODE.sub('<pre><code tabindex="0" role="group" aria-label="코드">', html)
    html = TABLE.sub(
        r'<div class="scroller" tabindex="0" role="group" aria-label="표"><table>\1</table></div>',
        html,
    )
    return html.replace("<table>", '<table class="data">')
