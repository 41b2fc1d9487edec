// [data-checked]: asks what was seen of the files that are still being looked at ([data-waiting]) and puts it in their place.
const SOON = 2000; // ms to the first question; each that brings nothing waits longer, up to LATE
const LATE = 15000;
const list = document.querySelector("[data-checked]");
let wait = SOON;

const waiting = () => [...list.querySelectorAll("[data-waiting]")].map((place) => place.id.slice(2));

const put = (text) => {
  for (const seen of new DOMParser().parseFromString(text, "text/html").querySelectorAll("body > [id]")) {
    document.getElementById(seen.id)?.replaceWith(seen);
  }
};

const ask = async () => {
  const of = waiting().slice(0, 50);
  try {
    if (of.length && !document.hidden) {
      const asked = new URLSearchParams(location.search); // which file is shown whole
      asked.set("of", of.join(","));
      const answer = await fetch(`${list.dataset.checked}?${asked}`, { credentials: "same-origin" });
      if (answer.redirected || answer.status >= 400) return; // signed out, or gone: the page says so at the next step
      wait = answer.status === 200 ? SOON : Math.min(wait * 1.5, LATE);
      if (answer.status === 200) put(await answer.text());
    }
  } catch {
    wait = LATE; // no network: later
  }
  setTimeout(ask, of.length ? wait : SOON);
};

if (list) setTimeout(ask, SOON);
