// Keeps a page up to date: parts of it are fetched anew whenever the server says that something changed.

const source = document.querySelector("[data-source]");
const lost = document.getElementById("live");
const listeners = new Set();
const reasonsToWait = new Set();
let underWay = false;
let again = false;

/** Calls back after every change, once the parts are shown. */
export function onChange(callback) { listeners.add(callback); }

/** Another address answers with the parts from now on. */
export function changeSource(address) { source.dataset.source = address; refresh(); }

/** Nothing is replaced until `resume` is called with the same reason, such as a drag that is under way. */
export function pause(reason) { reasonsToWait.add(reason); }
export function resume(reason) { if (reasonsToWait.delete(reason) && again) { again = false; refresh(); } }

// HTML as the browser writes it, to compare with what an element holds.
function written(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.innerHTML;
}

const shown = new WeakMap();

// What a person did to elements with ids: how far they scrolled them, what they unfolded.
function kept(part) {
  const known = [...part.querySelectorAll("[id]")].map((one) => [one.id, one.scrollTop, one.scrollLeft, one.open]);
  return () => {
    for (const [id, top, left, open] of known) {
      const one = document.getElementById(id);
      if (one && (top || left)) one.scrollTo({ top, left, behavior: "instant" });
      if (one instanceof HTMLDetailsElement) one.open = open;
    }
  };
}

// Rows that stand already stay as they are: only new ones are read out, and what is marked in them stays marked.
function showRows(part, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = [...template.content.children];
  const wanted = new Set(fresh.map((row) => row.id));
  for (const row of [...part.children]) if (!wanted.has(row.id)) row.remove();
  fresh.forEach((row, place) => {
    const now = part.children[place];
    if (now?.id !== row.id) part.insertBefore(row, now ?? null);
    else if (now.outerHTML !== row.outerHTML) now.replaceWith(row);
  });
}

/** Fills an element, unless it holds just that. Focus stays on what has the same id, or comes as near as can be. */
export function show(part, fetched) {
  const html = written(fetched);
  if (html === (shown.get(part) ?? part.innerHTML)) return false;
  const focused = part !== document.activeElement && part.contains(document.activeElement) ? document.activeElement : null;
  const id = focused?.id;
  if ("rows" in part.dataset) { shown.set(part, html); showRows(part, html); return true; }
  const keep = kept(part);
  shown.set(part, html);
  part.innerHTML = html;
  keep();
  if (focused) {
    const same = id ? document.getElementById(id) : null;
    (same || part.querySelector("summary, button, a") || document.getElementById("connection")).focus();
  }
  return true;
}

/** Asks for all parts, and shows those that differ. */
export async function refresh() {
  if (underWay || reasonsToWait.size) { again = true; return; }
  underWay = true;
  try {
    const answer = await fetch(source.dataset.source);
    if (answer.ok) {
      const html = await answer.json();
      if (reasonsToWait.size) again = true;
      else for (const part of document.querySelectorAll("[data-part]")) if (part.id in html) show(part, html[part.id]);
    }
    for (const callback of listeners) await callback();
  } catch { /* the event source says that the server is away */ }
  underWay = false;
  if (again && !reasonsToWait.size) { again = false; refresh(); }
}

const SILENT_MS = 45_000; // the server says something every 20 s
const AGAIN_MS = 3_000;
let events = null;
let silence = 0;

function find() {
  lost.hidden = true;
  document.body.classList.remove("lost");
  clearTimeout(silence);
  silence = setTimeout(() => { lose("lost"); listen(); }, SILENT_MS);
}

function lose(why) {
  lost.textContent = lost.getAttribute(`data-${why}`);
  lost.hidden = false;
  document.body.classList.add("lost");
}

// A browser tries again by itself when the line drops, and never when it was refused, as by a proxy whose server starts.
async function giveUp(stream) {
  if (stream.readyState !== EventSource.CLOSED) { lose("lost"); return; }
  const answer = await fetch(source.dataset.source).catch(() => null);
  lose(answer?.status === 401 ? "unauthorized" : "lost");
  setTimeout(() => { if (events === stream) listen(); }, AGAIN_MS);
}

function listen() {
  events?.close();
  const stream = events = new EventSource("/events");
  stream.onopen = () => { find(); refresh(); };
  stream.onerror = () => giveUp(stream);
  stream.addEventListener("changed", () => { find(); refresh(); });
}

// What is pressed is let go where it was: replaced in between, the click would be lost.
function waitForFingers() {
  document.addEventListener("pointerdown", () => pause("pressed"), true);
  const letGo = () => setTimeout(() => resume("pressed"));
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, letGo, true);
  document.addEventListener("pointermove", (event) => { if (!event.buttons) resume("pressed"); }, true);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") letGo(); }, true);
}

/** Listens to the server from now on. A line that dies without a word is noticed, also by who comes back to the page. */
export function watch() {
  for (const part of document.querySelectorAll("[data-part]")) shown.set(part, part.innerHTML);
  waitForFingers();
  listen();
  document.addEventListener("visibilitychange", () => { if (!document.hidden && !lost.hidden) listen(); });
  addEventListener("online", listen);
}
