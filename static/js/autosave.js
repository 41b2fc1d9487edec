// Saves a section while it is filled in; says when it was saved, or that it was not and why.
// What could not be saved is kept in this browser, under the person, the application and the section,
// and offered again when the page is opened next.

const form = document.querySelector("form[data-autosave]");
const state = document.querySelector("[data-save-state]");
const WAIT = 1500;
const RETRY = 15000;
const KEPT_DAYS = 7;

const words = {
  saving: "正在保存……",
  saved: (at) => `${at}已保存`,
  offline: "没有保存：连不上网。先存在这台设备上，联网后自己补上。",
  signedOut: "没有保存：登录已过期。先存在这台设备上，重新登录后可以恢复。",
  server: "没有保存：系统暂时出错。先存在这台设备上，过一会儿自己再试。",
};

const key = () => `section:${form.dataset.owner}:${location.pathname}`;

const typed = () => {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrfmiddlewaretoken" && name !== "revision") found[name] = value;
  }
  return found;
};

const keep = () => {
  try {
    localStorage.setItem(key(), JSON.stringify({ at: Date.now(), typed: typed() }));
  } catch { /* a full or closed store: the page itself still holds the text */ }
};

const kept = () => {
  try {
    const found = JSON.parse(localStorage.getItem(key()));
    return found && Date.now() - found.at < KEPT_DAYS * 86400000 ? found : null;
  } catch {
    return null;
  }
};

const forget = () => {
  try { localStorage.removeItem(key()); } catch { /* nothing was kept */ }
};

const say = (text, tone) => {
  state.className = `badge save-state ${tone}`;
  state.textContent = text;
};

let timer = 0;
let running = false;
let dirty = false;
let closed = false;

const later = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(send, wait);
};

const failed = (text, wait) => {
  dirty = true;
  say(text, "is-warn");
  if (wait) later(wait);
};

async function send() {
  if (running || closed || !dirty) return;
  running = true;
  dirty = false;
  say(words.saving, "");
  try {
    const response = await fetch(form.dataset.autosave, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      credentials: "same-origin",
      redirect: "manual",
      headers: { Accept: "application/json" },
    });
    await answered(response);
  } catch {
    failed(words.offline, RETRY);
  }
  running = false;
  if (dirty && !closed) later(WAIT);
}

async function answered(response) {
  if (response.ok) {
    const answer = await response.json();
    form.elements.revision.value = answer.revision;
    say(words.saved(answer.at), "is-done");
    if (!dirty) forget();
  } else if (response.status === 409) {
    closed = true;
    say((await response.json()).message, "is-late");
  } else if (response.status === 401 || response.status === 403 || response.type === "opaqueredirect") {
    failed(words.signedOut, 0);
    const link = document.createElement("a");
    link.href = `${form.dataset.signIn}?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = "重新登录";
    state.append(" ", link);
  } else {
    failed(words.server, RETRY);
  }
}

const restore = (found) => {
  for (const field of form.elements) {
    if (!field.name || !(field.name in found.typed)) continue;
    if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === found.typed[field.name];
    else if (field.type !== "hidden") field.value = found.typed[field.name];
  }
  form.dispatchEvent(new Event("change"));
  dirty = true;
  later(0);
};

const offer = () => {
  const box = document.querySelector("[data-restore]");
  const found = kept();
  if (!found || !box) return;
  const now = typed();
  if (Object.keys(found.typed).every((name) => (now[name] ?? "") === found.typed[name])) return forget();
  box.querySelector("[data-restore-at]").textContent = `（${new Date(found.at).toLocaleString("zh-CN")}）`;
  box.hidden = false;
  box.querySelector("[data-restore-do]").addEventListener("click", () => { box.hidden = true; restore(found); });
  box.querySelector("[data-restore-drop]").addEventListener("click", () => { box.hidden = true; forget(); });
};

if (form && state) {
  offer();
  form.addEventListener("input", () => {
    dirty = true;
    keep();
    later(WAIT);
  });
  form.addEventListener("submit", () => {
    closed = true;
    clearTimeout(timer);
  });
  window.addEventListener("online", () => later(0));
  // the page came back after an unsuccessful submit: keep saving
  window.addEventListener("pageshow", () => { closed = false; });
}
