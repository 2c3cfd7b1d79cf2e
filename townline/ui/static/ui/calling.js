// A call between browsers, for whoever is on it: both sides ask the server what they were told, say hello when somebody
// answered, and then talk to each other directly. Pages make a `TownlineCall` and listen to what it says: `state` (what
// the server says of the call), `link` (whether the sides hear each other), `microphone`, `heard` (a stream), `over`.

import { Link } from "./calling_link.js";

const EAGER_MS = 600;
const CALM_MS = 4000;
const BATCH_MS = 50;
const AGAIN_MS = 8000;
const ANSWER_MS = 15000; // a network that went away may leave a question without an answer for minutes
const STUCK = 2;

const chance = () => Math.random().toString(36).slice(2, 12);

// The line of text beside a call: what is written is shown in order, and sent again if it did not go through.
function textLine(place, call) {
  const [form, list, fault] = ["form", "[data-lines]", "[data-fault]"].map((part) => place.querySelector(part));
  let name = chance();
  call.addEventListener("written", ({ detail: { side, text } }) => {
    const line = document.createElement("li");
    const who = document.createElement("strong");
    who.textContent = place.dataset[side];
    line.dataset.side = side;
    line.append(who, document.createTextNode(` ${text}`));
    list.append(line);
    list.scrollTop = list.scrollHeight;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const box = form.elements.text;
    if (!box.value.trim()) return;
    try {
      await call.write(form.action, box.value, name);
      [box.value, name, fault.hidden] = ["", chance(), true];
    } catch {
      fault.hidden = false;
    }
    box.focus();
  });
  call.addEventListener("over", () => { form.hidden = true; });
}

