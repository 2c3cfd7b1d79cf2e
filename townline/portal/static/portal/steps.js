// Walks through the form step by step without leaving the page, keeps what was filled in on this
// device as one goes, and sends it: at once, or later where there is no signal.
// Without it each step is a page of its own, and the server keeps what was said.

const form = document.querySelector("[data-report]");
const { drafts, outbox, token } = self.townline;
const steps = [...form.querySelectorAll("[data-step]")];
const codes = steps.map((step) => step.dataset.step);
const onward = form.querySelector("[data-on]");
const back = form.querySelector("[data-back]");
const saved = form.querySelector("[data-saved]");
const drop = form.querySelector("[data-drop]");
const { path, draft: drawer } = form.dataset;
const PATIENCE_MS = 8000;
const OWN = new Set(["csrfmiddlewaretoken", "step", "draft", "photos", "key", "begun", "warned", "website"]);
const whole = "whole" in form.dataset;
let current = form.dataset.stepNow;
let sent = false;

const isPersonal = (name) => Boolean(form.querySelector(`[data-step=you] [name="${CSS.escape(name)}"]`));
const freshKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

// Steps

function show(code, { focus = true, remember = true } = {}) {
  current = code;
  form.elements.namedItem("step").value = code;
  for (const step of steps) step.hidden = step.dataset.step !== code;
  const now = codes.indexOf(code);
  for (const mark of form.querySelectorAll("[data-mark]")) {
    const at = codes.indexOf(mark.dataset.mark);
    mark.className = "usa-step-indicator__segment";
    if (at <= now) mark.classList.add(`usa-step-indicator__segment--${at < now ? "complete" : "current"}`);
    mark.toggleAttribute("aria-current", at === now);
    if (at === now) mark.setAttribute("aria-current", "step");
  }
  for (const title of form.querySelectorAll("[data-title]")) title.hidden = title.dataset.title !== code;
  const last = now === codes.length - 1;
  onward.textContent = last ? onward.dataset.send : onward.dataset.next;
  back.hidden = now === 0;
  if (last) review();
  if (remember) history.pushState({ step: code }, "", `?step=${code}`);
  if (focus) {
    form.querySelector(`[data-title="${code}"]`).focus();
    form.scrollIntoView({ block: "start" });
  }
}

const stepOf = (element) => element.closest("[data-step]")?.dataset.step;

function visit(element) {
  const code = stepOf(element);
  if (code && code !== current && !whole) show(code, { focus: false });
  (element.matches("input, select, textarea, button") ? element : element.querySelector("input, select, textarea") ?? element).focus();
}

// What is wrong

function clearFaults() {
  form.querySelector("[data-faults]").replaceChildren();
  for (const message of form.querySelectorAll(".usa-error-message")) message.remove();
  for (const group of form.querySelectorAll(".usa-form-group--error")) group.classList.remove("usa-form-group--error");
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
}

function markFault(name, texts) {
  const group = form.querySelector(`[data-field="${CSS.escape(name)}"]`);
  if (!group) return;
  group.classList.add("usa-form-group--error");
  const message = document.createElement("div");
  message.className = "usa-error-message";
  message.id = `id_${name}_error`;
  message.textContent = texts.join(" ");
  (group.querySelector(".usa-hint") ?? group.querySelector("legend, label")).after(message);
  const target = group.querySelector("fieldset") ?? group.querySelector("input, select, textarea");
  target.setAttribute("aria-describedby", [message.id, target.getAttribute("aria-describedby")].filter(Boolean).join(" "));
  for (const input of group.querySelectorAll("input, select, textarea")) input.setAttribute("aria-invalid", "true");
}

function showFaults({ summary, faults, match, known }) {
  clearFaults();
  form.querySelector("[data-faults]").innerHTML = summary;
  if (form.querySelector("[data-grave]")) form.elements.namedItem("warned").value = "1";
  if (match) form.querySelector("[data-match]").innerHTML = match;
  if (known) form.querySelector("[data-known-list]").innerHTML = known;
  Object.entries(faults).forEach(([name, texts]) => markFault(name, texts));
  const wrong = form.querySelector(".usa-form-group--error");
  if (wrong && stepOf(wrong) !== current) show(stepOf(wrong), { focus: false });
  form.querySelector("[data-faults] [data-focus]")?.focus();
}

function missing() {
  const step = steps[codes.indexOf(current)];
  const empty = [...step.querySelectorAll("[data-required]")].filter((group) => !group.hidden && !valuesIn(group).length);
  clearFaults();
  for (const group of empty) markFault(group.querySelector("[data-field]").dataset.field, [form.dataset.missing]);
  if (empty.length) visit(empty[0]);
  return empty.length > 0;
}

