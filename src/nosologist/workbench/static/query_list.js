// The list of queries by keyboard: j and k move, l locks. Off for people who speak to their computer.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  if (!document.getElementById("queries").dataset.keys) return;
  const rows = [...document.querySelectorAll("a.row")];
  const step = { j: 1, k: -1 }[event.key];
  if (step && rows.length) rows[Math.min(Math.max(rows.indexOf(document.activeElement) + step, 0), rows.length - 1)].focus();
  else if (event.key === "l") document.getElementById("lock").submit();
});
