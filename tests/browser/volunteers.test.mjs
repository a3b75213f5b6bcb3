// A volunteer: named for a case, shown what they are named for, released.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, press, signIn, sound } from "./support.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

/** The people whom somebody is shown, as the paths of their briefs. */
async function people(page) {
  await open(page, "/people");
  const links = await page.locator('main a[href^="/people/"]').evaluateAll((all) => all.map((one) => one.getAttribute("href")));
  return links.filter((href) => /^\/people\/[0-9a-f-]{36}$/.test(href));
}

test("a volunteer is shown those for whom they are named, what they are named for, and nothing once they are released", async () => {
  const sam = await signIn(browser, "LEA-VALLEY-FRIENDS sam.lee");
  const winnie = await signIn(browser, "LEA-VALLEY-FRIENDS winnie.cole");
  const known = await people(winnie);
  const unknown = (await people(sam)).filter((one) => !known.includes(one));
  const next = new Date().getFullYear() + 1;
  let person;
  for (const one of unknown.slice(0, 20)) {
    assert.equal(await open(winnie, one), 404);
    // Not of somebody for whom his organisation is only asked to help, or helps no longer.
    if ((await open(sam, `${one}/volunteers/new`)) !== 200) continue;
    await sam.getByLabel("Who helps?").selectOption({ label: "Winnie Cole" });
    await sam.getByLabel("What do they help with?").fill("Walks with her to the library.");
    await sam.getByLabel("Day").fill("30");
    await sam.getByLabel("Month").fill("6");
    await sam.getByLabel("Year").fill(String(next));
    await press(sam, "Name them");
    if ((await sam.locator("main").innerText()).includes("The volunteer is named.")) {
      person = one;
      break;
    }
  }
  assert.ok(person, "Sam takes part in some case");
  await sound(sam, "volunteers");
  assert.match(await sam.locator("main").innerText(), /Winnie Cole[\s\S]*library[\s\S]*30 June/);

  assert.ok((await people(winnie)).includes(person));
  assert.equal(await open(winnie, person), 200);
  await sound(winnie, "a volunteer's brief");
  assert.equal(await open(winnie, `${person}/volunteers`), 200);
  assert.match(await winnie.locator("main").innerText(), /library/);
  // They answer for nobody: what only others do is not offered, and refused before anything is typed.
  assert.equal(await winnie.getByRole("link", { name: /Release/ }).count(), 0);
  assert.equal(await open(winnie, `${person}/leave`), 403);
  assert.match(await winnie.locator("body").innerText(), /Your role may not do this/);

  await open(sam, `${person}/volunteers`);
  await sam.getByRole("link", { name: /^Release them/ }).click();
  await press(sam, "Release them");
  assert.match(await sam.locator("main").innerText(), /The volunteer is released\.[\s\S]*Nobody is named/);
  await sound(sam, "volunteers after a release");
  assert.equal(await open(winnie, person), 404);
  assert.ok(!(await people(winnie)).includes(person));
});
