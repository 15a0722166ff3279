// A decision has an id of its own and is sent until it is acknowledged: the same one twice is one row.
"use strict";
const byId = (id) => document.getElementById(id);
const token = document.querySelector("[name=csrfmiddlewaretoken]").value;

function tell(words, bad = false) {
  byId("told").textContent = words;
  byId("told").classList.toggle("bad", bad);
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((byte, place) => ([4, 6, 8, 10].includes(place) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
}

// Too many requests: the server says for how long to wait.
async function waited(answer, attempt) {
  tell(`Not saved yet: ${(await answer.text()).slice(0, 200)}; trying again …`, true);
  await new Promise((go) => setTimeout(go, 1000 * (Number(answer.headers.get("Retry-After")) || 2 ** attempt)));
}

async function acknowledged(where, decision) {
  const body = JSON.stringify(decision);
  tell("Saving …");
  for (let attempt = 0; attempt < 5; attempt++) {
    let answer;
    try {
      answer = await fetch(where, { method: "POST", body, keepalive: body.length < 60000, headers: { "X-CSRFToken": token, "X-Desk": "1", "Content-Type": "application/json" } });
    } catch {
      tell("Not saved yet: the server does not answer; trying again …", true);
      await new Promise((go) => setTimeout(go, 500 * 2 ** attempt));
      continue;
    }
    if (answer.status === 429) { await waited(answer, attempt); continue; }
    if (answer.ok) { const html = await answer.text(); tell("Saved"); return html; }
    const words = await answer.text();
    tell(answer.status === 401 ? "You were signed out. Sign in again; what was saved is safe." : words.slice(0, 200), true);
    return "";
  }
  tell("NOT SAVED: the server does not answer. Do it again when it does.", true);
  return "";
}
