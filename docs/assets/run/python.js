// The worker that runs Python: one for a page. It is started from a blob, so that the page's policy binds it.

export class Stopped extends Error {
  name = "Stopped";
}

export class Python {
  // Asks the worker something; `hear` is told what it says before its answer.
  ask(question, hear = () => {}) {
    this.worker ??= this.begin();
    return this.worker.then(
      (worker) =>
        new Promise((resolve, reject) => {
          this.fail = reject;
          worker.onmessage = ({ data }) => {
            if (data.is === "answer") resolve(data.answer);
            else if (data.is === "fault") reject(new Error(data.text));
            else hear(data);
          };
          worker.onerror = (event) => reject(new Error(event.message));
          worker.postMessage(question);
        }),
    );
  }

  async begin() {
    const address = new URL("worker.js", import.meta.url);
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    const blob = URL.createObjectURL(new Blob([await answer.text()], { type: "text/javascript" }));
    return new Worker(blob, { type: "module", name: "python" });
  }

  // Ends the worker, whatever it is at; the next question starts another.
  async end() {
    const worker = await this.worker?.catch(() => {});
    worker?.terminate();
    this.worker = undefined;
    this.fail?.(new Stopped());
  }
}
