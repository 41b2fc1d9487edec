// Shows how far an upload is and lets it be cancelled; without it the form uploads by itself.
// One file that does not fit keeps no other back: what fits goes up, the slot is shown as it is then, and why the
// rest stayed behind stands in it. What can be said before sending is said before. The words come from the page.
const MB = 1024 * 1024;
const PATIENCE = 20000; // ms without movement, after which the line is said to hang
const GONE = ["NotReadableError", "NotFoundError"]; // a file that is no longer there as it was chosen
const RETRY = 3000; // ms before the server is told again what has arrived
const words = document.querySelector("[data-upload-words]")?.dataset;
const boxes = document.querySelector("template[data-upload-box]");

const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const sizeOf = (files) => files.reduce((sum, file) => sum + file.size, 0);
const inMegabytes = (bytes) => (bytes / MB).toFixed(1);

const fail = (slot, lines) => {
  const error = slot.querySelector("[data-upload-error]");
  error.hidden = !lines.length;
  error.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
};

// Puts the slot of the page as the server has it now in place of the one on screen, and what counts the slots.
const renew = async (slot, address) => {
  const page = await (await fetch(address.split("#")[0], { credentials: "same-origin" })).text();
  const fresh = new DOMParser().parseFromString(page, "text/html");
  const outer = (inside) => inside.closest("[data-slots] > *");
  const now = fresh.getElementById(slot.id);
  for (const counts of ["[data-slot-counts]", "[data-broken-off]", ".stephead"]) document.querySelector(counts)?.replaceWith(fresh.querySelector(counts) ?? "");
  outer(slot).replaceWith(outer(now));
  for (const form of outer(now).querySelectorAll("form[data-upload]")) begin(form);
  return now;
};

let sending = 0;
window.addEventListener("beforeunload", (event) => {
  if (sending) event.preventDefault();
});

const answerOf = (request) => {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return null;
  }
};

const begin = (form) => {
  const input = form.querySelector("input[type=file]");
  form.append(boxes.content.cloneNode(true));
  const box = form.querySelector("[data-upload-progress]");
  const slot = form.closest(".slot");
  let request = null;
  let stopper = null;
  let bell = 0;

  const undeclared = () => [...form.querySelectorAll("[data-declares]")]
    .filter((box) => !box.checked).map((box) => words[box.dataset.declares]);

  const isTooLarge = (file) => file.size > Number(form.dataset.most) * MB;

  const tooLarge = () => [...input.files].filter(isTooLarge)
    .map(({ name, size }) => say(words.large, { name, size: inMegabytes(size), most: form.dataset.most }));

  const tooMuch = (files) => {
    const size = sizeOf(files);
    return size > Number(words.most) * MB ? [say(words.together, { size: inMegabytes(size), most: words.most })] : [];
  };

  const tell = (text) => { box.querySelector("[data-upload-said]").textContent = text; };

  const listen = () => {
    clearTimeout(bell);
    bell = setTimeout(() => tell(words.stalled), PATIENCE);
  };

  const progress = (event, began, already = 0) => {
    listen();
    if (!event.lengthComputable) return;
    const share = Math.floor((event.loaded / event.total) * 100);
    box.querySelector("progress").value = share;
    box.querySelector("[data-upload-percent]").textContent = `${share}%`;
    if (event.loaded === already) return;
    const left = Math.ceil(((Date.now() - began) / 1000) * ((event.total - event.loaded) / (event.loaded - already)));
    const moved = { done: inMegabytes(event.loaded), all: inMegabytes(event.total), left };
    tell(share < 100 ? say(words.moved, moved) : words.checking);
  };

  const refuse = (lines) => {
    box.hidden = true;
    fail(slot, lines);
  };

  const show = async (next, lines) => {
    const now = await renew(slot, next);
    fail(now, lines);
    now.tabIndex = -1;
    now.focus({ preventScroll: true });
    now.scrollIntoView({ block: "nearest" });
  };

  const done = async (behind) => {
    const answer = answerOf(request);
    const lines = [...behind, ...(answer?.messages ?? [])];
    if (request.status === 413) return refuse([say(words.together, { size: inMegabytes(request.size), most: words.most })]);
    if (!answer?.next) return refuse(answer?.messages ?? [words.lost]);
    if (answer.messages && !answer.taken) return refuse(lines);
    return show(answer.next, lines).catch(() => refuse([words.unseen]));
  };

  const bodyOf = (name, values) => {
    const body = new FormData(form);
    body.delete(input.name);
    for (const value of values) body.append(name, value);
    return body;
  };

  const post = (body, size, behind, onError) => {
    const began = Date.now();
    request = new XMLHttpRequest();
    request.size = size;
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (moved) => progress(moved, began));
    request.addEventListener("load", () => done(behind));
    request.addEventListener("error", onError);
    request.addEventListener("loadend", () => {
      sending -= 1;
      clearTimeout(bell);
    });
    sending += 1;
    listen();
    request.send(body);
  };

  const sendWhole = (files, behind) => post(bodyOf(input.name, files), sizeOf(files), behind, () => refuse([words.offline]));

  // What arrived piece by piece is named to the server, which looks into it; naming it twice does no harm.
  const name = (keys, size, behind) => {
    const again = () => {
      if (box.hidden) return;
      tell(words.broken);
      setTimeout(() => box.hidden || name(keys, size, behind), RETRY);
    };
    post(bodyOf("transfer", keys), size, behind, again);
  };

  const sendInPieces = async (files, behind) => {
    const total = sizeOf(files);
    let since = null; // from when, and from how much on, the line has been whole
    stopper = new AbortController();
    sending += 1;
    try {
      const { keys, lines } = await window.inPieces(form, files, {
        moved: (loaded) => {
          since ??= { began: Date.now(), already: loaded };
          progress({ lengthComputable: true, loaded, total }, since.began, since.already);
        },
        waits: (messages) => {
          since = null;
          clearTimeout(bell);
          tell(messages.join("") || words.broken);
        },
      }, stopper.signal);
      if (keys.length) name(keys, total, [...behind, ...lines]);
      else refuse([...behind, ...lines]);
    } catch (error) {
      if (!stopper.signal.aborted) refuse([GONE.includes(error.name) ? words.unread : words.lost]);
    } finally {
      sending -= 1;
    }
  };

  const send = (files, behind) => (form.dataset.upload && window.inPieces ? sendInPieces : sendWhole)(files, behind);

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    if (!box.hidden) return;
    const files = [...input.files].filter((file) => !isTooLarge(file));
    const [behind, together] = [tooLarge(), tooMuch(files)];
    if (undeclared().length) {
      refuse(undeclared());
    } else if (!files.length || together.length) {
      refuse([...behind, ...together]);
    } else {
      fail(slot, []);
      box.hidden = false;
      box.querySelector("[data-upload-name]").textContent = files.map((file) => file.name).join("、");
      send(files, behind);
    }
  });

  form.querySelector("[data-upload-cancel]").addEventListener("click", () => {
    box.hidden = true;
    clearTimeout(bell);
    stopper?.abort();
    request?.abort();
  });
};

for (const form of document.querySelectorAll("form[data-upload]")) begin(form);
