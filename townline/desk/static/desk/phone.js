// The agent's telephone: answers are given by the page, this connects, holds, passes on and hangs up. Says
// `phone:over` on its box when there is nothing more to talk, so that the page around it can go on.

import { sounding } from "./sound.js";

const RESIDENT = "resident";
const NOTES = [261.6, 329.6, 392, 329.6];

// Music without a file: four soft notes, over and over.
class Music {
  constructor() {
    this.context = sounding();
    this.out = this.context.createMediaStreamDestination();
    this.loudness = this.context.createGain();
    this.loudness.gain.value = 0.06;
    this.loudness.connect(this.out);
    this.tone = this.context.createOscillator();
    this.tone.type = "triangle";
    this.tone.connect(this.loudness);
    this.tone.start();
    let n = 0;
    const next = () => {
      this.tone.frequency.setTargetAtTime(NOTES[n % NOTES.length], this.context.currentTime, 0.05);
      n += 1;
    };
    next();
    this.clock = setInterval(next, 900);
  }

  get track() {
    return this.out.stream.getAudioTracks()[0];
  }

  stop() {
    clearInterval(this.clock);
    this.context.close().catch(() => {}); // it may have been stopped already: hung up while on hold
  }
}

class Phone {
  constructor(box) {
    this.box = box;
    const { value: csrf } = box.querySelector("[name=csrfmiddlewaretoken]");
    this.call = new globalThis.TownlineCall({ me: box.dataset.me, url: box.dataset.phone, csrf });
    box.townlineCall = this.call;
    this.link = "none";
    this.state = { sides: [] };
    this.call.addEventListener("begun", ({ detail }) => this.begun(detail));
    this.call.addEventListener("state", ({ detail }) => this.follow(detail));
    this.call.addEventListener("link", ({ detail }) => { this.link = detail.state; this.draw(); });
    this.call.addEventListener("heard", ({ detail }) => this.hear(detail.side, detail.stream));
    this.call.addEventListener("gone", ({ detail }) => {
      this.sound(detail.side)?.remove();
      this.recorder?.drop(detail.side);
    });
    this.call.addEventListener("muted", ({ detail }) => {
      if (detail.side === "resident") this.part("caller-mute").hidden = !detail.silent;
    });
    this.call.addEventListener("microphone", ({ detail }) => this.heardOf(detail.there));
    this.call.addEventListener("signed", ({ detail }) => this.signed(detail.here));
    this.call.addEventListener("over", ({ detail }) => this.over(detail.why));
    this.part("mute").addEventListener("click", () => this.mute());
    this.part("hold").addEventListener("click", () => this.hold());
    this.part("hang-up").addEventListener("click", () => this.post(this.part("hang-up").dataset.hangUp));
    this.part("record").addEventListener("click", () => this.record());
    for (const name of ["hand-over", "ask-no-more"]) {
      this.part(name).addEventListener("click", () => this.post(this.part(name).value));
    }
    for (const name of ["pass-on", "interpreter"]) {
      this.part(name).addEventListener("submit", (event) => this.ask(event));
    }
    this.part("sure").addEventListener("click", () => this.sure());
    this.part("unsure").addEventListener("click", () => this.warn(null));
    this.part("pass-on").elements.queue.addEventListener("focus", () => this.anew());
    this.part("interpreters").addEventListener("toggle", ({ target }) => target.open && this.whoInterprets());
    this.part("play").addEventListener("click", () => this.play());
    document.addEventListener("live", () => this.call.poke());
    if (this.part("text-line")) globalThis.TownlineTextLine(this.part("text-line"), this.call);
  }

  part(name) {
    return this.box.querySelector(`[data-${name}]`);
  }

  start() {
    this.call.start();
    this.call.listen();
  }

