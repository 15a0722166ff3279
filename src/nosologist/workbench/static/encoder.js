// The encoder: what is typed is asked at once; arrows choose; the code is shown beside. Nothing of it stands in an address.
const byId = (id) => document.getElementById(id);
const token = document.querySelector("#ask [name=csrfmiddlewaretoken]").value;
const words = byId("words"), text = byId("text"), field = words ?? text;
const SOON = 120; // milliseconds that a choice stands before its code is shown
const PAUSE = 250; // milliseconds without a key before words of a procedure are looked up
let asked = 0, shown = 0, showing = 0, at = -1; // numbers of the last question and of the last code: an older answer is dropped

async function answer(fields) {
  const body = new URLSearchParams({ date: byId("date").value, ...fields });
  const got = await fetch(location.pathname, { method: "POST", body, headers: { "X-CSRFToken": token, "X-Desk": "1" } }).catch(() => null);
  if (got && got.ok) { byId("told").textContent = ""; return new DOMParser().parseFromString(await got.text(), "text/html"); }
  byId("told").textContent = got && got.status === 401 ? "You were signed out. Sign in again." : "The server does not answer.";
  return null;
}

function put(parsed, id) {
  if (parsed) byId(id).replaceWith(document.adoptNode(parsed.getElementById(id)));
}

// ---- find and show
const options = () => [...document.querySelectorAll("#results [role=option]")];

async function find() {
  const mine = ++asked;
  const parsed = await answer({ words: words.value, system: byId("system").value });
  if (mine !== asked || !parsed) return;
  put(parsed, "answer");
  choose(0);
}

function choose(place) {
  const all = options();
  at = all.length ? Math.min(Math.max(place, 0), all.length - 1) : -1;
  all.forEach((one, here) => one.setAttribute("aria-selected", String(here === at)));
  if (at < 0) { words.removeAttribute("aria-activedescendant"); return; }
  words.setAttribute("aria-activedescendant", all[at].id);
  all[at].scrollIntoView({ block: "nearest" });
  clearTimeout(showing);
  showing = setTimeout(() => show(all[at]?.dataset.code), SOON);
}

async function show(code) {
  if (!code) return;
  const mine = ++shown;
  const parsed = await answer({ code });
  if (mine === shown) { put(parsed, "sheet"); document.querySelector(".sheet").scrollTop = 0; }
}

// Into the sheet; what it shows already is not asked again, because a new sheet would take the place of the one that has the focus.
async function enter(code) {
  clearTimeout(showing);
  if (document.querySelector("#sheet h2 .code")?.textContent !== code) await show(code);
  document.querySelector(".sheet").focus();
}

// ---- build
async function build() {
  const mine = ++asked;
  const parsed = await answer({ text: text.value });
  if (mine === asked) put(parsed, "built");
}

function take(pattern) {
  text.value = pattern.replace(/\.+$/, "");
  text.focus();
  build();
}

// ---- keys and buttons
const ask = words ? find : build;
const isPattern = () => /^[0-9a-z.]{0,7}$/i.test(field.value);
field.addEventListener("input", () => {
  clearTimeout(showing);
  if (words || isPattern()) ask();
  else showing = setTimeout(ask, PAUSE);
});
for (const id of ["system", "date"]) byId(id)?.addEventListener("change", ask);
byId("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  const whole = document.querySelector("#built [data-take]");
  if (words) { if (at >= 0) enter(options()[at].dataset.code); }
  else if (whole) take(whole.dataset.take);
});
field.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (words && by) { event.preventDefault(); choose(at + by); }
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select")) return;
  if (event.key === "/") { event.preventDefault(); field.focus(); field.select(); }
});
document.addEventListener("click", async (event) => {
  const option = event.target.closest("#results [role=option]"), button = event.target.closest("button");
  if (option) choose(options().indexOf(option));
  if (!button) return;
  const { show: code, copy, take: pattern, at: place, value } = button.dataset;
  if (code) { await show(code); document.querySelector(".sheet").focus(); }
  if (copy) navigator.clipboard.writeText(copy).then(() => { byId("told").textContent = `${copy} copied`; }, () => { byId("told").textContent = "The browser does not let us copy."; });
  if (pattern) take(pattern);
  if (place) {
    const now = [...text.value.trim().padEnd(7, ".").slice(0, 7)].map((one) => (/^[0-9a-z]$/i.test(one) ? one : "."));
    const chosen = now[place - 1].toUpperCase() === value;
    now[place - 1] = chosen ? "." : value;
    take(now.join(""));
  }
});
