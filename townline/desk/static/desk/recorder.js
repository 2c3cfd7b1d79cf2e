// Records a call in the agent's browser: both sides mixed, in pieces that go to the server one after another. A piece that
// did not arrive is sent again; the recording is whole only with its last one.
import { sounding } from "./sound.js";

const PIECE_MS = 5000;
const AGAIN_MS = 2000;
// How often a piece is sent in vain, at most: while the call goes on, for as long as the server waits for the next one; once it is over, for a minute.
const TRIES_DURING = 900;
const TRIES_AFTER = 30;
const REFUSED = [400, 404, 409, 413];

globalThis.TownlineRecorder = class {
  // csrf: called for the token, which is another one after signing in again; trouble: told whether what is recorded does not arrive just now.
  constructor({ url, csrf, number, trouble }) {
    Object.assign(this, { url, csrf, number, trouble, position: 0, waiting: [], sources: new Map() });
    this.context = sounding();
    this.out = this.context.createMediaStreamDestination();
    this.recorder = new MediaRecorder(this.out.stream);
    this.recorder.ondataavailable = ({ data }) => data.size && this.keep(data);
    this.done = new Promise((resolve) => { this.resolve = resolve; });
    this.recorder.onstop = () => {
      this.last = true;
      this.keep(new Blob());
    };
    this.recorder.start(PIECE_MS);
  }

  // What a side says from now on.
  add(side, stream) {
    this.drop(side);
    const source = this.context.createMediaStreamSource(stream);
    source.connect(this.out);
    this.sources.set(side, source);
  }

  drop(side) {
    this.sources.get(side)?.disconnect();
    this.sources.delete(side);
  }

  pause(still) {
    if (still && this.recorder.state === "recording") this.recorder.pause();
    if (!still && this.recorder.state === "paused") this.recorder.resume();
  }

  // Ends it, and says so when all has arrived, or cannot.
  stop() {
    if (this.recorder.state !== "inactive") this.recorder.stop();
    return this.done;
  }

  keep(data) {
    this.waiting.push(data);
    if (!this.sending) this.sending = this.send().finally(() => { this.sending = null; });
  }

  async send() {
    let tries = 0;
    while (this.waiting.length) {
      const last = this.last && this.waiting.length === 1;
      const said = new URLSearchParams({ number: this.number, position: this.position, last: last ? "1" : "0" });
      const headers = { "X-CSRFToken": this.csrf(), "Content-Type": "application/octet-stream", Accept: "application/json" };
      let reply = null;
      try {
        reply = await fetch(`${this.url}?${said}`, { method: "POST", headers, body: this.waiting[0] });
      } catch {
        // No network: again below.
      }
      // Who was signed out is led elsewhere, and that answers well: the piece was not taken there.
      const taken = reply?.ok && !reply.redirected;
      this.trouble(!taken);
      if (taken) {
        tries = 0;
        this.position += 1;
        this.waiting.shift();
      } else if ((tries += 1) >= (this.last ? TRIES_AFTER : TRIES_DURING) || REFUSED.includes(reply?.status)) {
        this.waiting = [];
        if (this.recorder.state !== "inactive") this.recorder.stop();
        return this.end();
      } else {
        await new Promise((after) => setTimeout(after, AGAIN_MS));
      }
    }
    if (this.last) this.end();
  }

  end() {
    this.context.close().catch(() => {});
    this.resolve();
  }
};