globalThis.TownlineTextLine = textLine;
globalThis.TownlineCall = class extends EventTarget {
  // me: how the server calls this side; url: where signals are told and asked for. What was told before is past.
  constructor({ me, url, csrf, ice = [] }) {
    super();
    Object.assign(this, { me, url, csrf, ice, after: null, heardUntil: 0, instance: chance(), links: new Map(), joined: false });
    this.bundle = null;
    this.instead = new Map();
    this.unsent = [];
    this.state = { sides: [] };
    this.ended = false;
    this.tries = 0;
    // The window that joined last has the call: two of one side would take it from each other for ever.
    this.windows = new BroadcastChannel(`townline-call ${url}`);
    this.windows.onmessage = () => this.stop("elsewhere");
  }

  say(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  // Asks for the microphone; without one the call is heard, and the text line speaks. The call goes on meanwhile, for a
  // question that nobody answers must not end it; but nobody is talked to before.
  async listen() {
    const had = this.bundle !== null;
    try {
      const wanted = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
      this.bundle = await navigator.mediaDevices.getUserMedia({ audio: wanted });
    } catch {
      this.bundle = null;
    }
    this.asked = true;
    if (this.ended) return this.silence();
    const [track] = this.bundle?.getAudioTracks() ?? [];
    if (track) {
      track.enabled = !this.silent;
      track.onended = () => this.listen(); // its device was pulled out: there may be another
    }
    this.say("microphone", { there: this.bundle !== null });
    if (had) await this.resend();
    else if (this.joined) this.join();
    this.poke();
  }

  silence() {
    for (const track of this.bundle?.getTracks() ?? []) track.stop();
  }

  outgoing(side) {
    return this.instead.has(side) ? this.instead.get(side) : this.bundle?.getAudioTracks()[0] ?? null;
  }

  // What one side hears instead of us, as music while they are on hold; null: nothing at all.
  async play(side, track) {
    this.instead.set(side, track);
    await this.resend();
  }

  // Lets a side hear ourselves again.
  async speak(side) {
    this.instead.delete(side);
    await this.resend();
  }

  async resend() {
    for (const [side, link] of this.links) await link.sender.replaceTrack(this.outgoing(side));
  }

  mute(silent) {
    this.silent = silent;
    for (const track of this.bundle?.getAudioTracks() ?? []) track.enabled = !silent;
    this.tell("mute", { silent });
  }

  start() {
    this.poke();
  }

  stop(why = "over") {
    if (this.ended) return;
    this.ended = true;
    this.windows.close();
    clearTimeout(this.next);
    this.part();
    this.silence();
    this.say("over", { why });
  }

  // Asks at once; while an answer is on its way, once more after it.
  poke() {
    if (this.asking) {
      this.again = true;
      return;
    }
    clearTimeout(this.next);
    this.asking = this.ask().finally(() => {
      this.asking = null;
      if (this.ended) return;
      if (this.again) {
        this.again = false;
        this.poke();
      } else {
        this.next = setTimeout(() => this.poke(), this.eager() ? EAGER_MS : CALM_MS);
      }
    });
  }

  eager() {
    return this.joined && ![...this.links.values()].some((link) => link.open);
  }

  async ask() {
    let [reply, said] = [];
    try {
      const since = `?said=${this.heardUntil}${this.after === null ? "" : `&after=${this.after}`}`;
      const headers = { Accept: "application/json" };
      reply = await fetch(this.url + since, { headers, signal: AbortSignal.timeout(ANSWER_MS) });
      if (reply.status === 404 || reply.status === 403) this.stop();
      if (reply.status === 401) this.signed(false);
      if (!reply.ok) return;
      said = await reply.json();
    } catch {
      this.offline = true;
      this.say("link", { state: "offline" });
      return;
    }
    const before = this.state;
    this.state = said;
    this.csrf = said.csrf ?? this.csrf;
    this.signed(true);
    if (this.after === null) {
      this.after = said.last;
      this.ice = said.ice ?? this.ice;
      this.say("begun", said);
    }
    this.follow(before);
    if (this.offline) this.back();
    for (const signal of said.signals) {
      if (signal.position <= this.after) continue;
      this.after = signal.position;
      await this.take(signal).catch((fault) => console.warn("a signal was not understood", fault.message));
    }
    for (const line of said.said.filter(({ id }) => id > this.heardUntil)) {
      this.heardUntil = line.id;
      this.say("written", line);
    }
    this.say("state", said);
    if (!said.under_way) this.stop();
  }

  // Says when we are signed out, and when we are in again: those who talk hear each other meanwhile.
  signed(here) {
    if (here === !this.out) return;
    this.out = !here;
    this.say("signed", { here });
  }

  // Asks now and waits for the answer: who signed in again has a token that counts only from then on.
  async renew() {
    await this.asking;
    this.poke();
    await this.asking;
  }

  // The network is back: ways to be reached that were found without one are of no use.
  back() {
    this.offline = false;
    if (this.eager()) this.join();
    else this.linked();
  }

  follow(before) {
    const talks = this.state.sides.includes(this.me) && this.state.state === "in_contact";
    for (const side of before.sides) {
      if (!this.state.sides.includes(side)) this.drop(side);
    }
    if (talks && !this.joined && this.asked) this.join();
    if (!talks && this.joined) this.part();
  }

  join() {
    if (this.ended) return; // another window has it meanwhile
    this.joined = true;
    this.windows.postMessage("joined");
    for (const side of this.links.keys()) this.drop(side);
    this.instance = chance();
    this.tell("hello", { i: this.instance });
    this.wait();
    this.linked();
  }

  // As long as nobody is heard, everything is begun anew now and then: at different times for both sides.
  wait() {
    clearTimeout(this.knock);
    this.knock = setTimeout(() => {
      if (!this.eager()) return;
      this.tries += 1;
      this.join();
    }, AGAIN_MS * (1 + Math.random() / 2));
  }

  part() {
    this.joined = this.wasOpen = false;
    this.tries = 0;
    clearTimeout(this.knock);
    for (const side of this.links.keys()) this.drop(side);
    this.linked();
  }

  drop(side) {
    this.links.get(side)?.close();
    this.links.delete(side);
    this.say("gone", { side });
  }

  link(side, instance) {
    const known = this.links.get(side);
    if (known && known.instance === instance) return known;
    known?.close();
    const fresh = new Link(this, side, instance);
    this.links.set(side, fresh);
    this.wait();
    if (this.silent) this.tell("mute", { silent: true }, side);
    return fresh;
  }

  async take({ sender, kind, payload }) {
    if (kind === "mute") this.say("muted", { side: sender, silent: payload.silent === true });
    if (kind === "bye") this.drop(sender);
    if (!this.joined || !payload.i || (payload.t && payload.t !== this.instance)) return;
    if (kind === "hello") this.link(sender, payload.i);
    if (kind === "offer") await this.link(sender, payload.i).described(payload.description);
    const known = this.links.get(sender);
    if (known?.instance !== payload.i) return;
    if (kind === "answer") await known.described(payload.description);
    if (kind === "ice") await known.reachable(payload.candidate);
  }

  linked() {
    const open = [...this.links.values()].some((link) => link.open);
    if (this.opened && !open && this.joined) this.wait();
    this.opened = open;
    if (open) [this.wasOpen, this.tries] = [true, 0];
    const trying = this.wasOpen ? "lost" : this.tries >= STUCK ? "stuck" : "opening";
    this.say("link", { state: this.offline ? "offline" : open ? "open" : this.joined ? trying : "none" });
  }

  tell(kind, payload, to = "") {
    this.unsent.push({ kind, to, payload });
    if (!this.sending) this.sending = this.send().finally(() => { this.sending = null; });
  }

  // In order, a message at a time, and again where the network was away or we were signed out; what was begun anew
  // meanwhile is not sent.
  async send() {
    await new Promise((after) => setTimeout(after, BATCH_MS));
    while (this.unsent.length && !this.ended) {
      const signals = this.unsent.splice(0, 40).filter(({ payload: { i } }) => !i || i === this.instance);
      if (!signals.length) continue;
      try {
        const headers = { "Content-Type": "application/json", "X-CSRFToken": this.csrf };
        const [method, body, signal] = ["POST", JSON.stringify({ signals }), AbortSignal.timeout(ANSWER_MS)];
        const reply = await fetch(this.url, { method, headers, body, signal });
        if (reply.status === 403) this.poke(); // for another token
        if (reply.status >= 500 || [401, 403].includes(reply.status)) throw new Error("not now");
      } catch {
        this.unsent.unshift(...signals);
        await new Promise((after) => setTimeout(after, 1000));
      }
    }
    if (!this.ended) this.poke();
  }

  // Posts a form, and once more with a new token where that of the page does not count any more.
  async post(url, said) {
    const send = () => fetch(url, {
      method: "POST", headers: { "X-CSRFToken": this.csrf, Accept: "application/json" }, body: new URLSearchParams(said),
    });
    const reply = await send();
    if (reply.status !== 403 || this.ended) return reply;
    await this.renew();
    return send();
  }

  // Writes beside the call. A name of its own goes with the words, so that what is sent twice is kept once.
  async write(url, text, name) {
    const reply = await this.post(url, { text, name });
    if (!reply.ok) throw new Error(String(reply.status));
    this.poke();
  }

  // What was sent and heard, for whoever wants to know how good the call is.
  async stats() {
    const found = { open: 0, received: 0, sent: 0, lost: 0, energy: 0 };
    for (const link of this.links.values()) {
      if (link.open) found.open += 1;
      for (const each of (await link.pc.getStats()).values()) {
        if (each.type === "inbound-rtp") {
          found.received += each.packetsReceived ?? 0;
          found.lost += each.packetsLost ?? 0;
          found.energy += each.totalAudioEnergy ?? 0;
        }
        if (each.type === "outbound-rtp") found.sent += each.packetsSent ?? 0;
      }
    }
    return found;
  }
};
