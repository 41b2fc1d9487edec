// Sends the files of a form[data-upload="pieces"] piece by piece (tus 1.0): a broken line costs one piece at most. What has
// arrived waits at the server, which knows a file again by its content, after a closed tab and a new sign-in too; nothing
// is kept in the browser. Without this, or where the browser has not what it takes, upload.js sends files whole.
const PIECE = 512 * 1024; // bytes; seconds on a slow line
const PATIENCE = 20000; // ms without movement, after which the line is given up and tried anew
const FIRST_WAIT = 1000; // ms before the next attempt, doubled each time
const LONGEST_WAIT = 30000;
const CROSSED = [409, 423, 460]; // a piece met another of the same file, or was damaged: the server is asked how far it is

const hexOf = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const digestOf = async (file) => hexOf(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
const in64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

const messagesIn = (text) => {
  try {
    return JSON.parse(text).messages ?? [];
  } catch {
    return [];
  }
};

// An attempt that failed: what the server said, and whether another may succeed by itself.
class Failed extends Error {
  constructor(status, text, passing = []) {
    super(`answered ${status}`);
    this.messages = messagesIn(text);
    this.passes = !status || status >= 500 || passing.includes(status);
  }
}

const headersOf = (form) => ({ Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value });

// Gives the address under which the server takes a file: a new one, or that of what was broken off.
const placeFor = async (form, file, stop) => {
  const about = [`filename ${in64(file.name)}`, `sha256 ${in64(await digestOf(file))}`];
  for (const box of form.querySelectorAll("[data-declares]")) if (box.checked) about.push(box.dataset.declares);
  const tus = { "Tus-Resumable": "1.0.0", "Upload-Length": file.size, "Upload-Metadata": about.join(",") };
  const asked = { method: "POST", headers: { ...headersOf(form), ...tus }, signal: stop };
  const answer = await fetch(new URL("../transfers/", form.action), asked).catch(() => { throw new Failed(); });
  if (answer.status !== 201) throw new Failed(answer.status, await answer.text());
  return answer.headers.get("Location");
};

// Sends what is missing of a file; tells how far it is, and when the server has more than before.
const carry = (form, file, uploadUrl, { moved, arrived }, stop) => new Promise((resolve, reject) => {
  let bell = 0;
  const ended = (how, value) => {
    clearTimeout(bell);
    stop.removeEventListener("abort", giveUp);
    how(value);
  };
  const upload = new window.tus.Upload(file, {
    uploadUrl,
    chunkSize: PIECE,
    retryDelays: null,
    storeFingerprintForResuming: false,
    headers: headersOf(form),
    onProgress: (sent) => {
      listen();
      moved(sent);
    },
    onChunkComplete: arrived,
    onSuccess: () => ended(resolve),
    onError: ({ originalResponse: answer }) => ended(reject, new Failed(answer?.getStatus(), answer?.getBody(), CROSSED)),
  });
  const giveUp = () => {
    upload.abort();
    ended(reject, stop.reason);
  };
  const listen = () => {
    clearTimeout(bell);
    bell = setTimeout(() => upload.abort().then(() => ended(reject, new Failed())), PATIENCE);
  };
  stop.addEventListener("abort", giveUp);
  listen();
  upload.start();
});

const pause = (ms, stop) => new Promise((resolve, reject) => {
  const bell = setTimeout(resolve, ms);
  window.addEventListener("online", resolve, { once: true, signal: stop });
  stop.addEventListener("abort", () => {
    clearTimeout(bell);
    reject(stop.reason);
  });
});

// Takes a step again and again until it succeeds or cannot; `told` hears what stands against it meanwhile.
const patiently = async (step, told, stop) => {
  for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
    try {
      return await step(() => { wait = FIRST_WAIT; });
    } catch (error) {
      if (stop.aborted || !error.passes) throw error;
      told(error.messages);
      await pause(wait, stop);
    }
  }
};

// Sends one file, and gives its key at the server, which forgets it when it is cancelled.
const sendOne = async (form, file, { moved, waits }, stop) => {
  const place = await patiently(() => placeFor(form, file, stop), waits, stop);
  try {
    await patiently(async (arrived) => {
      await file.slice(0, 1).arrayBuffer(); // a file that was moved or changed meanwhile looks like a broken line
      await carry(form, file, place, { moved, arrived }, stop);
    }, waits, stop);
  } finally {
    if (stop.aborted) window.tus.Upload.terminate(place, { headers: headersOf(form) }).catch(() => {});
  }
  return place.split("/").at(-2);
};

// Gives the keys of the files, for the form to name, and what the server said against the others. Throws Failed, and
// NotReadableError or NotFoundError for a file that is no longer there as it was.
const send = async (form, files, { moved, waits }, stop) => {
  const [keys, lines] = [[], []];
  let before = 0;
  for (const file of files) {
    const so = before;
    try {
      keys.push(await sendOne(form, file, { waits, moved: (sent) => moved(so + sent) }, stop));
    } catch (error) {
      if (!error.messages?.length) throw error;
      lines.push(...error.messages.map((message) => `${file.name}：${message}`));
    }
    before += file.size;
  }
  return { keys, lines };
};

if (window.tus && window.crypto?.subtle) window.inPieces = send;
