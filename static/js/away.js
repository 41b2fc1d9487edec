// Says beside a form that is sent without a new page that its press came to nothing, where the server could not answer.
// The words come from the page; the next press takes them away.
const words = document.querySelector("template[data-away]");

const say = (event) => {
  if (event.type === "htmx:responseError" && event.detail.xhr.status < 500) return;
  event.detail.elt.after(words.content.cloneNode(true));
};

document.addEventListener("htmx:responseError", say);
document.addEventListener("htmx:sendError", say);
document.addEventListener("htmx:beforeRequest", () => {
  for (const said of document.querySelectorAll("[data-away-said]")) said.remove();
});
