"""Frames of moving figures leave the page, named after what is in them."""

import hashlib
import json

import pytest

from figures.moving.moving import Moving, fill
from figures.picture import picture
from figures.svg.shapes import disc, drawing
from lecture_site.finish.characters import collect_characters
from lecture_site.pages import frames
from lecture_site.support import tree


def moving(words: str) -> Moving:
    still = picture(drawing(40, disc((20, 20), 10), alt="원"))
    return Moving("stepper", still, "", "<p>글</p>", "설명", {"words": words})


def lifted(words: str):
    article = tree.read(f"<div>{moving(words)._repr_html_()}</div><script>1</script>")
    found = list(frames.lift(article, lambda place: f"../{place}"))
    return tree.write(article), found


@pytest.mark.parametrize("words", ["가나다", "</script><b>", "a < b && c"])
def test_frames_are_taken_out_and_their_file_is_named(words):
    page, ((place, content),) = lifted(words)
    assert json.loads(content) == {"words": words}
    digest = hashlib.sha256(content).hexdigest()[:10]
    assert place == f"assets/frames/stepper-{digest}.json"
    assert f'data-frames="../{place}"' in page
    assert "words" not in page
    assert "<script>1</script>" in page


def test_other_frames_have_another_name():
    assert lifted("가")[1][0][0] != lifted("나")[1][0][0]


def test_a_page_without_figures_stays_as_it_is():
    article = tree.read("<p>글</p>")
    assert list(frames.lift(article, str)) == []
    assert tree.write(article) == "<p>글</p>"


def test_until_then_the_fonts_know_what_the_script_may_show():
    assert "갛" in collect_characters([tree.read(moving("갛")._repr_html_())]).text


def test_a_value_that_is_negative_stands_in_parentheses_where_it_must():
    values = {"a": "−1.5", "b": "2.0"}
    assert fill("{a} × {!a} + {!b} + {b|}", values) == "−1.5 × (−1.5) + 2.0 + 2.0"
    with pytest.raises(KeyError):
        fill("{c}", values)
