// Keeps the day's page, and what it is made of, for when there is no signal. Keeps nothing else of
// the desk, and drops all of it as soon as somebody signs out or is found to be signed out.
{% load i18n %}
const KEPT = "desk-day-1";
const DAY = "{% url 'desk:day' %}";
const SIGN_OUT = "{% url 'desk:sign_out' %}";
const SIGN_IN = "{% url 'desk:sign_in' %}";
const PATIENCE_MS = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function fresh(request) {
  const cache = await caches.open(KEPT);
  const wait = new Promise((_, no) => setTimeout(no, PATIENCE_MS, new Error("slow")));
  try {
    const answer = await Promise.race([fetch(request), wait]);
    if (answer.redirected && new URL(answer.url).pathname === SIGN_IN) await caches.delete(KEPT);
    else if (answer.ok && !answer.redirected) await cache.put(request, answer.clone());
    return answer;
  } catch (fault) {
    const kept = (await cache.match(request)) ?? (await cache.match(DAY));
    if (kept) return kept;
    throw fault;
  }
}

async function kept(request) {
  return (await caches.match(request)) ?? fetch(request); // to open it would make it anew
}

async function signOut(request) {
  await caches.delete(KEPT);
  return fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = new URL(request.url).pathname;
  if (request.method === "POST" && path === SIGN_OUT) event.respondWith(signOut(request));
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && path === DAY) event.respondWith(fresh(request));
  else if (request.mode !== "navigate" && request.destination) event.respondWith(kept(request));
});
