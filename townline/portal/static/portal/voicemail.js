// Records a message into the form's own file field, and sends it without leaving the page: what was recorded outlives a
// typo and a network that is away. Without scripts or a microphone a file is chosen there instead, and the form is sent.

const box = document.querySelector("[data-recorder]");
const form = box?.closest("form");
const place = document.querySelector("[data-file]");
const part = (name) => form.querySelector(`[data-${name}]`);
const field = () => place.querySelector("input[type=file]");
const clock = (s) => `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;

let recorder = null;
let ticking = 0;
let sending = false;

function keep(chunks, type) {
  const plain = type.split(";")[0];
  const file = new File(chunks, "message", { type: plain });
  const files = new DataTransfer();
  files.items.add(file);
  field().files = files.files;
  part("sound").src = URL.createObjectURL(file);
  part("sound").hidden = false;
  part("said").textContent = part("said").dataset.recorded;
}

function stopped(stream, chunks) {
  clearInterval(ticking);
  for (const track of stream.getTracks()) track.stop();
  keep(chunks, recorder.mimeType || chunks[0]?.type || ""); // some browsers name it on its pieces alone
  recorder = null;
  part("stop").hidden = true;
  part("record").hidden = false;
  part("record").textContent = part("record").dataset.again;
  part("record").focus();
}

async function begin() {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch {
    part("said").textContent = part("said").dataset.refused;
    place.hidden = false;
    return;
  }
  const chunks = [];
  let seconds = 0;
  recorder = new MediaRecorder(stream, { audioBitsPerSecond: 32000 });
  recorder.ondataavailable = ({ data }) => data.size && chunks.push(data);
  recorder.addEventListener("stop", () => stopped(stream, chunks));
  recorder.start(1000);
  part("time").textContent = clock(seconds);
  ticking = setInterval(() => {
    seconds += 1;
    part("time").textContent = clock(seconds);
    if (seconds >= Number(box.dataset.mostS)) recorder?.stop();
  }, 1000);
  part("sound").hidden = true;
  part("said").textContent = part("said").dataset.recording;
  part("record").hidden = true;
  part("stop").hidden = false;
  part("stop").focus();
}

// Where somebody still speaks, they have said enough once they send it.
function silent() {
  if (!recorder) return undefined;
  const done = new Promise((resolve) => recorder.addEventListener("stop", resolve));
  recorder.stop();
  return done;
}

async function send(event) {
  event.preventDefault();
  if (sending) return;
  sending = true;
  form.setAttribute("aria-busy", "true");
  part("unsent").hidden = true;
  await silent();
  try {
    const reply = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (reply.ok && reply.redirected) return location.assign(reply.url);
    if (!reply.ok) throw new Error(String(reply.status));
    show(new DOMParser().parseFromString(await reply.text(), "text/html"));
  } catch {
    part("unsent").hidden = false;
  }
  form.removeAttribute("aria-busy");
  sending = false;
  return undefined;
}

// What is wrong stands beside its field; the sound stays.
function show(page) {
  const { files } = field();
  for (const fresh of page.querySelectorAll("[data-field]")) {
    form.querySelector(`[data-field="${fresh.dataset.field}"]`)?.replaceWith(fresh);
  }
  field().files = files;
  hideFile();
  const told = page.querySelector("[data-focus]");
  if (!told) throw new Error("another page came");
  document.querySelector("#main [data-focus]")?.remove();
  document.querySelector("h1").before(told);
  document.title = page.title;
  told.focus();
}

// Where the field has a fault to say, it stays in sight.
function hideFile() {
  place.hidden = !box.hidden && !place.querySelector(".usa-error-message");
}

if (form) {
  form.addEventListener("submit", send);
  if (globalThis.MediaRecorder && navigator.mediaDevices) {
    box.hidden = false;
    hideFile();
    part("record").addEventListener("click", begin);
    part("stop").addEventListener("click", () => recorder?.stop());
  }
}
