// Shows how far an upload is and lets it be cancelled; without it the form uploads by itself.
const MB = 1024 * 1024;

for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const box = form.querySelector("[data-upload-progress]");
  const error = form.querySelector("[data-upload-error]");
  let request = null;

  const fail = (lines) => {
    box.hidden = true;
    error.hidden = false;
    error.replaceChildren(...lines.map((line) => Object.assign(document.createElement("span"), { textContent: line })));
  };

  const tooLarge = () => {
    const most = Number(form.dataset.most);
    return [...input.files].filter((file) => file.size > most * MB)
      .map((file) => `${file.name}有${(file.size / MB).toFixed(1)} MB，这里每个最多${most} MB。请缩小后再传。`);
  };

  const progress = (event, began) => {
    if (!event.lengthComputable) return;
    const share = Math.floor((event.loaded / event.total) * 100);
    const left = Math.ceil(((Date.now() - began) / 1000) * (event.total / event.loaded - 1));
    box.querySelector("progress").value = share;
    box.querySelector("[data-upload-percent]").textContent = `${share}%`;
    box.querySelector("[data-upload-said]").textContent = share < 100
      ? `已传${(event.loaded / MB).toFixed(1)} MB，共${(event.total / MB).toFixed(1)} MB，约还要${left}秒`
      : "传完了，正在检查……";
  };

  const done = () => {
    if (request.status === 200) {
      const address = JSON.parse(request.responseText).next;
      location.assign(address);
      if (address.split("#")[0] === location.pathname) location.reload();
    } else if (request.status === 409) {
      fail(JSON.parse(request.responseText).messages);
    } else if (request.status === 413) {
      fail(["这一次的文件合计太大，没有传上去。请少选几个，分几次上传。"]);
    } else {
      fail(["没有传上去：登录可能已过期，或者系统暂时出错。请刷新页面再试。"]);
    }
  };

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    const lines = tooLarge();
    if (lines.length) return fail(lines);
    error.hidden = true;
    box.hidden = false;
    box.querySelector("[data-upload-name]").textContent = [...input.files].map((file) => file.name).join("、");
    const began = Date.now();
    request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (moved) => progress(moved, began));
    request.addEventListener("load", done);
    request.addEventListener("error", () => fail(["没有传上去：连不上网。文件还在，联网后再点“上传”。"]));
    request.send(new FormData(form));
  });

  form.querySelector("[data-upload-cancel]").addEventListener("click", () => {
    if (request) request.abort();
    box.hidden = true;
  });
}
