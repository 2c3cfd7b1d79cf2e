// Opens the desk's other pages within the console, so that a call goes on while a request is taken down. A page's own
// address stays what its links and forms are read against; without this they open as pages of their own.

const HEADERS = { "X-Requested-With": "fetch" };
let again = 0;

export class Work {
  constructor(console_) {
    this.console = console_;
    this.box = document.getElementById("c-work");
    this.page = this.box.querySelector("[data-work-page]");
    this.box.addEventListener("click", (event) => this.clicked(event));
    this.box.addEventListener("submit", (event) => this.submitted(event));
    this.box.addEventListener("change", (event) => this.changed(event));
    this.box.addEventListener("keydown", (event) => this.stepped(event));
  }

  whose(address) {
    const url = new URL(address, this.address ?? location.href);
    const here = new URL(this.console.here);
    for (const name of ["contact", "person"]) {
      const said = name === "contact" ? this.console.contact : here.searchParams.get(name);
      if (said) url.searchParams.set(name, said);
    }
    return url;
  }

  inside(url) {
    return url.origin === location.origin && url.pathname.includes("/desk/");
  }

  async open(address, options = {}) {
    this.box.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(this.whose(address), { ...options, headers: HEADERS });
      await this.show(answer);
    } catch {
      this.console.say(this.console.root.dataset.fault);
    } finally {
      this.box.removeAttribute("aria-busy");
    }
  }

  async show(answer) {
    const url = new URL(answer.url);
    if (url.pathname.endsWith("/sign-in/")) return location.assign(location.href);
    const read = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (read.querySelector("[data-console]")) {
      this.close();
      return this.console.take(read, answer.url);
    }
    const main = read.querySelector("#main > .frame");
    if (!main) throw new Error(String(answer.status));
    this.address = answer.url;
    this.style(read);
    for (const old of main.querySelectorAll(".crumbs, [data-keys]")) old.remove();
    this.page.replaceChildren(...main.childNodes);
    this.box.hidden = false;
    document.getElementById("c-found").hidden = true;
    this.scripts(read);
    this.focus();
    if (this.page.querySelector("[data-look-up]")) await this.lookedUp(this.page.querySelector("[data-look-up]"));
    else if (!["GET", undefined].includes(answer.method) || answer.redirected) this.console.look();
  }

  // Who opens a request within the console has looked it up for whoever they talk to: that is a deed, and said once.
  async lookedUp(form) {
    form.hidden = true;
    const told = await fetch(form.action, { method: "POST", body: new FormData(form), headers: HEADERS });
    form.hidden = told.ok;
    if (told.ok) this.console.take(new DOMParser().parseFromString(await told.text(), "text/html"), told.url);
  }

  style(read) {
    const there = new Set([...document.querySelectorAll("link[rel=stylesheet]")].map((link) => link.href));
    for (const link of read.querySelectorAll("head link[rel=stylesheet]")) {
      const href = new URL(link.getAttribute("href"), location.href).href;
      if (!there.has(href)) document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
    }
  }

  scripts(read) {
    for (const script of read.querySelectorAll("body script[type=module][src]")) {
      again += 1; // A module runs once for each address: what it sets up is new here every time.
      import(`${new URL(script.getAttribute("src"), location.href).href}?again=${again}`).catch(() => {});
    }
  }

  focus() {
    const fault = this.page.querySelector("[data-focus], .usa-form-group--error input, .usa-form-group--error textarea");
    const first = this.page.querySelector("form[data-questions] [name=address], form[data-questions] .question input");
    const head = this.page.querySelector("h1, h2");
    head?.setAttribute("tabindex", "-1");
    (fault ?? first ?? head)?.focus();
    this.box.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.address = undefined;
    this.page.replaceChildren();
    this.box.hidden = true;
    document.getElementById("c-found").hidden = false;
  }

  clicked(event) {
    if (event.target.closest("[data-close-work]")) {
      event.preventDefault();
      this.close();
      this.console.look();
      document.getElementById("c-what")?.closest("[tabindex]")?.focus();
      return;
    }
    const link = event.target.closest("a[href]");
    if (!link || link.target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const url = this.whose(link.getAttribute("href"));
    if (link.getAttribute("href").startsWith("#") || !this.inside(url)) return;
    event.preventDefault();
    this.open(url);
  }

  submitted(event) {
    const form = event.target;
    if (form.method === "dialog") return;
    const button = event.submitter;
    const said = button?.getAttribute("formaction") ?? form.getAttribute("action") ?? this.address;
    const body = new FormData(form, button);
    event.preventDefault();
    if (form.method === "post") return this.open(said, { method: "POST", body });
    const url = new URL(said, this.address);
    url.search = new URLSearchParams(body);
    return this.open(url);
  }

  // What an address tells is shown as soon as the field is left; what is known near by too.
  async changed(event) {
    const field = event.target;
    if (field.name !== "address") return;
    const service = new URL(this.address).pathname.split("/").at(-2);
    const url = new URL(this.console.root.dataset.places, location.href);
    url.search = new URLSearchParams({ address: field.value, service });
    const told = await fetch(url, { headers: HEADERS });
    if (!told.ok) return;
    let facts = this.page.querySelector("[data-facts]");
    if (!facts) {
      facts = Object.assign(document.createElement("div"), { className: "console__told" });
      facts.dataset.facts = "";
      facts.setAttribute("role", "status");
      field.closest(".usa-form-group").after(facts);
    }
    facts.innerHTML = await told.text();
    facts.querySelectorAll("a").forEach((link, n) => { link.tabIndex = n ? -1 : 0; });
    const found = facts.querySelector("[data-place-found]");
    if (found) this.console.placed(found.textContent);
  }

  // What is known near by is one stop of the Tab key, however much it is: arrows lead from one to the next.
  stepped(event) {
    const links = [...event.target.closest("[data-facts]")?.querySelectorAll("a") ?? []];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !links.includes(event.target)) return;
    event.preventDefault();
    links[links.indexOf(event.target) + step]?.focus();
  }
}
