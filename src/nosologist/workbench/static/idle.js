// Who leaves the desk is signed out after a quarter of an hour, and the page is gone; who reads is kept signed in.
"use strict";
const LONGEST = 15 * 60 * 1000, OFTEN = 4 * 60 * 1000;
let moved = Date.now(), asked = Date.now();
for (const kind of ["keydown", "pointerdown", "wheel", "scroll"]) document.addEventListener(kind, () => { moved = Date.now(); }, { capture: true, passive: true });
setInterval(() => {
  const now = Date.now(), form = document.getElementById("lock");
  if (now - moved >= LONGEST) form.requestSubmit();
  else if (now - asked >= OFTEN && moved > asked) {
    asked = now;
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    fetch("/awake/", { method: "POST", headers: { "X-CSRFToken": token, "X-Desk": "1" } }).catch(() => {});
  }
}, 5000);

// Who locks one window locks them all.
const locks = new BroadcastChannel("lock");
document.getElementById("lock").addEventListener("submit", () => locks.postMessage("locked"));
locks.onmessage = () => location.replace("/sign-in/");
