// What the tests in a browser share: a browser, somebody who has signed in, and what has to hold of every page.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/** Where the pages are. */
export const pages = process.env.THROUGHLINE_PAGES;
assert.ok(pages, "THROUGHLINE_PAGES says where the pages are; `cargo xtask check --only browser` sets it");

/** What is looked for: WCAG 2.2 at level AA, and what is good practice besides. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The widths at which every page is looked at: a desktop, a phone, a desktop at 400 %. */
export const WIDTHS = [1280, 390, 320];

/** A browser of its own, with a fresh profile. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** Somebody who has signed in: a page in a context of their own. What goes wrong in it fails the test. */
export async function signIn(browser, who, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on("console", (message) => {
    if (message.type() === "error" && !/status of (404|409|422|503)/.test(message.text())) page.wrong = message.text();
  });
  page.on("pageerror", (error) => (page.wrong = error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(pages) && !request.url().startsWith("data:")) page.wrong = `asks another host: ${request.url()}`;
  });
  await page.goto(`${pages}/sign-in`);
  await page.locator(`button[data-who="${who}"], button[data-who^="${who} "]`).first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return page;
}

/** Nothing may be wrong with what is on the page, at this width: nothing that axe finds, and nothing cut off. */
export async function sound(page, name) {
  assert.equal(page.wrong, undefined, `${name}: ${page.wrong}`);
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(axe);
  const found = await page.evaluate((rules) => axe.run(document, { runOnly: rules, resultTypes: ["violations"] }), RULES);
  const says = found.violations.map((one) => `${one.id}: ${one.help}\n    ${one.nodes.map((node) => node.html.slice(0, 200)).join("\n    ")}`);
  assert.deepEqual(says, [], `${name}\n${says.join("\n")}`);
  const [wide, width] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide <= width, `${name}: it is ${wide} px wide at ${width}`);
}

/** Every path that the pages' source routes. */
export function paths() {
  const source = new URL("../../services/web/src/", import.meta.url);
  const files = readdirSync(source, { recursive: true }).filter((file) => file.endsWith(".rs"));
  const found = files.flatMap((file) => [...readFileSync(new URL(file, source), "utf8").matchAll(/\.route\(\s*"(\/[^"]*)"|let \w+ = "(\/[^"]*\{[^"]*)";/g)].map((match) => match[1] ?? match[2]));
  return [...new Set(found)].sort();
}

/** An invented NHS number of the test range, with its check digit (Modulus 11). */
export function nhsNumber() {
  for (;;) {
    const digits = "999" + String(Math.floor(Math.random() * 1e6)).padStart(6, "0");
    const sum = [...digits].reduce((all, digit, place) => all + Number(digit) * (10 - place), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check !== 10) return digits + check;
  }
}

/** Goes to a page of ours. */
export async function open(page, path) {
  const answer = await page.goto(path.startsWith("http") ? path : pages + path);
  return answer.status();
}

/** Presses what is called so, and waits for the page that it leads to. */
export async function press(page, name) {
  const form = page.locator("main");
  const button = form.getByRole("button", { name, exact: true });
  const target = (await button.count()) ? button.first() : form.getByRole("link", { name, exact: true }).first();
  await Promise.all([page.waitForNavigation(), target.click()]);
}

/** Fills in a date of three fields. */
export async function fillDate(page, id, [day, month, year]) {
  await page.fill(`#${id}-day`, day);
  await page.fill(`#${id}-month`, month);
  await page.fill(`#${id}-year`, year);
}

/** What the page says was done. */
export async function done(page) {
  return (await page.locator(".nhsuk-notification-banner__heading").first().innerText()).trim();
}

/** Tries again what others bring about, within a bound: their files catch up in moments. */
export async function eventually(what, tries = 40) {
  for (let left = tries; ; left--) {
    try {
      return await what();
    } catch (error) {
      if (!left) throw error;
      await new Promise((go) => setTimeout(go, 150));
    }
  }
}
