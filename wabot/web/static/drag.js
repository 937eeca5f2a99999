// Visits are moved with the mouse or a pen: where one is let go, its panel opens with the new time filled in.
// By keyboard and on a phone the same panel does it.
import { pause, resume } from "./live.js";
import { open } from "./panel.js";

const FAR_PX = 6; // less is a click
let drag = null;

const columns = () => [...document.querySelectorAll(".column[data-staff]")];
const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

// The minute of the day at a height of a column, on the salon's grid.
function minuteAt(column, y) {
  const { step, first, last } = document.getElementById("calendar").dataset;
  const box = column.querySelector(".hours").getBoundingClientRect();
  const minutes = Number(first) * 60 + ((y - box.top) / box.height) * (last - first) * 60;
  return Math.round(minutes / step) * step;
}

function begin(event) {
  const box = drag.link.getBoundingClientRect();
  drag.ghost = document.createElement("div");
  drag.ghost.className = "dragged";
  drag.ghost.style.width = `${box.width}px`;
  drag.ghost.style.height = `${box.height}px`;
  drag.ghost.textContent = drag.link.querySelector(".who").textContent;
  drag.clock = drag.ghost.insertBefore(document.createElement("b"), drag.ghost.firstChild);
  drag.grabbed = { x: drag.from.x - box.left, y: drag.from.y - box.top };
  document.body.append(drag.ghost);
  document.body.classList.add("dragging");
  drag.link.classList.add("lifted");
  drag.link.setPointerCapture?.(event.pointerId);
  pause("drag");
}

function follow(event) {
  const x = event.clientX;
  const all = columns();
  const column = all.find((one) => { const box = one.getBoundingClientRect(); return x >= box.left && x < box.right; }) || drag.column;
  const { first, last } = document.getElementById("calendar").dataset;
  const minute = Math.min(Math.max(minuteAt(column, event.clientY - drag.grabbed.y), first * 60), last * 60);
  const box = column.querySelector(".hours").getBoundingClientRect();
  drag.column = column;
  drag.minute = minute;
  drag.clock.textContent = `${clock(minute)} `;
  drag.ghost.style.left = `${box.left + 3}px`;
  drag.ghost.style.top = `${box.top + ((minute - first * 60) / ((last - first) * 60)) * box.height}px`;
}

function end() {
  const { link, ghost, column, minute, home } = drag;
  drag = null;
  if (!ghost) return;
  ghost.remove();
  link.classList.remove("lifted");
  document.body.classList.remove("dragging");
  addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); }, { capture: true, once: true });
  setTimeout(() => resume("drag"));
  const is_moved = column !== home.column || minute !== home.minute;
  if (is_moved) { link.focus(); open(`${link.href}?staff=${column.dataset.staff}&start=${clock(minute)}`); }
}

function drop() {
  if (drag?.ghost) { drag.column = drag.home.column; drag.minute = drag.home.minute; }
  if (drag) end();
}

document.addEventListener("dragstart", (event) => { if (event.target.closest?.(".calendar a")) event.preventDefault(); });
document.addEventListener("pointerdown", (event) => {
  const link = event.target.closest(".visit > a");
  const movable = link?.closest(".booked, .confirmed");
  if (!movable || event.button || event.pointerType === "touch") return;
  const column = link.closest(".column");
  drag = { link, column, from: { x: event.clientX, y: event.clientY } };
  drag.home = { column, minute: minuteAt(column, link.getBoundingClientRect().top) };
});
document.addEventListener("pointermove", (event) => {
  if (!drag) return;
  if (!drag.ghost && Math.hypot(event.clientX - drag.from.x, event.clientY - drag.from.y) < FAR_PX) return;
  if (!drag.ghost) begin(event);
  event.preventDefault();
  follow(event);
});
document.addEventListener("pointerup", () => { if (drag) end(); });
document.addEventListener("pointercancel", drop);
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && drag) drop(); });

// Free time is booked from where it is clicked.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".free > a");
  if (!link || !event.detail) return; // by keyboard: from its beginning
  const address = new URL(link.href);
  const { step } = document.getElementById("calendar").dataset;
  const [hours, minutes] = address.searchParams.get("start").split(":").map(Number);
  const clicked = minuteAt(link.closest(".column"), event.clientY - step / 2);
  address.searchParams.set("start", clock(Math.max(clicked, hours * 60 + minutes)));
  event.preventDefault();
  open(address.href);
}, true);
