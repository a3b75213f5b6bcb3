// Signing in at an OpenID Connect issuer, a real one (oidc-provider) on this machine: there, back, in a role, and out again.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Provider } from "oidc-provider";
import { launch, press, sound } from "./support.mjs";
import { freePort, serve } from "./support_server.mjs";

/** Who works where, as the issuer knows it. */
const PEOPLE = {
  "sam.lee": { organisation: "LEA-FRIENDS", role: "link-worker" },
  "kim.lee": { organisation: "LEA-FRIENDS", role: ["link-worker", "manager"] },
  "no.body": { organisation: "LEA-FRIENDS", role: "king" },
  "the.clock": { organisation: "LEA-FRIENDS", role: "timekeeper" },
};
let browser, issuer, server, pages, address;

before(async () => {
  const port = await freePort();
  const issuerPort = await freePort();
  pages = `http://127.0.0.1:${port}`;
  address = `http://127.0.0.1:${issuerPort}`;
  const provider = new Provider(address, {
    clients: [{ client_id: "throughline-pages", token_endpoint_auth_method: "none", redirect_uris: [`${pages}/sign-in/back`], post_logout_redirect_uris: [`${pages}/sign-in`] }],
    claims: { openid: ["sub", "organisation", "role"] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...PEOPLE[id] }) }),
  });
  issuer = await new Promise((up) => {
    const listening = provider.listen(issuerPort, "127.0.0.1", () => up(listening));
  });
  server = await serve({ PAGES_LISTEN: `127.0.0.1:${port}`, PAGES_ADDRESS: pages, ACCOUNTS: "false", SIGN_IN_ISSUER: address, SIGN_IN_CLIENT_ID: "throughline-pages", SIGN_IN_NAME: "the Trust" });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  issuer?.closeAllConnections();
  issuer?.close();
});

async function newPage() {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

/** Signs in at the issuer's own pages, from ours and back to them. */
async function signIn(page, who, from = "/sign-in") {
  await showPassword(page, who, from);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL((url) => url.href.startsWith(pages));
}

/** As far as the issuer's question whether our pages may know who it is. */
async function showPassword(page, who, from = "/sign-in") {
  await page.goto(pages + from);
  // The keys are fetched by themselves, a moment after the start.
  for (let tries = 20; tries; tries--) {
    await page.getByRole("button", { name: "Sign in with the Trust" }).click();
    if (page.url().startsWith(address)) break;
    await new Promise((go) => setTimeout(go, 200));
  }
  await page.fill('input[name="login"]', who);
  await page.fill('input[name="password"]', "anything");
  await page.click('button[type="submit"]');
  await page.getByRole("button", { name: "Continue" }).waitFor();
}

const main = (page) => page.locator("main").innerText();

test("somebody signs in there, comes back to where they wanted to go, and is signed out in both places", async () => {
  const page = await newPage();
  await page.goto(`${pages}/me`);
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await sound(page, "signing in elsewhere");
  assert.equal(await page.locator("#password").count(), 0, "there are no accounts here");
  await signIn(page, "sam.lee", "/me");
  assert.equal(page.url(), `${pages}/me`);
  assert.match(await main(page), /LEA-FRIENDS[^]*Role: link worker/);
  assert.doesNotMatch(await main(page), /Change your password/);
  await page.getByRole("button", { name: "Sign out", exact: true }).click();
  await page.waitForURL(`${address}/session/end**`);
  await page.getByRole("button", { name: /Yes/ }).click();
  await page.waitForURL((url) => url.href.startsWith(`${pages}/sign-in`));
  await page.goto(`${pages}/me`);
  assert.equal(new URL(page.url()).pathname, "/sign-in");
  await page.context().close();
});

test("who has several roles says in which they are here", async () => {
  const page = await newPage();
  await signIn(page, "kim.lee");
  assert.equal(new URL(page.url()).pathname, "/sign-in/role");
  await page.check('input[value="manager"]');
  await press(page, "Go on");
  await page.goto(`${pages}/me`);
  assert.match(await main(page), /Role: manager/);
  await page.goto(`${pages}/role`);
  assert.equal(await page.locator('input[name="role"]').count(), 2);
  await page.context().close();
});

test("who has no role of ours there is not let in, nor is anybody the system itself", async () => {
  for (const who of ["no.body", "the.clock", "stranger"]) {
    const page = await newPage();
    await signIn(page, who);
    assert.match(await main(page), /Signing in there did not work/, who);
    await page.goto(`${pages}/me`);
    assert.equal(new URL(page.url()).pathname, "/sign-in", who);
    await page.context().close();
  }
  assert.match(server.said(), /a role of this system/);
  assert.doesNotMatch(server.said(), /no\.body|the\.clock|eyJ/, "the log names nobody, and holds no token");
});

test("an answer that does not belong to this browser's own question is not taken", async () => {
  const page = await newPage();
  // A sign-in of somebody else's, stopped on its way back: its code is good, and was not used.
  await showPassword(page, "sam.lee");
  const { request } = page.context();
  const form = new URL(await page.locator("form").first().getAttribute("action"), address).href;
  let answer = await request.post(form, { form: { prompt: "consent" }, maxRedirects: 0 });
  for (let tries = 5; tries && !answer.headers().location.startsWith(pages); tries--) answer = await request.get(new URL(answer.headers().location, address).href, { maxRedirects: 0 });
  const stolen = answer.headers().location;
  assert.match(stolen, /code=.+state=|state=.+code=/);
  const victim = await newPage();
  await victim.goto(stolen);
  assert.match(await main(victim), /Signing in there did not work/);
  await victim.goto(`${pages}/sign-in`);
  await victim.getByRole("button", { name: "Sign in with the Trust" }).click();
  await victim.waitForURL(`${address}/**`);
  await victim.goto(stolen);
  assert.match(await main(victim), /Signing in there did not work/, "another state than its own");
  await victim.goto(`${pages}/me`);
  assert.equal(new URL(victim.url()).pathname, "/sign-in");
  await Promise.all([page, victim].map((one) => one.context().close()));
});
