// What is typed into notes lies in this browser until the server has it, under the key of the agent who typed it.

const ALL = "townline.note.";

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(ALL));

export const forgetAll = () => keys().forEach((key) => localStorage.removeItem(key));

export class Drafts {
  constructor(agent) {
    this.mine = `${ALL}${agent}.`;
    // Somebody else answers at this browser now: what others left unsent is not for their eyes.
    for (const key of keys()) if (!key.startsWith(this.mine)) localStorage.removeItem(key);
  }

  // Returns { address, seen, text } of a contact's notes, or nothing.
  of(contact) {
    try {
      return JSON.parse(localStorage.getItem(this.mine + contact)) ?? undefined;
    } catch {
      return undefined;
    }
  }

  keep(contact, draft) {
    localStorage.setItem(this.mine + contact, JSON.stringify(draft));
  }

  drop(contact) {
    localStorage.removeItem(this.mine + contact);
  }

  // Brings what was left of contacts that the page is not about: written up, passed on or lost since. The server takes
  // notes from whoever had a contact, and adds nothing to notes that say it already.
  async bring(token, but) {
    for (const key of keys()) {
      const contact = key.slice(this.mine.length);
      const draft = contact === but ? undefined : this.of(contact);
      if (!draft) continue;
      const body = new FormData();
      body.set("note", draft.text);
      body.set("seen", draft.seen);
      body.set("csrfmiddlewaretoken", token);
      try {
        const answer = await fetch(draft.address, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
        if (answer.ok && !answer.redirected) this.drop(contact);
      } catch {
        // Without a network the next page of the console brings it.
      }
    }
  }
}
