// The day without signal: the page is kept by a worker of its own, and what is closed waits in a
// queue on the phone, each with a key of its own, so that what is sent twice is done once.

const signal = document.querySelector("[data-signal]");
const words = signal.dataset;
const forms = [...document.querySelectorAll("[data-finish]")];
const EVERY_MS = 30_000;

const store = new Promise((yes, no) => {
  const asked = indexedDB.open("townline-day", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("closings", { keyPath: "key" });
  asked.onsuccess = () => yes(asked.result);
  asked.onerror = () => no(asked.error);
});

async function queue(mode, act) {
  const closings = (await store).transaction("closings", mode).objectStore("closings");
  const asked = act(closings);
  return new Promise((yes, no) => {
    asked.onsuccess = () => yes(asked.result);
    asked.onerror = () => no(asked.error);
  });
}
const waiting = async () =>
  (await queue("readonly", (all) => all.getAll())).filter((each) => each.member === words.queue && !each.refused);
const keep = (closing) => queue("readwrite", (all) => all.put(closing));
const drop = (key) => queue("readwrite", (all) => all.delete(key));

const card = (number) => document.querySelector(`[data-stop="${CSS.escape(number)}"]`);
function tell(number, text, ended = false) {
  const stop = card(number);
  if (!stop) return;
  stop.querySelector("[data-state]").textContent = text;
  if (ended) stop.querySelector(".stop__end")?.remove();
}

function refused(closing) {
  tell(closing.number, `${words.lost} ${closing.refused}`);
  const stop = card(closing.number);
  if (!stop) return;
  const away = document.createElement("button");
  away.type = "button";
  away.className = "usa-button usa-button--unstyled";
  away.textContent = words.discard;
  away.addEventListener("click", async () => {
    await drop(closing.key);
    tell(closing.number, "");
  });
  stop.querySelector("[data-state]").append(" ", away);
}

async function show(extra = "") {
  const left = (await waiting()).length;
  const offline = navigator.onLine ? "" : words.offline;
  const told = left ? `${left} ${words.waiting.replace(/:$/, "")}` : "";
  signal.dataset.tone = left || offline ? "warn" : "";
  signal.textContent = [offline, told, extra].filter(Boolean).join(" · ");
}

// A key that the page had from the start would be sent again after a reload that the cache answered.
forms.forEach((form) => { if (!form.elements.key.value) form.elements.key.value = crypto.randomUUID(); });

async function session() {
  const answer = await fetch(words.token, { redirect: "manual", headers: { Accept: "application/json" } });
  if (!answer.ok) return null;
  return answer.json();
}

let sending = false;
async function send() {
  if (sending || !navigator.onLine) return show();
  sending = true;
  try {
    const all = await waiting();
    if (!all.length) return show();
    const mine = await session();
    if (!mine || String(mine.member) !== words.queue) return show(words.signedOut);
    for (const closing of all) await sendOne(closing, mine.token);
    return show((await waiting()).length ? "" : words.sent);
  } catch {
    return show(); // no signal after all: it is tried again
  } finally {
    sending = false;
  }
}

async function sendOne(closing, token) {
  const body = new FormData();
  for (const [name, value] of closing.fields) body.append(name, value);
  const answer = await fetch(closing.url, {
    method: "POST", body, redirect: "manual",
    headers: { Accept: "application/json", "X-CSRFToken": token },
  });
  if (![200, 409, 422].includes(answer.status)) throw new Error(String(answer.status));
  const { state, says } = await answer.json();
  if (state === "done") {
    await drop(closing.key);
    return tell(closing.number, says, true);
  }
  const lost = { ...closing, refused: says };
  await keep(lost);
  refused(lost);
}

forms.forEach((form) => form.addEventListener("submit", async (event) => {
  if (!form.elements.outcome.value) return; // the server says what is missing
  event.preventDefault();
  const number = form.elements.number.value;
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  await keep({ key: form.elements.key.value, number, member: words.queue, url: form.action, fields });
  form.elements.key.value = crypto.randomUUID();
  form.closest("details").open = false;
  tell(number, words.kept);
  await send();
}));

async function remember() {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return;
  await navigator.serviceWorker.register(words.worker);
  await navigator.serviceWorker.ready;
  const cache = await caches.open("desk-day-1");
  const parts = performance.getEntriesByType("resource").map((part) => part.name)
    .filter((name) => name.startsWith(location.origin) && !name.includes("/token"));
  await Promise.allSettled([location.href, ...new Set(parts)].map((part) => cache.add(part)));
}

async function begin() {
  for (const each of await queue("readonly", (all) => all.getAll())) {
    if (each.member !== words.queue) continue;
    if (!each.refused) tell(each.number, words.kept);
    else if (card(each.number)?.querySelector("[data-finish]")) refused(each);
    else await drop(each.key); // it is closed, or no stop any more: nothing is left to decide
  }
  await send();
  if (navigator.onLine) await remember();
  signal.dataset.ready = "yes";
}

document.querySelector("[data-print]")?.addEventListener("click", () => print());
document.querySelector('form[action$="/sign-out/"]')?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if ((await waiting()).length && !confirm(words.leave)) return;
  if ("caches" in window) await caches.delete("desk-day-1");
  form.submit();
});
addEventListener("online", send);
addEventListener("offline", () => show());
setInterval(send, EVERY_MS);
begin();
