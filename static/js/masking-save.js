// Saves the boxes of a page by themselves, one request at a time, and says in words how that stands.
// keeper(form): `changed` is called after each change, `over` saves this page over what was saved elsewhere, `go` leaves it.
const WAIT = 700; // ms after the last change, where the form does not say how many (data-wait)
const RETRY = 15000;
const PATIENCE = 30000; // a line that says nothing for so long is taken for a broken one

export function keeper(form) {
  const state = document.querySelector("[data-save-state]");
  const stale = document.querySelector("[data-masking-stale]");
  const words = form.dataset;
  const calm = Number(words.wait) || WAIT;
  let timer = 0;
  let dirty = false;
  let running = null;
  let closed = false;
  let leaving = false;
  let newer = 0; // the revision that somebody saved elsewhere

  const say = (text, tone) => {
    state.className = `badge save-state ${tone}`;
    state.textContent = text;
  };

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(send, wait);
  };

  const failed = (text) => {
    dirty = true;
    say(text, "is-warn");
    later(RETRY);
  };

  const ask = async (options = {}) => {
    const broken = new AbortController();
    const bell = setTimeout(() => broken.abort(), PATIENCE);
    try {
      const response = await fetch(location.pathname, { credentials: "same-origin", redirect: "manual", signal: broken.signal, ...options });
      return { ok: response.ok, status: response.status, type: response.type, text: await response.text() };
    } finally {
      clearTimeout(bell);
    }
  };

  const post = () => {
    const body = new FormData(form);
    body.set("do", "save");
    return ask({ method: "POST", body, headers: { Accept: "application/json" } });
  };

  // Somebody who signed in again in another tab has a new token: take it from the page, if it is still the same person's.
  const renewed = async () => {
    const page = new DOMParser().parseFromString((await ask()).text, "text/html");
    const fresh = page.querySelector("form[data-masking]");
    if (fresh?.dataset.owner !== words.owner) return false;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh.elements.csrfmiddlewaretoken.value;
    return true;
  };

  const askToSignIn = () => {
    dirty = true;
    say(words.signedOut, "is-warn");
    const link = Object.assign(document.createElement("a"), { target: "_blank", textContent: words.signIn });
    link.href = `${words.signInAt}?next=${encodeURIComponent(location.pathname)}`;
    state.append(" ", link);
    later(RETRY);
  };

  const refuse = ({ message, stale: isStale, revision }) => {
    closed = dirty = true;
    newer = revision;
    say(isStale ? words.unsaved : message, "is-late");
    stale.hidden = !isStale;
    document.querySelector("[data-masking-message]").textContent = message;
  };

  const answered = (response) => {
    if (response.ok) {
      const { revision, at } = JSON.parse(response.text);
      form.elements.revision.value = revision;
      if (!dirty) say(words.saved.replace("{at}", at), "is-done");
    } else if (response.status === 409 || response.status === 422) refuse(JSON.parse(response.text));
    else if ([401, 403].includes(response.status) || response.type === "opaqueredirect") askToSignIn();
    else failed(words.server);
  };

  const attempt = async () => {
    dirty = false;
    try {
      let response = await post();
      if (response.status === 403 && await renewed()) response = await post();
      answered(response);
    } catch {
      failed(words.offline);
    }
    running = null;
    if (dirty && !closed && !timer) later(calm);
  };

  function send() {
    clearTimeout(timer);
    timer = 0;
    if (dirty && !closed) running ??= attempt();
    return running;
  }

  // Saves what is not saved yet; tells whether all is.
  const flush = async () => {
    if (running) await running;
    await send();
    return !dirty;
  };

  const changed = () => {
    dirty = true;
    if (closed) return;
    say(words.saving, "");
    later(calm);
  };

  const over = () => {
    form.elements.revision.value = newer;
    closed = false;
    stale.hidden = true;
    send();
  };

  const go = async (address) => {
    if (await flush()) location.assign(address);
  };

  // A link or a press of the form waits for what is on its way.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const opensHere = link && !link.target && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!opensHere || stale.contains(link) || !(dirty || running)) return;
    event.preventDefault();
    go(link.href);
  });

  form.addEventListener("submit", async (event) => {
    leaving = !(dirty || running) || closed;
    if (leaving) return;
    event.preventDefault();
    if (await flush()) form.requestSubmit(event.submitter);
  });

  stale.addEventListener("click", (event) => { leaving ||= Boolean(event.target.closest("a")); });
  window.addEventListener("beforeunload", (event) => {
    if ((dirty || running) && !leaving) event.preventDefault();
  });
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  window.addEventListener("pageshow", () => { leaving = false; });
  return { changed, over, go };
}
