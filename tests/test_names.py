"""A file is found by its composed name, whichever way its system or mkdocs.yml writes it."""

import unicodedata
from pathlib import Path
from typing import cast

import pytest
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import PluginCollection
from mkdocs.structure.files import File, Files

from lecture_site.text.lesson import LessonError
from lecture_site.text.names import compose_names

NFC = "lessons/경사.md"
NFD = unicodedata.normalize("NFD", NFC)


def files(docs: Path, *names: str) -> tuple[Files, MkDocsConfig]:
    """Files of a site as MkDocs sees them, of which only the first may be there."""
    config = cast("MkDocsConfig", MkDocsConfig())
    config.load_dict({"site_name": "글", "docs_dir": str(docs), "nav": [{"글": [NFD]}]})
    config.plugins = PluginCollection()
    config.plugins._current_plugin = "hooks"
    (docs / names[0]).parent.mkdir(parents=True)
    (docs / names[0]).write_text("글")
    found = [File(name, str(docs), str(docs / "site"), True) for name in names[1:]]
    return Files(found), config


def test_names_are_composed_where_the_file_system_knows_them_so(tmp_path: Path) -> None:
    found, config = files(tmp_path, NFC, NFD, "a.md")
    compose_names(found, config)
    assert config.nav == [{"글": [NFC]}]
    assert sorted(found.src_uris) == ["a.md", NFC]
    assert found.src_uris[NFC].abs_src_path == str(tmp_path / NFD)


def test_a_name_that_no_link_would_find_is_refused(tmp_path: Path) -> None:
    found, config = files(tmp_path, NFD, NFD)
    with pytest.raises(LessonError, match=r"single letters.*type the name anew"):
        compose_names(found, config)
