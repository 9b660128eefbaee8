// Plays the races on the page about optimizers (figures.race). The build has written every place,
// value and word into the page; here a frame is picked and shown.

const FRAME_MS = 90;
const still = matchMedia("(prefers-reduced-motion: reduce)");

class Race {
  constructor(figure) {
    const { unit, clock, says, news, tracks } = JSON.parse(figure.dataset.race);
    this.unit = unit;
    this.clock = clock;
    this.says = says;
    this.news = news;
    this.last = clock.length - 1;
    const drawn = figure.querySelectorAll(".race-track");
    const rows = figure.querySelectorAll(".race-board tbody tr");
    this.tracks = tracks.map((track, k) => ({
      points: drawn[k].querySelector("polyline").getAttribute("points").split(" "),
      values: track.values.split(" "),
      label: track.label,
      line: drawn[k].querySelector("polyline"),
      marker: drawn[k].querySelector(".race-marker"),
      name: drawn[k].querySelector("text"),
      value: rows[k].querySelector("[data-value]"),
      end: rows[k].querySelector("[data-end]"),
    }));
    this.controls = figure.querySelector(".race-controls");
    this.slider = this.controls.querySelector("input");
    this.readout = this.controls.querySelector(".race-clock");
    this.live = figure.querySelector(".race-news");
    this.playing = false;
    this.controls.hidden = false;
    this.show(this.last);
    this.listen(figure);
  }

  listen(figure) {
    const press = (what, act) =>
      this.controls.querySelector(`[data-do="${what}"]`).addEventListener("click", act);
    press("play", () => (this.playing ? this.stop() : this.play()));
    press("back", () => this.step(this.frame - 1, true));
    press("forward", () => this.step(this.frame + 1, true));
    this.slider.addEventListener("input", () => this.step(this.slider.valueAsNumber, false));
    addEventListener("beforeprint", () => this.step(this.last, false));
    const seen = new IntersectionObserver(
      ([{ isIntersecting }]) => {
        if (!isIntersecting) this.setPlaying(false);
        else if (!this.started && !still.matches) this.play();
      },
      { threshold: 0.6 },
    );
    seen.observe(figure.querySelector("svg"));
  }

  play() {
    this.started = true;
    this.setPlaying(true);
    this.show(this.frame === this.last ? 0 : this.frame);
    let next = performance.now() + FRAME_MS;
    const tick = (now) => {
      if (!this.playing) return;
      if (now >= next) {
        next = now + FRAME_MS;
        this.show(this.frame + 1);
      }
      if (this.frame === this.last) this.stop();
      else requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  stop() {
    if (!this.playing) return;
    this.setPlaying(false);
    this.tell();
  }

  // A slider says its own value.
  step(frame, aloud) {
    this.started = true;
    this.setPlaying(false);
    this.show(Math.min(Math.max(frame, 0), this.last));
    if (aloud) this.tell();
  }

  setPlaying(playing) {
    this.playing = playing;
    for (const word of this.controls.querySelectorAll("[data-when]"))
      word.hidden = (word.dataset.when === "playing") !== playing;
    this.controls.dataset.playing = playing;
  }

  show(frame) {
    this.frame = frame;
    for (const track of this.tracks) {
      const end = track.points.length - 1;
      const at = Math.min(frame, end);
      track.line.setAttribute("points", track.points.slice(0, at + 1).join(" "));
      track.marker.setAttribute("transform", `translate(${track.points[at].replace(",", " ")})`);
      track.name.style.visibility = frame >= track.label ? "" : "hidden";
      track.value.textContent = track.values[at];
      track.end.style.visibility = frame >= end ? "" : "hidden";
    }
    const now = `${this.unit} ${this.clock[frame]}`;
    const news = this.news[this.says[frame]];
    this.readout.textContent = `${now} · ${news}`;
    this.slider.value = frame;
    this.slider.setAttribute("aria-valuetext", `${now}, ${news}`);
  }

  // Read out only where the picture comes to rest: a voice cannot keep pace with the frames.
  tell() {
    this.live.textContent = this.readout.textContent;
  }
}

for (const figure of document.querySelectorAll(".race[data-race]")) new Race(figure);
