// Suggests colleagues after an @ in a note; the plain text works without it.

const MOST = 8;
const begun = /(?<![\w@.+/-])@([\w.+-]*)$/u;

for (const field of document.querySelectorAll("textarea[data-mentions]")) {
  const around = field.closest("[data-people]");
  if (around) suggest(field, around.dataset.people, around.dataset.told);
}

function suggest(field, address, told) {
  let people;
  let shown = [];
  let at = -1;
  const list = document.createElement("ul");
  list.className = "people";
  list.id = `${field.id}_people`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", told);
  field.after(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);

  const close = () => {
    list.hidden = true;
    at = -1;
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (to) => {
    at = (to + shown.length) % shown.length;
    [...list.children].forEach((one, n) => one.setAttribute("aria-selected", n === at));
    list.children[at].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const take = (one) => {
    const before = field.value.slice(0, field.selectionStart).replace(begun, `@${one.name} `);
    const after = field.value.slice(field.selectionStart).replace(/^ /, "");
    field.value = before + after;
    field.setSelectionRange(before.length, before.length);
    field.focus();
    close();
  };
  const look = async () => {
    const typed = begun.exec(field.value.slice(0, field.selectionStart));
    if (!typed) return close();
    people ??= fetch(address).then((answer) => (answer.ok ? answer.json() : { people: [] }), () => ({ people: [] }));
    const wanted = typed[1].toLowerCase();
    const fits = ({ name, label }) => [name, ...label.split(/\s+/)].some((word) => word.toLowerCase().startsWith(wanted));
    shown = (await people).people.filter(fits).slice(0, MOST);
    list.replaceChildren(...shown.map((one, n) => {
      const option = document.createElement("li");
      option.id = `${list.id}_${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const name = document.createElement("strong");
      name.textContent = `@${one.name}`;
      option.append(name, one.label);
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(one); });
      return option;
    }));
    list.hidden = !shown.length;
    if (shown.length) mark(0);
    else close();
  };
  field.addEventListener("input", look);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") mark(at + 1);
    else if (event.key === "ArrowUp") mark(at - 1);
    else if (event.key === "Enter" || event.key === "Tab") take(shown[at]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}
