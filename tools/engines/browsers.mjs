// The three engines behind one small set of verbs, so that every check is written once.
//
// Chromium and Firefox are driven by puppeteer (CDP and WebDriver BiDi), WebKitGTK by its own driver
// and Selenium. None of them may need anything but what a distribution installs.
import { spawn } from "node:child_process";
import { accessSync, constants, existsSync, globSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import puppeteer from "puppeteer-core";
import { Builder, Key } from "selenium-webdriver";

export const NAMES = ["chromium", "firefox", "webkit"];
const PROGRAMS = {
  chromium: [
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ],
  firefox: ["firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"],
  webkit: ["WebKitWebDriver"],
};
const MINI_BROWSERS = ["/usr/lib/*/webkit2gtk-4.*/MiniBrowser", "/usr/libexec/webkit2gtk-4.*/MiniBrowser"];
const CHROMIUM_FLAGS = [
  "--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update",
  "--disable-sync",
];
const WAIT_MS = 60_000;
const NARROWEST = 460; // Narrower windows the browser around WebKit does not open: a frame takes their place.
const KEYS = { ArrowLeft: Key.ARROW_LEFT, ArrowRight: Key.ARROW_RIGHT, Home: Key.HOME, End: Key.END };

/** Where an engine's program is; undefined if the machine has none. */
export function find(name) {
  return PROGRAMS[name].flatMap(onPath).find(runs);
}

function onPath(program) {
  if (program.startsWith("/")) return [program];
  return process.env.PATH.split(delimiter).map((folder) => join(folder, program));
}

function runs(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Start an engine by its name. */
export async function start(name) {
  return name === "webkit" ? startWebKit() : startByPuppeteer(name);
}

class Puppet {
  constructor(name, browser, page, version) {
    Object.assign(this, { name, browser, page, version });
  }
  async size(width, height) {
    await this.page.setViewport({ width, height });
  }
  async open(url) {
    await this.page.goto(url, { waitUntil: "load", timeout: WAIT_MS });
  }
  run(body, ...values) {
    return this.page.evaluate(typeof body === "string" ? `(${body})()` : body, ...values);
  }
  press(key) {
    return this.page.keyboard.press(key);
  }
  click(selector) {
    return this.page.click(selector);
  }
  async type(selector, text) {
    await this.page.click(selector);
    await this.page.keyboard.type(text);
  }
  close() {
    return this.browser.close();
  }
}

async function startByPuppeteer(name) {
  const browser = await puppeteer.launch({
    browser: name === "firefox" ? "firefox" : "chrome",
    executablePath: find(name),
    headless: true,
    args: name === "firefox" ? [] : CHROMIUM_FLAGS,
    timeout: WAIT_MS,
    protocolTimeout: 4 * WAIT_MS,
  });
  const [page] = await browser.pages();
  return new Puppet(name, browser, page ?? (await browser.newPage()), await browser.version());
}

class WebKit {
  constructor(driver, server, version) {
    Object.assign(this, { name: "webkit", driver, server, version });
  }
  async size(width, height) {
    this.frame = width < NARROWEST ? { width, height } : undefined;
    if (this.frame) return;
    const window = this.driver.manage().window();
    await this.driver.switchTo().defaultContent();
    await window.setRect({ x: 0, y: 0, width, height });
    const inner = await this.run(() => [innerWidth, innerHeight]);
    await window.setRect({ x: 0, y: 0, width: 2 * width - inner[0], height: 2 * height - inner[1] });
  }
  async open(address) {
    if (!this.frame) return this.driver.get(address);
    await this.driver.get(`${new URL("/framed", address)}?${new URLSearchParams({ ...this.frame, address })}`);
    await this.driver.switchTo().frame(0);
  }
  async run(body, ...values) {
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve((${body})(...[...arguments].slice(0, -1))).then(
        (value) => done({ value }), (fault) => done({ fault: String(fault) }));`;
    const { value, fault } = await this.driver.executeAsyncScript(script, ...values);
    if (fault) throw new Error(fault);
    return value;
  }
  press(key) {
    return this.driver.actions().sendKeys(KEYS[key] ?? key).perform();
  }
  async click(selector) {
    await this.driver.findElement({ css: selector }).click();
  }
  async type(selector, text) {
    await this.click(selector);
    await this.driver.findElement({ css: selector }).sendKeys(text);
  }
  async close() {
    await this.driver.quit().catch(() => {});
    this.server.kill();
  }
}

async function startWebKit() {
  const port = await freePort();
  const server = spawn(find("webkit"), [`--port=${port}`], {
    stdio: "ignore",
    env: {
      ...process.env,
      // As root there is no sandbox, and on a machine without a graphics card nothing to composite with.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
      WEBKIT_DISABLE_COMPOSITING_MODE: "1",
      LIBGL_ALWAYS_SOFTWARE: "1",
    },
  });
  const binary = MINI_BROWSERS.flatMap((pattern) => globSync(pattern))[0];
  const driver = await new Builder()
    .usingServer(`http://127.0.0.1:${port}`)
    .withCapabilities({
      browserName: "MiniBrowser",
      "webkitgtk:browserOptions": { binary, args: ["--automation"] },
    })
    .build();
  await driver.manage().setTimeouts({ script: 4 * WAIT_MS, pageLoad: WAIT_MS });
  const capabilities = await driver.getCapabilities();
  return new WebKit(driver, server, `WebKitGTK ${capabilities.get("browserVersion")}`);
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
