// Printing a request's page, and copying its link. Both buttons show where scripts run alone.

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-print], [data-copy]");
  if (!button) return;
  if (button.hasAttribute("data-print")) {
    window.print();
    return;
  }
  const link = document.getElementById(button.dataset.copy);
  const words = button.textContent;
  try {
    await navigator.clipboard.writeText(link.textContent);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = words; }, 3000);
  } catch {
    getSelection().selectAllChildren(link); // without the permission: marked, to be copied by hand
  }
});
