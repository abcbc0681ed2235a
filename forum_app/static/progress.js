// Looks again every few seconds while something is waiting; without scripts there is a link for it.
const EVERY = 5000;

async function lookAgain() {
  const place = document.querySelector("[data-progress]");
  if (document.hidden || place.contains(document.activeElement)) return true;
  const answer = await fetch(place.dataset.progress, { headers: { Accept: "text/html" } });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-progress]");
  if (!fresh) return false;
  place.replaceWith(fresh);
  return page.querySelector("script[src*='progress.js']") !== null;
}

const timer = setInterval(async () => {
  const goesOn = await lookAgain().catch(() => true);
  if (!goesOn) clearInterval(timer);
}, EVERY);
