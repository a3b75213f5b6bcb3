// A person tells their story once: four people work from it, each in a browser of their own. With script and without.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { done, eventually, fillDate, launch, nhsNumber, open, press, signIn } from "./support.mjs";

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

for (const javaScriptEnabled of [true, false]) {
  test(`the whole journey, ${javaScriptEnabled ? "with" : "without"} script`, async (step) => {
    const people = ["PARK-ROAD-SURGERY dr.patel", "LEA-VALLEY-FRIENDS sam.lee", "WALBROOK-CARE nadia.rahman", "WALBROOK-ADVICE mark.ellis"];
    const [patel, sam, nadia, mark] = await Promise.all(people.map((who) => signIn(browser, who, { javaScriptEnabled })));
    const number = nhsNumber();
    let person, referral;

    await step.test("the practice opens a case, and nobody has one before", async () => {
      await open(patel, "/people/find");
      await fillDate(patel, "birth_date", ["29", "2", "1948"]);
      await patel.fill("#nhs_number", number.replace(/(...)(...)(....)/, "$1 $2 $3"));
      await press(patel, "Find");
      await patel.getByRole("heading", { name: "No case was found" }).waitFor();
      assert.ok(!patel.url().includes(number), "no number stands in an address");
      await press(patel, "Add a person");
      await press(patel, "Open the case");
      assert.match(await patel.title(), /^Error: /);
      await patel.fill("#identity-name", "Ada Browser");
      await fillDate(patel, "identity-birth_date", ["29", "2", "1948"]);
      await patel.fill("#identity-nhs_number", number);
      await press(patel, "Open the case");
      assert.match(await done(patel), /The case is open/);
      person = new URL(patel.url()).pathname.split("/")[2];
    });

    await step.test("she tells it once, in her own words", async () => {
      await open(patel, `/people/${person}/about-me/write?heading=1`);
      await patel.fill("#words", "I want to sing again. I am fed up of explaining it.");
      await press(patel, "Record it");
      await open(patel, `/people/${person}/about-me/write?heading=3`);
      await patel.fill("#words", "Write it down, I hear badly.");
      await press(patel, "Record it");
      await open(patel, `/people/${person}`);
      await patel.getByText("I want to sing again.").first().waitFor();
      await patel.getByText("This may not be everything.").waitFor();
    });

    await step.test("whoever has no part sees nothing", async () => {
      for (const path of [`/people/${person}`, `/people/${person}/story`, `/people/${person}/notes/new`]) {
        assert.equal(await open(mark, path), 404);
        assert.ok(!(await mark.content()).includes("Ada Browser"));
      }
    });

    await step.test("the practice refers, and is shown who will see it", async () => {
      await open(patel, `/people/${person}/referrals/new`);
      await press(patel, "Link workers, Lea Valley Friends");
      await patel.locator(".app-audience", { hasText: "Lea Valley Friends" }).first().waitFor();
      await patel.fill("#reason", "She would like company on Thursdays.");
      await patel.check("#person_agreed");
      await press(patel, "Send the referral");
      assert.match(await done(patel), /is sent/);
      referral = new URL(patel.url()).pathname;
    });

    await step.test("the link worker accepts, two clicks from the list", async () => {
      await eventually(async () => {
        await open(sam, "/referrals");
        assert.ok(await sam.locator(`a[href="${referral}"]`).count());
      });
      await Promise.all([sam.waitForNavigation(), sam.locator(`a[href="${referral}"]`).click()]);
      await press(sam, "Accept");
      assert.match(await done(sam), /You have accepted/);
      await open(sam, `/people/${person}`);
      await sam.getByText("I want to sing again.").first().waitFor();
    });

    await step.test("the first contact is recorded, and the referrer sees it", async () => {
      await open(sam, `${referral}/contact`);
      await press(sam, "Record the contact");
      assert.match(await done(sam), /first contact/);
      await eventually(async () => {
        await open(patel, referral);
        assert.ok(await patel.getByText("First contact").count());
      });
    });

    await step.test("an update is seen by those who may, as was said before", async () => {
      await open(patel, `/people/${person}/notes/new`);
      await patel.fill("#words", "Her rent is in arrears.");
      await patel.check("#categories-5");
      if (javaScriptEnabled) await patel.locator(".app-audience", { hasText: "Not: Lea Valley Friends" }).first().waitFor();
      else {
        await press(patel, "Check who will see this");
        await patel.locator(".app-audience", { hasText: "Not: Lea Valley Friends" }).first().waitFor();
        assert.equal(await patel.inputValue("#words"), "Her rent is in arrears.", "nothing typed is lost");
      }
      await press(patel, "Record the update");
      await open(sam, `/people/${person}/story`);
      assert.ok(!(await sam.content()).includes("arrears"));
    });

    await step.test("she agrees to share it: what that gives is shown first", async () => {
      await open(patel, `/people/${person}/agreements/new`);
      await patel.getByLabel("Everybody involved", { exact: true }).check();
      await patel.check("#categories-5");
      await press(patel, "See what it gives and takes");
      await patel.locator("article", { hasText: "Lea Valley Friends" }).getByText(/record/).waitFor();
      await press(patel, "Confirm the change");
      assert.match(await done(patel), /agreement is recorded/);
      await eventually(async () => {
        await open(sam, `/people/${person}/story`);
        assert.ok((await sam.content()).includes("arrears"));
      });
    });

    await step.test("a charity without a system of its own declines, and the referrer is told why", async () => {
      await open(sam, `/people/${person}/referrals/new`);
      await press(sam, "Money and benefits advice, Walbrook Advice Centre");
      await sam.fill("#reason", "Help with the arrears.");
      await sam.check("#person_agreed");
      await press(sam, "Send the referral");
      const asked = new URL(sam.url()).pathname;
      await eventually(async () => assert.equal(await open(mark, asked), 200));
      await press(mark, "Decline");
      await mark.getByLabel("We have no capacity").check();
      await mark.fill("#words", "Full until spring.");
      await mark.selectOption("#instead_service_id", { label: "Tenancy support, Walbrook Council, Housing" });
      await press(mark, "Decline");
      await eventually(async () => {
        await open(sam, asked);
        assert.ok(await sam.getByText("Full until spring.").count());
        assert.ok(await sam.getByText("Tenancy support, Walbrook Council, Housing").count(), "whom to ask instead");
      });
    });

    await step.test("the team meets: a decision with two actions, and its paperwork is done", async () => {
      await open(patel, `/people/${person}/reviews/new`);
      await patel.fill("#question", "Who helps with the rent?");
      await patel.fill("#person_says", "Please tell me who to ring.");
      await patel.check("#agreed");
      await patel.getByLabel("Money and benefits").check();
      await patel.locator("input[name=attached]").first().check();
      await press(patel, "Ask for a review");
      const review = new URL(patel.url()).pathname;
      await patel.locator('input[name="meeting_id"]').first().check();
      await press(patel, "Put it on the agenda");
      await press(patel, "Go to the meeting");
      const meeting = new URL(patel.url()).pathname;
      const item = patel.locator(".app-agenda a", { hasText: "Ada" }).last();
      await Promise.all([patel.waitForNavigation(), item.click()]);
      await patel.getByText("Who helps with the rent?").first().waitFor();
      await patel.getByText("Her rent is in arrears.").first().waitFor();
      await patel.fill("#decisions", "Housing writes to her by Friday.");
      for (const [place, words] of [["0", "Ring the landlord"], ["1", "Tell her what was decided"]]) {
        await patel.fill(`#actions-${place}--words`, words);
        await patel.selectOption(`#actions-${place}--worker`, { label: "Dr Patel, Park Road Surgery" });
      }
      await patel.fill("#discussion", "The rent, and who she would like to ring.");
      await patel.fill("#presence_words", "She was not well.");
      await press(patel, "Finish this item");
      assert.match(await done(patel), /finished/);
      await open(patel, `${review}/minutes`);
      for (const part of ["Letter to the person", "Copy for the GP record", "Housing writes to her by Friday."]) await patel.getByText(part).first().waitFor();
      assert.equal(await open(nadia, `${meeting}`), 200);
      assert.ok(!(await nadia.content()).includes("Who helps with the rent?"), "who is not invited to the item sees only the place");
    });

    await step.test("the case is handed over, and nothing is dropped", async () => {
      await open(patel, `/people/${person}/handovers/new`);
      await patel.selectOption("#receiver", { label: "Link workers, Lea Valley Friends" });
      await patel.fill("#summary", "She sings again. The rent is the worry.");
      await patel.check("#person_agreed");
      await patel.getByLabel("Money and benefits").check();
      await patel.locator("input[name=ticked]").first().check();
      await press(patel, "Offer the handover");
      const handover = new URL(patel.url()).pathname;
      await eventually(async () => assert.equal(await open(sam, handover), 200));
      await press(sam, "Take the case on");
      assert.match(await done(sam), /You lead the case now/);
      await eventually(async () => {
        await open(patel, `/people/${person}`);
        assert.ok(await patel.getByText("Sam Lee, Lea Valley Friends leads").count());
      });
    });

    await step.test("what came of it returns to whoever helped", async () => {
      await open(sam, `${referral}/complete`);
      await sam.locator('#outcome').check();
      await sam.fill("#words", "She goes to choir by herself.");
      await sam.locator('#person-outcome').check();
      await sam.fill("#person-words", "I am singing.");
      await press(sam, "Complete");
      await eventually(async () => {
        await open(patel, referral);
        assert.ok(await patel.getByText("I am singing.").count());
      });
    });

    for (const page of [patel, sam, nadia, mark]) {
      assert.equal(page.wrong, undefined);
      await page.context().close();
    }
  });
}
