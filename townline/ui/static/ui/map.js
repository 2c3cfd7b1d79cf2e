// Maps: the city's outlines, one pin, a pin that the reader sets, or the marks of many requests, which follow
// what is in view. Leaflet is fetched only when a map comes into view.
// What is said of a mark comes from the server, in the page's language.

const PIN = 28;
const MARK = 28;
const WAIT_MS = 150;
const GO_ON = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function load(map) {
  if (window.L) return Promise.resolve();
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = map.dataset.style;
  // Before our own sheet, so that ours has the last word.
  document.head.prepend(style);
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = map.dataset.leaflet;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

function made(name, className, text) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function pinAt(map, position) {
  const icon = L.divIcon({ className: "map__pin", iconSize: [PIN, PIN], iconAnchor: [PIN / 2, PIN] });
  return L.marker(position, { icon, keyboard: false, interactive: false }).addTo(map);
}

// Drawn by our style sheet, which knows light and dark.
async function outlines(map, url, className) {
  const answer = await fetch(url);
  if (!answer.ok) return null;
  return L.geoJSON(await answer.json(), { interactive: false, style: { className } }).addTo(map);
}

function fit(map, shapes) {
  if (shapes && shapes.getBounds().isValid()) map.fitBounds(shapes.getBounds());
}

function within(bounds) {
  const sides = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  const most = [180, 90, 180, 90];
  return sides.map((side, n) => Math.max(-most[n], Math.min(side, most[n])).toFixed(5)).join(",");
}

function added(url, query) {
  return `${url}${url.includes("?") ? "&" : "?"}${query}`;
}

// Requests that would cover each other share a mark, so that each mark can be touched.
function together(map, features) {
  const groups = [];
  for (const feature of features) {
    const [lon, lat] = feature.geometry.coordinates;
    const at = map.project([lat, lon]);
    const near = feature.properties.n ? null : groups.find((group) => group.at.distanceTo(at) < MARK + 2);
    if (near) near.features.push(feature);
    else groups.push({ at, features: [feature] });
  }
  return new Map(groups.map(({ features: these }) => {
    const { id, n } = these[0].properties;
    return [`${map.getZoom()} ${id || these[0].geometry.coordinates} ${n || these.length}`, these];
  }));
}

function told(features) {
  const box = made("div", "map__told");
  for (const { properties } of features) {
    const entry = made("p");
    const link = made("a", "", properties.name);
    link.href = properties.page;
    entry.append(link, made("br"), `${properties.says} · ${properties.day}`);
    if (properties.address) entry.append(made("br"), properties.address);
    box.append(entry);
  }
  return box;
}

function markOfRequests(map, features) {
  const [lon, lat] = features[0].geometry.coordinates;
  const { tone, name, says, address } = features[0].properties;
  const many = features.length > 1 ? String(features.length) : "";
  const icon = L.divIcon({ className: `map__mark map__mark--${tone}`, iconSize: [MARK, MARK], html: made("span", "", many) });
  const label = [many, name, says, address].filter(Boolean).join(", ");
  const mark = L.marker([lat, lon], { icon, title: label, alt: label });
  return mark.bindPopup(() => told(features), { maxHeight: 260, autoPanPadding: [20, 20] });
}

function markOfMany(map, { geometry, properties }) {
  const [lon, lat] = geometry.coordinates;
  const size = 28 + Math.min(18, 4 * Math.log10(properties.n + 1));
  const icon = L.divIcon({ className: "map__many", iconSize: [size, size], html: made("span", "", properties.short) });
  const mark = L.marker([lat, lon], { icon, title: properties.says, alt: properties.says });
  const [south, west, north, east] = properties.box;
  const open = () => {
    if (map.getZoom() < map.getMaxZoom()) map.fitBounds([[south, west], [north, east]]);
    else document.querySelector("[data-map-list]")?.scrollIntoView();
  };
  mark.on("click", open);
  mark.on("keydown", ({ originalEvent }) => {
    if (originalEvent.key === "Enter") open();
  });
  return mark;
}

// One of all marks can be reached by the tab key; from there, arrow keys go to the next.
function byKeyboard(marks) {
  const elements = () => [...marks.values()].map((mark) => mark.getElement()).filter(Boolean)
    .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top);
  const only = (one, all) => all.forEach((element) => { element.tabIndex = element === one ? 0 : -1; });
  return {
    begin() {
      const all = elements();
      for (const element of all) {
        element.setAttribute("role", "button");
        element.setAttribute("aria-label", element.title);
      }
      only(all.find((element) => element === document.activeElement) || all[0], all);
    },
    go(event) {
      const step = GO_ON[event.key];
      const all = elements();
      const here = all.indexOf(event.target);
      if (!step || here < 0) return;
      event.preventDefault();
      event.stopPropagation();
      const next = all[(here + step + all.length) % all.length];
      only(next, all);
      next.focus();
    },
  };
}

