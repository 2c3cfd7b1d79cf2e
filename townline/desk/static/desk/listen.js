// Plays a recording in the page. Without scripts the same button brings the file.

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-listen]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const reply = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!reply.ok) throw new Error(String(reply.status));
    const sound = document.createElement("audio");
    sound.controls = true;
    sound.src = URL.createObjectURL(await reply.blob());
    button.replaceWith(sound);
    sound.focus();
    sound.play().catch(() => {});
  } catch {
    button.disabled = false;
    document.dispatchEvent(new CustomEvent("townline:say", { detail: form.dataset.failed }));
  }
});
