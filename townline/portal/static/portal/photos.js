// Photos in the form: shown small, made smaller before they are sent, taken out again, kept through a
// reload. Where a photo was taken is read on this device alone, and used only if its owner says so.

const form = document.querySelector("[data-report]");
const input = form?.querySelector("input[type=file][name=photos]");
const LONG_SIDE = 2048;
let chosen = [];

function put() {
  const carrier = new DataTransfer();
  for (const file of chosen) carrier.items.add(file);
  input.files = carrier.files;
  draw();
  form.dispatchEvent(new Event("photos"));
}

async function paint(file, canvas) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return;
  canvas.height = 120;
  canvas.width = Math.round((picture.width / picture.height) * canvas.height);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
}

function draw() {
  const list = form.querySelector("[data-photos]");
  list.replaceChildren(...chosen.map((file, n) => {
    const line = list.nextElementSibling.content.firstElementChild.cloneNode(true);
    const picture = line.querySelector("canvas");
    picture.setAttribute("aria-label", `${picture.getAttribute("aria-label")} ${n + 1}`);
    paint(file, picture);
    line.querySelector("[data-n]").textContent = n + 1;
    line.querySelector("button").addEventListener("click", () => {
      chosen = chosen.filter((other) => other !== file);
      put();
      (list.querySelector("button") ?? input).focus();
    });
    return line;
  }));
}

// A photo of a phone has five megabytes; what the city keeps of it has half of one.
async function smaller(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONG_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
    if (blob) return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    // No picture that this browser can draw: the server says what it thinks of it.
  }
  return file;
}

function reader() {
  if (self.exifr) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = form.dataset.exif;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

async function placeOf(file) {
  try {
    await reader();
    const { latitude, longitude } = (await self.exifr.gps(file)) ?? {};
    return Number.isFinite(latitude) && Number.isFinite(longitude) ? [latitude, longitude] : null;
  } catch {
    return null;
  }
}

function ask(place) {
  const box = form.querySelector("[data-photo-place]");
  if (!box) return;
  box.hidden = false;
  box.querySelector("[data-found]").hidden = !place;
  box.querySelector("[data-not-found]").hidden = Boolean(place);
  box.querySelector("[data-use]").hidden = !place;
  box.dataset.place = place ? place.join() : "";
}

async function add(files, asked) {
  const room = Number(input.dataset.most) - chosen.length;
  const taken = [...files].slice(0, Math.max(room, 0));
  if (taken.length < files.length) form.querySelector("[data-photos-said]").textContent = input.dataset.many;
  const unplaced = !form.elements.namedItem("lat")?.value;
  if (taken.length && (asked || unplaced)) ask(await placeOf(taken[0]));
  for (const file of taken) chosen.push(await smaller(file));
  put();
}

function watch() {
  input.addEventListener("change", () => {
    form.querySelector("[data-photos-said]").textContent = "";
    add(input.files, false);
  });
  for (const first of form.querySelectorAll("[data-photo-first]")) {
    first.addEventListener("change", () => { add(first.files, true); first.value = ""; });
  }
  const box = form.querySelector("[data-photo-place]");
  box?.querySelector("[data-use]").addEventListener("click", () => {
    const [lat, lon] = box.dataset.place.split(",").map(Number);
    form.dispatchEvent(new CustomEvent("place", { detail: { lat, lon } }));
    box.hidden = true;
  });
  box?.querySelector("[data-dismiss]").addEventListener("click", () => { box.hidden = true; });
}

if (input) {
  watch();
  self.townline.photos = {
    all: () => chosen,
    add,
    set(files) { chosen = files.map((f, n) => (f instanceof File ? f : new File([f], `photo-${n}.jpg`, { type: f.type }))); put(); },
  };
} else if (self.townline) {
  self.townline.photos = { all: () => [], add() {}, set() {} };
}
