// Moves the focus to the summary of a refused form, so that a screen reader reads it first.
const summary = document.querySelector("[data-errors]");
if (summary) summary.focus();
