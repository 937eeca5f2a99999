// One chat: what is written goes out, and what is new is seen.
import { onChange } from "./live.js";
import "./acts.js";

const lines = document.getElementById("lines");
const form = document.getElementById("write");
const message = document.getElementById("message");
let isAtEnd = true;

function follow() { if (isAtEnd) lines.scrollTop = lines.scrollHeight; }

lines.addEventListener("scroll", () => { isAtEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40; });
onChange(follow);
follow();

form.addEventListener("done", (event) => {
  if (!("key" in event.detail)) return;
  form.elements.key.value = event.detail.key;
  message.value = "";
  isAtEnd = true;
  message.focus();
});

message.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit();
});
