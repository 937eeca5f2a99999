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
