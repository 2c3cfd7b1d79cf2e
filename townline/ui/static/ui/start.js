// Says that scripts run, before anything is drawn, and moves the focus to what went wrong.
document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", () => {
  document.querySelector("[data-focus]")?.focus();
});
