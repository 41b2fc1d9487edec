// Sends a file as tus-js-client under node does, by what standard input says; tells what happened as JSON. `cut`: the
// process ends once so many bytes are acknowledged. `url`: where it goes on.
const tus = require("tus-js-client");

const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk));
process.stdin.on("end", () => {
  const { endpoint, url, headers, metadata, size, piece, cut, terminate } = JSON.parse(Buffer.concat(chunks));
  const data = Buffer.from(metadata.content, "base64");
  delete metadata.content;
  const seen = [];
  const tell = (more) => console.log(JSON.stringify({ url: upload.url, seen, ...more }));
  const upload = new tus.Upload(data, {
    endpoint,
    uploadUrl: url ?? null,
    headers,
    metadata,
    uploadSize: size,
    chunkSize: piece,
    retryDelays: [0, 10, 20],
    onAfterResponse: (request, response) => seen.push([request.getMethod(), response.getStatus(), request.getHeader("Upload-Offset") ?? ""]),
    onChunkComplete: (_size, accepted) => {
      if (!cut || accepted < cut) return;
      upload.abort(Boolean(terminate)).then(() => tell({ cut: accepted }));
    },
    onSuccess: () => tell({ done: true }),
    onError: (error) => tell({ error: String(error.originalResponse?.getBody() ?? error) }),
  });
  upload.start();
});
