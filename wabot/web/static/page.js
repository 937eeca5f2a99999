"use strict";

// Parts of the page are fetched anew whenever the server says that something changed.
const parts = document.querySelectorAll("[data-part]");
const who = document.getElementById("who");
const chat = document.getElementById("chat");
const lost = document.getElementById("live");
const refusal = document.getElementById("refusal");
let underWay = false;
let again = false;

// HTML as the browser writes it, to compare with what an element holds.
function written(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.innerHTML;
}

for (const part of parts) part.shown = part.innerHTML;

function show(part, fetched) {
  const html = written(fetched);
  if (html === part.shown) return;
  const hadFocus = part !== document.activeElement && part.contains(document.activeElement);
  part.shown = html;
  part.innerHTML = html;
  if (part.id === "connection") refusal.hidden = true;
  if (part === chat) chat.scrollTop = chat.scrollHeight;
  if (hadFocus) (part.querySelector("summary, button") || document.getElementById("connection")).focus();
}

async function refresh() {
  if (underWay) { again = true; return; }
  underWay = true;
  try {
    const answer = await fetch("/parts");
    if (answer.ok) {
      const html = await answer.json();
      for (const part of parts) show(part, html[part.id]);
    }
    if (chat) {
      const lines = await fetch(`/demo/chat?phone=${encodeURIComponent(who.value)}`);
      if (lines.ok) show(chat, await lines.text());
    }
  } catch { /* the event source says that the server is away */ }
  underWay = false;
  if (again) { again = false; refresh(); }
}

if (parts.length) {
  const events = new EventSource("/events");
  events.onopen = () => { lost.hidden = true; document.body.classList.remove("lost"); refresh(); };
  events.onerror = () => { lost.hidden = false; document.body.classList.add("lost"); };
  events.addEventListener("changed", refresh);
}

const post = (path, body) => fetch(path, {
  method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
});

// A wish about the session: a form with one button. What comes of it is told by the events; a refusal by this.
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

if (chat) {
  const form = document.getElementById("write");
  const text = document.getElementById("text");
  who.addEventListener("change", refresh);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const message = text.value;
    if (!message.trim()) return;
    text.value = "";
    const answer = await post(form.action, { phone: who.value, text: message });
    if (!answer.ok) text.value = message;
    text.focus();
  });
}
