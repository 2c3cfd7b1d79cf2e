// A resident's call: asks for the microphone, waits, talks; what the page says follows from the state of the call.

const form = document.querySelector("[data-call-form]");
const page = document.querySelector("[data-call-page]");
const place = document.querySelector("[data-call]");

if (form && !(globalThis.RTCPeerConnection && navigator.mediaDevices)) {
  form.hidden = true;
  document.querySelector("[data-call-cannot]").hidden = false;
}

function show(name) {
  if (page.dataset.now !== name) page.dataset.now = name;
}

function tellAhead(n) {
  const line = place.querySelector("[data-ahead]");
  const words = n === 0 ? line.dataset.first : n === 1 ? line.dataset.one : line.dataset.many.replace("{n}", n);
  if (line.textContent !== words) line.textContent = words;
}

function tellWait(minutes) {
  const line = place.querySelector("[data-wait]");
  const words = minutes ? line.dataset.words.replace("{low}", minutes[0]).replace("{high}", minutes[1]) : "";
  if (line.textContent !== words) line.textContent = words;
}

function hear(side, stream) {
  const box = place.querySelector(".call__sound");
  let sound = box.querySelector(`[data-side="${side}"]`);
  if (!sound) {
    sound = document.createElement("audio");
    sound.dataset.side = side;
    sound.autoplay = true;
    box.append(sound);
  }
  sound.srcObject = stream;
  sound.play().catch(() => { place.querySelector("[data-play]").hidden = false; });
}

function run() {
  const call = new globalThis.TownlineCall({
    me: place.dataset.me,
    url: place.dataset.call,
    csrf: place.querySelector("[name=csrfmiddlewaretoken]").value,
    ice: JSON.parse(document.getElementById("call-servers").textContent),
  });
  place.townlineCall = call;
  const taped = document.querySelector("[data-recorded]");
  let [state, link] = [page.dataset.now, "none"];
  const draw = () => {
    if (call.ended) return;
    const talking = state === "held" ? "held" : { open: "talking", lost: "lost", stuck: "stuck" }[link] ?? "opening";
    const now = ["in_contact", "held"].includes(state) ? talking : state;
    show(link === "offline" ? "offline" : call.asked ? now : "asking");
  };
  call.addEventListener("state", ({ detail }) => {
    state = detail.under_way ? (detail.held ? "held" : detail.state) : "over";
    const tape = detail.recording ? "yes" : detail.may_record ? "may" : "no";
    if (taped.dataset.recorded !== tape) taped.dataset.recorded = tape;
    if (state === "waiting") {
      tellAhead(detail.ahead);
      tellWait(detail.wait);
    }
    place.querySelector("[data-unstaffed]").hidden = state !== "waiting" || detail.staffed;
    draw();
  });
  call.addEventListener("link", ({ detail }) => { link = detail.state; draw(); });
  call.addEventListener("heard", ({ detail }) => hear(detail.side, detail.stream));
  call.addEventListener("gone", ({ detail }) => place.querySelector(`audio[data-side="${detail.side}"]`)?.remove());
  const silent = place.querySelector("[data-no-microphone]");
  call.addEventListener("microphone", ({ detail }) => {
    silent.hidden = detail.there;
    draw();
  });
  silent.querySelector("button").addEventListener("click", () => call.listen());
  call.addEventListener("over", ({ detail }) => {
    show(detail.why === "over" && call.state.cut_off ? "cut_off" : detail.why);
    place.querySelector(".call__keys")?.remove();
    silent.hidden = true;
  });
  addEventListener("pagehide", () => {
    if (call.ended) return;
    const said = new FormData();
    said.append("csrfmiddlewaretoken", call.csrf);
    navigator.sendBeacon(place.dataset.away, said);
  });
  const written = document.querySelector("[data-text-line]");
  if (written) globalThis.TownlineTextLine(written, call);
  document.addEventListener("live", () => call.poke());
  place.querySelector("[data-mute]").addEventListener("click", ({ currentTarget }) => {
    const silent = currentTarget.getAttribute("aria-pressed") !== "true";
    currentTarget.setAttribute("aria-pressed", String(silent));
    call.mute(silent);
  });
  place.querySelector("[data-play]").addEventListener("click", ({ currentTarget }) => {
    for (const sound of place.querySelectorAll("audio")) sound.play();
    currentTarget.hidden = true;
  });
  document.querySelector("[data-unrecord]")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    await fetch(event.target.action, { method: "POST", body: new FormData(event.target) }).catch(() => {});
    call.poke();
  });
  stayAwake(call);
  call.start();
  call.listen();
  draw();
}

// A phone that falls asleep while its owner waits would be taken for gone.
function stayAwake(call) {
  const ask = () => {
    if (!document.hidden && !call.ended) navigator.wakeLock?.request("screen").then((lock) => {
      call.addEventListener("over", () => lock.release());
    }, () => {});
  };
  document.addEventListener("visibilitychange", ask);
  ask();
}

if (place && page.dataset.now !== "over") run();
