// The record: what was read, words searched in all documents, and a window of its own that follows the desk. Between windows go
// only keys of lines and places, never words; nothing is stored.
"use strict";
const chartPath = location.pathname.match(/^\/chart\/[0-9a-f-]+\//)[0];
const isDesk = () => byId("desk") !== null;
const channel = new BroadcastChannel("record");
const say = (what) => channel.postMessage({ chart: chartPath, ...what });
const READ_AFTER = 800; // milliseconds that the end of a document is in sight before it counts as read

// ---- what a line rests on
function lightUp(key) {
  let first = null;
  for (const mark of document.querySelectorAll("[data-k]")) {
    const on = mark.dataset.k.split(" ").includes(key);
    mark.classList.toggle("on", on);
    if (on && !first && mark.getClientRects().length) first = mark;
  }
  if (first) first.scrollIntoView({ block: "nearest" });
}

// ---- what was read
const pane = document.querySelector(".left");
const waiting = new Map(); // the end of a document in sight -> its timer
const unread = () => [...document.querySelectorAll(".document.unread")];
const watcher = new IntersectionObserver((ends) => {
  for (const { target, isIntersecting } of ends) {
    clearTimeout(waiting.get(target));
    if (isIntersecting) waiting.set(target, setTimeout(() => wasRead(target.closest(".document")), READ_AFTER));
  }
}, { root: pane });

function wasRead(section) {
  if (!section?.classList.contains("unread")) return;
  section.classList.remove("unread");
  tellDocuments();
  fetch(`${chartPath}seen/`, { method: "POST", keepalive: true, body: new URLSearchParams({ mark: section.dataset.mark }), headers: { "X-CSRFToken": token, "X-Desk": "1" } }).catch(() => {});
}

function tellDocuments() {
  const all = [...document.querySelectorAll(".document")], left = unread().length;
  byId("documents-told").textContent = `${all.length} document${all.length === 1 ? "" : "s"}${left ? `, ${left} unread` : ""}`;
  byId("documents").querySelector("ol").replaceChildren(...all.map((section) => {
    const item = document.createElement("li"), button = document.createElement("button");
    button.type = "button";
    button.textContent = section.querySelector("h2").innerText.replace(/\s+/g, " ") + (section.classList.contains("unread") ? " – unread" : "");
    button.onclick = () => { byId("documents").open = false; goTo(section); };
    item.append(button);
    return item;
  }));
}

function goTo(section) {
  section.scrollIntoView({ block: "start" });
  pane.focus({ preventScroll: true });
}

function nextUnread() {
  const next = unread()[0];
  if (next) goTo(next);
  else tellRecord("Everything was read.");
}

function textsAreNew() {
  watcher.disconnect();
  for (const section of document.querySelectorAll(".document")) if (asPages.has(section.dataset.mark)) showPages(section, true);
  for (const end of document.querySelectorAll(".document.unread .end")) watcher.observe(end);
  tellDocuments();
  if (byId("seek-words").value) seek();
}

// ---- pages as they were received
const asPages = new Set(); // marks of the documents that are shown so

function showPages(section, on) {
  const scans = section.querySelector(".scans");
  if (!scans) return;
  scans.hidden = !on;
  section.querySelector(".text").hidden = on;
  section.querySelector("[data-read=pages]").setAttribute("aria-pressed", String(on));
  asPages[on ? "add" : "delete"](section.dataset.mark);
}

function togglePages(button) {
  const top = pane.getBoundingClientRect().top + 8;
  const inSight = [...document.querySelectorAll(".document")].filter((one) => one.querySelector(".scans"));
  const section = button?.closest(".document") ?? inSight.find((one) => one.getBoundingClientRect().bottom > top);
  if (!section) return tellRecord("No document here has pages.");
  showPages(section, section.querySelector(".scans").hidden);
  if (isDesk() && chosen) lightUp(chosen);
}

// ---- search
let hits = [], hit = -1;

function seek() {
  const words = byId("seek-words").value.trim();
  hits = [];
  hit = -1;
  if (words.length > 1) {
    const wanted = new RegExp(words.split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s+"), "gi");
    for (const text of document.querySelectorAll(".text")) hits.push(...hitsIn(text, wanted));
  }
  CSS.highlights?.set("hit", new Highlight(...hits));
  CSS.highlights?.delete("hit-now");
  if (hits.length) stepHit(1);
  else tellRecord(words.length > 1 ? "Nothing found." : "");
}

function hitsIn(text, wanted) {
  const nodes = [], walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let length = 0;
  while (walker.nextNode()) { nodes.push([length, walker.currentNode]); length += walker.currentNode.data.length; }
  const placed = (offset) => {
    let low = 0, high = nodes.length - 1;
    while (low < high) { const middle = (low + high + 1) >> 1; if (nodes[middle][0] <= offset) low = middle; else high = middle - 1; }
    return [nodes[low][1], offset - nodes[low][0]];
  };
  return [...text.textContent.matchAll(wanted)].map((found) => {
    const range = document.createRange();
    range.setStart(...placed(found.index));
    const [node, offset] = placed(found.index + found[0].length - 1);
    range.setEnd(node, offset + 1);
    return range;
  });
}

function stepHit(by) {
  if (!hits.length) return;
  hit = (hit + by + hits.length) % hits.length;
  CSS.highlights?.set("hit-now", new Highlight(hits[hit]));
  showPages(hits[hit].startContainer.parentElement.closest(".document"), false);
  const holder = hits[hit].startContainer.parentElement, box = hits[hit].getBoundingClientRect(), frame = pane.getBoundingClientRect();
  if (!box.height) holder.scrollIntoView({ block: "center" });
  else if (box.top < frame.top + 60 || box.bottom > frame.bottom) pane.scrollTop += box.top - frame.top - frame.height / 2;
  tellRecord(`${hit + 1} of ${hits.length}`);
}

function tellRecord(words) { byId("seek-told").textContent = words; }

byId("seek-words").addEventListener("input", seek);
byId("seek").addEventListener("submit", (event) => event.preventDefault());
byId("seek-words").addEventListener("keydown", (event) => {
  if (event.key === "Enter") { event.preventDefault(); stepHit(event.shiftKey ? -1 : 1); }
  if (event.key === "Escape") { event.preventDefault(); byId("seek-words").value = ""; seek(); pane.focus(); }
});

// ---- a window of its own
let selectedElsewhere = null; // words that were selected in the other window: their place

function apart() {
  const opened = open(`${chartPath}record/`, "record", "popup,width=900,height=1000");
  if (!opened) tellRecord("The browser did not let us open a window.");
}

function standApart(is) {
  document.querySelector(".panes").classList.toggle("apart", is);
  if (!is) selectedElsewhere = null;
}

channel.onmessage = async ({ data }) => {
  if (isDesk()) {
    if (data.here) { standApart(true); say({ follow: true, key: chosen }); }
    if (data.chart !== chartPath) return;
    if (data.gone) standApart(false);
    if ("selected" in data) selectedElsewhere = data.selected;
    if (data.pick) pickLine(data.pick);
  } else {
    if (data.chart !== chartPath) { if (data.follow) location.replace(`${data.chart}record/`); return; }
    if (data.key) lightUp(data.key);
    if (data.fresh) await freshTexts();
  }
};

async function freshTexts() {
  const answer = await fetch(location.pathname, { headers: { "X-Desk": "1" } }).catch(() => null);
  if (!answer || !answer.ok) return;
  putTexts(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

// The documents of an answer, where it has some, in place of those that are shown.
function putTexts(parsed) {
  const texts = parsed.getElementById("texts"), place = pane.scrollTop;
  if (!texts) return;
  byId("texts").replaceWith(document.adoptNode(texts));
  pane.scrollTop = place;
  textsAreNew();
  if (isDesk()) say({ fresh: true });
}

// ---- keys and buttons
const READING = {
  "/": () => { byId("seek-words").focus(); byId("seek-words").select(); },
  d: nextUnread, i: () => togglePages(), C: () => byId("compare")?.click(), O: () => isDesk() && apart(),
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-read], [data-seek]");
  if (button) ({ unread: nextUnread, apart, pages: () => togglePages(button), undefined: () => stepHit(Number(button.dataset.seek)) })[button.dataset.read]();
});

if (isDesk()) say({ follow: true });
else {
  say({ here: true });
  addEventListener("pagehide", () => say({ gone: true }));
  document.addEventListener("selectionchange", () => say({ selected: selectedWords() }));
  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-k]")?.dataset.k.split(" ").find((one) => one !== "copied");
    if (key && getSelection().isCollapsed) { lightUp(key); say({ pick: key }); }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest("input, select, textarea")) return;
    if (!byId("single").checked || !READING[event.key]) return;
    event.preventDefault();
    READING[event.key]();
  });
}

// ---- words that are selected: their document and their place in it, in characters
function offsetIn(node, place) {
  const piece = node.parentElement && node.parentElement.closest("[data-s]");
  return piece && node.nodeType === 3 ? Number(piece.dataset.s) + [...node.data.slice(0, place)].length : null;
}

function selectedWords() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0), text = range.commonAncestorContainer;
  const holder = (text.nodeType === 3 ? text.parentElement : text).closest(".text");
  const start = offsetIn(range.startContainer, range.startOffset), end = offsetIn(range.endContainer, range.endOffset);
  return holder && start !== null && end !== null && start < end ? { document: Number(holder.dataset.document), start, end } : null;
}

function quoteOf({ document: number, start, end }) {
  return [...document.querySelector(`.text[data-document="${number}"]`).textContent].slice(start, end).join("");
}

textsAreNew();
