// What is written in a contact: kept up to date, sent without leaving the page, answers quoted.
import { Unsent, freshName } from "../ui/unsent.js";

const RETRY_MS = 3000;
const TYPED_MS = 200;
const HEADERS = { "X-Requested-With": "fetch" };

class Talk {
  constructor(box) {
    this.box = box;
    this.unsent = [];
    this.fill();
  }

  // Beside the console the body comes from the page of its own.
  async fill() {
    if (!this.box.querySelector("[data-newer]")) {
      try {
        const answer = await fetch(this.box.dataset.talk, { headers: HEADERS });
        if (!answer.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        this.box.querySelector("[data-talk-body]").replaceChildren(page.querySelector("[data-newer]"));
      } catch {
        return setTimeout(() => this.fill(), RETRY_MS);
      }
    }
    this.begin();
  }

  begin() {
    this.body = this.box.querySelector("[data-newer]");
    this.last = Number(this.body.dataset.last);
    this.lines = this.body.querySelector("[data-lines]");
    this.frame = this.body.querySelector("[data-frame]");
    this.lost = this.body.querySelector("[data-lost]");
    this.refused = this.body.querySelector("[data-refused]");
    this.found = this.body.querySelector("[data-found]");
    this.toEnd();
    this.body.dataset.ready = "";
    document.addEventListener("live", () => this.look());
    this.form = this.body.querySelector("[data-say]");
    if (!this.form) return;
    this.area = this.form.querySelector("textarea");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      this.write();
    });
    this.area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.write();
    });
    this.resume();
    window.addEventListener("online", () => this.send());
    this.lost.querySelector("button").addEventListener("click", () => this.send());
    this.form.querySelector("[data-ready]")?.addEventListener("change", (event) => this.put(event.target));
    const find = this.body.querySelector("[data-find]");
    find.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      this.search(find.elements.q.value);
    });
    find.elements.q.addEventListener("input", () => {
      clearTimeout(this.typed);
      this.typed = setTimeout(() => this.search(find.elements.q.value), TYPED_MS);
    });
  }

  // What a reload of the page interrupted goes on: by the name of the first time.
  resume() {
    this.kept = new Unsent(this.form.action);
    this.area.value ||= this.kept.draft;
    this.area.addEventListener("input", () => { this.kept.draft = this.area.value; });
    for (const each of this.kept.all) this.unsent.push({ ...each, line: this.draw(each.shown) });
    this.send();
  }

  put(select) {
    const words = select.selectedOptions[0].dataset.words;
    select.value = "";
    if (!words) return;
    this.area.value = this.area.value.trim() ? `${this.area.value.trimEnd()}\n\n${words}` : words;
    this.kept.draft = this.area.value;
    this.area.focus();
  }

  write() {
    const text = this.area.value.trim();
    if (!text) return this.area.focus();
    this.area.value = "";
    this.add({ text }, text);
    this.kept.draft = "";
  }

  add(said, shown) {
    const each = { said, shown, name: freshName() };
    const { draft } = this.kept;
    this.kept.add(each);
    this.kept.draft = draft;
    this.refused.hidden = true;
    this.unsent.push({ ...each, line: this.draw(shown) });
    this.send();
  }

  draw(shown) {
    const line = document.createElement("li");
    line.className = "talk__line talk__line--agent talk__line--waits";
    const words = document.createElement("p");
    words.className = "talk__text";
    words.textContent = shown;
    line.append(words);
    this.lines.append(line);
    this.toEnd();
    return line;
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    while (this.unsent.length) {
      const sent = await this.post(this.unsent[0]);
      if (!sent) break;
      const { name, line } = this.unsent.shift();
      this.kept.drop(name);
      line.remove();
      await this.look();
    }
    this.sending = false;
    clearTimeout(this.later);
    if (this.unsent.length) this.later = setTimeout(() => this.send(), RETRY_MS);
  }

  async post({ said, name }) {
    const token = this.form.querySelector("[name=csrfmiddlewaretoken]").value;
    const body = new FormData();
    for (const [key, value] of Object.entries({ csrfmiddlewaretoken: token, ...said, name })) body.append(key, value);
    try {
      const answer = await fetch(this.form.action, { method: "POST", body, headers: HEADERS });
      this.lost.hidden = answer.status < 500;
      const taken = answer.ok && !answer.redirected; // else it was led to sign in again
      if (!taken && answer.status < 500) this.giveBack();
      return taken;
    } catch {
      this.lost.hidden = false;
      return false;
    }
  }

  // It is not taken, as where the contact has ended or gone on meanwhile: what was not sent is there to be copied.
  giveBack() {
    this.area.value = [...this.unsent.map(({ said }) => said.text ?? ""), this.area.value].join("\n").trim();
    for (const { line } of this.unsent.splice(0)) line.remove();
    this.kept.clear();
    this.kept.draft = this.area.value;
    this.refused.hidden = false;
    this.look();
  }

  async look() {
    if (this.looking) return void (this.again = true);
    this.looking = true;
    try {
      const answer = await fetch(`${this.body.dataset.newer}?${new URLSearchParams({ after: this.last })}`, { headers: HEADERS });
      if (answer.ok) this.show(await answer.json());
    } catch {
      this.lost.hidden = false;
    }
    this.looking = false;
    if (!this.again) return;
    this.again = false;
    await this.look();
  }

  show({ html, last, others }) {
    if (!this.unsent.length) this.lost.hidden = true;
    const list = this.body.querySelector("[data-others]");
    if (list.innerHTML !== others) list.innerHTML = others;
    if (last <= this.last) return;
    this.last = last;
    const holder = document.createElement("template");
    holder.innerHTML = html;
    this.lines.insertBefore(holder.content, this.lines.querySelector(".talk__line--waits"));
    this.toEnd();
  }

  async search(words) {
    const none = this.body.querySelector("[data-none]");
    const address = `${this.body.dataset.answers}?${new URLSearchParams({ q: words.trim() })}`;
    const answer = words.trim() ? await fetch(address, { headers: HEADERS }).catch(() => null) : null;
    if (words !== this.body.querySelector("[data-find]").elements.q.value) return; // something else is sought by now
    const hits = answer?.ok ? (await answer.json()).answers : [];
    this.found.replaceChildren(...hits.map((each) => this.hit(each)));
    none.hidden = hits.length > 0 || !words.trim();
  }

  hit({ code, question, text, language }) {
    const hit = this.body.querySelector("[data-hit]").content.cloneNode(true).firstElementChild;
    hit.querySelector("[data-question]").textContent = question;
    const quoted = hit.querySelector("[data-quoted]");
    quoted.textContent = text;
    quoted.lang = language;
    hit.querySelector("button").addEventListener("click", () => {
      this.add({ answer: code }, text);
      this.found.replaceChildren();
    });
    return hit;
  }

  toEnd() { this.frame.scrollTop = this.frame.scrollHeight; }
}

for (const box of document.querySelectorAll("[data-talk]")) new Talk(box);
