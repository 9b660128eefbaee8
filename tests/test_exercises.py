"""Questions: each is graded as its writer says, in Python and in a reader's browser."""

import json
import re
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page, Route, expect

from backprop.activations import sigmoid
from conftest import ROOT, put_code
from exercises import choose, number, order, write
from exercises.grading import grade
from exercises.task import Task
from lecture_site.pages.questions import attach
from lecture_site.support import tree
from lecture_site.support.tree import HtmlError
from moving_pages import drag_by_finger

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LESSONS = sorted(path.stem for path in (ROOT / "docs" / "lessons").glob("*.md"))
MINUTE = 60_000


def slope(a):
    return a * (1 - a)  # blank


def sigmoid_twice(a):
    """시그모이드를 두 번 지났습니다."""
    return sigmoid(a) * (1 - sigmoid(a))


def halved(a):
    """절반입니다."""
    return a * (1 - a) / 2


CASES = [(np.array([0.2, 0.9]),), (np.array([0.5]),)]


def truth(a):
    return a - a * a


def task_of(exercise) -> Task:
    return Task.read(exercise.told["task"])


def test_a_function_is_graded_by_what_it_returns() -> None:
    task = task_of(write("slope", slope, [sigmoid_twice, halved], cases=CASES, truth=truth))
    assert grade(task, "def slope(a):\n    return ___") == {"blank": 2}
    assert grade(task, "x = '___'").get("missing")
    assert grade(task, "def slope(a):\n    return a - a * a")["passed"]
    assert grade(task, "def slope(x):\n    return x * (1 - x) * .5")["wrong"] == 1
    told = grade(task, "def slope(a):\n    return a.sum()")
    assert told["case"]["inputs"] == ["a = [0.5]"]
    assert told["case"]["shapes"] == ["()", "(1,)"]
    assert "wrong" not in told
    with pytest.raises(ZeroDivisionError):
        grade(task, "def slope(a):\n    return 1 // 0")


def test_an_argument_that_is_changed_in_place_does_no_harm() -> None:
    task = task_of(write("slope", slope, [halved], cases=CASES, truth=truth))
    assert grade(task, "def slope(a):\n    b = a.copy()\n    a *= 0\n    return b - b * b")[
        "passed"
    ]


def test_what_a_reader_begins_with_has_a_gap_or_the_fault() -> None:
    gap = write("slope", slope, [sigmoid_twice], cases=CASES, truth=truth)
    assert "import numpy as np" in gap.form.row
    assert "def slope(a):\n    return ___\n" in gap.form.row
    assert gap.solution == "def slope(a):\n    return a * (1 - a)"
    mend = write("slope", slope, [halved], cases=CASES, truth=truth, start=sigmoid_twice)
    assert "def slope(a):\n    return sigmoid(a)" in mend.form.row
    assert "두 번" not in mend.form.row


ones = np.ones(2)


def slope_of_ones(a):
    return (np.ones(a.shape) - a) * a  # blank


def test_an_attribute_is_no_name_of_the_page() -> None:
    write("slope", slope_of_ones, [halved], cases=CASES, truth=truth)


def same_as_halved(a):
    """같은 값입니다."""
    return halved(a)


def right(a):
    """옳습니다."""
    return a - a * a


def no_words(a):
    return a


def not_true(a):
    return a * 2  # blank


def no_gap(a):
    return a * (1 - a)


@pytest.mark.parametrize(
    ("solution", "wrong", "said"),
    [
        (slope, [halved, same_as_halved], "uses halved"),
        (slope, [right], "not told from the solution"),
        (slope, [halved, halved], "not told from another"),
        (not_true, [slope], "the truth is"),
        (no_gap, [halved], "nothing to fill in"),
    ],
)
def test_a_faulty_exercise_is_refused(solution, wrong, said) -> None:
    with pytest.raises(ValueError, match=said):
        write("slope", solution, wrong, cases=CASES, truth=truth)


