// Wishes about the session: forms with one button. What comes of them is told by the events; a refusal by this.
import { post } from "./post.js";

const refusal = document.getElementById("refusal");
const connection = document.getElementById("connection");

async function ask(form) {
  if (form.ariaBusy === "true") return;
  refusal.hidden = true;
  form.ariaBusy = "true";
  let code = null;
  try {
    const answer = await post(form.action, Object.fromEntries(new FormData(form)));
    if (!answer.ok) code = (await answer.json()).code;
  } catch { code = "unreachable"; }
  form.ariaBusy = "false";
  if (code === null) return;
  refusal.textContent = refusal.getAttribute(`data-${code}`) || refusal.getAttribute("data-other");
  refusal.hidden = false;
  refusal.scrollIntoView({ block: "nearest" });
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".wish")) return;
  event.preventDefault();
  ask(event.target);
});

new MutationObserver(() => { refusal.hidden = true; }).observe(connection, { childList: true });

// How long a code can still be scanned, counted from when it is seen.
const seen = new WeakMap();

function countDown() {
  for (const left of document.querySelectorAll("[data-left]")) {
    if (!seen.has(left)) seen.set(left, performance.now() + Number(left.dataset.left) * 1000);
    left.textContent = Math.max(0, Math.round((seen.get(left) - performance.now()) / 1000));
  }
}
countDown();
setInterval(countDown, 1000);
