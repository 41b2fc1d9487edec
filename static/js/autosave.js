// Saves a section while it is filled in; says when it was saved, or that it was not and why.
// What could not be saved is kept in this browser, under the person, the application and the section,
// and offered again when the page is opened next. The words come from the page.

const form = document.querySelector("form[data-autosave]");
const state = document.querySelector("[data-save-state]");
const words = form?.dataset;
const WAIT = 1500;
const RETRY = 15000;
const PATIENCE = 30000; // a line that says nothing for so long is taken for a broken one
const KEPT_DAYS = 7;

const key = () => `section:${form.dataset.owner}:${location.pathname}`;

const typed = () => {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (name !== "csrfmiddlewaretoken" && name !== "revision") found[name] = value;
  }
  return found;
};

// While an earlier text is on offer, only what is typed now is put over it.
const keep = (name) => {
  const now = typed();
  if (offered) {
    offered.typed[name] = now[name] ?? "";
    for (const count of counts(now)) offered.typed[count] = String(Math.max(offered.typed[count] ?? 0, now[count]));
  }
  store({ at: Date.now(), revision: revision(), typed: offered ? offered.typed : now });
};

const counts = (found) => Object.keys(found).filter((name) => name.endsWith("-count"));
const revision = () => Number(form.elements.revision.value);

const store = (found) => {
  try {
    localStorage.setItem(key(), JSON.stringify(found));
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
let signedOut = false;
let offered = null;
let unanswered = null; // what was sent and may have arrived: it is sent again as it was before anything newer is

// Whether a field differs from what the page brought: somebody wrote before this script was there.
const isChanged = (field) => {
  if (field.type === "hidden") return false;
  if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  return field.checked !== field.defaultChecked || field.value !== (field.defaultValue ?? field.value);
};

const later = (wait) => {
  clearTimeout(timer);
  timer = setTimeout(send, wait);
};

const failed = (text, wait) => {
  dirty = true;
  say(text, "is-warn");
  later(wait);
};

// Gives the answer whole, so that its end is waited for no longer than its beginning.
const ask = async (address, options) => {
  const broken = new AbortController();
  const bell = setTimeout(() => broken.abort(), PATIENCE);
  try {
    const response = await fetch(address, { credentials: "same-origin", redirect: "manual", signal: broken.signal, ...options });
    const { ok, status, type } = response;
    return { ok, status, type, text: await response.text() };
  } finally {
    clearTimeout(bell);
  }
};

const post = (body) => ask(form.dataset.autosave, { method: "POST", body, headers: { Accept: "application/json" } });

// Somebody who signed in again in another tab has a new token: take it from the page, if it is still the same person's.
const renewed = async () => {
  const page = await ask(location.pathname);
  if (!page.ok) return false;
  const fresh = new DOMParser().parseFromString(page.text, "text/html").querySelector("form[data-autosave]");
  if (!fresh || fresh.dataset.owner !== form.dataset.owner) return false;
  const { value } = fresh.querySelector("[name=csrfmiddlewaretoken]");
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = value;
  return true;
};

const sent = async (text) => {
  const body = () => new URLSearchParams({ ...text, ...hidden() });
  const response = await post(body());
  return response.status === 403 && await renewed() ? post(body()) : response;
};

const isAll = (text) => {
  const now = typed();
  return Object.keys({ ...text, ...now }).every((name) => text[name] === now[name]);
};

// `text` is kept now: what was typed since is saved next, or there is nothing more to keep here.
const settle = (text) => {
  if (!isAll(text)) {
    dirty = true;
    later(WAIT);
  } else if (!dirty && !offered) forget();
};

const hidden = () => ({
  csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
  revision: form.elements.revision.value,
});

async function send() {
  if (closed || !dirty) return;
  if (running) {
    later(WAIT);
    return;
  }
  running = true;
  dirty = false;
  if (!signedOut) say(words.saving, "");
  try {
    const text = unanswered ?? typed();
    unanswered = text;
    const response = await sent(text);
    if (response.status < 500) unanswered = null;
    if (answered(response)) settle(text);
  } catch {
    failed(words.offline, RETRY);
  }
  running = false;
}

// Says what became of a save; tells whether it was one.
function answered(response) {
  if (response.ok) {
    const answer = JSON.parse(response.text);
    form.elements.revision.value = answer.revision;
    signedOut = false;
    say(words.saved.replace("{at}", answer.at), "is-done");
    return true;
  }
  if (response.status === 409) {
    closed = true;
    say(JSON.parse(response.text).message, "is-late");
  } else if (response.status === 401 || response.status === 403 || response.type === "opaqueredirect") {
    dirty = true;
    if (!signedOut) askToSignIn();
  } else {
    failed(words.server, RETRY);
  }
  return false;
}

const askToSignIn = () => {
  signedOut = true;
  say(words.signedOut, "is-warn");
  const link = document.createElement("a");
  link.href = `${form.dataset.signInAt}?next=${encodeURIComponent(location.pathname)}`;
  link.textContent = words.signIn;
  state.append(" ", link);
};

// Saves the text on offer as it was, rows that the page does not show included, and shows it as saved.
const restore = async (box) => {
  try {
    if (answered(await sent(offered.typed))) {
      closed = true;
      forget();
      location.replace(location.pathname);
    }
  } catch {
    say(words.offline, "is-warn");
  }
  box.hidden = closed;
};

const offer = () => {
  const box = document.querySelector("[data-restore]");
  const found = kept();
  if (!found || !box) return;
  const now = typed();
  const same = (name) => (now[name] ?? "") === found.typed[name];
  const rows = counts(now);
  const shown = rows.every((name) => Number(found.typed[name] ?? 0) <= Number(now[name]));
  const saved = found.sent && revision() > found.revision;
  if (saved || (shown && Object.keys(found.typed).every((name) => rows.includes(name) || same(name)))) return forget();
  offered = found;
  box.querySelector("[data-restore-at]").textContent = `（${new Date(found.at).toLocaleString("zh-CN")}）`;
  box.hidden = false;
  box.querySelector("[data-restore-do]").addEventListener("click", () => restore(box));
  box.querySelector("[data-restore-drop]").addEventListener("click", () => {
    box.hidden = true;
    offered = null;
    forget();
  });
};

if (form && state) {
  offer();
  const changed = (field) => {
    dirty = true;
    keep(field.name);
    later(WAIT);
  };
  [...form.elements].filter(isChanged).forEach(changed);
  form.addEventListener("input", (event) => changed(event.target));
  form.addEventListener("submit", () => {
    const found = offered ? null : kept();
    if (found) store({ ...found, revision: revision(), sent: true });
    closed = true;
    clearTimeout(timer);
  });
  window.addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) later(0);
  });
  // the page came back after an unsuccessful submit: keep saving
  window.addEventListener("pageshow", () => { closed = false; });
}
