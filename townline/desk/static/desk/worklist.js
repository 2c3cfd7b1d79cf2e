// Keys, choosing and the request beside the list. Without it, all of this is links and a form.

const list = document.querySelector("[data-list]");
const dialog = document.querySelector("[data-keys]");
const on = document.querySelector("[data-keys-on]");
const picks = list ? [...list.querySelectorAll("[data-pick]")] : [];
const links = list ? [...list.querySelectorAll("[data-open]")] : [];
const all = list?.querySelector("[data-all]");
const told = list?.querySelector("[data-chosen]");
const SILENT = "townline.keys";

function tell() {
  const chosen = picks.filter((pick) => pick.checked).length;
  told.textContent = chosen ? `${told.dataset.some} ${chosen}` : told.dataset.none;
  all.checked = chosen === picks.length;
  all.indeterminate = chosen > 0 && chosen < picks.length;
}

function choosing() {
  let last = -1;
  all.addEventListener("change", () => {
    for (const pick of picks) pick.checked = all.checked;
    tell();
  });
  picks.forEach((pick, here) => pick.addEventListener("click", (event) => {
    if (event.shiftKey && last >= 0) {
      const [from, to] = [Math.min(last, here), Math.max(last, here)];
      for (const other of picks.slice(from, to + 1)) other.checked = pick.checked;
    }
    last = here;
    tell();
  }));
  tell();
}

function step(by) {
  const row = document.activeElement?.closest("[data-row]");
  const here = row ? links.findIndex((link) => row.contains(link)) : -1;
  const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : here + by;
  links[Math.max(0, Math.min(links.length - 1, next))]?.focus();
}

function choose() {
  const pick = document.activeElement?.closest("[data-row]")?.querySelector("[data-pick]");
  if (!pick) return;
  pick.checked = !pick.checked;
  tell();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  x: choose,
  b: () => document.getElementById("bulk_deed")?.focus(),
  "/": () => document.querySelector("[data-quick]")?.focus(),
  "?": () => dialog.showModal(),
};
const IN_LIST = { ArrowDown: () => step(1), ArrowUp: () => step(-1) };

function writes(element) {
  return element.closest("textarea, select, [contenteditable], dialog") ||
    element.matches("input:not([type=checkbox], [type=radio])");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
  const inside = event.target.closest("[data-row]") ? IN_LIST[event.key] : undefined;
  const act = inside ?? (on.checked ? KEYS[event.key] : undefined);
  if (!act) return;
  event.preventDefault();
  act();
});

document.querySelector("[data-keys-open]")?.addEventListener("click", () => dialog.showModal());
on.checked = localStorage.getItem(SILENT) !== "off";
on.addEventListener("change", () => localStorage.setItem(SILENT, on.checked ? "on" : "off"));
if (picks.length) choosing();

// A request is put beside the list where there is room for it; else its link opens its page.
const beside = document.getElementById("beside");
async function open(link) {
  const answer = await fetch(link.dataset.beside, { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok || answer.redirected) return location.assign(link.href);
  beside.innerHTML = await answer.text();
  for (const row of list.querySelectorAll(".worktable__open")) row.classList.remove("worktable__open");
  link.closest("[data-row]").classList.add("worktable__open");
  history.replaceState(null, "", link.href);
}
if (beside) for (const link of links) link.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});
