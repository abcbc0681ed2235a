// Says so before a sign-in ends because nothing was done, and offers to stay. What is being typed stays where it is.
const MINUTE = 60_000;
const WARN_BEFORE = 5 * MINUTE;
const SEEN = "seen"; // shared by every open page of this site: work in one keeps the others signed in

const place = document.querySelector("[data-idle]");
if (place) {
  const idle = Number(place.dataset.idle) * MINUTE;
  const box = document.createElement("div");
  box.className = "notice notice-needs idle-warning stack tight";
  box.setAttribute("role", "alert");
  box.hidden = true;
  place.append(box);

  const seen = () => Number(localStorage.getItem(SEEN)) || 0;
  const sawSomething = () => localStorage.setItem(SEEN, String(Date.now()));

  const say = (words, button) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = words;
    box.replaceChildren(paragraph, ...(button ? [button] : []));
    box.hidden = false;
  };

  const stay = async () => {
    const answer = await fetch(place.dataset.stay, { method: "HEAD" }).catch(() => null);
    if (answer && answer.ok && !answer.redirected) {
      sawSomething();
      look();
    } else {
      say(answer ? OVER : "The forum cannot be reached just now. What you are typing stays here; try again in a moment.");
    }
  };

  const OVER = "You have been signed out because nothing was done for a while. What you typed is still here: send it, sign in again, and it is back in its form.";
  const offer = document.createElement("button");
  offer.type = "button";
  offer.className = "button";
  offer.textContent = "Stay signed in";
  offer.addEventListener("click", stay);

  let timer;
  const look = () => {
    clearTimeout(timer);
    const left = seen() + idle - Date.now();
    if (left <= 0) {
      say(OVER);
      return;
    }
    if (left > WARN_BEFORE) {
      box.hidden = true;
      timer = setTimeout(look, left - WARN_BEFORE);
      return;
    }
    if (box.hidden) {
      const minutes = Math.max(1, Math.round(left / MINUTE));
      say(`You will be signed out in ${minutes === 1 ? "a minute" : `${minutes} minutes`}, because nothing was sent or opened for a while.`, offer);
    }
    timer = setTimeout(look, Math.min(left, MINUTE));
  };

  sawSomething();
  window.addEventListener("storage", look);
  document.addEventListener("visibilitychange", look);
  look();
}
