/* [data-bulk]: says how many are chosen, and shows the bar only while something is; [data-bulk-all] chooses the whole page. */

for (const form of document.querySelectorAll("[data-bulk]")) {
  const bar = form.querySelector(".bulk");
  const count = form.querySelector("[data-bulk-count]");
  const button = form.querySelector("[data-bulk-go]");
  const boxes = [...form.querySelectorAll("input[name=case]")];
  const say = () => {
    const chosen = String(boxes.filter((box) => box.checked).length);
    for (const box of boxes) box.closest("tr").classList.toggle("is-on", box.checked);
    bar.hidden = chosen === "0";
    count.textContent = count.dataset.bulkCount.replace("0", chosen);
    button.textContent = button.dataset.bulkGo.replace("0", chosen);
  };
  if (!bar) continue;
  const all = form.querySelector("[data-bulk-all]");
  all.hidden = false;
  all.addEventListener("click", () => {
    for (const box of boxes) box.checked = true;
    say();
  });
  form.addEventListener("change", say);
  form.addEventListener("reset", () => setTimeout(say));
  say();
}
