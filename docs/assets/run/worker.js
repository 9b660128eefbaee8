// Python in a worker: loads Pyodide, closes the ways out, and runs cells (in_browser.session).

const PAGE = 65536;
const WAYS_OUT = [
  "fetch", "XMLHttpRequest", "WebSocket", "WebTransport", "EventSource", "BroadcastChannel", "Worker", "SharedWorker",
  "indexedDB", "caches", "importScripts", "navigator",
];

const say = self.postMessage.bind(self);
let session;
let compare;
let desk;

function limitMemory(bytes) {
  const grow = WebAssembly.Memory.prototype.grow;
  WebAssembly.Memory.prototype.grow = function (pages) {
    if (this.buffer.byteLength + pages * PAGE > bytes) throw new RangeError("the limit of memory");
    return grow.call(this, pages);
  };
}

// Lets the reader see how much has come.
function counting(fetching) {
  let done = 0;
  return async (...asked) => {
    const answer = await fetching(...asked);
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    const counted = new TransformStream({
      transform(piece, stream) {
        done += piece.byteLength;
        say({ is: "progress", done });
        stream.enqueue(piece);
      },
    });
    // Not every host knows the type of WebAssembly, and browsers compile no other as it comes.
    const type = answer.url.endsWith(".wasm") ? "application/wasm" : answer.headers.get("Content-Type") ?? "";
    return new Response(answer.body.pipeThrough(counted), { headers: { "Content-Type": type }, status: answer.status });
  };
}

function closeWaysOut() {
  for (const name of WAYS_OUT)
    for (let owner = self; owner; owner = Object.getPrototypeOf(owner))
      if (Object.hasOwn(owner, name)) delete owner[name];
  for (const name of WAYS_OUT) Object.defineProperty(self, name, { value: undefined });
}

async function load({ python, undrawn, memory }) {
  limitMemory(memory);
  const fetching = self.fetch.bind(self);
  self.fetch = counting(fetching);
  const { loadPyodide } = await import(`${python}pyodide.mjs`);
  // What Python reaches of JavaScript by `import js`.
  const jsglobals = { Object, Array, Promise, setTimeout: setTimeout.bind(self), clearTimeout: clearTimeout.bind(self) };
  const pyodide = await loadPyodide({ indexURL: python, jsglobals });
  // By its name, so that its digest is checked; if it does not come, the session cannot be imported.
  await pyodide.loadPackage("numpy", { messageCallback: () => {} });
  const code = await self.fetch(`${python}code.zip`);
  pyodide.unpackArchive(await code.arrayBuffer(), "zip");
  closeWaysOut();
  const module = pyodide.pyimport("in_browser.session");
  module.begin(undrawn);
  session = module.Session((line) => say({ is: "line", line }));
  compare = pyodide.pyimport("in_browser.compare").compare;
  desk = pyodide.pyimport("lab.desk").Desk();
  return pyodide;
}

let pyodide;

async function answer({ load: settings, run, grade, lab, built, outputs }) {
  if (settings) pyodide = await load(settings);
  if (run) return JSON.parse(session.run(run.source, run.name, run.seconds, run.draws));
  if (grade) return JSON.parse(session.grade(grade.task, grade.source, grade.seconds));
  if (lab) return JSON.parse(desk.answer(JSON.stringify(lab)));
  if (built) return JSON.parse(compare(pyodide.toPy(built), pyodide.toPy(outputs)));
  return null;
}

self.onmessage = async ({ data }) => {
  try {
    say({ is: "answer", answer: await answer(data) });
  } catch (fault) {
    say({ is: "fault", text: String(fault) });
  }
};
