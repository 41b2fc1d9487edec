/* [data-again]: asks every two seconds whether the page has become what it promises, and opens it then. */

const WAIT = 2000;

const look = async () => {
  try {
    const answer = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    if (answer.status !== 202) {
      location.reload();
      return;
    }
  } catch {
    /* no network: look again */
  }
  setTimeout(look, WAIT);
};

if (document.querySelector("[data-again]")) setTimeout(look, WAIT);
