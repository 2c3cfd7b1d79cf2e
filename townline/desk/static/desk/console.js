// The console: hears of what rings and changes, keys, the search as one types, a sound, and a sign of life.
import { Drafts } from "./console_drafts.js";
import { Note } from "./console_note.js";
import { Work } from "./console_work.js";
import { beLoud, loud, ring, stopRinging } from "./sound.js";

const TYPED_MS = 140;
const LEAVES_MS = 8000;
const SILENT = "townline.keys";
const HEADERS = { "X-Requested-With": "fetch" };
const root = document.querySelector("[data-console]");
const dialog = document.querySelector("dialog[data-keys]");
const on = document.querySelector("[data-keys-on]");

class Console {
  constructor() {
    this.root = root;
    this.here = location.href;
    this.contact = root.dataset.contact;
    this.place = "";
    this.title = document.title;
  }

  // Two readings of the page at once may bring the same words twice.
  say(words) {
    if (!words || this.said === words) return;
    this.said = words;
    setTimeout(() => { this.said = ""; }, 2000);
    document.dispatchEvent(new CustomEvent("townline:say", { detail: words }));
  }

  // Reads the page anew and puts in what has changed; what is typed in stays as it is.
  async look(address = this.here) {
    if (this.looking) return void (this.stale = true);
    this.looking = true;
    try {
      const answer = await fetch(address, { headers: { ...HEADERS, "X-Look": "1" } });
      if (!answer.ok || !answer.url.includes("/desk/console/")) return this.unread();
      this.take(new DOMParser().parseFromString(await answer.text(), "text/html"), address);
    } catch {
      // Without a network the next poke looks again.
    } finally {
      this.looking = false;
      if (this.stale) {
        this.stale = false;
        this.look();
      }
    }
  }

  take(read, address) {
    const other = read.querySelector("[data-console]");
    if (this.leaving) return undefined; // a form is on its way, and its page comes by itself
    if (!other) return this.unread();
    for (const told of read.querySelectorAll("#main .notice[role=status]")) {
      if (!told.closest("[data-console]")) this.say(told.textContent.trim());
    }
    if (other.dataset.contact !== this.contact) return this.go(address);
    this.here = new URL(address, location.href).href;
    this.retoken(read);
    tick();
    tick(read); // what differs by its clock alone stays, and is not read out again
    for (const part of root.querySelectorAll("[data-part]")) {
      const fresh = read.getElementById(part.id);
      if (fresh && fresh.innerHTML !== part.innerHTML) this.swap(part, fresh);
    }
    this.ring();
    this.placed(this.place);
  }

  // To load the page anew leads to where one signs in. It would end a call, and take away what is typed and not kept:
  // both say themselves that one is signed out.
  unread() {
    if (this.note?.unsent) return;
    if (!document.querySelector("[data-phone]:not([data-now=over], [data-now=elsewhere])")) location.reload();
  }

  // After signing in again, in another window, only the page that was read now has a token that counts. Besides, each
  // page writes the same token differently: with one for both, parts that say the same are the same.
  retoken(read) {
    const { value } = read.querySelector("[name=csrfmiddlewaretoken]");
    for (const page of [document, read]) {
      for (const each of page.querySelectorAll("[name=csrfmiddlewaretoken]")) each.setAttribute("value", value);
    }
    tell();
  }

  // A contact came or went: the whole page is another one. Notes are on their way by then.
  go(address) {
    const url = new URL(address, location.href);
    url.searchParams.delete("person");
    location.assign(url.pathname.includes("/do/") ? root.dataset.home : url.href);
  }

  swap(part, fresh) {
    const held = document.activeElement;
    const inside = part.contains(held);
    if (inside && held.matches("select, input:not([type=hidden])")) return;
    const open = [...part.querySelectorAll("details")].map((each) => each.open);
    const key = held.dataset?.key;
    part.className = fresh.className;
    for (const name of ["data-count"]) if (fresh.hasAttribute(name)) part.setAttribute(name, fresh.getAttribute(name));
    part.replaceChildren(...fresh.childNodes);
    part.querySelectorAll("details").forEach((each, n) => { each.open = open[n] ?? each.open; });
    if (inside && key) part.querySelector(`[data-key="${key}"]`)?.focus();
  }

  ring() {
    const count = Number(document.getElementById("c-rings").dataset.count);
    document.title = count ? `(${count}) ${this.title}` : this.title;
    if (count && loud("off")) ring();
    else stopRinging();
  }

  placed(words) {
    this.place = words;
    const shown = document.querySelector("[data-emergency-place]");
    if (shown && words) shown.textContent = words;
  }
}

function tick(page = document) {
  for (const part of page.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(part.dataset.since)) / 1000));
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
    const two = (n) => String(n).padStart(2, "0");
    part.textContent = hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  }
}

