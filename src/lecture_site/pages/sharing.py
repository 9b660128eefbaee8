"""What the site tells those that link to it: a card to show, a list of its pages, names and words.

The theme writes names and descriptions into tags as they are, so they are made fit for HTML before.
"""

import re
from collections.abc import Iterable
from html import escape, unescape
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File
from mkdocs.structure.nav import Section

from lecture_site.paths import ROOT, SRC
from lecture_site.run import keys
from lecture_site.support.faults import PageFault
from lecture_site.support.shelf import Shelf

DRAWING = "from figures.social_card import social_card"
REPOSITORY = re.compile(r"https?://[^\s/?#\"'<>&]+(?:/[\w.~-]+){2,}")
WORDS = "숫자 하나하나를 직접 검산하며 배웁니다.\n숫자도 그림도 모두 계산한 것입니다."


class RepositoryError(PageFault):
    """The repository's address is none."""


def name_site(config: MkDocsConfig) -> None:
    """Make the site's name and description fit for the theme; an empty address is none."""
    config.site_name = fit(config.site_name)
    config.site_description = fit(config.site_description or "")
    config.site_url = config.site_url or ""


def check_repository(config: MkDocsConfig) -> None:
    """Hold the address of the repository to the form that links to reports are made of.

    Raises
    ------
    RepositoryError
        If it is given, and is none of a repository.
    """
    address = str(config.extra.get("repository") or "").rstrip("/")
    if address and REPOSITORY.fullmatch(address) is None:
        raise RepositoryError(
            f"mkdocs.yml: 'repository' under 'extra' (the variable REPOSITORY) takes an address "
            f"such as https://github.com/owner/name, not {address!r}"
        )
    config.extra["repository"] = address


def name_pages(items: Iterable[StructureItem]) -> None:
    """Make the names that pages and sections have in the navigation fit for the theme."""
    for item in items:
        if item.title:
            item.title = fit(item.title)
        if isinstance(item, Section):
            name_pages(item.children)


def fit(text: object) -> str:
    """Write text as HTML; what is written so already stays.

    Examples
    --------
    >>> fit('a "b" < c'), fit("a &lt; b")
    ('a &quot;b&quot; &lt; c', 'a &lt; b')
    """
    return escape(unescape(str(text)))


def shared_files(config: MkDocsConfig, shelf: Shelf) -> list[File]:
    """Make the files that other sites and search engines ask for.

    Parameters
    ----------
    config : MkDocsConfig
        The site's name and address are taken from it.
    shelf : Shelf
        Where the card is kept.

    Returns
    -------
    list of File
        ``assets/social-card.png`` and ``robots.txt``.
    """
    card = _card(unescape(config.site_name), shelf)
    robots = "User-agent: *\nAllow: /\n"
    if config.site_url:
        robots += f"Sitemap: {config.site_url}sitemap.xml\n"
    return [
        File.generated(config, "assets/social-card.png", content=card),
        File.generated(config, "robots.txt", content=robots),
    ]


def leave_out_map(site: Path, config: MkDocsConfig) -> None:
    """Take out the list of pages if the site has no address: MkDocs writes an empty one."""
    if not config.site_url:
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            (site / name).unlink(missing_ok=True)


def _card(title: str, shelf: Shelf) -> bytes:
    """Draw the card, or take it from the shelf."""
    texts = [title, WORDS, keys.environment_digest()]
    key = keys.source_digest(texts, keys.reachable([DRAWING], SRC), ROOT)
    card = shelf.get(key)
    if card is None:
        # Matplotlib takes a second to come, so it comes only when there is something to draw.
        from figures.social_card import social_card

        card = social_card(title, WORDS)
        shelf.put(key, card)
    return card
