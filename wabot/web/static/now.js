// The line of the present moves on, by the clock of the salon, which the server told.
let told = null;
let toldAt = 0;

function move() {
  const calendar = document.getElementById("calendar");
  if (!calendar?.dataset.now) return;
  if (told !== calendar.dataset.now) [told, toldAt] = [calendar.dataset.now, performance.now()];
  const minutes = Number(told) + Math.floor((performance.now() - toldAt) / 60_000);
  if (minutes >= 24 * 60) { location.reload(); return; }
  const clock = [Math.floor(minutes / 60), minutes % 60];
  for (const line of calendar.querySelectorAll(".now")) {
    line.className = `at now fh${clock[0]} fm${clock[1]} th${clock[0]} tm${clock[1]}`;
    line.hidden = clock[0] < Number(calendar.dataset.first) || clock[0] >= Number(calendar.dataset.last);
    if (line.tagName === "B") line.textContent = clock.map((number) => String(number).padStart(2, "0")).join(":");
  }
}

function look() {
  const calendar = document.getElementById("calendar");
  const now = calendar?.querySelector("b.now");
  if (now && calendar.scrollHeight > calendar.clientHeight) calendar.scrollTop = Math.max(0, now.offsetTop - calendar.clientHeight / 3);
}

move();
look();
setInterval(move, 15_000);
