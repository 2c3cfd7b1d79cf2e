// What the phone keeps by itself: forms that were begun, and reports that wait to be sent. Pages and
// the service worker share this file, so it is no module: it puts its parts into `self.townline`.
(() => {
  const { createStore, del, entries, get, set } = self.idbKeyval;
  const begun = createStore("townline-drafts", "drafts");
  const waiting = createStore("townline-outbox", "reports");
  const WEEK_MS = 7 * 24 * 3600 * 1000;
  const channel = "BroadcastChannel" in self ? new BroadcastChannel("townline-outbox") : null;

  const drafts = {
    get: (path) => get(path, begun),
    put: (path, draft) => set(path, { ...draft, at: Date.now() }, begun),
    drop: (path) => del(path, begun),
    // Those of a city: their names begin with it.
    all: async (city) => (await entries(begun)).filter(([path]) => path.startsWith(`${city}/`)).map(([, draft]) => draft),
    loose: (city, photo) => set(`${city}!photo`, { photo, at: Date.now() }, begun),
    async takeLoose(city) {
      const kept = await get(`${city}!photo`, begun);
      await del(`${city}!photo`, begun);
      return kept?.photo;
    },
    async sweep() {
      for (const [path, draft] of await entries(begun)) if (Date.now() - draft.at > WEEK_MS) await del(path, begun);
    },
  };

  function tell() {
    channel?.postMessage("changed");
    self.dispatchEvent(new Event("outbox"));
  }

  async function token(url) {
    const answer = await fetch(url, { cache: "no-store" });
    if (!answer.ok) throw new Error("no token");
    return (await answer.json()).token;
  }

  // Whatever happens, a report has its key: what was taken once is not taken twice.
  async function post(report) {
    const body = new FormData();
    for (const [name, value] of report.fields) body.append(name, value);
    for (const photo of report.photos) body.append("photos", photo, photo.name || "photo.jpg");
    body.set("csrfmiddlewaretoken", await token(report.token));
    // Nobody looks at it while it is sent, so nobody can be asked whether it is known.
    if (!body.has("asked")) body.set("asked", "1");
    return fetch(report.url, { method: "POST", body, headers: { Accept: "application/json" } });
  }

  async function send(key) {
    const report = await get(key, waiting);
    if (!report || !["waiting", "sending"].includes(report.state)) return;
    try {
      const answer = await post(report);
      if (answer.status === 201) {
        const { number, page } = await answer.json();
        await set(key, { key, state: "sent", name: report.name, place: report.place, at: report.at, number, page }, waiting);
      } else if (answer.status === 422) {
        await set(key, { ...report, state: "refused", told: await answer.json() }, waiting);
      } else {
        await set(key, { ...report, tried: answer.status }, waiting);
      }
    } catch {
      await set(key, { ...report, tried: 0 }, waiting);
    }
    tell();
  }

  const outbox = {
    // What was sent is told for a week: its link opens somebody's own page.
    async list() {
      const all = (await entries(waiting)).map(([, report]) => report);
      const old = all.filter(({ state, at }) => state === "sent" && Date.now() - at > WEEK_MS);
      await Promise.all(old.map(({ key }) => del(key, waiting)));
      return all.filter((report) => !old.includes(report)).sort((a, b) => a.at - b.at);
    },
    get: (key) => get(key, waiting),
    async put(report) {
      await set(report.key, { ...report, state: "waiting", at: report.at ?? Date.now() }, waiting);
      tell();
    },
    async drop(key) {
      await del(key, waiting);
      tell();
    },
    // One at a time, whether the page or the service worker does it.
    flush() {
      const all = async () => { for (const { key } of await outbox.list()) await send(key); };
      return navigator.locks ? navigator.locks.request("townline-outbox", all) : all();
    },
    onchange(told) {
      channel?.addEventListener("message", told);
      self.addEventListener("outbox", told);
    },
  };

  self.townline = { drafts, outbox, token };
})();
