"""What the commands of this package say on the terminal."""

import logging


def log_to_terminal() -> None:
    """Show what MkDocs and this package log, a line each."""
    logging.basicConfig(format="%(levelname)-7s -  %(message)s", level=logging.INFO)
    for noisy in (
        "mkdocs.mkdocs-jupyter",
        "mkdocs.plugins.mkdocs_jupyter",
        "traitlets",
        "fontTools",
        "watchdog",
    ):
        logging.getLogger(noisy).setLevel(logging.WARNING)
