// The wallboard follows its centres: at a poke it asks for what is new, at most once a second; without
// pokes it asks by itself now and then. Waits count up meanwhile, without asking anybody.

const LEAST = 1000;
const USUAL = 5000;
const board = document.getElementById("board");
const lost = document.getElementById("board-lost");

const lasting = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n) => String(n).padStart(2, "0");
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
};

/** The server's clock less this one's, so that a wrong clock here shows no wrong waits. */
let ahead = 0;

const tick = () => {
  const now = Date.now() + ahead;
  for (const each of document.querySelectorAll("#board [data-since]")) {
    each.textContent = lasting((now - Date.parse(each.dataset.since)) / 1000);
  }
};

const put = (html) => {
  const focused = document.activeElement?.id;
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  board.replaceChildren(fresh.content);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  tick();
};

let asked = 0;
let waiting = 0;

const ask = async () => {
  waiting = 0;
  asked = Date.now();
  try {
    const answer = await fetch(board.dataset.now, { headers: { Accept: "text/html" }, redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    ahead = Date.parse(answer.headers.get("Date")) - Date.now() || 0;
    if (Math.abs(ahead) < 2000) ahead = 0;
    put(await answer.text());
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
};

const soon = () => {
  waiting ||= setTimeout(ask, Math.max(0, asked + LEAST - Date.now()));
};

if (board) {
  board.addEventListener("live", soon);
  setInterval(tick, 1000);
  setInterval(() => { if (!document.hidden && Date.now() - asked >= USUAL) soon(); }, USUAL);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
}

const full = document.querySelector("[data-full]");
full?.addEventListener("click", () => document.getElementById(full.dataset.full).requestFullscreen?.());
