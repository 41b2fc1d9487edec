/* [data-read]: the arrow keys turn the pages, + and - change their size. [data-flag]: while it is open, a press on the page
   says where one sees whose it is. Without this the links and the choice of a part do the same. */

const WHOLE = 10000;
const reader = document.querySelector("[data-read]");
const flag = document.querySelector("[data-flag]");
const sheet = reader?.querySelector(".read-sheet");

function isTaken({ target, key }) {
  const isScrolling = target.closest(".viewer-page") && !sheet.matches(".is-size-1");
  return target.closest("input, select, textarea") || (isScrolling && key.startsWith("Arrow"));
}

document.addEventListener("keydown", (event) => {
  if (!reader || event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
  const key = event.key === "=" ? "+" : event.key;
  const link = [...reader.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
  if (!link) return;
  event.preventDefault();
  link.click();
});

function keep(point) {
  flag.querySelector("[name=point]").value = point ? point.join() : "";
  flag.querySelector("[data-flag-pressed]").hidden = !point;
  sheet.querySelector(".read-ring")?.remove();
  if (!point) return;
  const ring = sheet.appendChild(Object.assign(document.createElement("span"), { className: "read-ring" }));
  Object.assign(ring.style, { left: `${point[0] / 100}%`, top: `${point[1] / 100}%` });
}

function press({ clientX, clientY }) {
  const frame = sheet.getBoundingClientRect();
  const parts = [(clientX - frame.left) / frame.width, (clientY - frame.top) / frame.height];
  keep(parts.map((part) => Math.round(Math.min(Math.max(part, 0), 1) * WHOLE)));
}

function ask() {
  sheet.classList.toggle("is-asked", flag.open);
  if (!flag.open) keep(null);
}

if (flag && sheet) {
  flag.addEventListener("toggle", ask);
  flag.addEventListener("change", () => keep(null)); // a part was chosen instead
  sheet.addEventListener("click", (event) => flag.open && press(event));
  ask();
}
