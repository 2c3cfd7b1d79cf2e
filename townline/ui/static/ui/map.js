// A small map: the city's outlines, one pin or many points, and, where asked, a pin that the reader sets.
// Leaflet is fetched only when a map comes into view.

const PIN = 28;

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

function pinAt(map, position) {
  const icon = L.divIcon({ className: "map__pin", iconSize: [PIN, PIN], iconAnchor: [PIN / 2, PIN] });
  return L.marker(position, { icon, keyboard: false, interactive: false }).addTo(map);
}

async function outlines(map, url) {
  const answer = await fetch(url);
  if (!answer.ok) return;
  const shapes = L.geoJSON(await answer.json(), {
    interactive: false,
    style: { color: "#0b5a5e", weight: 1.5, fillColor: "#ffffff", fillOpacity: 0.75 },
  }).addTo(map);
  if (!map.pinned && shapes.getBounds().isValid()) map.fitBounds(shapes.getBounds());
}

function within(bounds) {
  const sides = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
  const most = [180, 90, 180, 90];
  return sides.map((side, n) => Math.max(-most[n], Math.min(side, most[n])).toFixed(5)).join(",");
}

// The newest of what is in view, asked for anew whenever the map has moved. The list says the same.
async function points(map, url, page) {
  const layer = L.layerGroup().addTo(map);
  // Leaflet lays a canvas below the shapes of the same pane: these would whiten the points.
  map.createPane("points").style.zIndex = 450;
  const renderer = L.canvas({ tolerance: 6, pane: "points" });
  let turn = 0;
  const show = async () => {
    const mine = ++turn;
    const answer = await fetch(`${url}${url.includes("?") ? "&" : "?"}bbox=${within(map.getBounds())}`);
    const found = answer.ok ? (await answer.json()).features : [];
    if (mine !== turn) return;
    layer.clearLayers();
    const radius = map.getZoom() < 12 ? 3 : 5;
    for (const { id, geometry } of found) {
      const [lon, lat] = geometry.coordinates;
      L.circleMarker([lat, lon], { pane: "points", renderer, radius, weight: 1, color: "#ffffff", fillColor: "#0b5a5e", fillOpacity: 0.9 })
        .on("click", () => location.assign(`${page}${encodeURIComponent(id)}/`))
        .addTo(layer);
    }
  };
  map.on("moveend", show);
  await show();
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

async function draw(element) {
  await load(element);
  const { lat, lon, centreLat, centreLon, tiles, credit } = element.dataset;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, {
    zoomControl: true, scrollWheelZoom: false, attributionControl: Boolean(tiles),
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still,
  });
  map.pinned = lat !== undefined;
  map.setView(map.pinned ? [lat, lon] : [centreLat, centreLon], map.pinned ? (tiles ? 16 : 12) : 10);
  if (tiles) L.tileLayer(tiles, { attribution: credit, maxZoom: 19 }).addTo(map);
  if (map.pinned) map.pin = pinAt(map, [lat, lon]);
  if (element.dataset.picks) picks(map, element);
  if (element.dataset.outlines) await outlines(map, element.dataset.outlines);
  if (element.dataset.points) await points(map, element.dataset.points, element.dataset.page);
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries.filter((e) => e.isIntersecting)) {
    seen.unobserve(entry.target);
    draw(entry.target);
  }
});
document.querySelectorAll("[data-map]").forEach((element) => seen.observe(element));
