// Hides questions that the other answers leave unasked; what is hidden is not sent. Without this a
// form shows them all, each with a line that says when it is asked.

function answersTo(form, name) {
  const inputs = form.querySelectorAll(`[name="${CSS.escape(name)}"]:not(:disabled)`);
  return [...inputs]
    .filter((input) => !["radio", "checkbox"].includes(input.type) || input.checked)
    .map((input) => input.value);
}

function askWhatIsAsked(form) {
  // In the order of the page: a question may depend on one that has just been hidden.
  for (const question of form.querySelectorAll("[data-when]")) {
    const when = Object.entries(JSON.parse(question.dataset.when));
    const asked = when.every(([name, keys]) => answersTo(form, name).some((a) => keys.includes(a)));
    question.hidden = !asked;
    for (const input of question.querySelectorAll("input, select, textarea")) input.disabled = !asked;
  }
}

for (const form of document.querySelectorAll("form[data-questions]")) {
  form.addEventListener("change", () => askWhatIsAsked(form));
  askWhatIsAsked(form);
  // A browser that goes back restores the answers only after this has run.
  addEventListener("pageshow", () => askWhatIsAsked(form));
}
