// What is read is kept for reading without a network (sw.js); the menu's button keeps the whole course.

const MEGABYTE = 1e6;
const MOVES = ["focusin", "keydown", "pointerdown", "pointermove", "scroll"];
const FAULTS = {
  QuotaExceededError: "브라우저가 내어 주는 자리가 모자랍니다. 기기의 저장 공간을 비우고 다시 눌러 주세요.",
  DataError: "사이트가 새 판으로 바뀌고 있습니다. 페이지를 새로 고친 뒤 다시 눌러 주세요.",
  TypeError: "내려받기가 끊겼습니다. 다시 누르면 이어서 받습니다.",
};
const REFUSED = "저장하지 못했습니다. 시크릿 창이면 보통 창에서 다시 눌러 주세요.";

const { serviceWorker } = navigator;
const amount = (bytes) => `${(bytes / MEGABYTE).toFixed(1)} MB`;

let ready;
const begin = () => {
  ready ??= serviceWorker.register(new URL("../sw.js", import.meta.url)).then(() => serviceWorker.ready);
  return ready;
};

// Asks the worker to do something; `hear` is told how far it is.
async function ask(question, hear = () => {}) {
  const { active } = await begin();
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve, reject) => {
    port1.onmessage = ({ data: { said, done, fault } }) => {
      if (said) return hear(said);
      port1.close();
      return fault ? reject(new DOMException(fault, fault)) : resolve(done);
    };
    active.postMessage(question, [port2]);
  });
}

class Menu {
  constructor(menu) {
    const item = document.createElement("div");
    item.className = "offline";
    item.innerHTML =
      '<button type="button" data-do="save">오프라인에 저장</button>' +
      '<button type="button" data-do="forget" hidden>지우기</button><p role="status"></p>';
    menu.append(item);
    [this.save, this.forget] = item.querySelectorAll("button");
    this.news = item.querySelector("p");
    this.save.addEventListener("click", () => this.keep());
    this.forget.addEventListener("click", () => this.leave());
  }

  show({ kept, all, apart, isWanted }) {
    const isWhole = kept === all;
    this.save.hidden = isWhole;
    this.forget.hidden = !isWanted;
    this.save.textContent = isWanted ? "이어서 저장" : `오프라인에 저장 (${amount(all)})`;
    if (!isWhole) return;
    const without = apart ? ` PDF(${amount(apart)})는 따로 내려받습니다.` : "";
    this.news.textContent = `강의 전체를 저장했습니다: ${amount(all)}. 연결이 없어도 읽고 실행하고 찾을 수 있습니다.${without}`;
  }

  tell(fault) {
    this.news.textContent = FAULTS[fault.name] ?? REFUSED;
    console.info(fault);
  }

  async keep() {
    if (this.isBusy) return;
    this.isBusy = true;
    try {
      // So that browsers do not throw it away by themselves; some ask the reader, who need not answer.
      navigator.storage?.persist?.();
      await this.renew();
      let state = await ask({ do: "state" });
      const hear = ({ kept, all }) => (this.news.textContent = `저장하고 있습니다: ${amount(kept)} / ${amount(all)}`);
      while (state.kept < state.all) {
        hear(state);
        state = await ask({ do: "save" }, hear);
      }
      const hadFocus = document.activeElement === this.save;
      this.show(state);
      if (hadFocus) this.forget.focus();
    } catch (fault) {
      this.tell(fault);
      await ask({ do: "state" }).then((state) => this.show(state)).catch(() => {});
    } finally {
      this.isBusy = false;
    }
  }

  // A new edition takes its place before more of the old one is kept.
  async renew() {
    const registration = await begin();
    await registration.update();
    const coming = registration.installing;
    if (coming)
      await new Promise((done) => {
        coming.addEventListener("statechange", () => ["activated", "redundant"].includes(coming.state) && done());
      });
  }

  async leave() {
    if (this.isBusy) return;
    try {
      this.show(await ask({ do: "forget" }));
      this.news.textContent = "저장한 것을 지웠습니다.";
      this.save.focus();
    } catch (fault) {
      this.tell(fault);
    }
  }
}

if (location.protocol.startsWith("http") && isSecureContext && serviceWorker) {
  const menu = new Menu(document.querySelector(".md-sidebar--primary .md-sidebar__inner"));
  const keepPage = async () => {
    const state = await ask({ do: "state" });
    menu.show(state);
    // What was loaded before the worker took over, and what was on its way then, which it does not see either.
    new PerformanceObserver((list) => {
      ask({ do: "page", urls: list.getEntries().map(({ name }) => name) }).catch((fault) => console.info(fault));
    }).observe({ type: "resource", buffered: true });
    await ask({ do: "page", urls: [location.href] });
    if (state.isWanted && state.kept < state.all) await menu.keep();
  };
  const start = () => {
    for (const move of MOVES) removeEventListener(move, start);
    keepPage().catch((fault) => console.info(fault));
  };
  for (const move of MOVES) addEventListener(move, start, { passive: true });
  // A page that runs Python for the first time may have loaded it before the worker was there.
  document.addEventListener("python", () => ask({ do: "python" }).catch((fault) => console.info(fault)));
}