  // Whoever was signed out signs in elsewhere: to load this page anew would end the call. The page around it looks anew.
  signed(here) {
    this.part("signed-out").hidden = here;
    if (!here) return;
    for (const each of document.querySelectorAll("[name=csrfmiddlewaretoken]")) each.value = this.call.csrf;
    this.box.dispatchEvent(new CustomEvent("phone:signed-in", { bubbles: true }));
  }

  heardOf(there) {
    this.part("no-microphone").hidden = there;
    if (there) this.recorder?.add("me", this.call.bundle);
  }

  begun({ queues, interpreters, leads, may_record: mayRecord, recording, paused }) {
    this.leads = leads;
    for (const part of this.box.querySelectorAll("[data-leads]")) part.hidden = !leads;
    this.mayPassOn(queues);
    this.part("pass-on").hidden = !leads || queues.length === 0;
    this.mayInterpret(interpreters);
    this.part("unrecorded").hidden = !leads || mayRecord;
    // The page was loaded anew while it recorded: another recording goes on from here.
    if (leads && (recording || paused)) this.record();
  }

  // Where the same may be chosen, only its words change: the list may be open.
  choices(name, options) {
    const select = this.part(name).querySelector("select");
    const had = [...select.options];
    if (had.length === options.length && had.every(({ value }, n) => value === options[n].value)) {
      had.forEach((each, n) => { if (each.text !== options[n].text) each.text = options[n].text; });
      return;
    }
    const chosen = select.value;
    select.replaceChildren(...options);
    if (options.some(({ value }) => value === chosen)) select.value = chosen;
  }

  // Who is free now: asked for each time that somebody looks.
  async whoInterprets() {
    const box = this.part("interpreters");
    box.setAttribute("aria-busy", "true");
    await this.anew();
    box.removeAttribute("aria-busy");
  }

  // Which queues are closed and who is free: a call may be long.
  async anew() {
    try {
      const reply = await fetch(this.box.dataset.phone, { headers: { Accept: "application/json" } });
      if (!reply.ok) return;
      const { queues, interpreters } = await reply.json();
      this.mayPassOn(queues);
      this.mayInterpret(interpreters);
    } catch {
      // Without a network the lists stay as they were.
    }
  }

  mayPassOn(queues) {
    this.choices("pass-on", queues.map(({ code, words }) => new Option(words, code)));
  }

  // Nobody answers there: passed on, or asked, only if it is said once more.
  warn(warned) {
    this.warned = warned;
    this.part("warned").hidden = !warned;
    if (!warned) return;
    const asks = warned.url !== this.part("pass-on").dataset.passOn;
    this.part("warning").textContent = warned.words;
    this.part("sure-pass").hidden = asks;
    this.part("sure-ask").hidden = !asks;
  }

  sure() {
    const { url, said } = this.warned;
    return this.post(url, { ...said, sure: "1" });
  }

  mayInterpret(interpreters) {
    this.choices("interpreter", interpreters.map(({ agent, words }) => new Option(words, agent)));
    this.part("interpreter").hidden = interpreters.length === 0;
    this.part("nobody-free").hidden = interpreters.length > 0;
  }

  // Begins to record, or lets the recording stand still or go on.
  async record() {
    const button = this.part("record");
    if (this.recorder) {
      await this.post(button.dataset.record, { wish: this.state.paused ? "resume" : "pause" });
      return;
    }
    const reply = await this.post(button.dataset.record, { wish: "begin" });
    if (!reply) return;
    const { number } = await reply.json();
    if (!globalThis.TownlineRecorder) await import(this.box.dataset.recorder);
    this.box.townlineRecorder = this.recorder = new globalThis.TownlineRecorder({
      url: button.dataset.piece, csrf: () => this.call.csrf, number,
      trouble: (there) => { this.part("unkept").hidden = !there; },
    });
    if (this.call.bundle) this.recorder.add("me", this.call.bundle);
    for (const sound of this.box.querySelectorAll("audio")) this.recorder.add(sound.dataset.side, sound.srcObject);
    this.call.poke();
  }

