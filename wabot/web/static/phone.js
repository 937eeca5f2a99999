// The customers' phones of the demo.
import { onChange, show } from "./live.js";
import { post } from "./post.js";

const who = document.getElementById("who");
const chat = document.getElementById("chat");
const form = document.getElementById("write");
const text = document.getElementById("text");
const add = document.getElementById("add-phone");
const phones = [...who.querySelectorAll("input")];
const seen = new Map(phones.map((phone) => [phone.value, Number(phone.dataset.arrived)]));

const chosen = () => phones.find((phone) => phone.checked).value;

// How many replies each of the other phones got that nobody has looked at.
function tell(arrived) {
  seen.set(chosen(), arrived[chosen()] || 0);
  for (const phone of phones) {
    const fresh = (arrived[phone.value] || 0) - seen.get(phone.value);
    const badge = phone.parentElement.querySelector(".fresh");
    badge.hidden = fresh <= 0;
    badge.textContent = fresh > 0 ? fresh : "";
    badge.title = add.dataset.fresh;
  }
}

async function refresh() {
  const phone = chosen();
  const answer = await fetch(`/demo/chat?phone=${encodeURIComponent(phone)}`);
  if (!answer.ok || phone !== chosen()) return;
  const found = await answer.json();
  if (show(chat, found.chat)) chat.scrollTop = chat.scrollHeight;
  tell(found.arrived);
}

function offer() { add.hidden = !phones.some((phone) => phone.parentElement.hidden); }

onChange(refresh);
who.addEventListener("change", refresh);
add.addEventListener("click", () => {
  const next = phones.find((phone) => phone.parentElement.hidden);
  next.parentElement.hidden = false;
  next.checked = true;
  offer();
  refresh();
  text.focus();
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const message = text.value;
  if (!message.trim()) return;
  text.value = "";
  const answer = await post(form.action, { phone: chosen(), text: message });
  if (!answer.ok) text.value = message;
  text.focus();
});
offer();
chat.scrollTop = chat.scrollHeight;
