// Denied claims: j and k move, Enter follows; while files are being read the page looks how far they are, then shows itself anew.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.keys === "off" || event.target.closest("input, select, textarea")) return;
  const all = [...document.querySelectorAll("a.row")], step = { j: 1, k: -1 }[event.key];
  if (step && all.length) all[Math.min(Math.max(all.indexOf(document.activeElement) + step, 0), all.length - 1)].focus();
  else if (event.key === "w") document.querySelector('a[href="/worklist/"]').click();
  else if (event.key === "l") document.getElementById("lock").submit();
});
if (document.getElementById("sent")?.dataset.busy) setTimeout(() => location.replace(location.pathname), 1500);
