/* [data-scan]: waits for the next code with the last one selected, so that a scanner writes over it, also after an error. */

const field = document.querySelector("[data-scan]");
field?.focus();
field?.select();
