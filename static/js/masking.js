// form[data-masking]: boxes over a page, drawn, moved, resized and removed by mouse, finger and keyboard, saved by themselves.
// Without it the form's numbers do the same. Sides are ten-thousandths of the page's; the words come from the page.
import { keeper } from "./masking-save.js";

const WHOLE = 10000;
const LEAST = 60; // the least side of a box
const STEP = 50; // what an arrow key moves
const ENOUGH = 0.9; // a place is covered when so much of it is, as on the server
const ZOOMS = [1, 1.5, 2, 3, 4];
const LARGE = 1.5; // from here on the larger picture is worth its bytes
const SAME_MOVE = 800; // ms between two key presses that undo as one
const SIDES = ["left", "top", "width", "height"];
const LOOK = 2000; // ms until it is asked again whether the portal has found all

const form = document.querySelector("form[data-masking]");
const find = (name) => document.querySelector(`[data-masking-${name}]`);
const percent = (part) => String(part / 100);
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const clamped = (value, least, most) => Math.min(Math.max(value, least), most);

const rowsOf = () => [...form.querySelectorAll(".mask-rows li")]
  .map((row) => Object.fromEntries([...row.querySelectorAll("[name]")].map((field) => [field.name, field])))
  .filter((fields) => fields.left.value && !fields.remove?.checked)
  .map((fields) => ({ ...Object.fromEntries(SIDES.map((side) => [side, Math.round(fields[side].value * 100)])), what: fields.what.value }));

const placesOf = () => [...document.querySelectorAll(".mask-found")].map((rect) => {
  const [left, top, width, height] = ["x", "y", "width", "height"].map((name) => Math.round(parseFloat(rect.getAttribute(name)) * 100));
  return { left, top, width, height, what: rect.dataset.what, isLeak: rect.classList.contains("is-leak") };
});

const covers = (box, place) => {
  const across = Math.min(box.left + box.width, place.left + place.width) - Math.max(box.left, place.left);
  const down = Math.min(box.top + box.height, place.top + place.height) - Math.max(box.top, place.top);
  return Math.max(0, across) * Math.max(0, down) >= place.width * place.height * ENOUGH;
};

