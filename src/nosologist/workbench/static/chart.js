// The desk: every key and button becomes one decision with an id of its own, sent until it is acknowledged, in order.
"use strict";
const here = location.pathname;
let chosen = null; // the key of the chosen line
let queue = Promise.resolve();

const lines = () => [...document.querySelectorAll(byId("not").hidden ? "#codes li[data-key]" : "#not li[data-key]")];
const line = () => lines().find((one) => one.dataset.key === chosen);
const may = (what) => byId("desk").dataset.may.split(" ").includes(what);

// ---- choosing a line and showing its words
function choose(key, focus = true) {
  chosen = key;
  for (const one of document.querySelectorAll("li[data-key]")) one.classList.toggle("on", one.dataset.key === key);
  lightUp(key);
  say({ key });
  if (focus && line()) line().querySelector(".pick").focus();
}

function pickLine(key) {
  showTab(key.startsWith("n-") ? "not" : "codes");
  choose(key, false);
  line()?.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = lines();
  if (!all.length) return;
  const now = all.findIndex((one) => one.dataset.key === chosen);
  choose(all[Math.min(Math.max(now + by, 0), all.length - 1)].dataset.key);
}

let seenMark = -1;
function nextEvidence() {
  const marks = [...document.querySelectorAll("[data-k].on")].filter((one) => one.getClientRects().length);
  if (marks.length) marks[(seenMark = (seenMark + 1) % marks.length)].scrollIntoView({ block: "center" });
}

function expand() {
  const one = line();
  if (one && one.querySelector(".detail")) toggle(one.querySelector(".pick"));
}

function toggle(pick) {
  const detail = pick.getAttribute("aria-controls") && byId(pick.getAttribute("aria-controls"));
  if (!detail) return;
  detail.hidden = !detail.hidden;
  pick.setAttribute("aria-expanded", String(!detail.hidden));
}

function showTab(name) {
  for (const one of ["codes", "not"]) {
    byId(one).hidden = one !== name;
    byId(`tab-${one}`).setAttribute("aria-selected", String(one === name));
    byId(`tab-${one}`).tabIndex = one === name ? 0 : -1;
  }
  step(0);
}

// ---- decisions
function decide(kind, fields = {}, then = null) {
  const id = newId();
  queue = queue.then(() => sent(id, kind, fields)).then((done) => { if (done && then) then(); });
  return queue;
}

async function sent(id, kind, fields) {
  const html = await acknowledged(`${here}decide/`, { ...fields, id, kind, seen: Number(byId("desk").dataset.seen) });
  if (html) replaceDesk(html);
  return Boolean(html);
}

function replaceDesk(html) {
  const right = document.querySelector(".right"), top = right.scrollTop;
  const open = [...document.querySelectorAll(".detail:not([hidden])")].map((one) => one.id);
  const onNot = !byId("not").hidden;
  const parsed = new DOMParser().parseFromString(html, "text/html");
  byId("desk").replaceWith(document.adoptNode(parsed.getElementById("desk")));
  putTexts(parsed);
  for (const id of open) {
    const pick = document.querySelector(`[aria-controls="${id}"]`);
    if (pick) toggle(pick);
  }
  if (onNot) showTab("not");
  right.scrollTop = top;
  choose(line() ? chosen : lines()[0]?.dataset.key ?? null);
}

const openKeys = () => [...document.querySelectorAll("#codes li.open")].map((one) => one.dataset.key);

function accept() {
  const all = lines(), now = all.findIndex((one) => one.dataset.key === chosen);
  const next = all.slice(now + 1).find((one) => one.classList.contains("open"));
  decide("accept", { lines: [chosen] }, () => { if (next) choose(next.dataset.key); });
}

function move(by) {
  const all = lines().filter((one) => one.dataset.kind === line()?.dataset.kind), now = all.findIndex((one) => one.dataset.key === chosen);
  if (now < 0 || now + by < 0 || now + by >= all.length) return;
  const before = all[by < 0 ? now - 1 : now + 2];
  decide("move", { line: chosen, before: before ? before.dataset.key : null });
}

// ---- dialogs
function ask(dialog, onClose) {
  dialog.returnValue = "";
  dialog.onclose = () => {
    if (line()) line().querySelector(".pick").focus();
    if (dialog.returnValue) onClose(dialog.returnValue);
  };
  dialog.showModal();
}