// What shows the same part of the map elsewhere: the address, the list, the form, the links.
async function follow(map, element, first) {
  const box = within(map.getBounds());
  if (!element.dataset.beside || first) return;
  const address = new URL(location.href);
  address.searchParams.set("bbox", box);
  history.replaceState(history.state, "", address);
  document.querySelectorAll("[data-narrow] [name=bbox]").forEach((field) => { field.value = box; });
  document.querySelectorAll("a[data-follows]").forEach((link) => {
    const there = new URL(link.href);
    there.searchParams.set("bbox", box);
    link.href = there;
  });
  const answer = await fetch(added(element.dataset.beside, `bbox=${box}`));
  const list = document.querySelector("[data-map-list]");
  if (answer.ok && list && box === within(map.getBounds())) list.innerHTML = await answer.text();
}

async function marks(map, element) {
  const layer = L.layerGroup().addTo(map);
  const shown = new Map();
  const keyboard = byKeyboard(shown);
  const said = document.querySelector("[data-map-said]");
  let turn = 0;
  element.addEventListener("keydown", keyboard.go, true);
  // Leaflet hears this key only while the map itself has the focus, not a mark or what it told.
  element.addEventListener("keydown", ({ key }) => { if (key === "Escape") map.closePopup(); });
  map.on("popupopen", ({ popup }) => popup.getElement()?.querySelector("a")?.focus());
  map.on("popupclose", ({ popup }) => popup._source?.getElement()?.focus());
  const show = async (first) => {
    const mine = ++turn;
    const query = `bbox=${within(map.getBounds())}&zoom=${Math.round(map.getZoom())}`;
    const answer = await fetch(added(element.dataset.points, query));
    if (mine !== turn || !answer.ok) return;
    const found = await answer.json();
    const places = together(map, found.features);
    for (const [key, mark] of shown) {
      if (places.has(key) || mark.isPopupOpen()) continue;
      mark.remove();
      shown.delete(key);
    }
    for (const [key, features] of places) {
      if (shown.has(key)) continue;
      const mark = features[0].properties.n ? markOfMany(map, features[0]) : markOfRequests(map, features);
      shown.set(key, mark.addTo(layer));
    }
    keyboard.begin();
    if (said) said.textContent = found.says;
    await follow(map, element, first);
  };
  let waiting;
  map.on("moveend", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, WAIT_MS);
  });
  await show(true);
}

function nearMe(map) {
  document.querySelector("[data-map-near]")?.addEventListener("click", () => {
    const failed = () => { document.querySelector("[data-map-near-failed]").hidden = false; };
    if (!navigator.geolocation) return failed();
    navigator.geolocation.getCurrentPosition(({ coords }) => map.setView([coords.latitude, coords.longitude], 16), failed);
  });
}

function picks(map, element) {
  const lat = document.getElementById(`${element.dataset.picks}lat`);
  const lon = document.getElementById(`${element.dataset.picks}lon`);
  let pin = map.pin;
  const show = (position) => {
    if (pin) pin.remove();
    pin = pinAt(map, position);
  };
  const set = (position) => {
    lat.value = position.lat.toFixed(6);
    lon.value = position.lng.toFixed(6);
    lat.dispatchEvent(new Event("change", { bubbles: true }));
  };
  map.on("click", (event) => set(event.latlng));
  element.parentElement.querySelector("[data-map-centre]")?.addEventListener("click", () => set(map.getCenter()));
  // Another part of the page may set the place: an address chosen, the device's position.
  lat.addEventListener("change", () => {
    if (!lat.value) return;
    const position = L.latLng(Number(lat.value), Number(lon.value));
    show(position);
    map.setView(position, Math.max(map.getZoom(), element.dataset.tiles ? 16 : 12));
  });
}

async function land(map, element) {
  const { box, area, outlines: city } = element.dataset;
  const shapes = city ? await outlines(map, city, "map__outline") : null;
  const chosen = area ? await outlines(map, area, "map__area") : null;
  if (box) {
    const [west, south, east, north] = box.split(",").map(Number);
    map.fitBounds([[south, west], [north, east]]);
  } else if (!map.pinned) fit(map, chosen || shapes);
}

async function draw(element) {
  await load(element);
  const { lat, lon, centreLat, centreLon, tiles, credit } = element.dataset;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, {
    zoomControl: true, scrollWheelZoom: false, attributionControl: Boolean(tiles), maxZoom: 19, zoomSnap: tiles ? 1 : 0.5,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still,
  });
  map.pinned = lat !== undefined;
  map.setView(map.pinned ? [lat, lon] : [centreLat, centreLon], map.pinned ? (tiles ? 16 : 12) : 10);
  if (tiles) L.tileLayer(tiles, { attribution: credit, maxZoom: 19 }).addTo(map);
  if (map.pinned) map.pin = pinAt(map, [lat, lon]);
  if (element.dataset.picks) picks(map, element);
  await land(map, element);
  if (element.dataset.points) {
    // The wheel scrolls the page until somebody has chosen the map.
    map.on("focus", () => map.scrollWheelZoom.enable()).on("blur", () => map.scrollWheelZoom.disable());
    nearMe(map);
    await marks(map, element);
  }
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries.filter((e) => e.isIntersecting)) {
    seen.unobserve(entry.target);
    draw(entry.target);
  }
});
document.querySelectorAll("[data-map]").forEach((element) => seen.observe(element));
