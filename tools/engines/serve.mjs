// The built site on this machine, with two additions: each page notes its own faults from its first
// line on, and a page may be shown in a frame as narrow as a phone, for an engine whose window is not.
// A plain host leaves pages as they were built: a service worker keeps no others.
import { createReadStream, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".json": "application/json",
  ".mjs": "text/javascript", ".wasm": "application/wasm", ".whl": "application/zip", ".zip": "application/zip",
  ".pdf": "application/pdf", ".png": "image/png", ".svg": "image/svg+xml", ".txt": "text/plain",
  ".woff2": "font/woff2", ".xml": "text/xml",
};
const RECORDER = `<script>
window.faults = [];
addEventListener("error", (event) => faults.push(event.message || "not loaded: " + (event.target.src || event.target.href)), true);
addEventListener("unhandledrejection", (event) => faults.push(String(event.reason)));
for (const kind of ["error", "warn"]) {
  const say = console[kind];
  console[kind] = (...words) => { faults.push(words.join(" ")); say(...words); };
}
</script>`;

/** Serve a folder where its site was built to stand; returns its address, ending in a slash, and what ends it. */
export async function serve(folder, isPlain = false) {
  const below = placeOf(folder);
  const recorder = isPlain ? "" : RECORDER;
  const server = createServer((request, response) => answer(folder, below, request, response, recorder));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const base = `http://127.0.0.1:${server.address().port}${below}`;
  return { base, end: () => server.close().closeAllConnections() };
}

/** Path of the address that a site's home page claims; the host's root if it claims none. */
function placeOf(folder) {
  const told = readFileSync(join(folder, "index.html"), "utf8").match(/<link rel="canonical" href="([^"]+)"/);
  return told ? new URL(told[1]).pathname : "/";
}

function answer(folder, below, request, response, recorder) {
  const url = new URL(request.url, "http://localhost");
  if (url.pathname === "/framed") {
    const { width, height, address } = Object.fromEntries(url.searchParams);
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(`<!doctype html><iframe style="border:0" width="${+width}" height="${+height}" src="${encodeURI(address)}"></iframe>`);
    return;
  }
  // Beside the site the host has nothing, not even the site's own page for what is missing.
  if (!url.pathname.startsWith(below)) return response.writeHead(404).end();
  let path = normalize(join(folder, decodeURIComponent(url.pathname.slice(below.length))));
  if (url.pathname.endsWith("/")) path = join(path, "index.html");
  let status = 200;
  if (!path.startsWith(folder) || !statSync(path, { throwIfNoEntry: false })?.isFile())
    [status, path] = [404, join(folder, "404.html")];
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return response.writeHead(404).end();
  const type = TYPES[extname(path)] ?? "application/octet-stream";
  // Fonts that come late are not used any more: after the first page they come from the browser's cache.
  if (recorder && extname(path) === ".woff2") response.setHeader("Cache-Control", "max-age=3600");
  response.writeHead(status, { "Content-Type": type.startsWith("text/") ? `${type}; charset=utf-8` : type });
  if (extname(path) === ".html") response.end(readFileSync(path, "utf8").replace("<head>", `<head>${recorder}`));
  else createReadStream(path).pipe(response);
}
