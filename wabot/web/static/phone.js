// The customer's phone of the demo.
import { onChange, show } from "./live.js";
import { post } from "./post.js";

const who = document.getElementById("who");
const chat = document.getElementById("chat");
const form = document.getElementById("write");
const text = document.getElementById("text");

async function refresh() {
  const lines = await fetch(`/demo/chat?phone=${encodeURIComponent(who.value)}`);
  if (lines.ok && show(chat, await lines.text())) chat.scrollTop = chat.scrollHeight;
}

onChange(refresh);
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
