// Service lines and procedures: modifiers, units, pointers and dates, each asked in one small window.
"use strict";
function askLine(title, label, known, hints, then) {
  byId("line-title").textContent = `${title} of ${line().dataset.code}`;
  byId("line-label").textContent = label;
  byId("line-words").value = known;
  byId("line-hint").replaceChildren(...hints.map((words) => {
    const item = document.createElement("li");
    item.textContent = words;
    return item;
  }));
  ask(byId("line"), () => then(byId("line-words").value.trim()));
  byId("line-words").select();
}

const isOf = (name) => may("decide") && line() && name in line().dataset;
const parted = (words) => words.toUpperCase().split(/[\s,;-]+/).filter(Boolean);
const lettered = () => [...document.querySelectorAll("#codes li[data-letter]")];

Object.assign(ACTS, {
  modifiers: () => {
    const key = chosen;
    if (isOf("modifiers")) askLine("Modifiers", "In their order, with blanks; none takes them away", line().dataset.modifiers, [], (words) => decide("modifiers", { line: key, modifiers: parted(words) }));
  },
  units: () => {
    const key = chosen;
    if (isOf("units")) askLine("Units", "How many", line().dataset.units, [], (units) => decide("units", { line: key, units }));
  },
  pointers: () => {
    const key = chosen;
    if (!isOf("units")) return;
    const all = lettered(), codes = [...line().querySelectorAll(".for")].map((one) => one.textContent).join(" ");
    const known = all.filter((one) => codes.split(/\s+/).includes(one.dataset.code)).map((one) => one.dataset.letter).join("");
    const hints = all.map((one) => `${one.dataset.letter}  ${one.dataset.code}  ${one.querySelector(".title").textContent}`);
    askLine("Diagnoses", "Letters, the main one first", known, hints, (words) => {
      const keys = [...words.toUpperCase().replace(/[\s,;]/g, "")].map((letter) => all.find((one) => one.dataset.letter === letter)?.dataset.key ?? letter);
      decide("pointers", { line: key, pointers: keys });
    });
  },
  date: () => {
    const key = chosen;
    if (isOf("date")) askLine("Date", "YYYY-MM-DD; empty: that of the chart", line().dataset.date, [], (date) => decide("date", { line: key, date }));
  },
});
Object.assign(KEYS, { M: ACTS.modifiers, U: ACTS.units, P: ACTS.pointers, D: ACTS.date, b: () => byId("claim-link").click(), B: () => byId("other")?.click() });
