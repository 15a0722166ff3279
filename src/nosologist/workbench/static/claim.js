// The claim: each field is saved when it is left; what the rules say of it stands beside.
"use strict";
let queue = Promise.resolve();

function decide(kind, fields, field = null) {
  const id = newId();
  queue = queue.then(async () => {
    const html = await acknowledged(location.pathname, { ...fields, id, kind, seen: Number(byId("state").dataset.seen) });
    if (field) field.setAttribute("aria-invalid", String(!html));
    if (!html) return;
    byId("state").replaceWith(document.adoptNode(new DOMParser().parseFromString(html, "text/html").getElementById("state")));
    markLacking();
  });
}

function markLacking() {
  const lacks = byId("state").dataset.lacks.split(" ").filter(Boolean);
  for (const field of byId("abstract").elements) field.classList.toggle("lacks", lacks.includes(field.name));
}

byId("abstract").addEventListener("change", (event) => decide("abstract", { fields: { [event.target.name]: event.target.value } }, event.target));
byId("abstract").addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("visibilitychange", () => { if (document.hidden) document.activeElement.blur(); }); // a field that is not left yet
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act=override]");
  if (!button) return;
  const dialog = byId("why"), words = byId("why-words");
  byId("why-title").textContent = `Override ${button.dataset.rule}`;
  words.value = dialog.returnValue = "";
  dialog.onclose = () => { if (dialog.returnValue) decide("override", { rule: button.dataset.rule, codes: JSON.parse(button.dataset.codes), reason: words.value }); };
  dialog.showModal();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !document.querySelector("dialog[open]")) byId("back").focus();
});
markLacking();
