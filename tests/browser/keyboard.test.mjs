// Referring and deciding at a meeting by the keyboard alone: whatever has the focus can be seen, in an order that makes
// sense.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { done, fillDate, launch, nhsNumber, open, press, signIn } from "./support.mjs";

let browser, page, person;
before(async () => {
  browser = await launch();
  page = await signIn(browser, "PARK-ROAD-SURGERY dr.patel");
  await open(page, "/people/new");
  await page.fill("#identity-name", "Keys Browser");
  await fillDate(page, "identity-birth_date", ["1", "3", "1950"]);
  await page.fill("#identity-nhs_number", nhsNumber());
  await press(page, "Open the case");
  person = new URL(page.url()).pathname;
});
after(() => browser.close());

/** What has the focus: what it is called, and whether it is wholly seen and marked. */
const focused = () => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const { top, left, bottom, right, width, height } = element.getBoundingClientRect();
  const at = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const style = getComputedStyle(element);
  // nhsuk-frontend draws the box of a radio or checkbox beside the input, on its label.
  const beside = element.nextElementSibling && getComputedStyle(element.nextElementSibling, "::before").boxShadow;
  const marked = [style.boxShadow, style.outlineStyle, beside].some((mark) => mark && mark !== "none") || style.backgroundColor === "rgb(255, 235, 59)";
  const label = element.id && document.querySelector(`label[for="${element.id}"]`);
  return {
    called: (label || element).innerText?.trim() || element.name || element.tagName,
    id: element.id,
    seen: width === 0 || (top >= -1 && left >= -1 && bottom <= innerHeight + 1 && right <= innerWidth + 1 && (!at || element.contains(at) || at.contains(element) || label?.contains(at) || !!at.closest(".nhsuk-radios__item, .nhsuk-checkboxes__item"))),
    marked,
  };
};

/** Presses Tab until `wanted` has the focus; each stop on the way has to be seen. */
async function tabTo(wanted, bound = 140) {
  for (let presses = 0; presses < bound; presses++) {
    await page.keyboard.press("Tab");
    const now = await page.evaluate(focused);
    if (!now) continue;
    assert.ok(now.seen, `the focus is hidden at ${now.called}`);
    assert.ok(now.marked, `the focus does not show at ${now.called}`);
    if (wanted(now)) return now;
  }
  assert.fail(`the keyboard does not lead to ${wanted}`);
}

const at = (id) => tabTo((now) => now.id === id);
const button = async (name) => {
  await tabTo((now) => now.called === name);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
};

test("the first stop leads past the header", async () => {
  await open(page, person);
  await page.keyboard.press("Tab");
  assert.equal((await page.evaluate(focused)).called, "Skip to main content");
});

test("a referral is raised from a brief", async () => {
  await open(page, person);
  await button("Refer");
  await button("Link workers, Lea Valley Friends");
  await at("reason");
  await page.keyboard.type("She would like company.");
  await at("person_agreed");
  await page.keyboard.press("Space");
  await button("Send the referral");
  assert.match(await done(page), /is sent/);
});

test("a review is asked for and decided at its meeting", async () => {
  await open(page, `${person}/reviews/new`);
  await at("question");
  await page.keyboard.type("Who visits?");
  await at("agreed");
  await page.keyboard.press("Space");
  await tabTo((now) => now.called === "Physical health");
  await page.keyboard.press("Space");
  await button("Ask for a review");
  await tabTo((now) => now.id === "meeting_id");
  await page.keyboard.press("Space");
  await button("Put it on the agenda");
  await button("Go to the meeting");
  await tabTo((now) => /Keys$/.test(now.called));
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await at("decisions");
  await page.keyboard.type("The nurse visits on Monday.");
  for (const place of ["0", "1"]) {
    await at(`actions-${place}--words`);
    await page.keyboard.type(`Action ${place}`);
    await at(`actions-${place}--worker`);
    await page.keyboard.type("Dr Patel");
  }
  await at("discussion");
  await page.keyboard.type("Visits.");
  await at("presence_words");
  await page.keyboard.type("Unwell.");
  await button("Finish this item");
  assert.match(await done(page), /finished/);
});