function askReject() {
  const dialog = byId("reject"), words = byId("reject-words"), key = chosen;
  dialog.querySelector(".code").textContent = line().dataset.code;
  words.value = "";
  let reason = "";
  dialog.onclick = (event) => {
    const button = event.target.closest("[data-reason]");
    if (button) { reason = button.dataset.reason; dialog.close("ok"); }
  };
  dialog.onkeydown = (event) => {
    const button = event.target !== words && dialog.querySelectorAll("[data-reason]")[Number(event.key) - 1];
    if (button) { event.preventDefault(); button.click(); }
  };
  ask(dialog, () => { if (reason || words.value.trim()) decide("reject", { line: key, reason: reason || words.value }); });
}

function askWhy(title, then) {
  byId("why-title").textContent = title;
  byId("why-words").value = "";
  ask(byId("why"), () => then(byId("why-words").value));
}

function askPoa() {
  const dialog = byId("poa"), key = chosen;
  dialog.onkeydown = (event) => {
    const value = event.key === "0" ? "none" : event.key.toUpperCase();
    if (dialog.querySelector(`button[value="${CSS.escape(value)}"]`)) { event.preventDefault(); dialog.close(value); }
  };
  ask(dialog, (value) => decide("poa", { line: key, poa: value === "none" ? "" : value }));
}

// ---- the encoder
const evidenceNow = () => selectedWords() ?? selectedElsewhere;