// Asks the server whether a step will do. Without a signal only what is missing can be told.
async function isGood(goal) {
  const body = new FormData(form);
  body.delete("photos");
  body.set("go", goal);
  const ask = () => fetch(path, { method: "POST", body, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE_MS) });
  try {
    let answer = await ask();
    if (answer.status === 403) {
      body.set("csrfmiddlewaretoken", await refreshToken());
      answer = await ask();
    }
    const told = answer.ok ? await answer.json() : {};
    if (told.faults) showFaults(told);
    else clearFaults();
    return !told.faults;
  } catch {
    return !missing();
  }
}

async function refreshToken() {
  const fresh = await token(form.dataset.token);
  form.elements.namedItem("csrfmiddlewaretoken").value = fresh;
  return fresh;
}

// What was said

function valuesIn(group) {
  return [...group.querySelectorAll("input:not([type=hidden]):not([type=file]):not(:disabled), select:not(:disabled), textarea:not(:disabled)")]
    .filter((input) => (["radio", "checkbox"].includes(input.type) ? input.checked : input.value.trim()))
    .map((input) => {
      if (input.type === "radio" || input.type === "checkbox") return form.querySelector(`label[for="${input.id}"]`).firstChild.textContent.trim();
      return input.tagName === "SELECT" ? input.selectedOptions[0].text : input.value;
    });
}

function review() {
  const list = form.querySelector("[data-review]");
  const line = (step, label, value) => {
    const [dt, dd, text, link, about] = ["dt", "dd", "span", "a", "span"].map((tag) => document.createElement(tag));
    [dt.textContent, text.textContent, text.className] = [label, value, "words"];
    [link.href, link.dataset.to, link.textContent] = [`?step=${step}`, step, list.dataset.change];
    [about.className, about.textContent] = ["usa-sr-only", ` – ${label}`];
    link.append(about);
    dd.append(text, " ", link);
    list.append(dt, dd);
  };
  list.replaceChildren();
  for (const step of steps.filter((one) => one.dataset.step !== "you")) {
    for (const group of step.querySelectorAll("[data-field]")) {
      if (group.closest("[data-when][hidden]")) continue;
      const label = group.querySelector("legend, label").firstChild.textContent.trim();
      const name = group.dataset.field;
      let value = name === "photos" ? photoWords() : valuesIn(group).join(", ");
      if (name === "address" && !value) value = placeWords(list);
      if (value) line(step.dataset.step, label, value);
    }
    const joined = step.querySelector("[name=join]:checked")?.value;
    if (joined) line("where", list.dataset.same, joined);
  }
}

const photoWords = () => String(self.townline.photos.all().length || "");

function placeWords(list) {
  const [lat, lon] = ["lat", "lon"].map((name) => form.elements.namedItem(name).value);
  return lat && lon ? `${lat}, ${lon}` : list.dataset.empty;
}

// Kept as one goes: place, words and photos here, who it is only as long as this tab is open

function said() {
  const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OWN.has(name));
  return { plain: pairs.filter(([name]) => !isPersonal(name)), personal: pairs.filter(([name]) => isPersonal(name)) };
}

async function save() {
  if (sent) return;
  const { plain, personal } = said();
  sessionStorage.setItem(drawer, JSON.stringify(personal));
  const key = form.elements.namedItem("key").value;
  await drafts.put(drawer, { step: current, key, fields: plain, photos: self.townline.photos.all(), name: document.querySelector("h1").textContent, href: path });
  saved.textContent = saved.dataset.words;
  drop.hidden = false;
}

let timer;
function soon() {
  clearTimeout(timer);
  timer = setTimeout(save, 400);
}

function fillIn(fields) {
  for (const [name, value] of fields) {
    const found = form.elements.namedItem(name);
    if (!found) continue;
    for (const input of found instanceof RadioNodeList ? found : [found]) {
      if (["radio", "checkbox"].includes(input.type)) input.checked ||= input.value === value;
      else {
        if (input.tagName === "SELECT" && ![...input.options].some((o) => o.value === value)) input.add(new Option(value, value));
        input.value = value;
      }
    }
  }
  const map = form.querySelector("[data-map]");
  const [lat, lon] = ["lat", "lon"].map((name) => form.elements.namedItem(name)?.value);
  if (map && lat && lon) [map.dataset.lat, map.dataset.lon] = [lat, lon];
  form.dispatchEvent(new Event("change", { bubbles: true }));
  form.dispatchEvent(new Event("restored"));
}

