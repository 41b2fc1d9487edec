// Makes large photos smaller as soon as they are chosen, in [data-shrink-words]: says so, and gives them back whole
// on demand. Without it, or where the browser cannot draw one, a photo goes up as it was taken.
const MB = 1024 * 1024;
const LARGE = 1.5 * MB;
const LONGEST = 2600; // pixels of the longer side; a page of A4 at over 200 dpi
const working = new Map(); // by form: the photos that are still being drawn

const isLargePhoto = (file) => file.type === "image/jpeg" && file.size > LARGE;
const inMegabytes = (files) => (files.reduce((sum, file) => sum + file.size, 0) / MB).toFixed(1);

const shrunk = async (file) => {
  try {
    const photo = await createImageBitmap(file); // upright, as it was taken
    const scale = Math.min(1, LONGEST / Math.max(photo.width, photo.height));
    const canvas = Object.assign(document.createElement("canvas"), {
      width: Math.round(photo.width * scale), height: Math.round(photo.height * scale),
    });
    const pen = canvas.getContext("2d");
    pen.imageSmoothingQuality = "high";
    pen.drawImage(photo, 0, 0, canvas.width, canvas.height);
    photo.close();
    const made = await new Promise((give) => { canvas.toBlob(give, "image/jpeg", 0.85); });
    return made && made.size < file.size ? new File([made], file.name, { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
};

const put = (input, files) => {
  const chosen = new DataTransfer();
  for (const file of files) chosen.items.add(file);
  input.files = chosen.files;
};

const lineOf = (input) => {
  const there = input.parentElement.querySelector("[data-shrink-line]");
  if (there) return there;
  const line = Object.assign(document.createElement("p"), { className: "hint" });
  line.dataset.shrinkLine = "";
  line.setAttribute("role", "status");
  input.after(line);
  return line;
};

const tell = (input, words, whole, small) => {
  const line = lineOf(input);
  line.textContent = words.shrunk.replace("{from}", inMegabytes(whole)).replace("{to}", inMegabytes(small));
  const back = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: words.whole });
  back.addEventListener("click", () => {
    put(input, whole);
    line.textContent = words.unshrunk.replace("{from}", inMegabytes(whole));
    input.focus();
  });
  line.append(" ", back);
};

// One photo after the other: a telephone has not the memory for twenty.
const shrinkAll = async (input, words) => {
  const whole = [...input.files];
  lineOf(input).textContent = words.shrinking;
  const small = [];
  for (const file of whole) small.push(isLargePhoto(file) ? await shrunk(file) : file);
  const isSame = whole.every((file, place) => input.files[place] === file) && input.files.length === whole.length;
  if (!isSame) return; // something else was chosen meanwhile
  put(input, small);
  tell(input, words, whole, small);
};

document.addEventListener("change", (event) => {
  const input = event.target;
  const words = input.type === "file" ? input.closest("[data-shrink-words]")?.dataset : null;
  if (!words) return;
  input.parentElement.querySelector("[data-shrink-line]")?.remove();
  if (![...input.files].some(isLargePhoto)) return;
  const work = shrinkAll(input, words).finally(() => working.delete(input.form));
  working.set(input.form, work);
});

// Who presses the button before the photos are ready sends them once they are.
document.addEventListener("submit", (event) => {
  const work = working.get(event.target);
  if (!work) return;
  event.preventDefault();
  event.stopPropagation();
  work.then(() => event.target.requestSubmit(event.submitter));
}, { capture: true });
