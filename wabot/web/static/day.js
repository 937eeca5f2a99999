// The day's calendar: what of it needs more than links and forms.
import { onChange } from "./live.js";
import "./now.js";
import "./panel.js";
import "./drag.js";

// A date leads there at once, also one that was chosen before this was loaded.
function jump(field) { if (field?.id === "jump-day" && field.value && field.value !== field.defaultValue) field.form.requestSubmit(); }
document.addEventListener("change", (event) => jump(event.target));
jump(document.getElementById("jump-day"));

document.addEventListener("click", (event) => {
  if (event.target.id === "print") print();
});

// Those served together are seen together.
function together(event) {
  const group = event.target.closest?.("[data-group]")?.dataset.group;
  for (const link of document.querySelectorAll("[data-group]")) link.classList.toggle("together", link.dataset.group === group);
}
document.addEventListener("pointerover", together);
document.addEventListener("focusin", together);

// On a phone one column is seen at a time: its name is marked above.
function follow() {
  const calendar = document.getElementById("calendar");
  if (!calendar) return;
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const name = document.querySelector(`.people a[href="#${entry.target.id}"]`);
      name?.classList.toggle("here", entry.isIntersecting);
    }
  }, { root: calendar, threshold: 0.6 });
  for (const column of calendar.querySelectorAll(".column[data-staff]")) seen.observe(column);
}
follow();
onChange(follow);
