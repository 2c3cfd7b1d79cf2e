// Keeps notes as they are typed: on the server a moment after each pause, in this browser at once, so that neither a
// reload nor a crash nor a lost connection loses a word.

const PAUSE_MS = 600;
const AGAIN_MS = 4000;

export class Note {
  constructor(box) {
    this.box = box;
    this.said = document.querySelector("[data-note-said]");
    this.place = `townline.note.${box.dataset.note}`;
    this.sent = box.value;
    const left = localStorage.getItem(this.place);
    if (left !== null && left !== box.value) {
      box.value = left;
      this.soon(0);
    }
    box.addEventListener("input", () => {
      localStorage.setItem(this.place, box.value);
      this.soon(PAUSE_MS);
    });
    addEventListener("pagehide", () => this.beacon());
    box.form.addEventListener("submit", () => localStorage.removeItem(this.place));
  }

  get body() {
    const body = new FormData();
    body.set("note", this.box.value);
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
    try {
      const answer = await fetch(this.box.dataset.note, {
        method: "POST", body: this.body, headers: { "X-Requested-With": "fetch" },
      });
      if (!answer.ok) throw new Error(String(answer.status));
      this.sent = text;
      if (this.box.value === text) localStorage.removeItem(this.place);
      this.said.textContent = this.box.dataset.kept;
    } catch {
      this.said.textContent = this.box.dataset.lost;
      this.soon(AGAIN_MS);
    }
  }

  beacon() {
    if (this.box.value !== this.sent) navigator.sendBeacon(this.box.dataset.note, this.body);
  }
}