function askCode(title, then, known = "", explained = false) {
  const dialog = byId("find"), words = byId("find-words"), found = byId("found");
  const evidence = evidenceNow(), quote = evidence ? quoteOf(evidence) : "";
  byId("find-title").textContent = title;
  byId("evidence").textContent = evidence ? `Evidence: “${quote.slice(0, 120)}”` : explained ? "" : "No words are selected in the record: give a reason.";
  byId("find-why").required = !evidence && !explained; // refused here, the window would be gone with what was typed
  words.value = byId("find-why").value = "";
  found.replaceChildren();
  let results = [], at = 0, asked = 0;
  const draw = () => {
    found.replaceChildren(...results.map((one, place) => {
      const item = document.createElement("li");
      item.id = `found-${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(place === at));
      if (!one.valid) item.className = "header";
      const code = document.createElement("span");
      code.className = "code";
      code.textContent = one.code;
      item.append(code, ` ${one.title}${one.valid ? "" : " (header: choose below it)"}`);
      item.onclick = () => { at = place; draw(); };
      return item;
    }));
    if (results.length) words.setAttribute("aria-activedescendant", `found-${at}`);
    else words.removeAttribute("aria-activedescendant");
  };
  words.oninput = async () => {
    const mine = ++asked;
    const body = new URLSearchParams({ words: words.value });
    const answer = await fetch(`${here}find/`, { method: "POST", body, headers: { "X-CSRFToken": token, "X-Desk": "1" } }).catch(() => null);
    if (!answer || !answer.ok || mine !== asked) return;
    const content = await answer.json();
    results = content.results;
    byId("found-note").textContent = content.notes.join("; ");
    at = 0;
    draw();
  };
  words.onkeydown = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && results.length) { event.preventDefault(); at = (at + by + results.length) % results.length; draw(); }
    if (event.key === "Enter") { event.preventDefault(); if (results[at]?.valid) byId("find-why").focus(); }
  };
  dialog.querySelector("form").onsubmit = (event) => {
    if (event.submitter?.value !== "ok" || results[at]?.valid) return;
    event.preventDefault();
    byId("found-note").textContent = "Choose a code from the list first.";
    words.focus();
  };
  byId("found-note").textContent = "";
  if (known) { words.value = known; words.oninput(); }
  ask(dialog, () => {
    const one = results[at];
    then({ code: one.code, system: one.system, reason: byId("find-why").value, ...(evidence ? { evidence } : {}) });
  });
}

// ---- what keys and buttons do
// What keeps a chart from being final is shown: the first code to decide, or the findings (the server says why).
function leftOpen() {
  const open = openKeys();
  if (open.length) {
    showTab("codes");
    choose(open[0]);
    tell(`${open.length} still to decide: accept or reject ${open.length === 1 ? "it" : "them"} first.`, true);
  } else if (document.querySelector(".state .stop")) KEYS.f();
  return open.length > 0;
}

const ACTS = {
  accept: () => may("decide") && line() && accept(),
  "accept-all": () => may("decide") && (openKeys().length ? decide("accept", { lines: openKeys() }) : tell("Nothing is open.")),
  reject: () => may("decide") && line() && askReject(),
  change: () => { const key = chosen; if (may("decide") && line()) askCode(`Change ${line().dataset.code}`, (code) => decide("change", { line: key, ...code })); },
  add: () => may("decide") && askCode("Add a code", (code) => decide("add", code)),
  principal: () => { const key = chosen; if (may("decide") && line()) askWhy(`${line().dataset.code} first`, (reason) => decide("principal", { line: key, reason })); },
  up: () => may("decide") && move(-1),
  down: () => may("decide") && move(1),
  poa: () => may("decide") && line() && askPoa(),
  undo: () => may("decide") && decide("undo"),
  claim: () => may("claim") && decide("claim"),
  release: () => may("release") && decide("release"),
  finalize: () => may("finalize") && !leftOpen() && (byId("queries").dataset.waiting === "0" ? decide("finalize") : askWhy("Final while a query waits for an answer", (reason) => decide("finalize", { reason }))),
  reopen: () => may("reopen") && askWhy("Reopen", (reason) => decide("reopen", { reason })),
  propose: (button) => {
    const { kind, header, ...fields } = JSON.parse(button.dataset.decision);
    if (!may("decide")) return;
    if (header) askCode("Choose a code", (code) => decide(kind, { ...fields, ...code, reason: code.reason || fields.reason }), fields.code, Boolean(fields.reason));
    else decide(kind, fields);
  },
  override: (button) => askWhy(`Override ${button.dataset.rule}`, (reason) => decide("override", { rule: button.dataset.rule, codes: JSON.parse(button.dataset.codes), reason })),
};
const KEYS = {
  ...READING,
  j: () => step(1), k: () => step(-1), e: expand, v: nextEvidence, t: () => showTab(byId("not").hidden ? "not" : "codes"),
  f: () => { byId("findings-title").scrollIntoView(); document.querySelector(".findings button")?.focus(); },
  a: ACTS.accept, A: ACTS["accept-all"], r: ACTS.reject, c: ACTS.change, n: ACTS.add, p: ACTS.principal, K: ACTS.up, J: ACTS.down, o: ACTS.poa,
  u: ACTS.undo, m: ACTS.claim, x: ACTS.release, F: ACTS.finalize, R: ACTS.reopen, N: () => byId("next")?.submit(), l: () => byId("lock").requestSubmit(),
  w: () => { location.href = "/worklist/"; }, h: () => byId("history")?.click(), "?": () => byId("help").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]") || event.target.closest("input:not([type=checkbox]), select, textarea")) return;
  const tab = event.target.closest("[role=tab]");
  if (tab && ["ArrowLeft", "ArrowRight"].includes(event.key)) { showTab(byId("not").hidden ? "not" : "codes"); return; }
  if (["ArrowDown", "ArrowUp"].includes(event.key) && event.target.closest(".pick")) { event.preventDefault(); step(event.key === "ArrowDown" ? 1 : -1); return; }
  if (!byId("single").checked || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});

document.addEventListener("click", (event) => {
  const act = event.target.closest("[data-act]"), pick = event.target.closest(".pick"), tab = event.target.closest("[role=tab]");
  const mark = event.target.closest("[data-k]");
  if (tab) showTab(tab.id.slice(4));
  if (act) {
    const owner = act.closest("li[data-key]");
    if (owner) choose(owner.dataset.key, false);
    ACTS[act.dataset.act](act);
  } else if (pick) { choose(pick.closest("li").dataset.key); toggle(pick); }
  else if (mark && getSelection().isCollapsed) {
    pickLine(mark.dataset.k.split(" ").filter((one) => one !== "copied").sort((a, b) => a.startsWith("n-") - b.startsWith("n-"))[0]);
  }
});

document.addEventListener("focusin", (event) => {
  const pick = event.target.closest(".pick");
  if (pick && pick.closest("li").dataset.key !== chosen) choose(pick.closest("li").dataset.key, false);
});
byId("help-button").onclick = () => byId("help").showModal();
byId("single").onchange = (event) => fetch("/keys/", { method: "POST", body: new URLSearchParams({ on: event.target.checked ? "1" : "0" }), headers: { "X-CSRFToken": token, "X-Desk": "1" } });
if (lines().length) choose(lines()[0].dataset.key);
