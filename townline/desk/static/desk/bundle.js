// Counts down how long something can be taken back; then the button goes, as the server would refuse.

const form = document.querySelector("[data-while]");
if (form) {
  const until = Date.now() + Number(form.dataset.while) * 1000;
  const told = form.querySelector("[data-left]");
  const tick = () => {
    const left = Math.round((until - Date.now()) / 1000);
    if (left <= 0) return form.remove();
    told.textContent = ` (${left} s)`;
    setTimeout(tick, 1000);
  };
  tick();
}
