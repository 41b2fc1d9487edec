/* a[href*="#viewer"]: what is looked at comes beside the checklist by itself; the place in the checklist, the focus and a
   half-typed fault stay. Without it, or when the line fails, the link opens the page anew. [data-back]: where one came from. */

const column = matchMedia("(max-width: 63.99rem)"); // there the file lies above the checklist
const view = () => document.getElementById("view");
let from = "";

function address(link) {
  const to = new URL(link.href);
  const pin = new URLSearchParams(location.search).get("pin");
  to.searchParams.delete("pin");
  if (pin) to.searchParams.set("pin", pin);
  return to;
}

// The page that is open is offered as the place of a fault, and taken where it fits and no other was chosen by hand.
function offer(select) {
  const { place, label, now } = view().dataset;
  if (!place) return;
  const fits = [...select.options].some(({ value }) => place === value || place.startsWith(`${value}:`));
  const takes = fits && !select.dataset.chosen;
  let group = [...select.querySelectorAll("optgroup")].find((one) => one.label === now);
  if (!group) select.prepend((group = Object.assign(document.createElement("optgroup"), { label: now })));
  for (const old of [...group.children]) if (takes || !old.selected) old.remove();
  if (![...select.options].some(({ value }) => value === place)) group.prepend(new Option(label, place));
  if (takes) select.value = place;
}

function show() {
  document.querySelectorAll("[data-pin] select").forEach(offer);
  const open = new URL(view().dataset.here, location.href).searchParams;
  for (const link of document.querySelectorAll(".look a")) {
    const to = new URL(link.href).searchParams;
    if (["m", "s"].every((name) => to.get(name) === open.get(name))) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const back = view().querySelector("[data-back]");
  if (back && from) back.setAttribute("href", `#${from}`);
  if (document.activeElement === document.body) view().querySelector(".viewer-page")?.focus({ preventScroll: true });
  if (column.matches) document.getElementById("viewer")?.scrollIntoView();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href*="#viewer"]');
  if (!link || !window.htmx || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  from = link.closest("[data-check-item]")?.id ?? from;
  const { pathname, search } = address(link);
  view().setAttribute("aria-busy", "true");
  window.htmx.ajax("GET", pathname + search, { source: "#panel", target: "#view", swap: "outerHTML" });
});

document.addEventListener("change", (event) => {
  if (event.target.matches?.("[data-pin] select")) event.target.dataset.chosen = "1";
});

// Another page than the one asked for (signed out, gone): it is opened, not put into this one.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, serverResponse, pathInfo } = event.detail;
  if (target?.id !== "view" || serverResponse.includes('id="view"')) return;
  event.detail.shouldSwap = false;
  location.assign(pathInfo.requestPath);
});
for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    if (event.detail.target?.id === "view") location.assign(event.detail.pathInfo.requestPath);
  });
}

// A mark or a fault is sent with what is open now, not with what was open when its form was drawn; a fault also with its
// place, which may be a page that was open before.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb !== "post") return;
  const open = new URLSearchParams(location.search);
  if (detail.elt.matches("[data-pin]")) open.set("at", detail.elt.elements.target.value);
  detail.path = `${detail.path.split("?")[0]}?${open}`;
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "view") show();
});
if (view()) history.replaceState(null, "", view().dataset.here + location.hash);