  follow(said) {
    const was = this.state.held === true;
    this.state = said;
    if (said.held !== was) this.holding(said.held);
    this.asking(said.asked);
    this.part("record").setAttribute("aria-pressed", String(said.recording));
    this.part("record").disabled = !said.may_record;
    this.recorder?.pause(said.paused || said.held);
    if (this.recorder && !said.may_record) this.recorder.stop();
    this.draw();
  }

  draw() {
    const linked = { open: "talking", lost: "lost", stuck: "stuck", offline: "offline" }[this.link] ?? "opening";
    const now = this.call.ended ? this.box.dataset.now : this.state.away ? "away" : this.state.held ? "held" : linked;
    if (this.box.dataset.now !== now) this.box.dataset.now = now;
  }

  // The resident on hold hears music of who has the call, and nothing of anybody else; those who answer go on talking.
  holding(held) {
    this.part("hold").setAttribute("aria-pressed", String(held));
    const sound = this.sound(RESIDENT);
    if (sound) sound.muted = held;
    if (!held) {
      this.call.speak(RESIDENT).then(() => this.music?.stop());
      return;
    }
    if (this.leads) this.music = new Music();
    this.call.play(RESIDENT, this.music?.track ?? null);
  }

  // Shows how it stands with whoever is asked about this call: "" for nobody.
  asking(state) {
    this.part("asked").hidden = !this.leads || !state;
    this.part("pass-on").hidden = !this.leads || Boolean(state) || !this.part("pass-on").elements.queue.length;
    this.part("asked").dataset.state = state;
    this.part("hand-over").hidden = state !== "in_contact";
  }

  sound(side) {
    return this.box.querySelector(`audio[data-side="${side}"]`);
  }

  hear(side, stream) {
    let sound = this.sound(side);
    if (!sound) {
      sound = document.createElement("audio");
      sound.dataset.side = side;
      sound.autoplay = true;
      this.part("sound").append(sound);
    }
    sound.srcObject = stream;
    sound.muted = side === RESIDENT && this.state.held === true;
    sound.play().catch(() => { this.part("play").hidden = false; });
    this.recorder?.add(side, stream);
  }

  play() {
    for (const sound of this.box.querySelectorAll("audio")) sound.play();
    this.part("play").hidden = true;
  }

  mute() {
    const silent = this.part("mute").getAttribute("aria-pressed") !== "true";
    this.part("mute").setAttribute("aria-pressed", String(silent));
    this.call.mute(silent);
  }

  hold() {
    return this.post(this.part("hold").dataset.hold, { held: this.state.held ? "0" : "1" });
  }

  ask(event) {
    event.preventDefault();
    const choice = event.target.querySelector("select");
    const url = event.submitter?.dataset.ask ?? event.target.dataset.passOn ?? event.target.dataset.interpreter;
    return this.post(url, { [choice.name]: choice.value });
  }

  async post(url, said = {}) {
    const fault = this.part("fault-phone");
    fault.hidden = true;
    this.warn(null);
    try {
      const reply = await this.call.post(url, said);
      if (reply.ok) return reply;
      const { warning } = reply.status === 409 ? await reply.json() : {};
      if (!warning) throw new Error(String(reply.status));
      this.warn({ words: warning, url, said });
      return null;
    } catch {
      fault.textContent = fault.dataset.faultPhone;
      fault.hidden = false;
      return null;
    } finally {
      this.call.poke();
    }
  }

  async over(why) {
    this.box.dataset.now = why;
    this.part("keys").hidden = true;
    this.part("pass-on").hidden = true;
    this.warn(null);
    this.part("interpreters").hidden = true;
    this.part("asked").hidden = true;
    this.music?.stop();
    await this.recorder?.stop();
    if (why === "over") this.box.dispatchEvent(new CustomEvent("phone:over", { bubbles: true }));
  }
}

const box = document.querySelector("[data-phone]");
if (box) new Phone(box).start();
