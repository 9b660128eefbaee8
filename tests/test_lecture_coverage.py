"""Everything the lecture holds is worked out on the site: each of its parts, and where."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

LESSON = "lessons/{}/index.html"
# Part of the lecture, its page and section (all of the page if empty), and what is found there:
# text, a tag, or one of several parted by |. Digits are those the lecture prints.
PARTS = [
    ("L01 videos", "references", "", ["3Blue1Brown", "Welch Labs", "Neural Networks Demystified"]),
    ("L01 title and map", "index", "", ["역전파", "경사하강법", "<svg"]),
    ("L02 one node", "neural-network", "one-node", ["가중합", "활성", "시그모이드"]),
    ("L02 n features", "neural-network", "n-features", ["편향", "<math", "<svg"]),
    ("L02 layers", "neural-network", "three-layers", ["입력층", "은닉층", "출력층", "<svg"]),
    ("L03 steps", "learning-algorithm", "seven-steps", ["<ol|1단계", "<svg"]),
    ("L03 right loop", "learning-algorithm", "not-step-two", ["3~6단계", "<svg"]),
    ("L04 loss and cost", "learning-algorithm", "loss-and-cost", ["손실", "비용", "<math"]),
    ("L04 MSE", "learning-algorithm", "mean-squared-error", ["<math", "MSE"]),
    ("L04 cross-entropy", "classification-loss", "cross-entropy", ["<math", "<svg", "오차의 제곱"]),
    ("L04 when", "learning-algorithm", "which-loss", ["회귀", "분류"]),
    ("L04 price", "learning-algorithm", "price", ["데이터", "시간", "조율"]),
    ("L05 two jobs", "backpropagation", "two-jobs", ["경사하강법", "방향", "기울기"]),
    ("L06 data", "study-sleep-example", "data", ["56", "20", "47", "<math"]),
    ("L06 normalized", "study-sleep-example", "normalization", ["0.35714286", "0.83928571"]),
    ("L07 weights", "study-sleep-example", "initialization", ["2.48783189", "seed(812)"]),
    ("L07 product", "neural-network", "matrix-product", ["l", "<svg", "<math"]),
    ("L08 forward", "study-sleep-example", "forward", ["0.21945787", "hidden_sum", "output_sum"]),
    ("L08 errors", "study-sleep-example", "all-samples", ["<math", "<samp"]),
    ("L09 why low", "study-sleep-example", "why-low", ["가중치", "<svg|<table"]),
    ("L09 which way", "study-sleep-example", "sign-of-each-path", ["부호", "<math", "<table|<svg"]),
    ("L10 nine dimensions", "gradient-descent", "nine-dimensions", ["<svg", "θ"]),
    ("L10 surface", "gradient-descent", "the-rule", ["<svg", "<math"]),
    ("L11 rate", "gradient-descent", "learning-rate", ["<svg", "발산"]),
    ("L11 convex", "gradient-descent", "convex", ["볼록", "전역", "<svg"]),
    ("L11 saddle", "gradient-descent", "saddle-point", ["안장점", "<svg"]),
    ("L11 starts", "gradient-descent", "several-starts", ["<svg"]),
    ("L12 w2", "backpropagation", "output-weights", ["<math", "<mtable"]),
    ("L12 w1", "backpropagation", "hidden-layer", ["<math", "<mtable", "<svg"]),
    ("L13 code", "backpropagation", "in-code", ["output_error", "output_delta", "hidden_delta"]),
    ("L13 step", "backpropagation", "one-step", ["새 w1", "새 w2"]),
    ("L14 transpose", "backpropagation", "why-transpose", ["전치", "<svg", "<math"]),
    ("L15 log", "training", "log", ["EPOCH 1-", "EPOCH 5-", "EPOCH 10000-", "0.195235153975487"]),
    ("L15 curve", "training", "learning-curve", ["<svg"]),
    ("L15 predictions", "training", "predictions", ["<svg", "목표값"]),
    ("L15 weights", "training", "weights", ["<svg"]),
    ("L16 role", "optimizers", "what-it-decides", ["옵티마이저"]),
    ("L16 batches", "batches", "batches", ["미니배치", "확률적"]),
    ("L16 one contour", "batches", "same-work", ["<svg"]),
    ("L16 pros and cons", "batches", "pros-and-cons", ["장점", "단점", "<table"]),
    *(
        ("L17 " + name, page, name, ["<math", "def "])
        for page, names in (
            ("optimizers", ("momentum", "rmsprop", "adam")),
            ("second-order", ("newton", "bfgs")),
        )
        for name in names
    ),
    ("L17 race", "optimizers", "race", ["재생", "<button", "<svg"]),
    ("L17 evaluations", "second-order", "evaluations", ["<table"]),
    ("L18 given", "two-by-two", "setting", ["0.05", "0.55", "0.35"]),
    ("L18 forward", "two-by-two", "forward", ["<math", "<svg"]),
    ("L18 errors", "two-by-two", "errors", ["<math"]),
    ("L18 weights", "two-by-two", "output-weights", ["<math"]),
    ("L19 two paths", "two-by-two", "two-paths", ["<math", "<svg"]),
    ("L18 input weights", "two-by-two", "hidden-weights", ["<math"]),
    ("L18 update", "two-by-two", "update", ["손실", "E:", "w8:"]),
    ("L20 load", "keras-regression", "load", ["n = 1000", "uniform(1, 8"]),
    ("L20 define", "keras-regression", "define", ["Dense(3", "Dense(1", "sigmoid"]),
    ("L20 compile", "keras-regression", "compile", ["sgd|SGD", "mse", "mae"]),
    ("L20 fit", "keras-regression", "fit", ["epochs=50", "dict_keys", "<svg"]),
    ("L20 evaluate", "keras-regression", "evaluate", ["evaluate"]),
    ("L21 parity", "keras-regression", "parity", ["GradientTape", "set_weights"]),
    ("L22 pictures", "fashion-mnist", "load", ["60000", "10000", "255", "<img|<image"]),
    ("L23 model", "fashion-mnist", "define", ["7,850", "Flatten", "softmax"]),
    ("L23 compile", "fashion-mnist", "compile", ["adam", "sparse_categorical_crossentropy"]),
    ("L23 fit", "fashion-mnist", "fit", ["epochs=10", "validation", "<svg"]),
    ("L24 test", "fashion-mnist", "evaluate", ["0.4513", "0.8429"]),
    ("L24 one prediction", "fashion-mnist", "one-prediction", ["<svg"]),
    ("L24 confusion", "fashion-mnist", "confusion", ["<table", "<img|<image"]),
    ("L24 templates", "fashion-mnist", "templates", ["<img|<image"]),
    *(
        ("L25 " + name, "review", name, ["<details"])
        for name in ("initial-weights", "forward", "loss", "gradient", "optimizer")
    ),
    ("L26 left empty", "references", "left-empty", ["<a"]),
    ("L26 sources", "references", "", ["Rumelhart", "Kingma", "Polyak", "Xiao"]),
]


def address(page: str) -> str:
    if page == "index":
        return "index.html"
    return f"{page}/index.html" if page in ("review", "references") else LESSON.format(page)


def section(article: Tag, anchor: str) -> str:
    """The HTML from a heading to the next one of its level."""
    if not anchor:
        return str(article)
    heading = article.find(id=anchor)
    assert isinstance(heading, Tag), f"no heading #{anchor}"
    parts = []
    for following in heading.next_siblings:
        if isinstance(following, Tag):
            if re.fullmatch(r"h[1-6]", following.name) and following.name <= heading.name:
                break
            parts.append(str(following))
    return "".join(parts)


@pytest.mark.parametrize(("part", "page", "anchor", "found"), PARTS, ids=[p[0] for p in PARTS])
def test_a_part_of_the_lecture_has_its_place(
    site: Path, part: str, page: str, anchor: str, found: list[str]
) -> None:
    soup = BeautifulSoup((site / address(page)).read_text("utf-8"), "html.parser")
    article = soup.select_one("article")
    assert article is not None
    html = section(article, anchor)
    text = BeautifulSoup(html, "html.parser").get_text()
    for alternatives in found:
        places = [
            (html if each.startswith("<") else text).count(each) for each in alternatives.split("|")
        ]
        assert any(places), f"{part}: {alternatives} is not in {page}#{anchor}"


def test_every_row_of_the_lecture_is_looked_for() -> None:
    rows = {part.split()[0] for part, *_ in PARTS}
    assert rows == {f"L{number:02}" for number in range(1, 27)}
