// Lines that a reader puts in order: by the buttons of each, or by a handle that a pointer drags.

const EDGE = 72;
const PACE = 8;
const SLIDE_MS = 140;
const HALVES = 2;

const slide = (line, from) => {
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches)
    line.animate([{ transform: `translateY(${from}px)` }, { transform: "none" }], SLIDE_MS);
};

// The handle is for pointers alone: what it does the buttons do too. While it is held its line follows, and the
// others, which it passes, change places with it; the line itself stays where it is in the page, or it would be lost
// to the pointer. `say` is told what has become of it.
function drag(list, line, say) {
  const handle = Object.assign(document.createElement("span"), { className: "exercise-handle" });
  handle.setAttribute("aria-hidden", "true");
  let grip;

  const place = () => [...list.children].indexOf(line) + 1;

  const follow = () => {
    const most = list.clientHeight - line.offsetHeight;
    const wanted = grip.y - grip.within - list.getBoundingClientRect().top;
    const top = Math.min(Math.max(wanted, 0), most);
    const pass = (other, isAbove) => {
      const from = other.offsetTop;
      if (isAbove) line.after(other);
      else line.before(other);
      slide(other, from - other.offsetTop);
    };
    const middle = (other) => other.offsetTop + other.offsetHeight / HALVES;
    for (let other; (other = line.previousElementSibling) && top < middle(other); ) pass(other, true);
    for (let other; (other = line.nextElementSibling) && top + line.offsetHeight > middle(other); ) pass(other, false);
    grip.by = top - line.offsetTop;
    line.style.transform = `translateY(${grip.by}px)`;
  };

  // At the edge of the screen the page goes on below the line, as far as there are lines.
  const scroll = () => {
    if (!grip) return;
    const { top, bottom } = list.getBoundingClientRect();
    const isUp = grip.y < EDGE && top < EDGE;
    const isDown = grip.y > innerHeight - EDGE && bottom > innerHeight - EDGE;
    if (isUp || isDown) {
      scrollBy({ top: isUp ? -PACE : PACE, behavior: "instant" });
      follow();
    }
    requestAnimationFrame(scroll);
  };

  const end = (isKept) => {
    if (!grip) return;
    const { before, by, first } = grip;
    grip = undefined;
    removeEventListener("keydown", leave, true);
    line.classList.remove("is-held");
    line.style.transform = "";
    if (isKept) slide(line, by);
    else list.append(...before);
    if (!isKept) say(`옮기지 않았습니다. ${first}번째 줄 그대로입니다.`);
    else say(place() === first ? `${first}번째 줄 그대로입니다.` : `${place()}번째 줄로 옮겼습니다.`);
  };

  const leave = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    end(false);
  };

  handle.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const within = event.clientY - line.getBoundingClientRect().top;
    grip = { y: event.clientY, within, by: 0, before: [...list.children], first: place() };
    line.classList.add("is-held");
    addEventListener("keydown", leave, true);
    scroll();
  });
  handle.addEventListener("pointermove", (event) => {
    if (!grip || !handle.hasPointerCapture(event.pointerId)) return;
    grip.y = event.clientY;
    follow();
  });
  handle.addEventListener("pointerup", () => end(true));
  for (const lost of ["pointercancel", "lostpointercapture"]) handle.addEventListener(lost, () => end(false));
  line.prepend(handle);
}

export function order(question) {
  const list = question.form.querySelector("ol.exercise-lines");
  const lines = () => [...list.children];
  const numbers = () => lines().map((line) => Number(line.dataset.line));
  const say = (text) => question.say(text);
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-move]");
    if (!button) return;
    const line = button.closest("li");
    const up = button.dataset.move === "-1";
    const other = up ? line.previousElementSibling : line.nextElementSibling;
    if (other) up ? other.before(line) : other.after(line);
    button.focus();
    say(`${lines().indexOf(line) + 1}번째 줄로 옮겼습니다.`);
  });
  for (const line of lines()) drag(list, line, say);
  return {
    put(text) {
      const wanted = text.split(",").map(Number);
      if (String([...wanted].sort()) !== String(numbers().sort())) return;
      const there = Object.fromEntries(lines().map((line) => [line.dataset.line, line]));
      list.append(...wanted.map((each) => there[each]));
    },
    grade() {
      const at = numbers();
      const fault = question.told.before.findIndex(([a, b]) => at.indexOf(a) > at.indexOf(b));
      return { text: String(at), right: fault < 0, said: fault < 0 ? [] : [question.words(fault)] };
    },
  };
}