function edit() {
  const [stage, sheet, bar] = ["stage", "sheet", "chosen"].map(find);
  const viewer = stage.closest(".viewer");
  const picture = sheet.querySelector("img");
  const kindOf = bar.querySelector("select");
  const labels = Object.fromEntries([...kindOf.options].map(({ value, text }) => [value, text]));
  const words = form.dataset;
  const places = placesOf();
  const drawn = new Map(); // the button of each box, by its key
  const fields = document.createElement("div");
  let keys = 0;
  let boxes = rowsOf().map((box) => ({ ...box, key: (keys += 1) }));
  let chosen = null;
  let drag = null;
  let zoom = 0; // the place in ZOOMS
  let moved = 0;
  const past = [boxes];
  let now = 0;
  const saving = keeper(form);

  // what is shown

  const put = (element, { left, top, width, height }) => {
    Object.assign(element.style, { left: `${percent(left)}%`, top: `${percent(top)}%`, width: `${percent(width)}%`, height: `${percent(height)}%` });
  };

  const labelOf = (box, number) => filled(words.box, {
    what: labels[box.what], number, ...Object.fromEntries(SIDES.map((side) => [side, Math.round(box[side] / 100)])),
  });

  const made = (name) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: name });
    sheet.append(button);
    return button;
  };

  const corners = ["tl", "tr", "bl", "br"].map((name) => {
    const corner = Object.assign(document.createElement("div"), { className: "mask-corner", title: words.corner, hidden: true });
    corner.dataset.corner = name;
    sheet.append(corner);
    return corner;
  });

  const showCorners = (box) => {
    for (const corner of corners) {
      corner.hidden = !box;
      if (!box) continue;
      const [down, across] = corner.dataset.corner;
      corner.style.left = `${percent(box.left + (across === "r" ? box.width : 0))}%`;
      corner.style.top = `${percent(box.top + (down === "b" ? box.height : 0))}%`;
    }
  };

  const showPlaces = (list) => {
    for (const place of places) {
      const isOpen = !list.some((box) => covers(box, place));
      if (isOpen && !place.button) {
        place.button = made(`mask-place${place.isLeak ? " is-leak" : ""}`);
        place.button.setAttribute("aria-label", filled(words.addHere, { what: labels[place.what] }));
        place.button.addEventListener("click", () => add(place));
        put(place.button, place);
      }
      if (place.button) place.button.hidden = !isOpen;
    }
  };

  const showCounts = (list) => {
    for (const row of document.querySelectorAll("[data-kind]")) {
      const [here, whole] = ["here", "whole"].map((name) => row.querySelector(`[data-${name}]`));
      const count = list.filter((box) => box.what === row.dataset.kind).length;
      whole.textContent = whole.textContent - here.textContent + count;
      here.textContent = count;
    }
  };

  const show = (list = boxes) => {
    for (const [key, button] of drawn) {
      if (list.some((box) => box.key === key)) continue;
      button.remove();
      drawn.delete(key);
    }
    list.forEach((box, place) => {
      if (!drawn.has(box.key)) drawn.set(box.key, made("mask-box"));
      const button = drawn.get(box.key);
      button.dataset.key = box.key;
      button.setAttribute("aria-label", labelOf(box, place + 1));
      button.title = labels[box.what];
      button.classList.toggle("is-chosen", box.key === chosen);
      put(button, box);
    });
    const held = list.find((box) => box.key === chosen);
    showCorners(held);
    bar.hidden = !held;
    if (held) kindOf.value = held.what;
    showPlaces(list);
    showCounts(list);
    button("undo").disabled = now === 0;
    button("redo").disabled = now === past.length - 1;
  };

  const button = (name) => document.querySelector(`[data-do="${name}"]`);

  // what changes

  const keep = () => {
    fields.replaceChildren(...boxes.flatMap((box) => [...SIDES.map((side) => [side, percent(box[side])]), ["what", box.what]]
      .map(([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value }))));
  };

  const settle = () => {
    keep();
    show();
    saving.changed();
    for (const old of document.querySelectorAll("[data-masking-until]")) old.hidden = true;
    for (const since of document.querySelectorAll("[data-masking-since]")) since.hidden = false;
    find("next").textContent = "";
  };

  // `isSame`: a further press of a key that moves: undone together with those before it
  const become = (list, isSame = false) => {
    past.splice(isSame ? now : now + 1, past.length, list);
    now = past.length - 1;
    boxes = list;
    settle();
  };

  const go = (by) => {
    if (!past[now + by]) return;
    now += by;
    boxes = past[now];
    if (!boxes.some((box) => box.key === chosen)) chosen = null;
    settle();
  };

  const choose = (key, focuses = false) => {
    chosen = key;
    show();
    if (focuses) drawn.get(key)?.focus({ preventScroll: true });
  };

  function add({ left, top, width, height, what }) {
    const box = { left, top, width, height, what, key: (keys += 1) };
    chosen = box.key;
    become([...boxes, box]);
    drawn.get(box.key).focus({ preventScroll: true });
  }

  const change = (box, isSame) => become(boxes.map((old) => (old.key === box.key ? box : old)), isSame);

  const remove = (key) => {
    const place = boxes.findIndex((box) => box.key === key);
    if (place < 0) return;
    const rest = boxes.filter((box) => box.key !== key);
    chosen = null;
    become(rest);
    const next = rest[Math.min(place, rest.length - 1)];
    if (next) drawn.get(next.key).focus({ preventScroll: true });
    else button("add").focus();
  };

  const shifted = (box, x, y) => ({
    ...box, left: clamped(box.left + x, 0, WHOLE - box.width), top: clamped(box.top + y, 0, WHOLE - box.height),
  });

  const resized = (box, corner, x, y) => {
    const [down, across] = corner;
    const [right, foot] = [box.left + box.width, box.top + box.height];
    const left = across === "l" ? clamped(box.left + x, 0, right - LEAST) : box.left;
    const top = down === "t" ? clamped(box.top + y, 0, foot - LEAST) : box.top;
    return {
      ...box, left, top,
      width: across === "r" ? clamped(box.width + x, LEAST, WHOLE - left) : right - left,
      height: down === "b" ? clamped(box.height + y, LEAST, WHOLE - top) : foot - top,
    };
  };

  const between = (from, to) => ({
    left: Math.min(from.x, to.x), top: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y),
  });

  // mouse and finger

  const pointOf = (event) => {
    const { left, top, width, height } = sheet.getBoundingClientRect();
    return {
      x: Math.round(clamped((event.clientX - left) / width, 0, 1) * WHOLE),
      y: Math.round(clamped((event.clientY - top) / height, 0, 1) * WHOLE),
    };
  };

  const isAdding = () => viewer.classList.contains("is-drawing");

  const draws = (on) => {
    viewer.classList.toggle("is-drawing", on);
    button("add").setAttribute("aria-pressed", on);
    find("next").textContent = on ? words.drawing : "";
  };

  const begin = (event) => {
    const { corner } = event.target.dataset;
    const key = Number(event.target.dataset.key);
    if (corner) return { corner, box: boxes.find((box) => box.key === chosen) };
    if (key) return { box: boxes.find((box) => box.key === key) };
    return isAdding() || event.pointerType === "mouse" ? { isNew: true } : null;
  };

  const at = ({ corner, box, isNew, from }, to) => {
    if (isNew) return { ...between(from, to), what: "other", key: 0 };
    return corner ? resized(box, corner, to.x - from.x, to.y - from.y) : shifted(box, to.x - from.x, to.y - from.y);
  };

  const drop = () => {
    drag = null;
    show();
  };

  sheet.addEventListener("pointerdown", (event) => {
    if (drag || event.button || event.target.closest(".mask-place")) return void (drag && drop());
    drag = begin(event);
    if (!drag) return void choose(null);
    drag.from = pointOf(event);
    drag.pointer = event.pointerId;
    sheet.setPointerCapture(event.pointerId);
    if (drag.isNew) event.preventDefault();
    choose(drag.isNew ? null : drag.box.key, !drag.isNew && !drag.corner);
  });

  sheet.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    drag.to = at(drag, pointOf(event));
    show(drag.isNew ? [...boxes, drag.to] : boxes.map((box) => (box.key === drag.to.key ? drag.to : box)));
  });

  sheet.addEventListener("pointerup", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    const { isNew, box, to } = drag;
    drop();
    if (!to) return;
    if (!isNew && SIDES.some((side) => to[side] !== box[side])) change(to);
    if (!isNew || to.width < LEAST || to.height < LEAST) return;
    draws(false);
    add(to);
  });

  sheet.addEventListener("pointercancel", drop);

  // keyboard

  const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };

  const byArrow = (box, event) => {
    const [x, y] = ARROWS[event.key];
    const isSame = Date.now() - moved < SAME_MOVE && now > 0;
    moved = Date.now();
    change(event.shiftKey ? resized(box, "br", x, y) : shifted(box, x, y), isSame);
    find("told").textContent = drawn.get(box.key).getAttribute("aria-label");
  };

  sheet.addEventListener("keydown", (event) => {
    const box = boxes.find(({ key }) => key === Number(event.target.dataset.key));
    if (!box || event.ctrlKey || event.metaKey || event.altKey) return;
    if (ARROWS[event.key]) byArrow(box, event);
    else if (event.key === "Delete" || event.key === "Backspace") remove(box.key);
    else if (event.key === "Escape") choose(null);
    else return;
    event.preventDefault();
  });

  sheet.addEventListener("focusin", (event) => {
    const key = Number(event.target.dataset.key);
    if (key && key !== chosen && !drag) {
      moved = 0;
      choose(key);
    }
  });

  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !["z", "y"].includes(key) || event.target.closest("select")) return;
    event.preventDefault();
    go(key === "y" || event.shiftKey ? 1 : -1);
  });

  // the buttons

  const magnify = (to) => {
    const [x, y] = [(stage.scrollLeft + stage.clientWidth / 2) / stage.scrollWidth, (stage.scrollTop + stage.clientHeight / 2) / stage.scrollHeight];
    zoom = to;
    sheet.style.width = `${ZOOMS[zoom] * 100}%`;
    if (ZOOMS[zoom] >= LARGE && picture.dataset.large) {
      picture.src = picture.dataset.large;
      delete picture.dataset.large;
    }
    stage.scrollTo(x * stage.scrollWidth - stage.clientWidth / 2, y * stage.scrollHeight - stage.clientHeight / 2);
    button("out").disabled = zoom === 0;
    button("in").disabled = zoom === ZOOMS.length - 1;
  };

  // In the middle of what is in sight, for whoever has no pointer to draw with.
  const addInSight = () => {
    const [page, sight] = [sheet.getBoundingClientRect(), stage.getBoundingClientRect()];
    const middle = (start, size, from, end, most) => ((Math.max(from, 0) + Math.min(end, most)) / 2 - start) / size;
    const x = middle(page.left, page.width, sight.left, sight.right, innerWidth) * WHOLE;
    const y = middle(page.top, page.height, sight.top, sight.bottom, innerHeight) * WHOLE;
    add({ ...shifted({ left: 0, top: 0, width: 2500, height: 400 }, Math.round(x - 1250), Math.round(y - 200)), what: "other" });
  };

  const next = () => {
    const open = places.filter((place) => place.button && !place.button.hidden);
    const here = open[(open.findIndex((place) => place.button === document.activeElement) + 1) % open.length];
    const pages = words.open.split(",").filter((page) => page && page !== words.page);
    if (here) {
      here.button.scrollIntoView({ block: "center", inline: "center" });
      here.button.focus({ preventScroll: true });
    } else if (pages.length) {
      saving.go(words.pages.replace(/0\/$/, `${pages.find((page) => Number(page) > Number(words.page)) ?? pages[0]}/`));
    } else find("next").textContent = words.noneOpen;
  };

  const actions = {
    add: (event) => (event.detail ? draws(!isAdding()) : addInSight()),
    undo: () => go(-1),
    redo: () => go(1),
    out: () => magnify(zoom - 1),
    in: () => magnify(zoom + 1),
    fit: () => magnify(0),
    remove: () => remove(chosen),
    next,
    overwrite: () => saving.over(),
  };

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-do]");
    if (pressed) actions[pressed.dataset.do]?.(event);
  });

  kindOf.addEventListener("change", () => change({ ...boxes.find((box) => box.key === chosen), what: kindOf.value }));

  find("rows").replaceWith(fields);
  sheet.querySelector(".mask-over").remove();
  for (const tools of document.querySelectorAll("[data-masking-tools]")) tools.hidden = false;
  Object.assign(stage, { tabIndex: 0, role: "group" });
  stage.setAttribute("aria-label", words.keys);
  keep();
  show();
  magnify(0);
  if (find("waiting")) lookAgain(() => now === 0 && past.length === 1);
}

// Asks whether the portal has looked at the file; then the page is opened anew, unless something was changed on it.
function lookAgain(isUntouched) {
  const ask = async () => {
    try {
      const answer = await fetch(form.dataset.checked, { credentials: "same-origin" });
      if (answer.redirected || answer.status >= 400) return;
      if (answer.status === 200 && isUntouched()) return void location.reload();
      if (answer.status === 200) return void (find("waiting").textContent = form.dataset.found);
    } catch { /* no network: later */ }
    setTimeout(ask, LOOK);
  };
  setTimeout(ask, LOOK);
}

// Where a number could not be understood it is put right as a number.
if (form && !form.querySelector(".mask-rows .has-error")) edit();
