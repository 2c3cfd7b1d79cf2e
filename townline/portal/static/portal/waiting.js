// The list of what waits on this device to be sent.

const { outbox } = self.townline;
const list = document.querySelector("[data-waiting]");
const model = document.querySelector("[data-line]").content.firstElementChild;
const moment = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

function line(report) {
  const shown = model.cloneNode(true);
  const part = (name) => shown.querySelector(`[data-${name}]`);
  part("name").textContent = report.name;
  part("about").textContent = [report.place, moment.format(report.at)].filter(Boolean).join(", ");
  for (const state of shown.querySelectorAll("[data-state]")) state.hidden = state.dataset.state !== report.state;
  if (report.state === "sent") {
    part("number").textContent = report.number;
    part("page").href = report.page;
  } else if (report.state === "refused") {
    part("why").textContent = Object.values(report.told?.faults ?? {}).flat().join(" ");
    part("mend").href = `${report.url}?waiting=${encodeURIComponent(report.key)}`;
  }
  part("retry").hidden = report.state !== "waiting";
  part("retry").addEventListener("click", () => outbox.flush());
  part("drop").textContent = part("drop").dataset[report.state === "sent" ? "sent" : "unsent"];
  part("drop").addEventListener("click", async () => {
    if (report.state !== "sent" && !confirm(list.dataset.sure)) return;
    await outbox.drop(report.key);
    document.querySelector("h1").focus();
  });
  return shown;
}

async function draw() {
  const all = await outbox.list();
  list.replaceChildren(...all.map(line));
  list.hidden = !all.length;
  document.querySelector("[data-none]").hidden = all.length > 0;
}

outbox.onchange(draw);
draw();
