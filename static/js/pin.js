/* [data-pin]: what is typed of a fault outlasts a look at another page or file; kept in this tab, under the person,
   until it is pinned or he signs out (leave.js); what another person left behind in the tab is taken away unread.
   [data-here]: where a redrawn item stands in the address. */

const owner = document.querySelector("[data-checklist]")?.dataset.owner;
const mine = `fault:${owner}:`;
const name = (form) => `${mine}${new URL(form.action).pathname}`;
const pins = () => document.querySelectorAll("form[data-pin]");

for (const key of Object.keys(sessionStorage)) {
  if (key.startsWith("fault:") && !key.startsWith(mine)) sessionStorage.removeItem(key);
}

function keep(form) {
  const { comment, reason } = form.elements;
  sessionStorage.setItem(name(form), JSON.stringify([comment.value, reason.value]));
}

// Also where it was pinned by a plain post, before htmx was there to tell.
function isPinned(form, words) {
  const plain = (text) => text.replace(/\s+/g, " ").trim();
  const pinned = form.closest("[data-check-item]").querySelectorAll(".is-pinned p");
  return [...pinned].some((one) => plain(one.textContent) === plain(words));
}

function restore(form) {
  const kept = sessionStorage.getItem(name(form));
  const { comment, reason } = form.elements;
  if (!kept || comment.value || reason.value) return;
  const [words, code] = JSON.parse(kept);
  if (isPinned(form, words)) sessionStorage.removeItem(name(form));
  else [comment.value, reason.value] = [words, code];
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-pin]");
  if (form) keep(form);
});

document.addEventListener("click", (event) => {
  const form = event.target.closest?.("[data-pin-off]")?.closest("form[data-pin]");
  if (form) sessionStorage.removeItem(name(form));
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful && event.detail.elt.matches?.("form[data-pin]")) sessionStorage.removeItem(name(event.detail.elt));
});

// The address follows what is open, so that no link (unpin, pin another) leads to the page one is on, which does nothing.
// What is looked at stands on the viewer, what is being pinned on the item: either may have been drawn first.
document.addEventListener("htmx:afterSettle", (event) => {
  const here = event.target.dataset?.here;
  if (here) {
    const to = new URL(document.getElementById("view").dataset.here, location.href);
    const pin = new URL(event.target.id === "view" ? location.href : here, location.href).searchParams.get("pin");
    to.searchParams.delete("pin");
    if (pin) to.searchParams.set("pin", pin);
    history.replaceState(null, "", to);
  }
  pins().forEach(restore);
});
pins().forEach(restore);
