// Puts a ready text into the box as soon as it is chosen; without it the button beside does so.

const ready = document.querySelector("[data-ready]");
if (ready) {
  const choice = ready.querySelector("select");
  const box = document.querySelector(`[name="${ready.dataset.box}"]`);
  const said = ready.querySelector("[data-said]");
  const foreign = ready.querySelector("[data-foreign-said]");
  let put = "";
  ready.querySelector("[name=use_text]").hidden = true;
  choice.addEventListener("change", () => {
    const { text = "", foreign: other } = choice.selectedOptions[0].dataset;
    const own = box.value.replace(put, "").trim();
    box.value = [own, text].filter(Boolean).join("\n\n");
    put = text;
    said.textContent = text ? ready.dataset.done : "";
    foreign.hidden = !other;
  });
}
