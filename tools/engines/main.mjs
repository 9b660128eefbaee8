// Every page of the built site in every engine of this machine; the table of `make engines`.
import { globSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { find, NAMES, start } from "./browsers.mjs";
import { UNHELD, checkMoved, checkOffline, checkPage, checkQuestion, checkRace, checkRun, checkSearch, compare } from "./checks.mjs";
import { serve } from "./serve.mjs";

const site = resolve(process.argv[2] ?? "site");
const chosen = process.argv.slice(3);
if (!statSync(`${site}/index.html`, { throwIfNoEntry: false })) {
  console.error(`there is no built site in ${site}: run \`make build\` first`);
  process.exit(2);
}
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const places = globSync("**/*.html", { cwd: site })
  .filter((file) => file.endsWith("index.html") || file === "404.html")
  .map((file) => file.replace(/index\.html$/, ""))
  .sort();
const wanted = chosen.length ? chosen : NAMES;
const here = wanted.filter(find);
for (const name of wanted.filter((each) => !here.includes(each)))
  console.log(`Not tried: ${name} is not on this machine.`);

const { base, end } = await serve(site);
const tried = await Promise.all(here.map(tryAll));
end();
const reference = tried.find((each) => each.name === "chromium");
for (const each of tried) if (reference && each !== reference) compare(each.pages, reference.pages);
print(tried);
const faults = tried.flatMap(({ pages }) => [...pages.values()]).some((page) => page.faults.length);
// Where nobody reads along, an engine that is not there is a fault too.
process.exit(faults || (process.env.CI && here.length < wanted.length) ? 1 : 0);

async function tryAll(name) {
  const engine = await start(name);
  const pages = new Map();
  for (const place of places) pages.set(place, await checkPage(engine, base, place, axe));
  pages.get("").faults.push(...(await checkSearch(engine, base)));
  for (const [place, page] of pages)
    page.faults.push(...(await checkMoved(engine, base + place, page.figures)));
  for (const [place, page] of pages)
    if (page.hasRace) page.faults.push(...(await checkRace(engine, base + place)));
  // The last such page, as the cells of the first, the errata, train for long in the slowest engine.
  const [place, page] = [...pages].findLast(([, each]) => each.hasRuns) ?? [];
  if (page) page.faults.push(...(await checkRun(engine, base + place)));
  if (page) page.faults.push(...(await checkOffline(engine, await serve(site, true), place)));
  const [asks, asking] = [...pages].find(([, each]) => each.hasQuestion) ?? [];
  if (asking) asking.faults.push(...(await checkQuestion(engine, base + asks)));
  await engine.close();
  return { name, version: engine.version, pages };
}

function print(columns) {
  for (const { name, version } of columns) console.log(`${name}: ${version}`);
  console.log(["page".padEnd(31), ...columns.map(({ name }) => name.padStart(10))].join(""));
  for (const place of places) {
    const cells = columns.map(({ pages }) => String(pages.get(place).faults.length || "well").padStart(10));
    console.log([(place || "/").padEnd(31), ...cells].join(""));
    for (const { name, pages } of columns)
      for (const fault of pages.get(place).faults) console.log(`    ${name}: ${fault}`);
  }
  const all = columns.flatMap(({ pages }) => [...pages.values()]);
  const formulas = columns.length && [...columns[0].pages.values()].reduce((sum, page) => sum + page.formulas.length, 0);
  const unheld = places.filter((place) => place.startsWith(UNHELD)).length;
  if (unheld) console.log(`On ${unheld} pages below ${UNHELD} the formulas were not compared.`);
  console.log(`${places.length} pages, ${formulas} formulas in ${columns.length} engines`);
  const failed = all.filter((page) => page.faults.length).length;
  console.log(`${all.length - failed} passed, ${failed} failed`);
}
