// Keeps a chat up to date: new lines are fetched when something is heard, and what is written is
// sent without leaving the page. Without it the forms are sent, and the page comes anew.
import { Unsent, freshName } from "../ui/unsent.js";

const RETRY_MS = 3000;
const chat = document.getElementById("chat");

class Chat {
  constructor() {
    this.last = Number(chat.dataset.last);
    this.state = chat.dataset.state;
    this.talk = document.getElementById("talk");
    this.lines = this.talk.querySelector("ol");
    this.stand = document.getElementById("chat-stand");
    this.lost = document.getElementById("chat-lost");
    this.form = document.getElementById("chat-say");
    this.refused = document.getElementById("chat-refused");
    this.unsent = [];
    this.kept = new Unsent(chat.dataset.chat);
    this.talk.scrollTop = this.talk.scrollHeight;
    chat.addEventListener("live", () => this.look());
    window.addEventListener("online", () => this.retry());
    this.lost.querySelector("button").addEventListener("click", () => this.retry());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.look(); });
    if (!this.form) return this.tellUnsent();
    this.area = this.form.querySelector("textarea");
    this.name = this.form.querySelector("[name=name]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.write();
    });
    this.area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.write();
    });
    this.area.addEventListener("input", () => { this.kept.draft = this.area.value; });
    this.area.value ||= this.kept.draft;
    for (const said of this.kept.all) this.unsent.push({ ...said, line: this.draw(said.text) });
    this.send();
  }

  write() {
    const text = this.area.value.trim();
    if (!text) return this.area.focus();
    const said = { text, name: this.name.value };
    this.kept.add(said);
    this.unsent.push({ ...said, line: this.draw(text) });
    this.area.value = "";
    this.name.value = freshName();
    this.refused.hidden = true;
    this.send();
  }

  // Before its time, since somebody asked for it or the network is back.
  retry() {
    clearTimeout(this.later);
    this.look();
    if (this.form) this.send();
  }

  // What is on its way stands in its place at once, marked as waiting.
  draw(text) {
    const line = document.createElement("li");
    line.className = "talk__line talk__line--resident talk__line--waits";
    const words = document.createElement("p");
    words.className = "talk__text";
    words.textContent = text;
    line.append(words);
    this.lines.append(line);
    this.toEnd();
    return line;
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    while (this.unsent.length) {
      const done = await this.post(this.unsent[0]);
      if (!done) break;
      const { name, line } = this.unsent.shift();
      this.kept.drop(name);
      line.remove();
      await this.look();
    }
    this.sending = false;
    clearTimeout(this.later);
    if (this.unsent.length) this.later = setTimeout(() => this.send(), this.again);
  }

  async post({ text, name }) {
    this.again = RETRY_MS;
    const body = new FormData(this.form);
    body.set("text", text);
    body.set("name", name);
    try {
      const answer = await fetch(this.form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
      // Asked to wait: the text stays, and goes a little later.
      if (answer.status === 429) this.again = 1000 * Number(answer.headers.get("Retry-After") || 5);
      if (answer.status === 429 || answer.status >= 500) return this.say(true);
      this.say(false);
      if (!answer.ok) this.giveBack();
      return answer.ok;
    } catch {
      return this.say(true);
    }
  }

  // It is not taken, as where the chat has ended meanwhile: what was not sent is there to be copied, or sent again.
  giveBack() {
    this.area.value = [...this.unsent.map(({ text }) => text), this.area.value].join("\n").trim();
    for (const { line } of this.unsent.splice(0)) line.remove();
    this.kept.clear();
    this.kept.draft = this.area.value;
    this.refused.hidden = false;
    this.look();
  }

  // After its end a chat has no field: what did not arrive in time stands below it.
  tellUnsent() {
    const words = [...this.kept.all.map(({ text }) => text), this.kept.draft].join("\n").trim();
    document.getElementById("chat-unsent-words").textContent = words;
    document.getElementById("chat-unsent").hidden = !words;
  }

  say(lost) {
    this.lost.hidden = !lost;
    return false;
  }

  async look() {
    if (this.looking) {
      this.wanted = true;
      return;
    }
    this.looking = true;
    try {
      const answer = await fetch(`${chat.dataset.newer}?${new URLSearchParams({ after: this.last })}`);
      if (answer.ok) {
        this.show(await answer.json());
        if (!this.unsent.length) this.say(false);
      }
    } catch {
      this.say(true);
    }
    this.looking = false;
    if (this.wanted) {
      this.wanted = false;
      await this.look();
    }
  }

  show({ html, last, stand, state }) {
    if (last > this.last) {
      this.last = last;
      const waiting = this.talk.querySelector(".talk__line--waits");
      const holder = document.createElement("template");
      holder.innerHTML = html;
      const first = holder.content.querySelector("li");
      this.lines.insertBefore(holder.content, waiting);
      this.toEnd();
      // What is longer than the frame is read from its beginning.
      const top = first.offsetTop - 8;
      if (top < this.talk.scrollTop) this.talk.scrollTop = top;
    }
    if (this.stand.innerHTML !== stand) this.stand.innerHTML = stand;
    if (state === this.state) return;
    this.state = state;
    // Buttons are others at the end of a chat, unless something is still being written.
    if (state === "over" && !this.unsent.length && !this.area?.value.trim()) window.location.reload();
    else document.getElementById("chat-person")?.remove();
  }

  toEnd() { this.talk.scrollTop = this.talk.scrollHeight; }
}

if (chat) {
  new Chat();
  chat.dataset.ready = "";
}
