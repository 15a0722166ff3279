// The worklist by keyboard; ? lists the keys. Keys of one letter are off for people who speak to their computer.
"use strict";
const byId = (id) => document.getElementById(id);
const chosen = () => [...document.querySelectorAll("input[name=chart]")];
const count = () => { if (byId("chosen")) byId("chosen").textContent = chosen().filter((box) => box.checked).length; };
const rows = () => [...document.querySelectorAll("a.row")];
const move = (step) => {
  const all = rows(), now = all.indexOf(document.activeElement);
  if (all.length) all[Math.min(Math.max(now + step, 0), all.length - 1)].focus();
};
const boxHere = () => document.activeElement.closest("tr")?.querySelector("input[name=chart]");
const choose = () => { const box = boxHere(); if (box) box.checked = !box.checked; count(); };
const chooseAll = () => { const all = chosen(), on = !all.every((box) => box.checked); all.forEach((box) => { box.checked = on; }); count(); };
const claim = () => {
  const button = document.querySelector("#arrange [value=claim]"), box = boxHere();
  if (!button) return;
  if (box && !chosen().some((one) => one.checked)) box.checked = true;
  byId("arrange").requestSubmit(button);
};
const KEYS = {
  j: () => move(1), k: () => move(-1), f: () => document.querySelector("#criteria select").focus(), "/": () => byId("words").focus(),
  N: () => byId("next")?.submit(), l: () => byId("lock").requestSubmit(), s: choose, S: chooseAll, m: claim,
  b: () => (byId("a-to") ?? document.querySelector("#arrange button"))?.focus(), "?": () => byId("help").showModal(),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && event.target.closest("#criteria select")) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  const types = event.target.closest("textarea, select, input:not([type=checkbox])");
  if (!byId("single").checked || types || document.querySelector("dialog[open]")) return;
  const view = document.querySelectorAll("a.view")[Number(event.key) - 1];
  if (!KEYS[event.key] && !view) return;
  event.preventDefault();
  (KEYS[event.key] ?? (() => view.click()))();
});
document.addEventListener("change", count);
byId("help-button").onclick = () => byId("help").showModal();
byId("single").onchange = (event) => fetch("/keys/", { method: "POST", body: new URLSearchParams({ on: event.target.checked ? "1" : "0" }), headers: { "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value, "X-Desk": "1" } });
count();