def test_a_thought_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="needs its words"):
        write("slope", slope, [no_words], cases=CASES, truth=truth)._repr_html_()


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: number("a", 1, {1.2: "가"}, within=0.1), "too near"),
        (lambda: number("a", 1, within=-1), "negative"),
        (lambda: number("a", 1, within=float("nan")), "negative"),
        (lambda: number("a", 1 / 3), "within="),
        (lambda: number("A b", 1)._repr_html_(), "small letters"),
        (lambda: number("a", 1, {2: " "})._repr_html_(), "words"),
        (lambda: choose("a", {"가": "나"}, "가"), "two or more"),
        (lambda: choose("a", {"가": "나", "다": "라"}, "마"), "two or more"),
        (lambda: order("a", ["x", "y"], {(0, 1): "가"}), "three or more"),
        (lambda: order("a", ["x", "y", "z"], {(1, 0): "가"}), "right order"),
    ],
)
def test_a_faulty_question_is_refused(made, said) -> None:
    with pytest.raises(ValueError, match=said):
        made()


def test_the_other_sign_is_known() -> None:
    assert number("a", 2).told["wrong"] == [-2]
    assert number("a", 0).told["wrong"] == []


FOLD = '<details class="question"><summary>얼마?</summary><p>둘.</p></details>'
CELL = '<div class="cell cell--exercise"><div class="cell-output">{}</div></div>'


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (FOLD + CELL.format("<pre>2</pre>"), "ends with number"),
        ("<p>글</p>" + CELL.format(number("a", 2)._repr_html_()), "has no words"),
        (2 * (FOLD + CELL.format(number("a", 2)._repr_html_())), "two questions"),
    ],
)
def test_a_form_without_its_question_is_refused(html, said) -> None:
    with pytest.raises(HtmlError, match=said):
        attach(tree.read(html), "lesson", can_run=True)


def test_without_python_code_is_not_asked_for() -> None:
    html = write("slope", slope, [halved], cases=CASES, truth=truth)._repr_html_()
    article = tree.read(FOLD + CELL.format(html))
    attach(article, "lesson", can_run=False)
    assert article.select_one("form") is None
    assert article.select_one("section details .highlight") is not None


@pytest.fixture
def page(reader: Page) -> Page:
    return reader


def visit(page: Page, address: str) -> None:
    """Open a page of questions, and wait until what grades them is there."""
    page.goto(address)
    page.locator(".exercise-form").last.and_(page.locator("[data-checked]")).wait_for(
        state="attached"
    )


def checked(section: Locator) -> str:
    """Press the button; return what is said."""
    form = section.locator("form")
    before = int(form.get_attribute("data-checked") or 0)
    section.get_by_role("button", name="확인").click()
    section.locator(f'form[data-checked="{before + 1}"]').wait_for(state="attached")
    return " ".join(section.locator(".exercise-news").inner_text().split())


def words_of(section: Locator) -> list[str]:
    texts = section.locator(".exercise-words > li").evaluate_all(
        "all => all.map(x => x.textContent)"
    )
    return [" ".join(text.split()) for text in texts]


