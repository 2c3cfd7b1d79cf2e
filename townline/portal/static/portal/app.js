// On every page for residents: the pages as an app, what waits to be sent, and what was begun.

const about = document.querySelector("meta[name=townline-app]").dataset;
const { drafts, outbox } = self.townline;

async function register() {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register(about.worker);
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ keep: location.pathname });
  } catch {
    // Without it everything works but the pages without a signal.
  }
}

async function tellWaiting() {
  const waiting = (await outbox.list()).filter(({ state }) => state !== "sent");
  let note = document.querySelector(".waiting-note");
  if (!waiting.length) {
    note?.remove();
    return;
  }
  if (!note) {
    note = Object.assign(document.createElement("p"), { className: "waiting-note" });
    note.setAttribute("role", "status");
    document.querySelector("main .frame").prepend(note);
  }
  const link = Object.assign(document.createElement("a"), { href: about.list, textContent: `${about.words} (${waiting.length})` });
  note.replaceChildren(link);
}

async function tellBegun() {
  const box = document.querySelector("[data-begun]");
  const found = box ? await drafts.all(box.dataset.begun) : [];
  if (!found.length) return;
  box.hidden = false;
  box.querySelector("ul").replaceChildren(...found.map(({ name, href }) => {
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("a"), { href, textContent: name }));
    return line;
  }));
}

// A photo that comes before anyone knows what it is about: the next form takes it.
function watchLoosePhoto() {
  const input = document.querySelector("[data-loose-photo]");
  input?.addEventListener("change", async () => {
    if (!input.files.length) return;
    await drafts.loose(input.dataset.loosePhoto, input.files[0]);
    document.querySelector("[data-loose-said]").hidden = false;
  });
}

function flush() {
  if (navigator.onLine) outbox.flush();
}

tellWaiting();
tellBegun();
watchLoosePhoto();
outbox.onchange(tellWaiting);
addEventListener("online", flush);
// Only after the page has what it needs itself.
addEventListener("load", () => setTimeout(() => { register(); flush(); }, 0));
if (document.readyState === "complete") { register(); flush(); }
