/* [data-pin]: what is typed of a fault outlasts a look at another page or file; kept in this tab until it is pinned.
   [data-here]: where a redrawn item stands in the address. */

const name = (form) => `fault:${new URL(form.action).pathname}`;
const pins = () => document.querySelectorAll("form[data-pin]");

function keep(form) {
  const { comment, reason } = form.elements;
  sessionStorage.setItem(name(form), JSON.stringify([comment.value, reason.value]));
}

function restore(form) {
  const kept = sessionStorage.getItem(name(form));
  const { comment, reason } = form.elements;
  if (!kept || comment.value || reason.value) return;
  [comment.value, reason.value] = JSON.parse(kept);
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

// The address follows what is open, so that no link (不钉了, 再钉一处) leads to the page one is on, which does nothing.
document.addEventListener("htmx:afterSettle", (event) => {
  const here = event.target.dataset?.here;
  if (here) history.replaceState(null, "", here);
  pins().forEach(restore);
});
pins().forEach(restore);
