"""Names of files in composed Hangul (NFC), as macOS and others may not write them."""

import unicodedata
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from lecture_site.text.source import LessonError


def compose_names(files: Files, config: MkDocsConfig) -> None:
    """Write the names of the site's files, and those in its navigation, in NFC.

    Parameters
    ----------
    files : Files
        MkDocs' files; those with a name in another form are replaced.
    config : MkDocsConfig
        The site's settings; ``nav`` is replaced.

    Raises
    ------
    LessonError
        If the file system does not know a file by its composed name, as macOS's does.
    """
    config.nav = composed(config.nav)
    for file in list(files):
        uri = composed(file.src_uri)
        if uri == file.src_uri or file.abs_src_path is None:
            continue
        if not (Path(config.docs_dir) / uri).exists():
            raise LessonError(
                f"{file.abs_src_path}: the Hangul of its name is written in single letters (NFD), "
                "as some programs write names, and no link would find it: type the name anew"
            )
        files.remove(file)
        files.append(File.generated(config, uri, abs_src_path=file.abs_src_path))


def composed(value: Any) -> Any:
    """Return text, or a list or mapping of text, in NFC."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [composed(each) for each in value]
    if isinstance(value, dict):
        return {composed(key): composed(each) for key, each in value.items()}
    return value
