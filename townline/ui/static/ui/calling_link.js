// The way from a call to one other side of it. Both may make an offer at the same time: the polite one then gives way.
const GRACE_MS = 2500;

export class Link {
  constructor(call, side, instance) {
    this.call = call;
    this.side = side;
    this.instance = instance;
    this.polite = call.me < side;
    this.offering = false;
    this.settling = false;
    this.ignoring = false;
    this.early = [];
    const pc = new RTCPeerConnection({ iceServers: call.ice });
    this.pc = pc;
    pc.onnegotiationneeded = () => this.offer();
    pc.onicecandidate = ({ candidate }) => candidate && this.tell("ice", { candidate: candidate.toJSON() });
    pc.ontrack = ({ track, streams }) => call.say("heard", { side, stream: streams[0] ?? new MediaStream([track]) });
    pc.onconnectionstatechange = () => this.changed();
    const track = call.outgoing(side);
    if (track) this.sender = pc.addTrack(track, ...(call.bundle ? [call.bundle] : []));
    else this.sender = pc.addTransceiver("audio", { direction: call.bundle ? "sendrecv" : "recvonly" }).sender;
  }

  tell(kind, payload) {
    this.call.tell(kind, { i: this.call.instance, t: this.instance, ...payload }, this.side);
  }

  async offer() {
    try {
      this.offering = true;
      await this.pc.setLocalDescription();
      this.tell(this.pc.localDescription.type, { description: this.pc.localDescription.toJSON() });
    } catch {
      // The way was closed meanwhile.
    } finally {
      this.offering = false;
    }
  }

  async described(description) {
    const ready = !this.offering && (this.pc.signalingState === "stable" || this.settling);
    this.ignoring = description.type === "offer" && !ready && !this.polite;
    if (this.ignoring) return;
    this.settling = description.type === "answer";
    try {
      await this.pc.setRemoteDescription(description);
    } finally {
      this.settling = false;
    }
    for (const candidate of this.early.splice(0)) await this.reachable(candidate);
    if (description.type !== "offer") return;
    await this.pc.setLocalDescription();
    this.tell(this.pc.localDescription.type, { description: this.pc.localDescription.toJSON() });
  }

  async reachable(candidate) {
    if (!this.pc.remoteDescription) {
      this.early.push(candidate);
      return;
    }
    try {
      await this.pc.addIceCandidate(candidate);
    } catch (fault) {
      if (!this.ignoring) console.warn("a way to be reached was not taken", fault.name);
    }
  }

  changed() {
    const state = this.pc.connectionState;
    clearTimeout(this.patience);
    if (state === "failed") this.pc.restartIce();
    if (state === "disconnected") this.patience = setTimeout(() => this.pc.restartIce(), GRACE_MS);
    this.call.linked();
  }

  get open() {
    return this.pc.connectionState === "connected";
  }

  close() {
    clearTimeout(this.patience);
    this.pc.onconnectionstatechange = null;
    this.pc.close();
  }
}
