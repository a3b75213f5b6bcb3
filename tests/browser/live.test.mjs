// What others do while one looks at a page: said, not shoved; nothing typed is lost; two versions are shown side by side.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { done, eventually, fillDate, launch, nhsNumber, open, press, signIn } from "./support.mjs";

let browser, patel, evans, person;
before(async () => {
  browser = await launch();
  [patel, evans] = await Promise.all(["PARK-ROAD-SURGERY dr.patel", "PARK-ROAD-SURGERY dr.evans"].map((who) => signIn(browser, who)));
  await open(patel, "/people/new");
  await patel.fill("#identity-name", "Lively Browser");
  await fillDate(patel, "identity-birth_date", ["1", "3", "1950"]);
  await patel.fill("#identity-nhs_number", nhsNumber());
  await press(patel, "Open the case");
  person = new URL(patel.url()).pathname;
});
after(() => browser.close());

async function note(page, words) {
  await open(page, `${person}/notes/new`);
  await page.fill("#words", words);
  await page.getByLabel("Physical health").check();
  await press(page, "Record the update");
}

test("changes are said, and shown when asked for", async () => {
  await open(evans, person);
  await eventually(async () => assert.ok(await evans.locator("h1").count()));
  await evans.waitForTimeout(500);
  for (const words of ["One thing happened.", "Another thing happened."]) await note(patel, words);
  const updates = evans.getByRole("button", { name: "2 updates, show" });
  await updates.waitFor();
  assert.equal(await evans.getByText("Another thing happened.").count(), 0, "nothing moves by itself");
  await updates.click();
  await evans.getByText("Another thing happened.").waitFor();
});

test("two who change the same words see both versions, and nothing typed is lost", async () => {
  await open(patel, `${person}/about-me/write?heading=1`);
  await patel.fill("#words", "My garden.");
  await press(patel, "Record it");
  const revise = async (page) => {
    await eventually(async () => {
      await open(page, `${person}/about-me`);
      assert.ok(await page.getByRole("link", { name: /^Revise/ }).count());
    });
    await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: /^Revise/ }).first().click()]);
  };
  await revise(patel);
  await revise(evans);
  await patel.fill("#words", "My garden and my cat.");
  await evans.fill("#words", "My garden and my grandson.");
  await press(patel, "Record it");
  await press(evans, "Record it");
  await eventually(async () => {
    await evans.locator("blockquote", { hasText: "My garden and my cat." }).first().waitFor({ timeout: 500 });
  });
  assert.equal(await evans.inputValue("#words"), "My garden and my grandson.");
  assert.match(await evans.title(), /^Error: /);
  await evans.fill("#words", "My garden, my cat and my grandson.");
  await press(evans, "Record it");
  assert.match(await done(evans), /recorded/);
});

test("a form is recorded once, however often it is sent", async () => {
  await open(patel, `${person}/notes/new`);
  await patel.fill("#words", "Sent twice, recorded once.");
  await patel.getByLabel("Physical health").check();
  const sent = await patel.evaluate(() => new URLSearchParams(new FormData(document.querySelector("main form"))).toString());
  const send = () => patel.evaluate(async (body) => (await fetch(location.href, { method: "POST", body, headers: { "content-type": "application/x-www-form-urlencoded" } })).status, sent);
  assert.deepEqual([await send(), await send()], [200, 200]);
  await open(patel, `${person}/story`);
  assert.equal(await patel.getByText("Sent twice, recorded once.").count(), 1);
});
