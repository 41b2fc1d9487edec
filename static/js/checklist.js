/* [data-checklist]: J and K walk the items, 1 2 3 press an item's marks, G goes to the conclusion, N to the next case; on a
   phone the next item unfolds. Without it every button works by itself. */

const typing = "input, textarea, select, [contenteditable]";
let at = "";

const items = () => [...document.querySelectorAll("[data-checklist] [data-check-item]")];

function go(step) {
  const all = items();
  if (!all.length) return;
  const here = all.findIndex((item) => item.id === at);
  const next = all[Math.min(Math.max(here + step, 0), all.length - 1)];
  show(next);
  next.scrollIntoView({ block: "nearest" });
  next.querySelector("[data-key]")?.focus({ preventScroll: true });
}

function show(item) {
  at = item.id;
  for (const one of items()) one.classList.toggle("is-at", one === item);
}

function press(key) {
  const item = document.getElementById(at) ?? items()[0];
  if (!item) return;
  at = item.id;
  item.querySelector(`[data-key="${key}"]`)?.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(typing)) return;
  if (!document.querySelector("[data-checklist]")) return;
  const key = event.key.toLowerCase();
  if (key === "j") go(1);
  else if (key === "k") go(-1);
  else if (["1", "2", "3"].includes(key)) press(key);
  else if (key === "g") document.querySelector("#decide a, #decide button")?.focus();
  else if (key === "n") document.querySelector("a[data-next]")?.click();
  else return;
  event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const item = event.target.closest?.("[data-check-item]");
  if (item) show(item);
});

document.addEventListener("htmx:afterSettle", (event) => {
  const item = document.getElementById(at);
  if (item) show(item);
  if (event.detail.requestConfig?.verb !== "post") return;
  items().find((one) => !one.querySelector("[aria-pressed=true]"))?.querySelector("details")?.setAttribute("open", "");
  event.target.querySelector?.("[data-pin] select")?.focus();
});
