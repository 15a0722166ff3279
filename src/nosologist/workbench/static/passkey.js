// A form that needs a passkey asks the browser for it, puts the answer into its hidden field and is sent.
"use strict";
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (all) => (all ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function answered(kind, question) {
  const options = { ...question, challenge: bytes(question.challenge) };
  if (kind === "create") {
    options.user = { ...question.user, id: bytes(question.user.id) };
    options.excludeCredentials = named(question.excludeCredentials);
  } else options.allowCredentials = named(question.allowCredentials);
  const found = await navigator.credentials[kind]({ publicKey: options });
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (found.response[part]) response[part] = text(found.response[part]);
  }
  return JSON.stringify({ id: found.id, rawId: text(found.rawId), type: found.type, response, clientExtensionResults: {} });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = document.getElementById("wrong");
    wrong.textContent = "";
    try {
      form.elements.passkey.value = await answered(form.dataset.passkey, JSON.parse(form.dataset.question));
      form.submit();
    } catch {
      wrong.textContent = "The passkey did not answer. Try again, or use another way.";
    }
  });
}
