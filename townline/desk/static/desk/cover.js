// Draws black rectangles on photos with the pointer, and takes marked words into the list of those to
// black out. The fields below say the same in numbers, and work without it.

const SVG = "http://www.w3.org/2000/svg";
const LEAST = 0.5;
const round = (n) => Math.round(n * 10) / 10;

for (const cover of document.querySelectorAll("[data-cover]")) {
  const photo = cover.querySelector(".cover__photo");
  const svg = photo.querySelector("svg");
  const body = cover.querySelector("tbody");
  cover.querySelector("[data-draw]").hidden = false;
  photo.classList.add("cover__photo--open");

  const fields = (row) => [...row.querySelectorAll("input")];
  const rows = () => [...body.querySelectorAll("[data-row]")];
  const isFree = (row) => fields(row).every((field) => !field.value.trim());
  const paint = () => {
    svg.replaceChildren(...rows().filter((row) => !isFree(row)).map((row) => {
      const rect = document.createElementNS(SVG, "rect");
      ["x", "y", "width", "height"].forEach((name, n) => {
        rect.setAttribute(name, Number(fields(row)[n].value.replace(",", ".")) || 0);
      });
      return rect;
    }));
  };
  const freeRow = () => {
    const found = rows().find(isFree);
    if (found) return found;
    const all = rows();
    const row = all.at(-1).cloneNode(true);
    for (const field of fields(row)) {
      field.value = "";
      field.name = field.name.replace(/-\d+-(\w+)$/, `-${all.length}-$1`);
      field.setAttribute("aria-label", field.getAttribute("aria-label").replace(/\d+$/, all.length + 1));
    }
    body.append(row);
    return row;
  };
  const at = (event) => {
    const frame = photo.getBoundingClientRect();
    const inside = (n) => Math.min(100, Math.max(0, n));
    return [inside(((event.clientX - frame.left) / frame.width) * 100), inside(((event.clientY - frame.top) / frame.height) * 100)];
  };

  let from;
  let row;
  photo.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    photo.setPointerCapture(event.pointerId);
    from = at(event);
    row = freeRow();
  });
  photo.addEventListener("pointermove", (event) => {
    if (!from) return;
    const to = at(event);
    const left = Math.min(from[0], to[0]);
    const top = Math.min(from[1], to[1]);
    const drawn = [left, top, Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])];
    fields(row).forEach((field, n) => { field.value = round(drawn[n]); });
    paint();
  });
  const end = () => {
    if (!from) return;
    from = undefined;
    const [, , width, height] = fields(row).map((field) => Number(field.value));
    if (!(width >= LEAST && height >= LEAST)) for (const field of fields(row)) field.value = "";
    paint();
  };
  photo.addEventListener("pointerup", end);
  photo.addEventListener("pointercancel", end);
  body.addEventListener("input", paint);
}

const marking = document.querySelector("[data-marking]");
const button = document.querySelector("[data-mark]");
const words = document.querySelector("[name=words]");
if (marking && button && words) {
  button.hidden = false;
  button.querySelector("button").addEventListener("click", () => {
    const marked = getSelection();
    const text = marking.contains(marked.anchorNode) ? marked.toString().trim() : "";
    if (!text) return words.focus();
    const lines = [...words.value.split("\n"), ...text.split("\n")].map((line) => line.trim());
    words.value = [...new Set(lines.filter(Boolean))].join("\n");
    words.focus();
  });
}
