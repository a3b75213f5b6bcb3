// Every path of the pages, by the wrong people: signed out, of an organisation without a part, in a role that reads nothing.
// The paths are read from the source, so that a new one is walked too.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, pages, paths, signIn } from "./support.mjs";

/** What is there for whoever has not signed in. */
const OPEN = ["/accessibility", "/problem", "/sign-in", "/sign-in/elsewhere", "/sign-in/back", "/sign-in/code", "/sign-in/role", "/invitation/{token}", "/assets/{name}", "/logo"];
let browser, person, name;

/** A path with Maureen in it, wherever it names anybody or anything. */
const filled = (path) => path.replace("{person}", person).replace(/\{[a-z_]+\}/g, person);

before(async () => {
  browser = await launch();
  const page = await signIn(browser, "PARK-ROAD-SURGERY dr.patel");
  await page.goto(`${pages}/people`);
  const link = page.locator("main a", { hasText: "Maureen" }).first();
  person = (await link.getAttribute("href")).split("/")[2];
  name = (await link.innerText()).trim();
  assert.ok(name.includes(" "), name);
});
after(() => browser.close());

test("signed out, nothing is shown and nothing is taken", async () => {
  const all = paths();
  assert.ok(all.length > 90, `${all.length} paths were found`);
  for (const path of all) {
    const answer = await fetch(pages + filled(path), { redirect: "manual" });
    if (OPEN.includes(path)) {
      assert.ok(answer.status < 500, path);
      continue;
    }
    const to = answer.headers.get("location");
    // Where there is only something to send, there is nothing to open.
    assert.ok((answer.status === 303 && to === "/sign-in") || [404, 405].includes(answer.status), `${path}: ${answer.status} ${to}`);
    const sent = await fetch(pages + filled(path), { method: "POST", redirect: "manual", headers: { origin: pages, "content-type": "application/x-www-form-urlencoded" }, body: "x=y" });
    assert.equal(sent.status, 403, path);
  }
});

for (const [what, who, isColleague] of [["of an organisation without a part", "MILL-LANE-PRACTICE tom.bright", false], ["in a role that reads nothing", "PARK-ROAD-SURGERY helen.marsh", true]]) {
  test(`${what}, nobody is shown who it is`, async () => {
    const page = await signIn(browser, who);
    const { request } = page.context();
    for (const path of paths().filter((path) => !OPEN.includes(path) && path !== "/changes")) {
      const answer = await request.get(pages + filled(path), { maxRedirects: 0 });
      const text = await answer.text();
      assert.ok(!text.includes(name), `${path} names her`);
      assert.ok(answer.status() < 500 || answer.status() === 503, `${path}: ${answer.status()}`);
      // A form that somebody in another role could send names nobody, either; and neither custodian nor manager needs a part in the case.
      if (path.includes("{person}") && !/\/(custody|lead)$/.test(path) && !isColleague) assert.notEqual(answer.status(), 200, path);
    }
    await page.context().close();
  });
}
