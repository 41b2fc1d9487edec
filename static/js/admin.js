/* Django's admin: what it draws without a name gets one, from the label or the help that stands beside it. */

const search = document.getElementById("searchbar");
const help = document.getElementById("searchbar_helptext");
if (search && help) search.setAttribute("aria-label", help.textContent.trim());

// In jQuery's own queue, behind the script of Django that draws the choices.
window.django?.jQuery?.(() => {
  for (const choice of document.querySelectorAll(".admin-autocomplete")) {
    const label = document.querySelector(`label[for="${choice.id}"]`);
    const drawn = choice.nextElementSibling;
    if (!label || !drawn) continue;
    label.id ||= `${choice.id}_label`;
    for (const part of drawn.querySelectorAll("[role=combobox], [role=textbox]")) part.setAttribute("aria-labelledby", label.id);
  }
});
