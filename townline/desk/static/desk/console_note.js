// Keeps notes as they are typed: on the server a moment after each pause, in this browser at once, so that neither a
// reload nor a crash nor a lost connection loses a word.

const PAUSE_MS = 600;
const AGAIN_MS = 4000;

export class Note {
  constructor(box) {
    this.box = box;
    this.said = document.querySelector("[data-note-said]");
    this.seen = box.form.elements.seen; // which version stands here: the server puts another one beside it, never under
    this.place = `townline.note.${box.dataset.note}`;
    this.sent = box.value;
    const [version, ...left] = (localStorage.getItem(this.place) ?? "").split("\n");
    if (left.join("\n") === box.value) localStorage.removeItem(this.place);
    else if (left.length) {
      box.value = left.join("\n");
      this.seen.value = version;
      this.soon(0);
    }
    box.addEventListener("input", () => {
      this.leave();
      this.soon(PAUSE_MS);
    });
    addEventListener("pagehide", () => this.beacon());
    box.form.addEventListener("submit", () => localStorage.removeItem(this.place));
  }

  leave() {
    localStorage.setItem(this.place, `${this.seen.value}\n${this.box.value}`);
  }

  get body() {
    const body = new FormData();
    body.set("note", this.box.value);
    body.set("seen", this.seen.value);
    body.set("csrfmiddlewaretoken", this.box.form.elements.csrfmiddlewaretoken.value);
    return body;
  }

  soon(wait) {
    clearTimeout(this.later);
    this.later = setTimeout(() => this.keep(), wait);
  }

  async keep() {
    const text = this.box.value;
    if (text === this.sent) return;
    if (this.keeping) return this.soon(PAUSE_MS); // one after the other: each says what came before it
    this.keeping = true;
    try {
      const answer = await fetch(this.box.dataset.note, {
        method: "POST", body: this.body, headers: { "X-Requested-With": "fetch" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      this.take(text, await answer.json());
    } catch {
      this.said.textContent = this.box.dataset.lost;
      this.soon(AGAIN_MS);
    } finally {
      this.keeping = false;
    }
  }

  take(text, { text: kept, version, merged }) {
    const typed = this.box.value.slice(text.length); // since it was sent: notes grow at their end, mostly
    const grown = this.box.value.startsWith(text);
    this.sent = kept;
    this.seen.value = version;
    if (merged) this.box.value = grown ? kept + typed : `${kept}\n\n${this.box.value}`;
    if (this.box.value === kept) localStorage.removeItem(this.place);
    else {
      this.leave();
      this.soon(PAUSE_MS);
    }
    this.said.textContent = merged ? this.box.dataset.both : this.box.dataset.kept;
  }

  beacon() {
    if (this.box.value !== this.sent) navigator.sendBeacon(this.box.dataset.note, this.body);
  }
}
