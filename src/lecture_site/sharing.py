"""What the site tells those that link to it: a card to show, and a list of its pages."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from figures.social_card import social_card

WORDS = "숫자 하나하나를 직접 검산하며 배웁니다.\n숫자도 그림도 모두 계산한 것입니다."


def shared_files(config: MkDocsConfig) -> list[File]:
    """Make the files that other sites and search engines ask for.

    Parameters
    ----------
    config : MkDocsConfig
        The site's name and address are taken from it.

    Returns
    -------
    list of File
        ``assets/social-card.png`` and ``robots.txt``.
    """
    card = social_card(config.site_name, WORDS)
    robots = f"User-agent: *\nAllow: /\nSitemap: {config.site_url}sitemap.xml\n"
    return [
        File.generated(config, "assets/social-card.png", content=card),
        File.generated(config, "robots.txt", content=robots),
    ]
