// Lets readers run a page's cells: puts the buttons to them, and brings what runs them at the first press.

const told = document.getElementById("cells");
if (told && typeof WebAssembly === "object" && typeof Worker === "function") {
  const settings = JSON.parse(told.textContent);
  const bring = () => import("./run/page.js").then(({ start }) => start(settings));
  const size = `처음 한 번 Python ${settings.megabytes} MB까지 받습니다`;
  for (const cell of document.querySelectorAll("[data-runnable]")) {
    const bar = document.createElement("div");
    bar.className = "cell-bar";
    bar.innerHTML =
      '<button type="button" data-do="run">실행</button><button type="button" data-do="edit">고치기</button>' +
      `<span class="cell-news" role="status"></span>`;
    cell.querySelector(".highlight").after(bar);
    const [run, edit] = bar.querySelectorAll("button");
    run.title = size;
    for (const button of [run, edit])
      button.addEventListener("click", async () => {
        const news = bar.querySelector(".cell-news");
        try {
          (await bring()).press(cell, button.dataset.do);
        } catch (fault) {
          news.textContent = "실행에 쓰는 파일을 받지 못했습니다. 연결을 확인하고 다시 눌러 주세요.";
          console.info(fault);
        }
      });
  }
  // Said once on a page, for those who see no titles, and only as long as it is so.
  const news = document.querySelector("[data-first] .cell-news");
  const come = () => news?.textContent === size && news.replaceChildren();
  news?.append(size);
  document.addEventListener("python", come);
  const kept = new URL(`${settings.python}pyodide.asm.wasm`, document.baseURI);
  globalThis.caches?.match(kept).then((is) => is && come(), console.info);
}
