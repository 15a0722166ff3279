// Denied claims: j and k move, Enter follows; while files are being read the page looks how far they are and shows what is new.
"use strict";
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.body.dataset.keys === "off" || event.target.closest("input, select, textarea")) return;
  const all = [...document.querySelectorAll("a.row")], step = { j: 1, k: -1 }[event.key];
  if (step && all.length) all[Math.min(Math.max(all.indexOf(document.activeElement) + step, 0), all.length - 1)].focus();
  else if (event.key === "w") document.querySelector('a[href="/worklist/"]').click();
  else if (event.key === "l") document.getElementById("lock").submit();
});

const BETWEEN = 1500; // milliseconds between looks at what is being read

async function look() {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const busy = page.getElementById("sent").dataset.busy;
  document.getElementById("sent").replaceWith(document.adoptNode(page.getElementById("sent")));
  if (busy) setTimeout(look, BETWEEN);
  else for (const id of ["list", "refused"]) document.getElementById(id).replaceWith(document.adoptNode(page.getElementById(id)));
}

if (document.getElementById("sent")?.dataset.busy) setTimeout(look, BETWEEN);
