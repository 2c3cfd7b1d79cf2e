// The service worker: pages without a signal, and reports sent as soon as there is one. Before this
// text the server puts `KEEP`: which files to keep, and where the page for no signal is.
// It keeps only what everyone sees: never a reporter's own page, never the desk.

importScripts(KEEP.idb, KEEP.outbox);

const STORE = `townline-${KEEP.version}`;
const PAGES = new RegExp(`^${KEEP.root}(?:(?:${KEEP.languages.join("|")})/)?(?:report/(?:[\\w-]+/)?|waiting/|offline/)?$`);
const NAMED_BY_CONTENT = /\.[0-9a-f]{12}\.\w+$/;
const SLOW_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const store = await caches.open(STORE);
    await Promise.all(KEEP.files.map((file) => store.add(file)));
    await Promise.all(KEEP.pages.map((page) => keep(store, page)));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("townline-") && name !== STORE) await caches.delete(name);
    await self.clients.claim();
  })());
});

// Without cookies: what is kept is what a stranger would see.
async function keep(store, page) {
  const answer = await fetch(page, { credentials: "omit" }).catch(() => null);
  if (answer?.ok && !answer.redirected) await store.put(page, answer);
}

self.addEventListener("message", ({ data }) => {
  if (data?.keep && PAGES.test(data.keep)) caches.open(STORE).then((store) => keep(store, data.keep));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(self.townline.outbox.flush());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (url.pathname.startsWith(KEEP.static)) event.respondWith(file(request, url));
});

async function page(event, url) {
  const store = await caches.open(STORE);
  const kept = PAGES.test(url.pathname) ? await store.match(url.pathname) : null;
  const fresh = fetch(event.request).then((answer) => {
    if (answer.ok && !answer.redirected && PAGES.test(url.pathname) && !answer.headers.has("Townline-Private") && !url.search) {
      event.waitUntil(store.put(url.pathname, answer.clone()));
    }
    return answer;
  });
  try {
    if (!kept) return await fresh;
    const late = new Promise((done) => { setTimeout(done, SLOW_MS, kept); });
    event.waitUntil(fresh.catch(() => null));
    return await Promise.race([fresh, late]);
  } catch {
    return kept ?? (await store.match(offlineIn(url.pathname))) ?? Response.error();
  }
}

function offlineIn(path) {
  const language = path.slice(KEEP.root.length).split("/")[0];
  return KEEP.root + (KEEP.languages.includes(language) ? `${language}/offline/` : "offline/");
}

async function file(request, url) {
  const store = await caches.open(STORE);
  const kept = await store.match(url.pathname);
  if (kept && NAMED_BY_CONTENT.test(url.pathname)) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.type === "basic") store.put(url.pathname, answer.clone()).catch(() => {});
    return answer;
  } catch (fault) {
    if (kept) return kept;
    throw fault;
  }
}
