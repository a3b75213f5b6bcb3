// Nothing is offered that would be refused: every link that somebody is shown opens for them, in every role, of an
// organisation that takes part, of one that is only asked to, and of one whose part has ended.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch, pages, paths, signIn } from "./support.mjs";

/** Who looks, with where they begin. */
const READERS = [
  "LEA-VALLEY-FRIENDS winnie.cole volunteer",
  "LEA-VALLEY-FRIENDS sam.lee link-worker",
  "PARK-ROAD-SURGERY helen.marsh manager",
  "PARK-ROAD-SURGERY helen.marsh organisation-administrator",
  "PARK-ROAD-SURGERY simon.ward privacy-officer",
  "PARK-ROAD-SURGERY dr.patel practitioner",
  "WALBROOK-CARE nadia.rahman mst-coordinator",
  "WALBROOK-CARE paul.whitby safeguarding-lead",
];
/** How many pages each of them opens, and how many of each sort. */
const PAGES = 220, OF_A_SORT = 4;
let browser;

before(async () => (browser = await launch()));
after(() => browser.close());

/** What sort of page it is: its path without what it names. */
const sort = (path) => path.split("?")[0].replace(/[0-9a-f]{8}-[0-9a-f-]{27}(\.\d+)?/g, "*").replace(/\/[\w-]{40,}/g, "/*");

/** The links on a page that lead to others of ours, and where its forms are sent: each of these has a page of its own. */
function links(html) {
  const all = [...html.matchAll(/<(?:a|form)\b[^>]* (?:href|action)="([^"]*)"/g)].map(([, to]) => to.replaceAll("&amp;", "&").split("#")[0]);
  return all.filter((to) => to.startsWith("/") && !/^\/(assets|sign-out)\b/.test(to));
}

for (const who of READERS) {
  test(`every link that is shown to ${who} opens`, async () => {
    const page = await signIn(browser, who);
    const { request } = page.context();
    const open = async (path) => {
      const answer = await request.get(pages + path);
      return [answer.status(), await answer.text()];
    };
    const [seen, found, queue, refused] = [new Set(["/work"]), new Map(), [["/work", "/work"]], []];
    for (let opened = 0; queue.length && opened < PAGES; opened++) {
      const [path, from] = queue.shift();
      const [status, html] = await open(path);
      if (status !== 200) {
        // Others are at work beside this one: a link that is gone by now was good when it was shown.
        const [, again] = await open(from);
        if (links(again).includes(path)) refused.push(`${path} from ${from}: ${status}`);
        continue;
      }
      for (const to of links(html)) {
        const times = found.get(sort(to)) ?? 0;
        if (seen.has(to) || times >= OF_A_SORT) continue;
        seen.add(to);
        found.set(sort(to), times + 1);
        queue.push([to, path]);
      }
    }
    assert.ok(found.size > 8, `${found.size} sorts of page were found`);
    assert.deepEqual(refused, [], refused.join("\n"));
    await page.context().close();
  });
}

test("what is offered to some alone is there", () => {
  const source = readFileSync(new URL("../../services/web/src/offers.rs", import.meta.url), "utf8");
  const table = source.slice(source.indexOf("const TAKES"), source.indexOf("fn fits"));
  const routed = new Set(paths().map((path) => path.slice(1).replace(/\{[a-z_]+\}/g, "*")));
  const offered = [...table.matchAll(/"([a-z*/-]+)"/g)].map(([, path]) => path);
  assert.ok(offered.length > 40, `${offered.length} paths`);
  assert.deepEqual(offered.filter((path) => !routed.has(path)), []);
});
