// Makes the first step quicker: suggests addresses, uses the device's place and the map, and shows
// what is known already near the place.
// Without it the form asks the same and the server does the rest.

const form = document.querySelector("[data-report]");
const field = (name) => form.elements.namedItem(name);
const WAIT_MS = 250;

function later(work) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...given), WAIT_MS);
  };
}

async function json(url, query) {
  const answer = await fetch(`${url}?${new URLSearchParams(query)}`).catch(() => null);
  return answer?.ok ? answer.json() : null;
}

// The place

const said = form?.querySelector("[data-place-said]");

function setPlace(lat, lon) {
  field("lat").value = lat.toFixed(6);
  field("lon").value = lon.toFixed(6);
  field("lat").dispatchEvent(new Event("change", { bubbles: true }));
}

async function nameThePlace() {
  const [lat, lon] = [field("lat").value, field("lon").value];
  if (!lat || !lon) return;
  const place = await json(form.dataset.point, { lat, lon });
  if (place?.fault) said.textContent = place.fault;
  else {
    // Without a signal nobody can say what the place is called.
    if (place?.address) field("address").value = place.address;
    said.textContent = `${said.dataset.set} ${place?.address || `${lat}, ${lon}`}`;
  }
  await showThere(lat, lon);
}

const showThere = (lat, lon) => Promise.all([showKnown(lat, lon), showDays(lat, lon)]);

async function showDays(lat, lon) {
  const found = await json(form.dataset.days, { lat, lon });
  if (!found) return;
  const expected = form.parentElement.querySelector("[data-expected]");
  if (expected && expected.innerHTML.trim() !== found.expected.trim()) expected.innerHTML = found.expected;
  const select = field("order_date");
  if (!select) return;
  const chosen = select.value;
  const free = found.days.map(({ value, label }) => new Option(label, value));
  select.replaceChildren(select.options[0], ...free);
  select.value = found.days.some(({ value }) => value === chosen) ? chosen : "";
}

async function showKnown(lat, lon) {
  const list = form.querySelector("[data-known-list]");
  const joined = form.querySelector("[name=join]:checked")?.value;
  const answer = await fetch(`${form.dataset.known}?${new URLSearchParams({ lat, lon })}`).catch(() => null);
  if (!answer?.ok) return;
  list.innerHTML = await answer.text();
  if (joined) list.querySelector(`[value="${CSS.escape(joined)}"]`)?.click();
}

const suggest = later(async (text) => {
  const found = text.length > 3 ? await json(form.dataset.find, { q: text }) : null;
  const list = document.getElementById("known-places");
  list.replaceChildren(...(found?.matches ?? []).map((match) => new Option(match.label, match.label)));
  const exact = found?.matches.find((match) => match.label === text);
  if (exact) setPlace(exact.lat, exact.lon);
});

function forgetPlace() {
  field("lat").value = "";
  field("lon").value = "";
  said.textContent = "";
  // What was asked about another place is to be asked again.
  for (const part of ["match", "known-list"]) form.querySelector(`[data-${part}]`).replaceChildren();
}

function watchThePlace() {
  field("address").addEventListener("input", (event) => {
    forgetPlace();
    suggest(event.target.value);
  });
  field("lat").addEventListener("change", nameThePlace);
  form.addEventListener("place", ({ detail }) => setPlace(detail.lat, detail.lon));
  form.addEventListener("restored", () => {
    const [lat, lon] = [field("lat").value, field("lon").value];
    if (lat && lon) showThere(lat, lon);
  });
  form.querySelector("[data-here]").addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => setPlace(coords.latitude, coords.longitude),
      () => { said.textContent = said.dataset.none; },
      { timeout: 10000 },
    );
  });
}

if (form && field("address")) watchThePlace();
