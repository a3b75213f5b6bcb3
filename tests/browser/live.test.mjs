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

test("a form that was refused says who will see it, before it is sent again", async () => {
  await open(patel, `${person}/notes/new`);
  await patel.getByLabel("Physical health").check();
  await press(patel, "Record the update");
  assert.match(await patel.title(), /^Error: /);
  await patel.fill("#words", "Written after all.");
  await patel.locator("#words-audience", { hasText: "Will be seen by:" }).waitFor();
});

test("a form that stands among other things says who will see it", async () => {
  await open(patel, `${person}/concerns/new`);
  await patel.fill("#words", "A bruise.");
  await press(patel, "Raise the concern");
  await patel.getByRole("heading", { name: "Somebody was told" }).waitFor();
  await patel.locator("#recipient").check();
  await patel.fill("#name", "The duty worker");
  await patel.fill("#words", "They visit today.");
  await patel.locator("#words-audience", { hasText: "Will be seen by:" }).waitFor();
  // What was told earlier is recorded for when it was; what is no time is refused, and nothing is lost.
  await patel.locator("details.app-more summary").first().click();
  await patel.fill("#told_at_time", "noon");
  await press(patel, "Record it");
  assert.ok(await patel.locator("details.app-more[open] .nhsuk-error-message").count(), "the time is named");
  assert.equal(await patel.inputValue("#name"), "The duty worker");
  await patel.fill("#told_at_time", "");
  await press(patel, "Record it");
  await patel.getByText("The duty worker").first().waitFor();
});

test("what takes long is seen to be under way, and not on coming back", async () => {
  await open(patel, `${person}/notes/new`);
  await patel.fill("#words", "Recorded slowly.");
  await patel.getByLabel("Physical health").check();
  await patel.route("**/notes/new", async (route) => {
    if (!(route.request().postData() ?? "").includes("rehearse")) await new Promise((go) => setTimeout(go, 2000));
    await route.continue();
  });
  // What is looked for on the page itself waits until the page has gone.
  const seen = patel.evaluate(() => new Promise((go) => new MutationObserver(() => go(document.querySelector("[role=status] progress")?.parentElement.textContent)).observe(document.querySelector("main form [role=status]"), { childList: true })));
  await Promise.all([press(patel, "Record the update"), seen]);
  assert.match(await seen, /This takes a moment/);
  await patel.unroute("**/notes/new");
  assert.equal(await patel.getByRole("progressbar").count(), 0);
  await patel.goBack();
  await patel.locator("#words").waitFor();
  assert.equal(await patel.getByRole("progressbar").count(), 0);
});

/** A review of this person that is on the first meeting to come; both look at it. */
async function reviewed(question) {
  await open(patel, `${person}/reviews/new`);
  await patel.fill("#question", question);
  await patel.check("#agreed");
  await patel.getByLabel("Physical health").check();
  await press(patel, "Ask for a review");
  await patel.locator('input[name="meeting_id"]').first().check();
  await press(patel, "Put it on the agenda");
  await press(patel, "Go to the meeting");
  const item = patel.locator(".app-agenda a", { hasText: "Lively" }).last();
  await Promise.all([patel.waitForNavigation(), item.click()]);
  await open(evans, patel.url());
  await evans.getByText(question).first().waitFor();
}

test("two who take notes of one item see each other's decisions, and nothing typed is lost", async () => {
  await reviewed("Who visits?");
  await evans.waitForTimeout(500);
  await evans.fill("#discussion", "Company.");
  for (const words of ["The nurse visits.", "A befriender rings."]) {
    await patel.fill("#decisions", words);
    await press(patel, "Add the decision and go on");
    assert.match(await done(patel), /The decision is recorded/);
    assert.equal(await patel.inputValue("#decisions"), "");
    await patel.locator("main article", { hasText: words }).first().waitFor();
    await patel.locator("#decisions-audience .app-audience").waitFor();
  }
  const updates = evans.getByRole("button", { name: "2 updates, show" });
  await updates.waitFor();
  assert.equal(await evans.getByText("The nurse visits.").count(), 0, "nothing moves by itself");
  await updates.click();
  for (const words of ["The nurse visits.", "A befriender rings."]) await evans.locator("main article", { hasText: words }).first().waitFor();
  assert.equal(await evans.inputValue("#discussion"), "Company.");

  // Whoever finishes the item is shown what was recorded since they opened it, once, and finishes it then.
  await evans.fill("#presence_words", "Unwell.");
  await press(evans, "Finish this item");
  assert.match(await evans.locator(".nhsuk-error-summary").innerText(), /Somebody has recorded something/);
  assert.deepEqual([await evans.inputValue("#discussion"), await evans.inputValue("#presence_words")], ["Company.", "Unwell."]);
  await press(evans, "Finish this item");
  assert.match(await done(evans), /finished/);
});

test("whoever was slower is shown what was recorded meanwhile, and sends what they wrote again", async () => {
  await open(patel, `${person}/actions/new`);
  await patel.fill("#words", "Find the choir's time");
  await patel.getByLabel("They agree").check();
  await press(patel, "Record the action");
  await eventually(async () => {
    await open(evans, `/actions`);
    assert.ok(await evans.getByRole("link", { name: /choir's time/ }).count());
  });
  await open(patel, "/actions");
  await Promise.all([patel.waitForNavigation(), patel.getByRole("link", { name: /choir's time/ }).first().click()]);
  const action = new URL(patel.url()).pathname;
  await open(evans, `${action}/complete`);
  await evans.fill("#words", "It is at six.");
  await open(patel, `${action}/reassign`);
  await patel.selectOption("#worker", { label: "Dr Evans" });
  await patel.fill("#words", "You know the choir.");
  await press(patel, "Give it to them");
  await press(evans, "Record that it is done");
  assert.match(await evans.title(), /^Error: /);
  await evans.locator("main article", { hasText: "You know the choir." }).first().waitFor();
  assert.equal(await evans.inputValue("#words"), "It is at six.");
  await press(evans, "Record that it is done");
  assert.match(await done(evans), /done/);
});
