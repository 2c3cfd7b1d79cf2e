// Passkeys: the device is asked, and its answer goes on with the form. What needs them is hidden
// until we know that the browser has them.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

// Older browsers neither read options from JSON nor write their answer as JSON.
function read(options) {
  const key = options.publicKey;
  key.challenge = bytes(key.challenge);
  if (key.user) key.user.id = bytes(key.user.id);
  for (const list of [key.excludeCredentials, key.allowCredentials]) {
    (list ?? []).forEach((one) => { one.id = bytes(one.id); });
  }
  return options;
}

function written(made) {
  const said = made.response;
  const response = { clientDataJSON: text(said.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (said[name]) response[name] = text(said[name]);
  }
  return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {} });
}

async function answer(form) {
  const csrf = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const asked = await fetch(form.dataset.ask, { method: "POST", headers: { "X-CSRFToken": csrf } });
  if (!asked.ok) throw new Error(`${asked.status}`);
  return written(await navigator.credentials[form.dataset.passkey](read(await asked.json())));
}

if (window.PublicKeyCredential && isSecureContext) {
  document.querySelectorAll("[data-needs-passkeys]").forEach((part) => { part.hidden = false; });
  document.querySelectorAll("[data-lacks-passkeys]").forEach((part) => { part.hidden = true; });
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-passkey]");
  if (!form || form.elements.answer.value) return;
  event.preventDefault();
  const [button, fault] = [form.querySelector("button"), form.querySelector("[data-fault]")];
  button.disabled = true;
  fault.hidden = true;
  try {
    form.elements.answer.value = await answer(form);
    form.submit();
  } catch {
    fault.hidden = false; // also where somebody closed the window of the device
    button.disabled = false;
    button.focus();
  }
});
