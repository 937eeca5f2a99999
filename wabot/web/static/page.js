"use strict";

// Parts of the page are fetched anew whenever the server says that something changed.
const who = document.getElementById("who");
const chat = document.getElementById("chat");
const lost = document.getElementById("live");
let underWay = false;
let again = false;

const pathOf = (part) => part === chat ? `${part.dataset.part}?phone=${encodeURIComponent(who.value)}` : part.dataset.part;

async function refresh() {
  if (underWay) { again = true; return; }
  underWay = true;
  try {
    for (const part of document.querySelectorAll("[data-part]")) {
      const answer = await fetch(pathOf(part));
      if (!answer.ok) continue;
      const html = await answer.text();
      if (html === part.dataset.shown) continue;
      part.dataset.shown = html;
      part.innerHTML = html;
      if (part === chat) chat.scrollTop = chat.scrollHeight;
    }
  } catch { /* the event source says that the server is away */ }
  underWay = false;
  if (again) { again = false; refresh(); }
}

if (document.querySelector("[data-part]")) {
  const events = new EventSource("/events");
  events.onopen = () => { lost.hidden = true; document.body.classList.remove("lost"); refresh(); };
  events.onerror = () => { lost.hidden = false; document.body.classList.add("lost"); };
  events.addEventListener("changed", refresh);
}

if (chat) {
  const form = document.getElementById("write");
  const text = document.getElementById("text");
  who.addEventListener("change", refresh);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const message = text.value;
    if (!message.trim()) return;
    text.value = "";
    const answer = await fetch(form.action, {
      method: "POST", headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ phone: who.value, text: message }),
    });
    if (!answer.ok) text.value = message;
    text.focus();
  });
}
