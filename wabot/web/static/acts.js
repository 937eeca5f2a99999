// Forms that do one thing: it is done without leaving the page, and told above.
import { refresh } from "./live.js";

const said = document.getElementById("said");
const refusal = document.getElementById("refusal");

function fail(code) {
  refusal.textContent = refusal.getAttribute(`data-${code}`) || refusal.getAttribute("data-other");
  refusal.hidden = false;
  refusal.scrollIntoView({ block: "nearest" });
}

/** Sends such a form, and returns what the server told; null when nothing was done, which is told here. */
async function act(form, submitter) {
  if (form.ariaBusy === "true") return null;
  refusal.hidden = true;
  form.ariaBusy = "true";
  try {
    const body = new URLSearchParams(new FormData(form, submitter));
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (answer.ok) return told;
    fail(told.code);
  } catch {
    fail("unreachable");
  } finally {
    form.ariaBusy = "false";
  }
  return null;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches(".act")) return;
  event.preventDefault();
  const told = await act(form, event.submitter);
  if (!told) return;
  said.textContent = told.said;
  form.dispatchEvent(new CustomEvent("done", { bubbles: true, detail: told }));
  refresh();
});
