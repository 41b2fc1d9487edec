// Shows a field or group while the field that it depends on has one of its values. The server decides again on save.
const valueOf = (form, name) => {
  const fields = [...form.elements].filter((field) => field.name === name);
  const chosen = fields.find((field) => (field.type === "radio" ? field.checked : true));
  return chosen ? chosen.value : "";
};

const settle = (form) => {
  for (const part of form.querySelectorAll("[data-when]")) {
    part.hidden = !part.dataset.whenValues.split(" ").includes(valueOf(form, part.dataset.when));
  }
};

for (const form of document.querySelectorAll("form")) {
  if (!form.querySelector("[data-when]")) continue;
  form.addEventListener("change", () => settle(form));
  settle(form);
}

// How many characters a long answer has.
for (const counter of document.querySelectorAll("[data-counter]")) {
  const field = document.getElementById(counter.dataset.counter);
  if (!field) continue;
  const count = () => {
    const most = Number(counter.dataset.most);
    const have = [...field.value].length;
    counter.textContent = `${have} / ${most}`;
    counter.classList.toggle("red", have > most);
    counter.hidden = false;
  };
  field.addEventListener("input", count);
  count();
}