async function restore() {
  const asked = new URLSearchParams(location.search);
  const refused = asked.has("waiting") ? await outbox.get(asked.get("waiting")) : null;
  const draft = refused ?? ("kept" in form.dataset || whole ? null : await drafts.get(drawer));
  if (!draft) {
    if (whole) self.townline.photos.set((await drafts.get(drawer))?.photos ?? []);
    // A page that the phone has kept must not give two reports the same key.
    else if (!("kept" in form.dataset)) form.elements.namedItem("key").value = freshKey();
    return;
  }
  form.elements.namedItem("key").value = draft.key;
  fillIn([...draft.fields, ...JSON.parse(sessionStorage.getItem(drawer) ?? "[]")]);
  self.townline.photos.set(draft.photos);
  saved.textContent = saved.dataset.words;
  drop.hidden = false;
  const wanted = asked.get("step") ?? draft.step;
  show(codes.includes(wanted) ? wanted : current, { focus: false, remember: false });
  if (refused?.told) showFaults(refused.told);
}

async function throwAway() {
  sent = true;
  clearTimeout(timer);
  await drafts.drop(drawer);
  await outbox.drop(form.elements.namedItem("key").value);
  sessionStorage.removeItem(drawer);
}

// Sending

function report() {
  const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return {
    key: form.elements.namedItem("key").value,
    url: path,
    token: form.dataset.token,
    name: document.querySelector("h1").textContent,
    place: form.elements.namedItem("address")?.value ?? "",
    fields: fields.filter(([name]) => !["csrfmiddlewaretoken", "step", "go"].includes(name)),
    photos: self.townline.photos.all(),
  };
}

async function send() {
  await save();
  const busy = form.querySelector("[data-sending]");
  [onward.disabled, busy.hidden] = [true, false];
  try {
    const body = new FormData(form);
    body.set("csrfmiddlewaretoken", await refreshToken());
    const answer = await fetch(path, { method: "POST", body, headers: { Accept: "application/json" } });
    if (answer.status === 201) {
      const { page } = await answer.json();
      await throwAway();
      location.assign(`${page}?received=1`);
      return;
    }
    if (answer.status === 422) showFaults(await answer.json());
    else submitPlainly({});
  } catch {
    await queue();
  }
  [onward.disabled, busy.hidden] = [false, true];
}

// As without scripts: the answer is the next page.
function submitPlainly(more) {
  for (const [name, value] of Object.entries(more)) {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  form.submit();
}

async function queue() {
  const waiting = report();
  await throwAway();
  await outbox.put(waiting);
  const note = document.querySelector("[data-queued]").content.firstElementChild.cloneNode(true);
  form.closest(".fill").replaceChildren(note);
  note.focus();
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.sync?.register("outbox").catch(() => {});
}

async function goOn() {
  if (whole || current === codes.at(-1)) return send();
  const goal = codes[codes.indexOf(current) + 1];
  onward.disabled = true;
  const good = await isGood(goal);
  onward.disabled = false;
  if (good) show(goal);
  return save();
}

function watch() {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (event.submitter === drop) {
      await throwAway();
      if ("kept" in form.dataset) submitPlainly({ go: "drop" });
      else location.assign(path);
    } else if (event.submitter?.value === "drop-photos") submitPlainly({ go: "drop-photos" });
    else if (event.submitter === back) show(codes[codes.indexOf(current) - 1]);
    else await goOn();
  });
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link?.dataset.to) {
      event.preventDefault();
      show(link.dataset.to);
    } else if (link?.hash && link.closest("[data-faults]")) {
      const target = document.getElementById(link.hash.slice(1));
      if (!target) return;
      event.preventDefault();
      visit(target);
    }
  });
  addEventListener("popstate", () => {
    const step = new URLSearchParams(location.search).get("step");
    show(codes.includes(step) ? step : codes[0], { remember: false });
  });
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("photos", soon);
  addEventListener("pagehide", save);
}

async function begin() {
  for (const step of steps) step.disabled = false;
  const kept = form.elements.namedItem("draft");
  if (kept) kept.value = "photos";
  if (!whole) show(current, { focus: false, remember: false });
  await restore();
  watch();
  const loose = form.querySelector("[data-photos]") && await drafts.takeLoose(drawer.split("/")[0]);
  if (loose) await self.townline.photos.add([loose], true);
  drafts.sweep();
  form.dataset.ready = "";
}

begin();
