// Reports by keyboard: j and k move from one to the next, 1 to 4 choose the period, w goes to the worklist, l locks.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.keys === "off" || event.target.closest("input, select, textarea")) return;
  const all = [...document.querySelectorAll(".report")], step = { j: 1, k: -1 }[event.key];
  const period = document.querySelectorAll("a.period")[Number(event.key) - 1];
  if (step) {
    const now = all.indexOf(document.activeElement.closest(".report"));
    all[Math.min(Math.max(now + step, 0), all.length - 1)].focus();
  } else if (period) period.click();
  else if (event.key === "w") document.querySelector('a[href="/worklist/"]').click();
  else if (event.key === "l") document.getElementById("lock").submit();
});