def judged(section: Locator) -> list[str]:
    """Answer a question in every way that its writer thought of; return what is wrong."""
    form = section.locator("form")
    told = json.loads(form.get_attribute("data-told") or "")
    kind, words = form.get_attribute("data-kind"), words_of(section)
    plain = [re.sub(r"\s", "", each) for each in words]
    faults = []

    def expect(answer: str, wanted: str) -> None:
        said = re.sub(r"\s", "", checked(section))
        if not said.startswith(re.sub(r"\s", "", wanted)):
            faults.append(f"{form.get_attribute('data-name')}: {answer}: {said} for {wanted}")

    if len({*plain}) != len(plain):
        faults.append(f"the same words twice: {words}")
    if kind == "number":
        field = section.locator("input")
        expect("nothing", "먼저 답을")
        field.fill("둘")
        expect("둘", "숫자로")
        for value, said in zip(told["wrong"], words, strict=True):
            field.fill(repr(value))
            expect(repr(value), said)
        # What is said beside the field is what is graded by, on both sides.
        shown = re.search(r"±([\d.]+)까지 맞습니다", section.locator(".exercise-row").inner_text())
        within, right = Decimal(shown[1] if shown else 0), Decimal(repr(told["answer"]))
        far = Decimal("1.01") * within + Decimal("1e-8") * max(
            1, *(abs(Decimal(repr(each))) for each in (told["answer"], *told["wrong"]))
        )
        for side in (-1, 1):
            field.fill(f"{right + side * within:f}")
            expect("just near enough", "맞습니다.")
            field.fill(f"{right + side * far:f}")
            if checked(section).startswith("맞습니다."):
                faults.append(f"{told}: what is further off than {within} is right")
        field.fill(repr(told["answer"]))
        expect("the answer", "맞습니다.")
    elif kind == "choose":
        expect("nothing", "먼저 하나를")
        for k, said in enumerate(words):
            section.locator("input").nth(k).check()
            expect(said, ("맞습니다." if k == told["answer"] else "") + said)
    elif kind == "order":
        count = section.locator("li[data-line]").count()
        orders = [
            p
            for p in permutations(range(count))
            if all(p.index(a) < p.index(b) for a, b in told["before"])
        ]
        said = checked(section)
        if said not in words:
            faults.append(f"the first order: {said}")
        for place, line in enumerate(orders[0]):
            row = section.locator(f'li[data-line="{line}"]')
            while row.evaluate("row => [...row.parentElement.children].indexOf(row)") > place:
                row.get_by_role("button", name="위로").click()
        expect("the order", "맞습니다.")
    else:
        task, editor = Task.read(told["task"]), section.locator("textarea")
        start = editor.input_value()
        said = checked(section)
        if "맞습니다." in said:
            faults.append("what one begins with is right")
        for source, wanted in zip(task.wrong, words, strict=True):
            put_code(section, f"{task.imports}\n{source}")
            expect(source, wanted)
        section.get_by_role("button", name="처음으로").click()
        if editor.input_value() != start:
            faults.append("the first code does not come back")
        put_code(section, f"{task.imports}\n{task.solution}")
        expect("the solution", "맞습니다.")
    return faults


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_question_of_a_lesson_grades_as_it_says(page, lesson) -> None:
    visit(page, f"/lessons/{lesson}/")
    sections = page.locator(".exercise").all()
    assert len(sections) >= 3
    assert [fault for section in sections for fault in judged(section)] == []


