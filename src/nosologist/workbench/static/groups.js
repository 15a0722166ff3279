// The groups of the decided codes, fetched when they are asked for; money only by its own button.
"use strict";
async function showGroups(method = "GET") {
  const answer = await fetch(`${here}groups/`, { method, headers: { "X-CSRFToken": token, "X-Desk": "1" } }).catch(() => null);
  if (!answer || !answer.ok) { tell("The groups cannot be shown now.", true); return; }
  const parsed = new DOMParser().parseFromString(await answer.text(), "text/html");
  byId("grouped").replaceWith(document.adoptNode(parsed.getElementById("grouped")));
  const money = byId("grouped").querySelector("[data-money]");
  if (money) money.onclick = () => showGroups("POST");
  if (!byId("groups").open) ask(byId("groups"), () => {});
}
Object.assign(ACTS, { groups: () => queue.then(() => showGroups()) });
Object.assign(KEYS, { g: ACTS.groups });
