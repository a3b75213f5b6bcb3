// What browsers may do with the pages, and what others may not: headers, forms from elsewhere, addresses, caches.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, pages, signIn } from "./support.mjs";

let browser, page;
before(async () => {
  browser = await launch();
  page = await signIn(browser, "PARK-ROAD-SURGERY dr.patel");
});
after(() => browser.close());

test("every page is kept by nobody, framed by nobody, and runs nothing that is not ours", async () => {
  for (const path of ["/work", "/people", "/sign-in", "/people/find", "/no-such-page"]) {
    const answer = await page.goto(pages + path);
    const headers = answer.headers();
    assert.equal(headers["cache-control"], "no-store", path);
    assert.match(headers["content-security-policy"], /default-src 'none'.*frame-ancestors 'none'/, path);
    assert.ok(!/unsafe|\*|https?:/.test(headers["content-security-policy"]), path);
    assert.equal(headers["x-content-type-options"], "nosniff", path);
    assert.equal(headers["referrer-policy"], "same-origin", path);
  }
});

test("help is there for whoever cannot sign in", async () => {
  const context = await browser.newContext();
  for (const path of ["/accessibility", "/problem"]) {
    const answer = await context.request.get(pages + path);
    assert.equal(answer.status(), 200, path);
    assert.ok(!/Sign out/.test(await answer.text()), path);
  }
  await context.close();
});

test("cookies are sealed, kept from script and from other sites", async () => {
  const cookies = await page.context().cookies();
  assert.ok(cookies.length > 0);
  for (const cookie of cookies) {
    assert.ok(cookie.httpOnly && cookie.sameSite === "Lax", cookie.name);
    assert.ok(!/patel|PARK/i.test(Buffer.from(decodeURIComponent(cookie.value), "base64").toString("latin1")), "it can be read");
  }
});

test("a form without its token, with another's, or from another site is not taken", async () => {
  await open(page, "/cover/deputy");
  const [token] = await page.locator('input[name="form-token"]').evaluateAll((inputs) => inputs.map((input) => input.value));
  const { cookie } = { cookie: (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ") };
  const send = (fields, headers) => fetch(`${pages}/cover/deputy`, { method: "POST", redirect: "manual", headers: { cookie, "content-type": "application/x-www-form-urlencoded", ...headers }, body: new URLSearchParams(fields) });
  const here = { origin: pages };
  assert.equal((await send({ deputy: "dr.evans" }, here)).status, 403);
  assert.equal((await send({ "form-token": "A".repeat(86), deputy: "dr.evans" }, here)).status, 403);
  assert.equal((await send({ "form-token": token, deputy: "dr.evans" }, { origin: "https://elsewhere.example" })).status, 403);
  assert.equal((await send({ "form-token": token, deputy: "dr.evans" }, {})).status, 403);
  assert.equal((await send({ "form-token": token, "command-id": crypto.randomUUID(), deputy: "dr.evans" }, here)).status, 303);
});

test("what users write is text, wherever it is shown", async () => {
  const wicked = `<img src=x onerror="document.title='wicked'"><script>document.title='wicked'</script>`;
  await open(page, `/people/find?nhs_number=${encodeURIComponent(wicked)}`);
  assert.equal(await page.inputValue("#nhs_number"), "", "an address fills in nothing about a person");
  await page.fill("#nhs_number", wicked);
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Find", exact: true }).click()]);
  assert.equal(await page.inputValue("#nhs_number"), wicked);
  assert.match(await page.title(), /^Error: Find a person/);
  assert.equal(await page.locator("main img").count(), 0);
});

test("a calendar file names nobody", async () => {
  await open(page, "/meetings");
  const href = await page.locator('main a[href^="/meetings/"]:not([href="/meetings/new"])').first().getAttribute("href");
  const text = await page.evaluate(async (path) => (await fetch(path)).text(), `${href}/calendar.ics`);
  assert.match(text, /BEGIN:VEVENT[^]*SUMMARY:Team meeting\r\n/);
  assert.ok(!/DESCRIPTION|ATTENDEE|LOCATION/.test(text));
});
