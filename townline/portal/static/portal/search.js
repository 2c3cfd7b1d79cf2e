// Suggests services and answers while somebody types: a combobox as the ARIA Authoring Practices have it.
// Without it the form is sent, and the page shows the same.

const WAIT_MS = 120;
const SHORTEST = 2;

class Suggestions {
  constructor(input) {
    this.input = input;
    this.list = document.getElementById(input.getAttribute("aria-controls"));
    this.said = document.getElementById(`${input.id}-said`);
    this.chosen = -1;
    this.asked = "";
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("focus", () => { if (this.options.length && this.asked === this.text) this.open(); });
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    // A press of the mouse must not take the focus away before the click has chosen.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.go(option);
    });
  }

  get text() { return this.input.value.trim(); }
  get options() { return [...this.list.children]; }

  later() {
    // What is listed belongs to fewer letters than are typed now.
    this.list.setAttribute("aria-busy", "true");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const text = this.text;
    this.stop?.abort();
    if (text.length < SHORTEST && !/[^\u0000-\u024f]/.test(text)) return this.show({ options: [], said: "" }, text);
    this.stop = new AbortController();
    try {
      const url = `${this.input.dataset.suggest}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(url, { signal: this.stop.signal });
      if (answer.ok) this.show(await answer.json(), text);
      else this.settle();
    } catch (fault) {
      if (fault.name === "AbortError") return;
      this.settle();
      this.close();
    }
  }

  settle() { this.list.removeAttribute("aria-busy"); }

  show({ options, said }, text) {
    this.asked = text;
    this.settle();
    this.chosen = -1;
    this.list.replaceChildren(...options.map((each, number) => this.option(each, number)));
    this.said.textContent = said;
    if (options.length && document.activeElement === this.input) this.open();
    else this.close();
  }

  option({ name, about, url, lang }, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.className = "suggestion";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.url = url;
    for (const [look, text] of [["suggestion__name", name], ["suggestion__about", about]]) {
      const part = document.createElement("span");
      part.className = look;
      part.textContent = text;
      if (lang && text === name) part.lang = lang;
      option.append(part);
    }
    return option;
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.choose(-1);
    this.input.setAttribute("aria-expanded", "false");
  }

  choose(number) {
    const options = this.options;
    this.chosen = number;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === number)));
    if (number >= 0) {
      this.input.setAttribute("aria-activedescendant", options[number].id);
      options[number].scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const count = this.options.length;
    const shown = !this.list.hidden;
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && count) {
      if (!shown) this.open();
      this.choose((this.chosen + 1) % count);
    } else if (event.key === "ArrowUp" && count) {
      if (!shown) this.open();
      this.choose(this.chosen <= 0 ? count - 1 : this.chosen - 1);
    } else if (event.key === "Escape" && shown) this.close();
    else if (event.key === "Enter" && shown && this.chosen >= 0) this.go(this.options[this.chosen]);
    else return;
    event.preventDefault();
  }

  go(option) { window.location.assign(option.dataset.url); }
}

document.querySelectorAll("[data-suggest]").forEach((input) => new Suggestions(input));
