// Panels open over the page; what is done in them is done without leaving it.
import { onChange, refresh, show } from "./live.js";
import "./forms.js";

const sheet = document.createElement("dialog");
sheet.setAttribute("aria-labelledby", "panel-title");
sheet.innerHTML = '<button class="close" type="button">×</button><div id="panel"></div>';
document.body.append(sheet);
const panel = sheet.lastChild;
const close = sheet.firstChild;
const said = document.getElementById("said");
const refusal = document.getElementById("refusal");
let address = "";
let touched = false;
let opener = "";

function fail(code) {
  sheet.close();
  refusal.textContent = refusal.getAttribute(`data-${code}`) || refusal.getAttribute("data-other");
  refusal.hidden = false;
  refusal.scrollIntoView({ block: "nearest" });
}

async function ask(where, more = {}) {
  try {
    const answer = await fetch(where, { ...more, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (answer.ok) return told;
    fail(told.code);
  } catch { fail("unreachable"); }
  return null;
}

function fill(html) {
  panel.innerHTML = html;
  touched = false;
  if (!sheet.open) sheet.showModal();
  (panel.querySelector("[role=alert]") || panel.querySelector("#panel-title"))?.focus();
}

/** Opens what stands at an address. */
export async function open(where) {
  opener = document.activeElement?.id || opener;
  said.textContent = "";
  close.setAttribute("aria-label", document.querySelector("[data-close]").dataset.close);
  const told = await ask(where);
  if (!told) return;
  address = where;
  fill(told.panel);
}

document.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
  const link = event.target.closest("a[data-panel]");
  if (link) { event.preventDefault(); open(link.href); }
});

close.addEventListener("click", () => sheet.close());
sheet.addEventListener("mousedown", (event) => { if (event.target === sheet && event.offsetX < 0) sheet.close(); });
sheet.addEventListener("close", () => {
  panel.innerHTML = "";
  address = "";
  document.getElementById(opener)?.focus();
});

panel.addEventListener("input", () => { touched = true; });
panel.addEventListener("submit", async (event) => {
  const form = event.target;
  event.preventDefault();
  if (form.ariaBusy === "true") return;
  form.ariaBusy = "true";
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const told = await ask(form.action, { method: "POST", body });
  form.ariaBusy = "false";
  if (!told) return;
  if ("panel" in told) { fill(told.panel); touched = true; return; }
  sheet.close();
  said.textContent = told.said;
  refresh();
});

// What others change meanwhile is seen; what is being typed stays.
onChange(async () => {
  if (!sheet.open || !address) return;
  const asked = address;
  const answer = await fetch(asked, { headers: { Accept: "application/json" } });
  if (!answer.ok || !sheet.open || asked !== address) return;
  const { panel: html } = await answer.json();
  if (!touched && !panel.querySelector("details[open]")) { show(panel, html); return; }
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const part of template.content.querySelectorAll("[data-live]")) {
    const mine = document.getElementById(part.id);
    if (mine) show(mine, part.innerHTML);
  }
});
