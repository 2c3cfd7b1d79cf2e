// Tells parts of a page that something of theirs has changed: an event "live" at each poke.
// Where no stream can be had, they are told now and then to look for themselves.

const ASK_MS = 4000;
const HIDDEN_MS = 20000;
const AGAIN_MS = 60000;
const listening = new Map();

class Listening {
  constructor(address) {
    this.address = address;
    this.open();
  }

  get parts() { return [...document.querySelectorAll("[data-live]")].filter((part) => part.dataset.live === this.address); }

  tell(topic) {
    for (const part of this.parts) part.dispatchEvent(new CustomEvent("live", { bubbles: true, detail: { topic } }));
  }

  open() {
    if (this.address.startsWith("?")) return this.ask();
    const source = this.source = new EventSource(this.address);
    source.onopen = () => {
      this.rest();
      this.tell("");
    };
    source.onmessage = (message) => this.tell(message.data);
    source.onerror = () => {
      this.ask();
      // The browser connects again by itself, unless it was told that it may not.
      if (source.readyState === EventSource.CLOSED) this.later = setTimeout(() => this.open(), AGAIN_MS);
    };
  }

  ask() {
    if (this.asking) return;
    const again = () => {
      this.asking = setTimeout(() => {
        this.tell("");
        again();
      }, document.hidden ? HIDDEN_MS : ASK_MS);
    };
    again();
  }

  rest() {
    clearTimeout(this.asking);
    this.asking = undefined;
  }

  close() {
    this.rest();
    clearTimeout(this.later);
    this.source?.close();
  }
}

function look() {
  const wanted = new Set([...document.querySelectorAll("[data-live]")].map((part) => part.dataset.live));
  for (const [address, one] of listening) {
    if (wanted.has(address)) continue;
    one.close();
    listening.delete(address);
  }
  for (const address of wanted) if (!listening.has(address)) listening.set(address, new Listening(address));
}

look();
document.addEventListener("htmx:afterSettle", look);
window.addEventListener("pagehide", () => {
  for (const one of listening.values()) one.close();
  listening.clear();
});
window.addEventListener("pageshow", look);
