// Makes the pages livelier; each of them is of use without it.
//
// While somebody types, it asks who will see it, and keeps what they typed. While a page is open, it says how much of what it
// shows has changed, and shows it when told to: nothing moves under somebody who is typing, and nothing typed is lost. Before
// somebody is signed out, it says so, and then it leaves the page, so that nobody else reads it.
"use strict";
(() => {
  document.documentElement.classList.add("app-has-script");

  const summary = document.querySelector(".nhsuk-error-summary");
  if (summary) {
    summary.tabIndex = -1;
    summary.focus();
  }

  // Who will see what is written.
  const pauseMs = 350;
  for (const form of document.querySelectorAll("form[data-rehearse]")) {
    const places = [...form.querySelectorAll("[data-audience]")];
    // It is heard once, however often it stands there.
    places.at(-1)?.setAttribute("aria-live", "polite");
    let timer, asked = 0;
    // Where the form goes, also where it stands on a page among other things.
    const to = form.getAttribute("action") || location.href;
    const ask = async () => {
      const sent = new URLSearchParams(new FormData(form));
      sent.append("rehearse", "typing");
      const mine = ++asked;
      const answer = await fetch(to, { method: "POST", body: sent, redirect: "error" }).catch(() => null);
      if (mine !== asked || !answer || !answer.ok) return;
      const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".app-audience");
      if (!part) return;
      for (const place of places) if (part.textContent !== place.textContent) place.replaceChildren(part.cloneNode(true));
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, pauseMs);
    };
    // The words decide nothing: only choices are asked about, so that nothing leaves the page at each key.
    form.addEventListener("change", soon);
    if (form.dataset.rehearse === "now") soon();
  }

  // What is typed is kept, until it is sent.
  const draftPauseMs = 2000;
  for (const form of document.querySelectorAll("form[data-draft]")) {
    let timer, keeping = null;
    const page = new URL(form.getAttribute("action") || location.href, location.href);
    page.searchParams.delete("draft");
    const keep = () => {
      const sent = new URLSearchParams(new FormData(form));
      sent.append("draft-path", page.pathname + page.search);
      keeping = new AbortController();
      fetch("/drafts", { method: "POST", body: sent, redirect: "error", signal: keeping.signal }).catch(() => null);
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(keep, draftPauseMs);
    });
    form.addEventListener("submit", () => {
      clearTimeout(timer);
      keeping?.abort();
    });
  }

  // Until when somebody is signed in.
  const minuteMs = 60000, warnedMs = 5 * minuteMs;
  const secondsLeft = Number(document.body.dataset.sessionS);
  if (secondsLeft) {
    let end = Date.now() + secondsLeft * 1000, warning = null, timer;
    const ask = async (attended) => {
      const headers = attended ? {} : { "throughline-unattended": "yes" };
      const answer = await fetch("/session", { headers, redirect: "error" }).catch(() => null);
      const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
      const left = Number(page?.body.dataset.sessionS);
      if (left) end = Date.now() + left * 1000;
    };
    const stay = async () => {
      await ask(true);
      warning?.remove();
      warning = null;
      wait();
    };
    const warn = () => {
      if (warning) return;
      const left = Math.max(1, Math.round((end - Date.now()) / minuteMs));
      const button = document.createElement("button"), says = document.createElement("p");
      says.id = "session-ends";
      says.textContent = `You are signed out in ${left} ${left === 1 ? "minute" : "minutes"}. What you have typed is kept.`;
      button.type = "button";
      button.className = "nhsuk-button";
      button.textContent = "Stay signed in";
      button.addEventListener("click", stay);
      warning = document.createElement("div");
      warning.className = "app-session";
      warning.setAttribute("role", "alertdialog");
      warning.setAttribute("aria-label", "You are about to be signed out");
      warning.setAttribute("aria-describedby", says.id);
      warning.append(says, button);
      document.body.append(warning);
    };
    // Another page may have moved the end on: it is asked before anything is said, and before anybody is sent away.
    const look = async () => {
      if (end - Date.now() <= warnedMs) await ask(false);
      const left = end - Date.now();
      if (left <= 0) return location.assign("/session");
      if (left <= warnedMs) warn();
      else if (warning) {
        warning.remove();
        warning = null;
      }
      wait();
    };
    const wait = () => {
      clearTimeout(timer);
      const left = end - Date.now();
      timer = setTimeout(look, left > warnedMs ? left - warnedMs + 100 : Math.max(1000, Math.min(left + 100, minuteMs)));
    };
    wait();
    // A timer stands still while a machine sleeps.
    addEventListener("pageshow", look);
    document.addEventListener("visibilitychange", () => document.hidden || look());
    if (document.body.hasAttribute("data-keeps-session")) setInterval(() => ask(true).then(wait), warnedMs);
  }

  // A link begins with where the pages are.
  for (const link of document.querySelectorAll("[data-absolute]")) link.textContent = new URL(link.textContent, location.href).href;

  // How long an item still has.
  for (const place of document.querySelectorAll("[data-until]")) {
    const until = Number(place.dataset.until), said = place.textContent;
    const tell = () => {
      const left = Math.ceil((until - Date.now()) / minuteMs);
      // Only while it is under way: before and after it, when it ends says more.
      place.textContent = left > 0 && left <= 60 ? `${left} min left, ${said}` : said;
    };
    tell();
    setInterval(tell, minuteMs / 4);
  }

  // A form is sent once, however often its button is pressed. What takes long is seen to be under way.
  const longMs = 700;
  for (const form of document.querySelectorAll('form[method="post"]')) {
    const says = document.createElement("p");
    let waiting;
    says.className = "app-under-way";
    says.setAttribute("role", "status");
    form.append(says);
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) return event.preventDefault();
      form.dataset.sent = "yes";
      setTimeout(() => delete form.dataset.sent, 3000);
      waiting = setTimeout(() => {
        const bar = document.createElement("progress");
        bar.setAttribute("aria-label", "Under way");
        says.replaceChildren(bar, " This takes a moment. Please keep the page open.");
      }, longMs);
    });
    // Whoever comes back to it finds it as it was.
    addEventListener("pageshow", () => {
      clearTimeout(waiting);
      says.replaceChildren();
    });
  }

  // What has changed on this page since it was opened.
  if (!document.body.hasAttribute("data-live-page")) return;
  const banner = document.querySelector("[data-updates]");
  const parts = (of) => new Map([...of.querySelectorAll("[data-live]")].map((part) => [part.dataset.live, part]));
  const entries = (of) => new Map([...of.querySelectorAll("[data-live] [data-entry]")].map((entry) => [entry.dataset.entry, entry.textContent]));
  let waiting = null;
  const show = () => {
    if (!waiting) return;
    const now = parts(waiting);
    for (const [name, part] of parts(document)) {
      const newer = now.get(name);
      if (newer) part.replaceWith(document.adoptNode(newer));
    }
    waiting = null;
    banner.replaceChildren();
  };
  const look = async () => {
    const answer = await fetch(location.href, { headers: { "throughline-unattended": "yes" }, redirect: "error" }).catch(() => null);
    if (!answer || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [before, after] = [entries(document), entries(page)];
    const changed = [...after].filter(([id, text]) => before.get(id) !== text).length + [...before.keys()].filter((id) => !after.has(id)).length;
    if (!changed) return;
    waiting = page;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "app-link-button";
    button.textContent = `${changed} ${changed === 1 ? "update" : "updates"}, show`;
    button.addEventListener("click", show);
    banner.replaceChildren(button);
  };
  let timer;
  const changes = new EventSource("/changes?about=" + encodeURIComponent(document.body.dataset.livePage));
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(look, 200);
  };
  changes.addEventListener("open", soon);
  changes.addEventListener("changed", soon);
  addEventListener("pagehide", () => changes.close());
})();
