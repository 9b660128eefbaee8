"""Two clean builds of one commit are the same, byte for byte."""

import re
from itertools import takewhile
from pathlib import Path
from tempfile import gettempdir

import pytest

from conftest import ROOT
from test_build import build

LESSON = r"""
```python
import numpy as np

from backprop.network import forward, lecture_parameters
from backprop.samples import make_samples, study_sleep
from backprop.optimize.surfaces import cost_surface
from backprop.training import train

samples = study_sleep()
log = train(lecture_parameters(4), samples.X, samples.y, iterations=300)
print(make_samples(5, seed=812).X)
```

```python
from keras_labs import regression

run = regression.train(make_samples(200, seed=812), epochs=2)
print(run.history.metrics["loss"], run.predictions[:3].ravel())
```

비용은 {{ log.cost[-1]:.4f }}{으로/로} 줄었습니다. {{ claim(log.cost[-1] < log.cost[0]) }}

$$
\begin{aligned}
\withshape{\AO}{3}{1} &= {{ matrix(log.predictions[-1]) }} \\
\E &= \tfrac12 \sum (y - \AO)^2 = {{ log.cost[-1]:.4f }}
\end{aligned}
$$

```python tags=["hide-input"]
from figures.diagrams.network import network_diagram
from figures.picture import canvas, panels, picture, pictures
from figures.plots.surfaces import draw_contours, draw_relief
from figures.plots.training import draw_training, draw_weights
from figures.table import table

grid = np.linspace(-3, 3, 25)
surface = cost_surface(log.parameters(0), samples.X, samples.y, (0, 1), grid, grid)
drawn = []
for draw, record in [
    (draw_training, log),
    (draw_contours, surface),
    (draw_relief, surface),
]:
    fig, ax = canvas(400, 300)
    draw(ax, record)
    drawn.append(picture(fig, alt=f"그림 {len(drawn) + 1}", caption="그림"))
fig, axes = panels(3)
draw_weights(axes, log, ["공부", "수면"])
drawn.append(picture(fig, alt="그림 4", caption="그림"))
pictures(drawn, caption="그림 넷")
```

```python tags=["hide-input"]
network = lecture_parameters(4), forward(lecture_parameters(4), samples.X)
picture(network_diagram(*network, sample=0), caption="순전파")
```

```python tags=["hide-input"]
table([[1, 0.5], [2, 0.25]], ["$\\X$", "$\\AO$"], formats=["d", ".2f"], caption="표")
```
"""


def test_two_clean_builds_are_the_same_to_the_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In other folders, with other orders of sets, in other time zones, at other times."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764000000")
    sites = []
    for name, seed, zone in [("one", "1", "UTC"), ("another", "2", "Asia/Seoul")]:
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        monkeypatch.setenv("TZ", zone)
        done = build(tmp_path / name, LESSON)
        assert done.returncode == 0, done.stdout + done.stderr
        site = tmp_path / name / "site"
        files = sorted(path for path in site.rglob("*") if path.is_file())
        sites.append({str(path.relative_to(site)): path.read_bytes() for path in files})
    first, second = sites
    assert first.keys() == second.keys()
    assert {"_headers", "search/search_index.json", "lessons/one/index.html"} <= first.keys()
    assert any(name.endswith(".woff2") for name in first)
    differences = [_difference(name, first[name], second[name]) for name in first]
    assert [difference for difference in differences if difference] == []


def test_no_page_shows_a_folder_or_an_address_of_the_machine_that_built_it(site: Path) -> None:
    told = re.compile(
        rf"{re.escape(str(ROOT))}|{re.escape(gettempdir())}/|\bat 0x[0-9a-f]+|ipython-input-"
    )
    patterns = ["**/*.html", "**/*.ipynb", "search/*.json", "sources/**/*.txt"]
    files = [path for pattern in patterns for path in site.glob(pattern)]
    assert len(files) > 10
    found = [(path.name, told.search(path.read_text(encoding="utf-8"))) for path in files]
    assert [(name, match[0]) for name, match in found if match] == []


def _difference(name: str, one: bytes, other: bytes) -> str:
    """Return the place where two versions of a file part, with what stands there; empty if none."""
    if one == other:
        return ""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    around = slice(max(same - 40, 0), same + 40)
    return f"{name}, byte {same}: {one[around]!r} or {other[around]!r}"
