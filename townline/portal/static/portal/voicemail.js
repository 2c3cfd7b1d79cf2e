// Records a message into the form's own file field: without scripts or a microphone a file is chosen there instead.

const box = document.querySelector("[data-recorder]");
const place = document.querySelector("[data-file]");
const field = place?.querySelector("input[type=file]");
const part = (name) => box.querySelector(`[data-${name}]`);
const clock = (s) => `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;

let recorder = null;
let ticking = 0;

function keep(chunks, type) {
  const plain = type.split(";")[0];
  const file = new File(chunks, "message", { type: plain });
  const files = new DataTransfer();
  files.items.add(file);
  field.files = files.files;
  part("sound").src = URL.createObjectURL(file);
  part("sound").hidden = false;
  part("said").textContent = part("said").dataset.recorded;
}

function stopped(stream, chunks) {
  clearInterval(ticking);
  for (const track of stream.getTracks()) track.stop();
  keep(chunks, recorder.mimeType);
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
  recorder.onstop = () => stopped(stream, chunks);
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

if (box && globalThis.MediaRecorder && navigator.mediaDevices) {
  box.hidden = false;
  // Where the field has a fault to say, it stays in sight.
  place.hidden = !place.querySelector(".usa-error-message");
  part("record").addEventListener("click", begin);
  part("stop").addEventListener("click", () => recorder?.stop());
}