const beat = new Worker(root.dataset.beat);
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
const tell = () => beat.postMessage({ address: new URL(root.dataset.seen, location.href).href, token: token() });
const desk = new Console();
const work = new Work(desk);
const note = document.querySelector("[data-note]");
const drafts = new Drafts(root.dataset.agent);
if (note) desk.note = new Note(note, { drafts, anew: () => desk.look() });
drafts.bring(token(), root.dataset.contact);
const seek = document.querySelector("[data-seek]");
const found = document.getElementById("c-found");
const box = document.getElementById("c-q");
let last = box.value;
let coming; // what is found for the words that were asked for last

function search() {
  const words = box.value.trim();
  if (words !== last) {
    last = words;
    coming = find(words).catch(() => {
      if (last === words) last = undefined; // there was no network: who asks again tries again
    });
  }
  return coming;
}

async function find(words) {
  const sent = new FormData(seek); // posted: what is typed may be somebody's number
  sent.set("q", words);
  const answer = await fetch(seek.dataset.seek, { method: "POST", body: sent, headers: HEADERS });
  if (!answer.ok || words !== box.value.trim()) return;
  found.innerHTML = await answer.text();
  found.hidden = false;
  if (words) document.getElementById("c-work").hidden = true;
}
let typed;
box.addEventListener("input", () => {
  clearTimeout(typed);
  typed = setTimeout(search, TYPED_MS);
});
seek.addEventListener("submit", async (event) => {
  event.preventDefault();
  clearTimeout(typed);
  await search();
  found.querySelector("a.console__hit")?.click();
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-work], a[data-here]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (link.closest("#c-work")) return;
  event.preventDefault();
  if ("here" in link.dataset) desk.look(link.href);
  else work.open(link.href);
});
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  const button = event.submitter;
  if (!form.matches("[data-quiet]") && !button?.matches("[data-quiet]")) {
    if (form.method === "post") {
      desk.leaving = true;
      setTimeout(() => { desk.leaving = false; }, LEAVES_MS);
    }
    return;
  }
  event.preventDefault();
  const answer = await fetch(button?.getAttribute("formaction") ?? form.action, {
    method: "POST", body: new FormData(form, button), headers: HEADERS,
  });
  if (!answer.ok) return desk.say(root.dataset.fault);
  desk.take(new DOMParser().parseFromString(await answer.text(), "text/html"), answer.url);
});
root.addEventListener("live", () => desk.look());
root.addEventListener("phone:signed-in", () => desk.look());

function writes(element) {
  return element.closest("textarea, select, [contenteditable], dialog[open]") ||
    element.matches("input:not([type=checkbox], [type=radio])");
}
function step(by) {
  const hits = [...found.querySelectorAll("a.console__hit")];
  const here = hits.indexOf(document.activeElement);
  if (here < 0 && by < 0) return;
  if (here === 0 && by < 0) return box.focus();
  hits[Math.min(hits.length - 1, here + by)]?.focus();
}
function press(key) {
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find((each) => !each.disabled && !each.closest("[hidden]"));
  if (!target) return false;
  if (target.matches("textarea, select")) target.focus();
  else if (target.matches("[type=radio]")) {
    target.checked = true;
    document.querySelector("[data-finish]").focus();
  } else target.click();
  return true;
}
const ALWAYS = { "/": () => box.focus(), "?": () => dialog.showModal() };

document.addEventListener("keydown", (event) => {
  const at = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && at.form) {
    event.preventDefault();
    return at.form.requestSubmit();
  }
  if (event.ctrlKey || event.metaKey || event.altKey || at.closest("dialog[open]")) return;
  if (event.key === "Escape" && writes(at)) return at.blur();
  const inSearch = at === box || at.matches(".console__hit");
  if (inSearch && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    return step(event.key === "ArrowDown" ? 1 : -1);
  }
  if (writes(at) || !on.checked || event.repeat) return;
  const act = ALWAYS[event.key] ?? (/^[a-z1-9]$/.test(event.key) ? () => press(event.key) : undefined);
  if (!act) return;
  if (act() !== false) event.preventDefault();
});
document.querySelector("[data-keys-open]").addEventListener("click", () => dialog.showModal());
on.checked = localStorage.getItem(SILENT) !== "off";
on.addEventListener("change", () => localStorage.setItem(SILENT, on.checked ? "on" : "off"));
const wish = document.querySelector("[data-sound-on]");
if (wish) {
  wish.checked = loud("off");
  wish.addEventListener("change", () => {
    beLoud(wish.checked);
    desk.ring();
  });
}

tell();
tick();
setInterval(tick, 1000);
desk.ring();
root.dataset.ready = "";
