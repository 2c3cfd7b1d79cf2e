// The telephone in a window of its own: shows itself anew when its agent has another call, rings, and hears keys.
import { beLoud, loud, ring, stopRinging } from "./sound.js";

const LOOK_MS = 2000;
const SINGLE = "townline.keys";
const frame = document.querySelector("[data-phone-window]");
const dialog = document.querySelector("dialog[data-keys]");
const single = document.querySelector("[data-keys-on]");
const wish = document.querySelector("[data-sound-on]");

async function look() {
  try {
    const reply = await fetch(frame.dataset.phoneWindow, { headers: { Accept: "application/json" } });
    if (!reply.ok || (await reply.json()).now === frame.dataset.was) return;
    await document.querySelector("[data-phone]")?.townlineRecorder?.stop(); // what was recorded arrives first
    location.reload();
  } catch {
    // No network: look again later.
  }
}

// Rings where the reader wants it, and says so where the browser does not let it be heard yet.
function sound() {
  const silent = document.querySelector("[data-silent]");
  if (!silent || !wish.checked) {
    stopRinging();
    if (silent) silent.hidden = true;
    return;
  }
  const context = ring();
  const say = () => { silent.hidden = context.state === "running" || context.state === "closed"; };
  context.addEventListener("statechange", say);
  say();
}

function press(key) {
  if (key === "?") return dialog.showModal();
  const found = [...document.querySelectorAll("[data-key]")].find(
    (each) => each.dataset.key === key && !each.disabled && each.offsetParent,
  );
  if (!found) return false;
  found.closest("details")?.setAttribute("open", "");
  if (found.matches("select")) found.focus();
  else found.click();
  return true;
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !single.checked) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
  if (press(event.key) !== false) event.preventDefault();
}

if (frame) {
  setInterval(look, LOOK_MS);
  frame.addEventListener("phone:over", look);
  document.addEventListener("live", look);
  if (document.querySelector("[data-silent]")) document.title = `(1) ${document.title}`;
  wish.checked = loud("on");
  wish.addEventListener("change", () => {
    beLoud(wish.checked);
    sound();
  });
  sound();
  single.checked = localStorage.getItem(SINGLE) !== "off";
  single.addEventListener("change", () => localStorage.setItem(SINGLE, single.checked ? "on" : "off"));
  document.querySelector("[data-keys-open]").addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", pressed);
}
