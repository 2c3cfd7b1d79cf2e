// Runs before anything is drawn: says that scripts run, and which appearance was chosen, also on a page that was
// kept for when there is no signal. Then moves the focus to what went wrong, and says aloud what has changed.
const root = document.documentElement;
root.classList.add("js");

const SCREENS = { dark: "screen", light: "not all", device: "screen and (prefers-color-scheme: dark)" };

function appear(chosen) {
  root.dataset.theme = chosen;
  const sheet = document.getElementById("dark");
  if (sheet) sheet.media = SCREENS[chosen];
  for (const button of document.querySelectorAll(".appearance button")) {
    button.setAttribute("aria-pressed", String(button.value === chosen));
  }
}

function chosenAppearance() {
  const kept = document.cookie.match(/(?:^|; )theme=(dark|light|device)(?:;|$)/);
  return kept ? kept[1] : "device";
}

function keepAppearance(chosen) {
  const safe = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${chosen}; Path=/; Max-Age=31536000; SameSite=Lax${safe}`;
  appear(chosen);
}

// For the other scripts: document.dispatchEvent(new CustomEvent("townline:say", { detail: "Saved." })).
function say(words) {
  const line = document.createElement("p");
  line.className = "toast";
  line.textContent = words;
  document.getElementById("said")?.append(line);
  setTimeout(() => line.remove(), 8000);
}

function fold(button) {
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
}

// A click beside a list that is unfolded folds it, and so does the tabulator key that leaves it. Not every loss of
// the focus: then what is pressed next would move away under the finger.
const UNFOLDED = ".languages[open], .menu__group[open]";

function foldAllBut(target) {
  for (const open of document.querySelectorAll(UNFOLDED)) if (!open.contains(target)) open.open = false;
}

function openDialog(opener) {
  const dialog = document.getElementById(opener.dataset.dialog);
  if (!dialog?.showModal) return false;
  dialog.showModal();
  return true;
}

function pressed(event) {
  const at = (what) => event.target.closest?.(what);
  if (at(".appearance button")) {
    event.preventDefault();
    keepAppearance(at("button").value);
  } else if (at(".menu-button")) {
    fold(at(".menu-button"));
  } else if (at("[data-dialog]") && openDialog(at("[data-dialog]"))) {
    event.preventDefault();
  } else if (at("dialog [data-close]")) {
    event.preventDefault();
    at("dialog").close();
  } else {
    foldAllBut(event.target);
  }
}

appear(chosenAppearance());
document.addEventListener("townline:say", (event) => say(event.detail));
document.addEventListener("click", pressed);
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector(UNFOLDED);
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
document.addEventListener("keyup", (event) => {
  if (event.key === "Tab") foldAllBut(event.target);
});
document.addEventListener("DOMContentLoaded", () => {
  appear(chosenAppearance());
  document.querySelector("[data-focus]")?.focus();
});
