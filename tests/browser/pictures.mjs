// The pictures in `docs`, of a demo that is up: `node tests/browser/pictures.mjs ADDRESS`.

process.env.THROUGHLINE_PAGES = process.argv[2] ?? "http://127.0.0.1:7480";
const { launch, open, pages, signIn } = await import("./support.mjs");

const browser = await launch();

/** A picture of what a page shows at once, on a desktop and on a phone. */
async function picture(who, name, way) {
  for (const [width, height] of [[1280, 900], [390, 844]]) {
    const page = await signIn(browser, who, { viewport: { width, height } });
    await way(page);
    await page.screenshot({ path: `docs/${name}-${width}.png` });
    await page.context().close();
  }
}

/** The person on the first page of the caseload whose brief says most. */
async function richest(page) {
  await open(page, "/people");
  const people = await page.locator("tbody a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  let best = [0, people[0]];
  for (const path of people.slice(0, 60)) {
    const html = await (await page.request.get(pages + path)).text();
    const says = [/<h2[^>]*>Next actions<[^]*?app-entry__heading/, /<h2[^>]*>Goals<[^]*?app-entry__heading/, /app-own-words/, /Please don’t ask me again/, /nhsuk-tag--red/].filter((part) => part.test(html)).length;
    if (says > best[0]) best = [says, path];
  }
  return best[1];
}

const patel = "PARK-ROAD-SURGERY dr.patel";
await picture(patel, "brief", async (page) => open(page, await richest(page)));
await picture("LEA-VALLEY-FRIENDS sam.lee", "my-work", (page) => open(page, "/work"));
await picture(patel, "sharing", async (page) => open(page, `${await richest(page)}/sharing`));
await picture("LEA-VALLEY-FRIENDS sam.lee", "referral", async (page) => {
  await open(page, "/referrals");
  await Promise.all([page.waitForNavigation(), page.locator("main .app-row a").first().click()]);
});
await picture(patel, "meeting", async (page) => {
  await open(page, "/meetings");
  const meetings = await page.locator("main article").evaluateAll((rows) => rows.map((row) => [row.querySelector("a").getAttribute("href"), Number(/(\d+) item/.exec(row.textContent)?.[1] ?? 0)]));
  for (const [path] of meetings.filter(([, items]) => items > 1)) {
    await open(page, path);
    if (await page.locator("#decisions").count()) break;
  }
});
await browser.close();
