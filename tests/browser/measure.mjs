// What the pages ask of people and of machines, against a server that is up: `node tests/browser/measure.mjs ADDRESS`.
// Nothing is asserted: `cargo xtask bench bulk --pages` prints it beside what the bulk journey took.

import http from "node:http";

process.env.THROUGHLINE_PAGES = process.argv[2] ?? "http://127.0.0.1:7480";
const { fillDate, launch, nhsNumber, open, pages, press, signIn } = await import("./support.mjs");

/** How often each page is asked for. */
const TIMES = 200;

const browser = await launch();
const patel = await signIn(browser, "PARK-ROAD-SURGERY dr.patel");
const sam = await signIn(browser, "LEA-VALLEY-FRIENDS sam.lee");

/** Counts what a person does on a page. */
function counted(page) {
  const counts = { clicks: 0, typed: 0 };
  const click = async (what) => {
    counts.clicks++;
    await what;
  };
  return {
    counts,
    press: (name) => click(press(page, name)),
    follow: (selector) => click(Promise.all([page.waitForNavigation(), page.locator(selector).first().click()])),
    check: (selector) => click(page.locator(selector).first().check()),
    pick: (selector, label) => click(page.selectOption(selector, { label })),
    type: async (selector, words) => {
      counts.typed++;
      await page.fill(selector, words);
    },
  };
}

const says = (what, { typed, clicks }) => console.log(`  ${what.padEnd(52)} ${typed} fields typed, ${clicks} clicks`);

console.log("\nwhat people do");
await open(patel, "/people/new");
await patel.fill("#identity-name", "Measured Browser");
await fillDate(patel, "identity-birth_date", ["1", "3", "1950"]);
await patel.fill("#identity-nhs_number", nhsNumber());
await press(patel, "Open the case");
const person = new URL(patel.url()).pathname;
let doing = counted(patel);
await doing.follow(`a[href="${person}/referrals/new"]`);
const service = 'main a[href*="/LEA-VALLEY-FRIENDS/"]';
if (!(await patel.locator(service).count())) {
  // Among many organisations one looks for what a service does.
  await doing.type("#text", "link workers");
  await doing.press("Search");
}
await doing.follow(service);
await doing.type("#reason", "She would like company.");
await doing.check("#person_agreed");
await doing.press("Send the referral");
says("refer from a brief", doing.counts);
const referral = new URL(patel.url()).pathname;
for (let tries = 0; tries < 40; tries++) {
  await open(sam, "/work");
  if (await sam.locator(`a[href="${referral}"]`).count()) break;
}
doing = counted(sam);
await doing.follow(`a[href="${referral}"]`);
await doing.press("Accept");
says("accept a referral from my work", doing.counts);
doing = counted(patel);
await open(patel, person);
await doing.follow(`a[href="${person}/notes/new"]`);
await doing.type("#words", "She came.");
await doing.check("#categories");
await doing.press("Record the update");
says("add an update from a brief", doing.counts);
await open(patel, `${person}/reviews/new`);
await patel.fill("#question", "Who visits?");
await patel.check("#agreed");
await patel.check("#categories");
await press(patel, "Ask for a review");
await patel.locator('input[name="meeting_id"]').first().check();
await press(patel, "Put it on the agenda");
await press(patel, "Go to the meeting");
await Promise.all([patel.waitForNavigation(), patel.locator(".app-agenda a", { hasText: "Measured" }).last().click()]);
doing = counted(patel);
await doing.type("#decisions", "The nurse visits on Monday.");
for (const place of ["0", "1"]) {
  await doing.type(`#actions-${place}--words`, "Do it");
  await doing.pick(`#actions-${place}--worker`, "Dr Patel, Park Road Surgery");
}
await doing.type("#discussion", "Visits.");
await doing.type("#presence_words", "Unwell.");
await doing.press("Finish this item");
says("record an item: a decision with two actions", doing.counts);

/** One request, as a browser sends it: how long until the whole answer is there, and how many bytes came. */
const cookie = (await patel.context().cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
const agent = new http.Agent({ keepAlive: true });
function ask(path) {
  const from = process.hrtime.bigint();
  return new Promise((answered, failed) => {
    const request = http.get(pages + path, { agent, headers: { cookie, "accept-encoding": "gzip" } }, (answer) => {
      let bytes = 0;
      answer.on("data", (part) => (bytes += part.length));
      answer.on("end", () => answered({ status: answer.statusCode, bytes, ms: Number(process.hrtime.bigint() - from) / 1e6 }));
    });
    request.on("error", failed);
  });
}

console.log("\nuntil a page is there, over HTTP on this machine, in milliseconds");
await open(patel, "/people");
const people = await patel.locator("tbody a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));

/** Of each brief that has not been opened in this quarter of an hour, the first opening, which is recorded, and the next. */
const median = (all) => all.sort((one, other) => one - other)[Math.floor(all.length / 2)];
const openings = { first: [], again: [], more: [] };
for (const person of people) {
  // What is cold about somebody is made warm by a page that is not recorded.
  await ask(`${person}/about-me`);
  const [first, again] = [await ask(person), await ask(person)];
  if (first.status !== 200) continue;
  openings.first.push(first.ms);
  openings.again.push(again.ms);
  openings.more.push(first.ms - again.ms);
}
const [first, again, more] = Object.values(openings).map((all) => median(all).toFixed(1));
console.log(`  a brief, recorded      p50 ${first}   opened again p50 ${again}   the difference p50 ${more}   of ${openings.more.length}`);

const of = (end) => (time) => `${people[time % people.length]}${end}`;
const paths = { "my work": () => "/work", people: () => "/people", brief: of(""), story: of("/story"), "about me": of("/about-me"), plan: of("/plan"), sharing: of("/sharing"), "people involved": of("/involved"), "add an update": of("/notes/new"), referrals: () => "/referrals", actions: () => "/actions", handovers: () => "/handovers", meetings: () => "/meetings", services: () => "/services" };
for (const [name, path] of Object.entries(paths)) {
  const took = [];
  let refused = 0;
  for (let time = 0; time < TIMES; time++) {
    const { status, ms } = await ask(path(time));
    if (status === 200) took.push(ms);
    else refused++;
  }
  took.sort((one, other) => one - other);
  const at = (part) => (took.length ? took[Math.min(took.length - 1, Math.floor(took.length * part))].toFixed(1) : "-");
  console.log(`  ${name.padEnd(20)} p50 ${at(0.5).padStart(7)}   p99 ${at(0.99).padStart(7)}   of ${took.length}${refused ? `, ${refused} not open to this worker` : ""}`);
}

console.log("\nbytes of a first visit, compressed");
const html = await (await fetch(pages + people[0], { headers: { cookie } })).text();
const parts = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1]);
let total = 0;
for (const path of [people[0], ...new Set(parts)]) {
  const { bytes } = await ask(path);
  total += bytes;
  console.log(`  ${path.replace(/\/people\/.*/, "the brief itself").padEnd(40)} ${bytes}`);
}
console.log(`  ${"in all".padEnd(40)} ${total}`);
await browser.close();
agent.destroy();
