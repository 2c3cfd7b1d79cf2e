// Keeps a chat up to date: new lines are fetched when something is heard, and what is written is
// sent without leaving the page. Without it the forms are sent, and the page comes anew.

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
    this.unsent = [];
    this.talk.scrollTop = this.talk.scrollHeight;
    chat.addEventListener("live", () => this.look());
    window.addEventListener("online", () => this.look());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.look(); });
    if (!this.form) return;
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
  }

  write() {
    const text = this.area.value.trim();
    if (!text) return this.area.focus();
    const body = new FormData(this.form);
    this.unsent.push({ body, line: this.draw(text) });
    this.area.value = "";
    this.name.value = crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`;
    this.send();
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
      const { body } = this.unsent[0];
      const done = await this.post(body);
      if (!done) break;
      this.unsent.shift().line.remove();
      await this.look();
    }
    this.sending = false;
    if (this.unsent.length) setTimeout(() => this.send(), this.again);
  }

  async post(body) {
    this.again = RETRY_MS;
    try {
      const answer = await fetch(this.form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
      // Asked to wait: the text stays, and goes a little later.
      if (answer.status === 429) this.again = 1000 * Number(answer.headers.get("Retry-After") || 5);
      if (answer.status === 429 || answer.status >= 500) return this.say(true);
      this.say(false);
      if (answer.status === 409) return this.giveBack();
      if (!answer.ok) window.location.reload();
      return answer.ok;
    } catch {
      return this.say(true);
    }
  }

  // The chat has ended meanwhile: what was not sent any more is there to be copied.
  giveBack() {
    this.area.value = this.unsent.map(({ body }) => body.get("text")).join("\n");
    for (const { line } of this.unsent.splice(0)) line.remove();
    this.look();
    return false;
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

if (chat) new Chat();