def test_a_number_is_graded_by_the_distance_that_is_said(browser) -> None:
    """On a page with one question: what is said beside the field decides, to the last digit."""
    asked = number("near", 1.2, {3: "셋입니다."}, within=0.000005)
    article = tree.read(FOLD + CELL.format(asked._repr_html_()))
    attach(article, "lesson", can_run=False)
    assets = ROOT / "docs" / "assets"
    html = (
        f"<!doctype html><title>문제</title>{tree.write(article)}"
        "<script type=module src=/assets/exercises.js></script>"
    )

    def answer(route: Route) -> None:
        place = urlsplit(route.request.url).path.removeprefix("/assets/")
        if place == "/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif (assets / place).is_file():
            route.fulfill(path=assets / place, content_type="text/javascript")
        else:
            route.fulfill(status=404)

    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/*", answer)
        visit(page, "http://site.test/")
        section = page.locator(".exercise")
        assert "±0.000005까지 맞습니다" in section.locator(".exercise-row").inner_text()
        for text, said in {
            "1.2000051": "아닙니다.",
            "1.1999949": "아닙니다.",
            "3.000005": "셋입니다.",
            "-1.200005": "크기는 맞고",
            "1.200005": "맞습니다.",
            "1.199995": "맞습니다.",
            "6/5": "맞습니다.",
        }.items():
            section.locator("input").fill(text)
            assert checked(section).startswith(said), text


LESSON = "/lessons/backpropagation/"


def lines_of(section: Locator) -> list[str]:
    return section.locator("li[data-line]").evaluate_all("all => all.map(e => e.dataset.line)")


def middle_of(section: Locator, line: str) -> tuple[float, float]:
    box = section.locator(f'li[data-line="{line}"] .exercise-handle').bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 44
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_lines_are_dragged_by_their_handles(page) -> None:
    visit(page, LESSON)
    section = page.locator("#question-order-of-a-step")
    section.scroll_into_view_if_needed()
    first, second, third, last = lines_of(section)
    news = section.locator(".exercise-news")

    def take(line: str, to: str) -> None:
        page.mouse.move(*middle_of(section, line))
        page.mouse.down()
        page.mouse.move(*middle_of(section, to), steps=8)

    take(first, third)
    assert lines_of(section) == [second, third, first, last]
    expect(news).not_to_contain_text("번째 줄")
    page.mouse.up()
    expect(news).to_have_text("3번째 줄로 옮겼습니다.")
    take(last, second)
    assert lines_of(section) == [last, second, third, first]
    page.keyboard.press("Escape")
    assert lines_of(section) == [second, third, first, last]
    expect(news).to_have_text("옮기지 않았습니다. 4번째 줄 그대로입니다.")
    page.mouse.up()
    assert lines_of(section) == [second, third, first, last]
    take(third, third)
    page.mouse.up()
    expect(news).to_have_text("2번째 줄 그대로입니다.")
    take(second, last)
    page.mouse.move(2, 2)  # Beyond the list it stays at the end of it.
    assert lines_of(section) == [second, third, first, last]
    page.mouse.up()
    assert section.locator(".is-held").count() == 0
    styles = section.locator("li[data-line]").evaluate_all("all => all.map(e => e.style.transform)")
    assert not any(styles)
    section.locator(f'li[data-line="{last}"]').get_by_role("button", name="위로").click()
    assert lines_of(section) == [second, third, last, first]


def test_a_finger_on_a_handle_moves_the_line_and_elsewhere_the_page(browser, address) -> None:
    with browser.new_context(
        base_url=address,
        viewport={"width": 320, "height": 640},
        has_touch=True,
        reduced_motion="reduce",
    ) as context:
        page = context.new_page()
        visit(page, LESSON)
        section = page.locator("#question-order-of-a-step")
        lines = section.locator("ol.exercise-lines")
        lines.evaluate("list => list.scrollIntoView({ block: 'center' })")
        first, second, *others = lines_of(section)
        before = page.evaluate("scrollY")
        way = middle_of(section, second)[1] - middle_of(section, first)[1]
        line = '#question-order-of-a-step li[data-line="{}"]'
        drag_by_finger(page, f"{line.format(first)} .exercise-handle", (0, way))
        assert lines_of(section) == [second, first, *others]
        assert page.evaluate("scrollY") == before
        expect(section.locator(".exercise-news")).to_have_text("2번째 줄로 옮겼습니다.")
        assert page.evaluate("document.getAnimations().length") == 0
        drag_by_finger(page, f"{line.format(second)} code", (0, -60))
        for _ in range(50):
            page.wait_for_timeout(20)
        assert page.evaluate("scrollY") > before
        assert lines_of(section) == [second, first, *others]


def test_the_answer_opens_after_three_tries_or_success(page) -> None:
    visit(page, LESSON)
    section = page.locator("#question-sigmoid-twice")
    summary, fold = section.locator("summary"), section.locator("details")
    for count in range(3):
        summary.click()
        assert f"지금까지 {count}번" in section.locator(".exercise-news").inner_text()
        assert fold.get_attribute("open") is None
        section.locator("input").fill("7")
        checked(section)
    summary.click()
    assert fold.get_attribute("open") is not None
    other = page.locator("#question-nothing-to-add")
    other.locator("input").fill("−0")
    assert checked(other).startswith("맞습니다.")
    assert other.locator("details").get_attribute("open") is not None


def test_an_answer_before_the_grader_has_come_is_not_lost(page) -> None:
    waiting: list[Route] = []
    page.route("**/exercises/questions.js", lambda route: waiting.append(route))
    page.goto(LESSON)
    section = page.locator("#question-nothing-to-add")
    section.locator("input").fill("0")
    section.get_by_role("button", name="확인").click()
    while not waiting:
        page.wait_for_timeout(50)
    waiting[0].continue_()
    section.get_by_text("맞습니다.", exact=True).wait_for()


def test_hints_come_one_at_a_time(page) -> None:
    visit(page, LESSON)
    section = page.locator("#question-sigmoid-twice")
    hints = section.locator(".exercise-hints > li:visible")
    button = section.get_by_role("button", name="힌트")
    assert hints.count() == 0
    button.click()
    assert hints.count() == 1
    button.click()
    assert hints.count() == 2
    assert not button.is_visible()


