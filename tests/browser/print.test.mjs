// The printed brief is one sheet of A4, and says who printed it, when, and what to do with it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, pages, signIn } from "./support.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

for (const state of ["usual", "overfull"]) {
  test(`the brief of a ${state} case is one sheet`, async () => {
    const page = await signIn(browser, "LEA-VALLEY-FRIENDS sam.lee");
    const body = readFileSync(join(process.env.THROUGHLINE_GALLERY, `brief-${state}.html`), "utf8");
    await page.route("**/sample/*", (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body }));
    await page.goto(`${pages}/sample/brief`);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
    assert.equal(sheets, 1);
    await page.emulateMedia({ media: "print" });
    for (const part of ["In their own words", "Next actions", "Goals", "People involved"]) assert.ok(await page.getByRole("heading", { name: part }).isVisible(), part);
    assert.ok(await page.getByText(/Printed .* Out of date after .* or shred/).isVisible());
    assert.ok(!(await page.getByRole("link", { name: "My work" }).isVisible()));
  });
}
