// Sound that a page makes itself, without a file. Browsers keep a page silent until its reader has touched it: what is
// made here is heard from then on.

const RING_MS = 2000;
const NOTES = [[0, 523.3], [0.18, 659.3], [0.36, 784]];
const KEY = "townline.ring";

export function sounding() {
  const context = new AudioContext();
  const touches = ["pointerdown", "keydown"];
  const wake = () => {
    if (context.state === "closed") for (const touch of touches) removeEventListener(touch, wake);
    else if (context.state !== "running") context.resume().catch(() => {});
  };
  for (const touch of touches) addEventListener(touch, wake);
  wake();
  return context;
}

// Whether this browser rings aloud; the wish is one for all pages of the desk.
export const loud = (otherwise) => (localStorage.getItem(KEY) ?? otherwise) === "on";
export const beLoud = (wish) => localStorage.setItem(KEY, wish ? "on" : "off");

let ringing;

export function ring() {
  if (ringing) return ringing.context;
  const context = sounding();
  const strike = () => {
    if (context.state !== "running") return; // else all of it would be heard at once later
    for (const [after, pitch] of NOTES) {
      const [voice, loudness] = [context.createOscillator(), context.createGain()];
      const at = context.currentTime + after;
      voice.frequency.value = pitch;
      loudness.gain.setValueAtTime(0.0001, at);
      loudness.gain.exponentialRampToValueAtTime(0.14, at + 0.02);
      loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.5);
      voice.connect(loudness).connect(context.destination);
      voice.start(at);
      voice.stop(at + 0.5);
    }
  };
  context.addEventListener("statechange", strike);
  strike();
  ringing = { context, clock: setInterval(strike, RING_MS) };
  return context;
}

export function stopRinging() {
  if (!ringing) return;
  clearInterval(ringing.clock);
  ringing.context.close();
  ringing = undefined;
}
