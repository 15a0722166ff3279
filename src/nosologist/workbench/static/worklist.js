// The worklist by keyboard: j and k move, f to the criteria, / to the search, N takes the next chart, l locks.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && event.target.closest("#criteria select")) {
    event.preventDefault();
    event.target.form.requestSubmit();
    return;
  }
  if (event.target.closest("input, select, textarea")) return;
  const rows = [...document.querySelectorAll("a.row")];
  const step = { j: 1, k: -1 }[event.key];
  const field = { f: "#criteria select", "/": "#words" }[event.key];
  if (step && rows.length) {
    const now = rows.indexOf(document.activeElement);
    rows[Math.min(Math.max(now + step, 0), rows.length - 1)].focus();
  } else if (field) {
    event.preventDefault();
    document.querySelector(field).focus();
  } else if (event.key === "N" || event.key === "l") {
    const form = document.getElementById(event.key === "l" ? "lock" : "next");
    if (form) form.submit();
  }
});