def test_answers_are_kept_listed_taken_along_and_deleted(page, tmp_path) -> None:
    visit(page, LESSON)
    section = page.locator("#question-nothing-to-add")
    section.locator("input").fill("0")
    checked(section)
    visit(page, LESSON)
    assert section.locator("input").input_value() == "0"
    assert "전에 맞힌" in section.locator(".exercise-news").inner_text()
    page.goto("/questions/")
    done = page.locator('.question-list a[data-state="done"]')
    expect(done).to_have_count(1)
    assert re.fullmatch(r"역전파.*, 문제 \d: 맞혔습니다", done.text_content() or "")
    with page.expect_download() as download:
        page.get_by_role("button", name="기록 내보내기").click()
    kept = tmp_path / "kept.json"
    download.value.save_as(kept)
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="기록 지우기").click()
    expect(done).to_have_count(0)
    chooser = page.locator('input[type="file"]')
    for bad in ("{", "[1]", "null"):
        (tmp_path / "bad.json").write_text(bad)
        chooser.set_input_files(tmp_path / "bad.json")
        page.get_by_text("내보낸 기록이 아니어서").wait_for()
    chooser.set_input_files(kept)
    page.get_by_text("가져왔습니다.").wait_for()
    expect(done).to_have_count(1)


def test_a_question_that_has_changed_says_so(page) -> None:
    visit(page, LESSON)
    section = page.locator("#question-nothing-to-add")
    section.locator("input").fill("0")
    checked(section)
    page.evaluate(
        "Object.keys(localStorage).filter(key => key.startsWith('questions')).forEach(key =>"
        ' localStorage.setItem(key, localStorage.getItem(key).replace(/"digest":"/g, \'$&x\')))'
    )
    visit(page, LESSON)
    assert "바뀌었습니다" in section.locator(".exercise-news").inner_text()
    page.goto("/questions/")
    expect(page.locator('.question-list a[data-state="changed"]')).to_have_count(1)


@pytest.mark.parametrize("stored", ["{", "[]", '{"backpropagation/nothing-to-add": 5}', "7"])
def test_a_spoilt_record_harms_nothing(page, stored) -> None:
    page.goto("/questions/")
    page.evaluate(f"localStorage.setItem('questions /', {stored!r})")
    visit(page, LESSON)
    section = page.locator("#question-nothing-to-add")
    section.locator("input").fill("0")
    assert checked(section).startswith("맞습니다.")


def test_an_endless_answer_is_stopped_and_python_lives_on(page) -> None:
    visit(page, LESSON)
    section = page.locator("#question-output-sensitivity")
    put_code(section, "def output_sensitivity(y, A_O):\n    while True:\n        pass")
    assert "2행: 이 줄의 반복문이" in checked(section)
    put_code(section, "def output_sensitivity(y, A_O):\n    return -(y - A_O) * A_O * (1 - A_O)")
    assert checked(section).startswith("맞습니다.")


def test_without_webassembly_numbers_are_graded_and_code_is_compared_by_hand(page) -> None:
    page.add_init_script("delete globalThis.WebAssembly")
    visit(page, LESSON)
    section = page.locator("#question-nothing-to-add")
    section.locator("input").fill("0")
    assert checked(section).startswith("맞습니다.")
    code = page.locator("#question-output-sensitivity")
    assert "실행하지 못합니다" in checked(code)
    code.locator("summary").click()
    assert code.locator("details").get_attribute("open") is not None


def test_without_scripts_there_are_questions_and_answers(browser, address) -> None:
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(LESSON)
        section = page.locator("#question-sigmoid-twice")
        assert not section.locator("form").is_visible()
        section.locator("summary").click()
        assert section.get_by_text("이미 시그모이드를 지난 값이므로").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_questions_are_operable_and_named(browser, address, scheme) -> None:
    with browser.new_context(
        base_url=address, color_scheme=scheme, viewport={"width": 320, "height": 700}
    ) as context:
        page = context.new_page()
        visit(page, LESSON)
        for section in page.locator(".exercise").all():
            section.get_by_role("button", name="확인").click()
            for button in section.get_by_role("button").all():
                box = button.bounding_box()
                assert box is not None
                assert min(box["width"], box["height"]) >= 44
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run('.exercise', {resultTypes: ['violations']})")
        assert [(each["id"], json.dumps(each["nodes"])[:300]) for each in found["violations"]] == []


def test_the_list_has_every_question(site: Path) -> None:
    listed = BeautifulSoup((site / "questions" / "index.html").read_text("utf-8"), "html.parser")
    keys = [link["data-key"] for link in listed.select(".question-list a")]
    asked = [
        str(section["data-key"])
        for lesson in LESSONS
        for section in BeautifulSoup(
            (site / "lessons" / lesson / "index.html").read_text("utf-8"), "html.parser"
        ).select(".exercise")
    ]
    assert sorted(map(str, keys)) == sorted(asked)
