// The service worker: keeps what a reader has read, and the whole course if asked. The build puts SITE before
// this: the edition, its files with digests and bytes, and which names tell the content. What is not as the build
// wrote it is never kept; pages and files without a digest in their names are asked of the network first, so that a
// new edition is seen at once.

const HOME = new URL("./", self.location).href;
const OURS = `lecture ${HOME} `;
const CACHE = OURS + SITE.edition;
const WANTED = `${HOME}?whole`; // Its entry says that the reader wants the whole course.
const TOLD = new RegExp(SITE.told);
const PYTHON = "assets/pyodide/";
const PATIENCE_MS = 4000; // A page that is kept waits no longer for the network.
const BATCH_BYTES = 3e6; // Browsers end an event that takes minutes: the course is saved in parts.
const UNREAD = `<!doctype html><html lang="ko"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>저장하지 않은 페이지</title>
<body style="font-family:sans-serif;line-height:1.7;max-width:38rem;margin:2rem auto;padding:0 1rem">
<h1>지금은 이 페이지를 열 수 없습니다</h1><p>네트워크에 연결되어 있지 않고, 이 페이지는 저장되어 있지 않습니다.</p>
<p>연결된 뒤에 다시 열어 주세요. 메뉴의 ‘오프라인에 저장’을 누르면 모든 페이지가 저장됩니다.</p>
<p><a href="${HOME}">시작 페이지로</a></p>`;
const settled = new Set(); // The clients whose page was taken from what is kept: the rest is, too.

const open = () => caches.open(CACHE);
const plain = (path) => path.replace(/[-.][0-9a-f]{8,}(?=\.)|\/[0-9a-f]{10}(?=\/)/, "");
const later = () => new Promise((_, reject) => setTimeout(reject, PATIENCE_MS));

function placeOf({ url }) {
  const { origin, pathname } = new URL(url);
  if (!`${origin}${pathname}`.startsWith(HOME)) return undefined;
  const path = `${origin}${pathname}`.slice(HOME.length);
  return [path, `${path}index.html`, `${path}/index.html`].find((each) => Object.hasOwn(SITE.files, each));
}

async function digestOf(content) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function keep(path, answer) {
  const content = await answer.arrayBuffer();
  const [digest] = SITE.files[path];
  if (!answer.ok || !(await digestOf(content)).startsWith(digest)) return false;
  const headers = { "Content-Type": answer.headers.get("Content-Type") ?? "", Digest: digest };
  await (await open()).put(HOME + path, new Response(content, { headers }));
  return true;
}

// Keeps a file, from the browser's own cache if it is there.
async function take(path, ways, tell = () => {}) {
  if (await (await open()).match(HOME + path)) return true;
  for (const cache of ways) {
    const answer = await fetch(HOME + path.replace(/(^|\/)index\.html$/, "$1"), { cache });
    let come = 0;
    const counting = new TransformStream({
      transform(piece, stream) {
        tell((come += piece.byteLength));
        stream.enqueue(piece);
      },
    });
    const counted = new Response(answer.body.pipeThrough(counting), { headers: answer.headers, status: answer.status });
    if (await keep(path, counted)) return true;
  }
  return false;
}

async function answer(event, path) {
  const { request, clientId, resultingClientId } = event;
  const kept = await (await open()).match(HOME + path);
  if (kept && (TOLD.test(path) || settled.has(clientId))) return kept;
  const coming = fetch(request);
  const copied = coming.then((got) => kept || keep(path, got.clone()));
  event.waitUntil(copied.catch(() => {})); // Without room, the page is only not kept.
  const isPage = request.mode === "navigate";
  try {
    return await (kept && isPage ? Promise.race([coming, later()]) : coming);
  } catch {
    if (!kept) return isPage ? new Response(UNREAD, { headers: { "Content-Type": "text/html" } }) : Response.error();
    settled.add(resultingClientId);
    return kept;
  }
}

// Before this edition takes over: what is the same is copied, what has changed of what was kept is fetched. If that
// fails, the old edition stays, and the browser tries again.
async function renew() {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
  const [cache, same, had] = [await open(), new Map(), new Set()];
  for (const old of await Promise.all(names.map((name) => caches.open(name))))
    for (const request of await old.keys()) {
      const kept = await old.match(request);
      same.set(kept.headers.get("Digest"), kept);
      had.add(plain(request.url));
      if (request.url === WANTED) await cache.put(WANTED, new Response());
    }
  for (const [path, [digest]] of Object.entries(SITE.files)) {
    if (same.has(digest)) await cache.put(HOME + path, same.get(digest).clone());
    else if (had.has(WANTED) || had.has(plain(HOME + path)))
      if (!(await take(path, ["force-cache", "reload"]))) throw new Error(`not of this edition: ${path}`);
  }
}

async function state() {
  const urls = new Set((await (await open()).keys()).map(({ url }) => url));
  const kept = Object.keys(SITE.files).filter((path) => urls.has(HOME + path));
  const sum = (paths) => paths.reduce((bytes, path) => bytes + SITE.files[path][1], 0);
  return { kept: sum(kept), all: sum(Object.keys(SITE.files)), apart: SITE.apart, isWanted: urls.has(WANTED) };
}

const DEEDS = {
  state,
  async forget() {
    await caches.delete(CACHE);
    return state();
  },
  // What a page had loaded before this worker was there.
  async page({ urls }) {
    const paths = urls.map((url) => placeOf({ url })).filter(Boolean);
    await Promise.all(paths.map((path) => take(path, ["force-cache"])));
  },
  async python() {
    const paths = Object.keys(SITE.files).filter((path) => path.startsWith(PYTHON));
    await Promise.all(paths.map((path) => take(path, ["force-cache"])));
  },
  // A part of the whole course; asked again until all is kept.
  async save(_, tell) {
    const cache = await open();
    await cache.put(WANTED, new Response());
    const before = await state();
    const come = {};
    let room = BATCH_BYTES;
    const part = [];
    for (const [path, [, bytes]] of Object.entries(SITE.files)) {
      if (room <= 0 || (await cache.match(HOME + path))) continue;
      part.push(path);
      room -= bytes;
    }
    const count = (path) => (bytes) => {
      come[path] = bytes;
      tell({ ...before, kept: before.kept + Object.values(come).reduce((sum, each) => sum + each, 0) });
    };
    const done = await Promise.all(part.map((path) => take(path, ["force-cache", "reload"], count(path))));
    if (done.includes(false)) throw new DOMException("another edition", "DataError");
    return state();
  },
};

self.addEventListener("install", (event) => event.waitUntil(renew().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => {
  const leave = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(leave());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = request.method === "GET" && !request.headers.has("Range") && placeOf(request);
  if (path) event.respondWith(answer(event, path));
});

self.addEventListener("message", (event) => {
  const [port] = event.ports;
  const tell = (said) => port.postMessage({ said });
  const deed = DEEDS[event.data.do](event.data, tell);
  event.waitUntil(
    deed.then((done) => port.postMessage({ done })).catch(({ name }) => port.postMessage({ fault: name })),
  );
});
