// Every page in three states, from its samples, at three widths: nothing that axe finds, nothing cut off.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { WIDTHS, launch, pages, signIn, sound } from "./support.mjs";

const folder = process.env.THROUGHLINE_GALLERY;
const names = readdirSync(folder).filter((name) => name.endsWith(".html")).sort();
/** Pages that are looked at at the same time. */
const AT_ONCE = 2;

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

test("there are samples", () => {
  if (names.length < 40) throw new Error(`only ${names.length} samples in ${folder}`);
});

test("every sample is sound", { concurrency: AT_ONCE }, async (whole) => {
  const looking = [...Array(AT_ONCE)].map(async (_, place) => {
    const page = await signIn(browser, "LEA-VALLEY-FRIENDS sam.lee");
    // A sample is served where the pages are, so that its style and script are those that are served.
    await page.route("**/sample/*", (route) => {
      const name = decodeURIComponent(new URL(route.request().url()).pathname.split("/").pop());
      return route.fulfill({ contentType: "text/html; charset=utf-8", body: readFileSync(join(folder, name), "utf8") });
    });
    for (const name of names.filter((_, index) => index % AT_ONCE === place)) {
      await whole.test(name, async () => {
        page.wrong = undefined;
        await page.goto(`${pages}/sample/${name}`);
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          await sound(page, `${name} at ${width} px`);
        }
      });
    }
  });
  await Promise.all(looking);
});
