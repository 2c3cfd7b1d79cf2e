// Keeps notes as they are typed: on the server a moment after each pause, in this browser at once, so that neither a
// reload nor a crash nor a lost connection loses a word.

const PAUSE_MS = 600;
const AGAIN_MS = 4000;

export class Note {
  constructor(box, { drafts, anew }) {
    this.box = box;
    this.drafts = drafts;
    this.anew = anew;
    this.contact = box.form.elements.contact.value;
    this.said = document.querySelector("[data-note-said]");
    this.seen = box.form.elements.seen; // which version stands here: the server puts another one beside it, never under
    this.sent = box.value;
    const left = drafts.of(this.contact);
    if (left?.text === box.value) drafts.drop(this.contact);
    else if (left) {
      box.value = left.text;
      this.seen.value = left.seen;
      this.soon(0);
    }
    box.addEventListener("input", () => {
      this.leave();
      this.soon(PAUSE_MS);
    });
    // A form that is sent keeps the draft: only what the server has said that it has is dropped.
    addEventListener("pagehide", () => this.beacon());
    document.querySelector("form[data-sign-out]")?.addEventListener("submit", () => this.beacon());
  }

  leave() {
    const { dataset, value: text } = this.box;
    this.drafts.keep(this.contact, { address: dataset.note, seen: this.seen.value, text });
  }

  get unsent() {
    return this.box.value !== this.sent;
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
      if (answer.ok && !answer.redirected) this.take(text, await answer.json());
      else await this.refused(answer);
    } catch {
      this.said.textContent = this.box.dataset.lost;
      this.soon(AGAIN_MS);
    } finally {
      this.keeping = false;
    }
  }

  // Nothing was kept: no session any more, or another one with another token, or too many words.
  async refused(answer) {
    if (answer.status === 422) return void (this.said.textContent = await answer.text());
    const unknown = answer.redirected || [401, 404].includes(answer.status);
    this.said.textContent = unknown ? this.box.dataset.out : this.box.dataset.lost;
    if (answer.status === 403) await this.anew();
    this.soon(AGAIN_MS);
    return undefined;
  }

  take(text, { text: kept, version, merged }) {
    const typed = this.box.value.slice(text.length); // since it was sent: notes grow at their end, mostly
    const grown = this.box.value.startsWith(text);
    this.sent = kept;
    this.seen.value = version;
    if (merged) this.box.value = grown ? kept + typed : `${kept}\n\n${this.box.value}`;
    if (this.box.value === kept) this.drafts.drop(this.contact);
    else {
      this.leave();
      this.soon(PAUSE_MS);
    }
    this.said.textContent = merged ? this.box.dataset.both : this.box.dataset.kept;
  }

  beacon() {
    if (this.unsent) navigator.sendBeacon(this.box.dataset.note, this.body);
  }
}
