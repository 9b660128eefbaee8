"""What the site tells those that link to it: a card to show, and a list of its pages."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from lecture_site import keys
from lecture_site.shelf import Shelf

ROOT = Path(__file__).resolve().parents[2]
DRAWING = "from figures.social_card import social_card"
WORDS = "숫자 하나하나를 직접 검산하며 배웁니다.\n숫자도 그림도 모두 계산한 것입니다."


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
    card = _card(config.site_name, shelf)
    robots = f"User-agent: *\nAllow: /\nSitemap: {config.site_url}sitemap.xml\n"
    return [
        File.generated(config, "assets/social-card.png", content=card),
        File.generated(config, "robots.txt", content=robots),
    ]


def _card(title: str, shelf: Shelf) -> bytes:
    """Draw the card, or take it from the shelf."""
    texts = [title, WORDS, keys.environment_digest()]
    key = keys.source_digest(texts, keys.reachable([DRAWING], ROOT / "src"), ROOT)
    card = shelf.get(key)
    if card is None:
        # Matplotlib takes a second to come, so it comes only when there is something to draw.
        from figures.social_card import social_card

        card = social_card(title, WORDS)
        shelf.put(key, card)
    return card
