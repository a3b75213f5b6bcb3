// Signing in with accounts of the system's own, from the operator's first invitation on: in a system without anybody in it.

import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { after, before, test } from "node:test";
import { launch, press, sound } from "./support.mjs";
import { serve } from "./support_server.mjs";

const PASSWORD = "kettle orchard bus stop";
let browser, server, pages;

before(async () => {
  server = await serve();
  pages = server.pages;
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** The code that an app shows now (RFC 6238), or some steps of 30 seconds later. */
function code(key, steps = 0) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key.replaceAll(" ", "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000) + steps));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, "0");
}

/** The link of an invitation from the operator's command. */
function invited(...who) {
  const said = server.run("account", "invite", ...who);
  return said.match(/\/invitation\/\S+/)[0];
}

async function newPage() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

/** Accepts an invitation, and gives the key of the app, and the code that it was accepted with. */
async function accept(page, path, password = PASSWORD) {
  await page.goto(pages + path);
  await sound(page, "the invitation");
  const key = await page.locator("code.app-key").innerText();
  await page.fill("#password-new", password);
  const opened = code(key);
  await page.fill("#code", opened);
  await press(page, "Open my account");
  return { key, opened };
}

/** Shows name and password, and then a code. */
async function signIn(page, name, shown, password = PASSWORD) {
  await page.goto(`${pages}/sign-in`);
  await page.fill("#name", name);
  await page.fill("#password", password);
  await press(page, "Sign in");
  if (!page.url().endsWith("/sign-in/code")) return;
  await page.fill("#code", shown);
  await press(page, "Go on");
}

const heading = (page) => page.locator("h1").first().innerText();
const problem = (page) => page.locator(".nhsuk-error-summary__list").innerText();
let sam;

test("from an empty system to somebody at work, by invitations alone", async () => {
  const operator = await newPage();
  const link = invited("ICB-OPS", "alex", "--role", "operator");
  await operator.goto(pages + link);
  await operator.fill("#password-new", "too short");
  await operator.fill("#code", "000000");
  await press(operator, "Open my account");
  assert.match(await problem(operator), /too short/);
  await operator.fill("#password-new", PASSWORD);
  await operator.fill("#code", "000000");
  await press(operator, "Open my account");
  assert.match(await problem(operator), /not the code of now/);
  await accept(operator, link);
  await operator.goto(`${pages}/organisations/new`);
  await operator.fill("#name", "Lea Valley Friends");
  await operator.fill("#code", "LEA-FRIENDS");
  await press(operator, "Register it");
  assert.equal(await heading(operator), "Organisations");
  await operator.goto(pages + link);
  assert.match(await heading(operator), /good no longer/);

  const kim = await newPage();
  await accept(kim, invited("LEA-FRIENDS", "kim.lee", "--role", "organisation-administrator"));
  await kim.goto(`${pages}/organisation/workers/new`);
  await kim.fill("#name", "Sam Lee");
  await kim.fill("#worker", "sam.lee");
  await kim.check('input[value="link-worker"]');
  await kim.check('input[value="manager"]');
  await press(kim, "Register them");
  await kim.getByRole("link", { name: /^Invite ?: Sam Lee/ }).click();
  await press(kim, "Make the invitation");
  await sound(kim, "the invitation as it is handed over");
  const shown = await kim.locator("#invitation").innerText();
  assert.ok(shown.startsWith(pages), shown);

  const page = await newPage();
  const account = await accept(page, new URL(shown).pathname);
  assert.equal(await heading(page), "In which role are you here?");
  await page.check('input[value="link-worker"]');
  await press(page, "Go on");
  assert.equal(new URL(page.url()).pathname, "/work");
  await page.goto(`${pages}/role`);
  await page.check('input[value="manager"]');
  await press(page, "Go on");
  await page.goto(`${pages}/me`);
  assert.match(await page.locator("main").innerText(), /Role: manager/);
  await sound(page, "me");
  sam = { ...account, page, kim };
});

test("an administrator does nothing to their own account, and others nothing to anybody's", async () => {
  for (const [page, worker, status] of [[sam.kim, "kim.lee", 403], [sam.page, "sam.lee", 403], [sam.page, "kim.lee", 403], [sam.kim, "nobody", 404]]) {
    for (const what of ["invite", "close"]) {
      const answer = await page.goto(`${pages}/organisation/workers/${worker}/${what}`);
      assert.equal(answer.status(), status, `${worker} ${what}`);
    }
  }
});

test("everybody of the organisation sees who was let in, and by whom", async () => {
  await sam.page.goto(`${pages}/organisation`);
  await press(sam.page, "Who was let in");
  await sound(sam.page, "who was let in");
  const told = (await sam.page.locator(".app-entry").allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());
  assert.equal(told.length, 4, told.join("\n"));
  assert.match(told[0], /^Sam Lee The invitation was taken/);
  assert.match(told[1], /^Sam Lee Invited kim\.lee, /);
  assert.match(told[2], /^kim\.lee The invitation was taken/);
  assert.match(told[3], /^kim\.lee Invited The operator, on the machine itself, /);
  // Each sees what happened to their own beside it, and nobody what happened elsewhere.
  await sam.page.goto(`${pages}/me`);
  assert.match(await sam.page.locator("main").innerText(), /Your account\s+the invitation was taken[^]*invited\s+kim\.lee/i);
});

test("name, password and code are all needed, and a code lets in once", async () => {
  const page = await newPage();
  await signIn(page, "sam.lee@lea-friends", code(sam.key, 1), "wrong words entirely");
  assert.match(await problem(page), /no account with this name and password/);
  await signIn(page, "nobody@nowhere", code(sam.key, 1));
  assert.match(await problem(page), /no account with this name and password/);
  await page.goto(`${pages}/sign-in/code`);
  assert.equal(new URL(page.url()).pathname, "/sign-in", "a code without a password");
  await signIn(page, "Sam.Lee@LEA-FRIENDS", sam.opened);
  assert.match(await problem(page), /used before/, "that code opened the account");
  assert.equal((await page.goto(`${pages}/work`)).request().redirectedFrom() !== null, true, "a password alone is half");
  await signIn(page, "sam.lee@lea-friends", code(sam.key, 1));
  assert.equal(await heading(page), "In which role are you here?");
  await page.goto(`${pages}/work`);
  assert.equal(new URL(page.url()).pathname, "/sign-in", "without a role nobody is in");
  await page.context().close();
});

test("the id is another one after signing in, and a kept cookie is of no use after signing out", async () => {
  const cookies = async (page) => (await page.context().cookies()).filter(({ name }) => name === "throughline-session");
  const [before] = await cookies(sam.page);
  const thief = await newPage();
  await thief.context().addCookies([before]);
  await thief.goto(`${pages}/me`);
  assert.equal(await heading(thief), "You", "the cookie is good while the session is");
  await sam.page.goto(`${pages}/role`);
  await sam.page.check('input[value="link-worker"]');
  await press(sam.page, "Go on");
  const [now] = await cookies(sam.page);
  assert.notEqual(before.value, now.value);
  await thief.goto(`${pages}/me`);
  assert.equal(new URL(thief.url()).pathname, "/sign-in", "the role was changed, and the session with it");
  await thief.context().close();
});

test("what somebody types is kept, and is there again after they were signed out in the middle of it", async () => {
  const { page } = sam;
  await page.goto(`${pages}/people/new`);
  await page.fill("#identity-name", "Maureen Okafor");
  const kept = page.waitForResponse((answer) => answer.url().endsWith("/drafts"));
  await page.locator("#identity-name").press("End");
  await page.locator("#identity-name").pressSequentially(" Adeyemi");
  assert.equal((await kept).status(), 204);
  await page.goto(`${pages}/people/new`);
  assert.match(await page.locator(".app-note").innerText(), /You had typed something here/);
  await sound(page, "a form with a draft");
  await page.getByRole("link", { name: "Bring it back" }).click();
  assert.equal(await page.inputValue("#identity-name"), "Maureen Okafor Adeyemi");
  await page.fill("#identity-name", "Maureen Okafor");

  // Signed out from elsewhere: retired and invited again would do the same.
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const token = await page.locator('input[name="form-token"]').first().inputValue();
  const everywhere = await fetch(`${pages}/sign-out/everywhere`, { method: "POST", redirect: "manual", headers: { cookie, origin: pages, "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ "form-token": token }) });
  assert.equal(everywhere.status, 303);
  await Promise.all([page.waitForNavigation(), page.locator("main form button.nhsuk-button").last().click()]);
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  assert.match(await page.locator(".app-note").innerText(), /What you had typed was kept/);
  await sound(page, "signed out");
  await sam.kim.goto(`${pages}/organisation/workers/sam.lee/invite`);
  await press(sam.kim, "Make the invitation");
  Object.assign(sam, await accept(page, new URL(await sam.kim.locator("#invitation").innerText()).pathname));
  await page.check('input[value="link-worker"]');
  await press(page, "Go on");
  assert.equal(page.url(), `${pages}/people/new?draft=restore`);
  assert.equal(await page.inputValue("#identity-name"), "Maureen Okafor");
  await page.goto(`${pages}/me`);
  assert.match(await page.locator("main").innerText(), /Add a person/i);
  await page.goto(`${pages}/people/new`);
  await page.getByRole("button", { name: "throw it away" }).click();
  await page.waitForURL("**/people/new");
  assert.equal(await page.locator(".app-note").count(), 0);
});

test("before the end there is a warning, and at the end the page is left", async () => {
  const page = await newPage();
  await accept(page, invited("LEA-FRIENDS", "pat.lee", "--role", "organisation-administrator"));
  let left = 240;
  await page.route("**/session", async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    const body = (await answer.text()).replace(/data-session-s="\d+"/, `data-session-s="${left}"`);
    return route.fulfill({ response: answer, body });
  });
  await page.clock.install();
  await page.goto(`${pages}/me`);
  assert.equal(await page.locator(".app-session").count(), 0);
  await page.clock.fastForward("26:00");
  const warning = page.getByRole("alertdialog");
  await warning.waitFor();
  assert.match(await warning.innerText(), /signed out in 4 minutes/);
  await sound(page, "the warning");
  left = 1800;
  await warning.getByRole("button", { name: "Stay signed in" }).click();
  await warning.waitFor({ state: "detached" });
  left = 0;
  const leaves = page.waitForURL("**/session");
  await page.clock.fastForward("31:00");
  await leaves;
  await page.context().close();
});

test("who leaves the organisation is signed out, and signs in no more", async () => {
  const page = await newPage();
  await sam.kim.goto(`${pages}/organisation/workers/sam.lee/invite`);
  await press(sam.kim, "Make the invitation");
  await accept(page, new URL(await sam.kim.locator("#invitation").innerText()).pathname);
  await page.check('input[value="link-worker"]');
  await press(page, "Go on");
  await page.goto(`${pages}/me`);
  assert.equal(await heading(page), "You");
  // Whoever was invited again is told so, and by whom: somebody else could have signed in as them.
  assert.match(await page.locator("main").innerText(), /Your account\s+the invitation was taken[^]*invited again\s+kim\.lee/i);
  await sam.kim.goto(`${pages}/organisation/workers/sam.lee/retire`);
  await press(sam.kim, "Retire them");
  await page.goto(`${pages}/me`);
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await page.context().close();
});

test("guessing is paused", async () => {
  const page = await newPage();
  const name = `nobody-${randomBytes(4).toString("hex")}@lea-friends`;
  for (let guess = 0; guess < 5; guess++) {
    await signIn(page, name, "", `guess ${guess}`);
    assert.match(await problem(page), /no account with this name/);
  }
  await signIn(page, name, "");
  assert.match(await problem(page), /too many attempts\. Try again after \d+:\d\d(am|pm)/);
  await page.context().close();
});
