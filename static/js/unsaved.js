// Asks before a page is left on which something was typed and not sent. [data-unsaved="yes"]: it came with such a text.
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  let waits = form.dataset.unsaved === "yes";
  form.addEventListener("input", () => { waits = true; });
  form.addEventListener("submit", () => { waits = false; });
  window.addEventListener("beforeunload", (event) => {
    if (waits) event.preventDefault();
  });
}
