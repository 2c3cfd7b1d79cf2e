// What was written and has not arrived yet. The browser keeps it until its window is closed, so that a reload loses
// nothing, and nobody who uses the same browser later reads it. Each goes by a name: what is sent twice is kept once.

export const freshName = () => (crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`);

export class Unsent {
  // about: which conversation it belongs to; never sent to another.
  constructor(about) {
    this.key = `townline.unsent ${about}`;
    try {
      this.kept = JSON.parse(sessionStorage.getItem(this.key)) ?? {};
    } catch {
      this.kept = {};
    }
    this.kept = { all: [], draft: "", ...this.kept };
  }

  get all() { return this.kept.all; }
  get draft() { return this.kept.draft; }
  set draft(text) { this.put({ draft: text }); }

  add(said) { this.put({ all: [...this.all, said], draft: "" }); }
  drop(name) { this.put({ all: this.all.filter((each) => each.name !== name) }); }
  clear() { this.put({ all: [] }); }

  put(change) {
    Object.assign(this.kept, change);
    try {
      if (this.all.length || this.draft) sessionStorage.setItem(this.key, JSON.stringify(this.kept));
      else sessionStorage.removeItem(this.key);
    } catch {
      // A browser that keeps nothing: it is there until the page is left.
    }
  }
}
