/* [data-sign-out]: who signs out leaves nothing half typed behind in this tab. */

for (const form of document.querySelectorAll("form[data-sign-out]")) {
  form.addEventListener("submit", () => {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith("fault:")) sessionStorage.removeItem(key);
    }
  });
}
