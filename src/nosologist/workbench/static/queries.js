// Queries to providers: fetched when they are opened, linted while one writes, each act with an id of its own, sent until acknowledged.
"use strict";
{
  const pane = byId("queries"), headers = { "X-CSRFToken": token, "X-Desk": "1", "Content-Type": "application/json" };
  const cards = () => [...pane.querySelectorAll(".asked > li:not([hidden])")].filter((one) => one.querySelector(".head"));
  const cardOf = (node) => node.closest(".asked > li");
  const nameOf = (card) => card.dataset.query || card.dataset.gap;
  const head = (card) => card.querySelector(".head");
  const isOpen = (card) => head(card).getAttribute("aria-expanded") === "true";
  let turn = Promise.resolve(true), dirty = new Set(), kept = null, lintNumber = 0, lintSoon = 0, saveSoon = 0, place = 0;
  let opened = new Set(), last = ""; // where one was when one went back to the codes

  // ---- showing them
  function fold(card, on) {
    byId(head(card).getAttribute("aria-controls")).hidden = !on;
    head(card).setAttribute("aria-expanded", String(on));
    if (on && card.dataset.query && card.querySelector(".editor")) lint(card);
    if (!on) CSS.highlights?.delete("indicator");
  }

  function put(html, wanted = "") {
    const open = cards().length ? new Set(cards().filter(isOpen).map(nameOf)) : opened;
    const parsed = new DOMParser().parseFromString(html, "text/html");
    pane.replaceChildren(document.adoptNode(parsed.getElementById("queries-in")));
    const waiting = pane.firstElementChild.dataset.waiting;
    pane.dataset.waiting = byId("queries-waiting").textContent = waiting;
    for (const card of cards()) if (open.has(nameOf(card)) || nameOf(card) === wanted) fold(card, true);
    const card = cards().find((one) => nameOf(one) === wanted);
    if (card) { head(card).focus(); card.scrollIntoView({ block: "nearest" }); }
  }

  async function load(wanted = "") {
    const answer = await fetch(`${here}queries/`, { headers }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) { tell("The queries cannot be loaded; load the page again.", true); return; }
    put(await answer.text(), wanted);
    if (!pane.contains(document.activeElement)) (cards()[0] ? head(cards()[0]) : pane.querySelector("button")).focus();
  }

  async function show(on, wanted = last) {
    const right = document.querySelector(".right");
    if (on) {
      place = right.scrollTop;
      pane.replaceChildren(made("p", "Loading …", "hint")); // no key may mean what stood here before
    } else {
      if (!(await saveAll())) return;
      opened = new Set(cards().filter(isOpen).map(nameOf));
      last = now() ? nameOf(now()) : "";
      CSS.highlights?.delete("indicator");
    }
    pane.hidden = !on;
    byId("desk").hidden = on;
    byId("queries-button").setAttribute("aria-expanded", String(on));
    for (const mark of document.querySelectorAll("mark.on")) mark.classList.toggle("on", !on);
    if (on) await load(wanted);
    else { right.scrollTop = place; if (line()) choose(chosen); else byId("queries-button").focus(); }
  }

  // ---- acts
  function push(card, act, fields = {}, quiet = false) {
    const id = newId();
    turn = turn.then(() => pushed(card, id, act, fields, quiet));
    return turn;
  }

  async function pushed(card, id, act, fields, quiet) {
    card.dataset.query ||= newId();
    const wish = { ...fields, id, query: card.dataset.query, seen: Number(card.dataset.seen), act, quiet };
    const answer = await acknowledged(`${here}query/`, wish);
    if (!answer) return false;
    const told = JSON.parse(answer);
    card.dataset.seen = told.seen;
    if (told.queries) put(told.queries, card.dataset.query);
    if (told.texts) putTexts(new DOMParser().parseFromString(told.texts, "text/html"));
    return true;
  }

  function fieldsOf(card) {
    const form = card.querySelector(".editor"), of = (name) => form.elements[name].value;
    const indicators = [...form.querySelectorAll(".indicators li")].map((one) => JSON.parse(one.dataset.item));
    return { title: of("title"), question: of("question"), options: of("options").split("\n"), indicators, reason: form.dataset.reason || null };
  }

  function replyOf(card) {
    const form = card.querySelector(".reply"), of = (name) => form.elements[name]?.value;
    const option = form.querySelector("[name=option]:checked")?.value;
    return { option: option === undefined ? null : Number(option), words: of("words"), provider: of("provider"), date: of("date"), reason: of("reason") };
  }

  async function saveAll(but = null) {
    clearTimeout(saveSoon);
    let all = true;
    for (const card of [...dirty]) {
      if (card === but) continue;
      dirty.delete(card);
      if (!(await push(card, "draft", fieldsOf(card), true))) { all = false; dirty.add(card); }
    }
    return all;
  }

  async function act(card, name, fields = {}, but = null, quiet = false) {
    if (!(await saveAll(but))) return false; // the cards are drawn anew: nothing that was written may be lost
    return push(card, name, fields, quiet);
  }

  function changed(card) {
    dirty.add(card);
    clearTimeout(lintSoon);
    clearTimeout(saveSoon);
    lintSoon = setTimeout(() => lint(card), 400);
    saveSoon = setTimeout(saveAll, 3000);
  }

  // ---- the linter, while one writes
  async function lint(card) {
    const mine = ++lintNumber;
    const answer = await fetch(`${here}query/lint/`, { method: "POST", body: JSON.stringify(fieldsOf(card)), headers }).catch(() => null);
    if (!answer || mine !== lintNumber || !card.isConnected) return;
    const told = answer.ok ? await answer.json() : { indicators: [], findings: [{ rule: "", severity: "stop", message: await answer.text(), mayStand: false }] };
    const stops = told.findings.filter((one) => one.severity === "stop");
    const found = [...stops, ...told.findings.filter((one) => one.severity !== "stop")];
    card.querySelector(".findings").replaceChildren(...(found.length ? found.map(findingItem) : [made("li", "The linter finds nothing.", "none")]));
    card.querySelector(".may-stand").hidden = !stops.length || !stops.every((one) => one.mayStand);
    [...card.querySelectorAll(".editor .indicators li")].forEach((item, number) => {
      item.querySelector(".facts").textContent = told.indicators[number]?.whence ?? "";
    });
  }

  function made(tag, words, name = "") {
    const one = document.createElement(tag);
    one.textContent = words;
    one.className = name;
    return one;
  }

  function findingItem(one) {
    const item = made("li", "", one.severity);
    item.append(made("b", one.severity), " ", made("span", one.rule, "rule"), ` ${one.message}`);
    return item;
  }

  // ---- indicators
  function addIndicator(card, item, words) {
    const one = made("li", ""), quote = made("button", words), drop = made("button", "✕");
    one.dataset.item = JSON.stringify(item);
    quote.type = drop.type = "button";
    quote.dataset.ask = "show";
    drop.dataset.ask = "drop";
    drop.setAttribute("aria-label", `Leave out ${words}`);
    one.append(quote, " ", made("span", "", "facts"), " ", drop);
    card.querySelector(".editor .indicators").append(one);
    changed(card);
  }

  function pointAt(holder, offset, isEnd) {
    const piece = [...holder.querySelectorAll("[data-s]")].findLast((one) => Number(one.dataset.s) < offset + (isEnd ? 0 : 1));
    const node = piece?.firstChild;
    return node?.nodeType === 3 ? [node, [...node.data].slice(0, offset - Number(piece.dataset.s)).join("").length] : null;
  }

  function showIndicator(button) {
    const item = JSON.parse(button.dataset.item ?? button.closest("li").dataset.item);
    const holder = document.querySelector(`.text[data-document="${item.document}"]`);
    const from = holder && pointAt(holder, item.start, false), to = holder && pointAt(holder, item.end, true);
    if (!from || !to) return;
    const range = document.createRange(), left = document.querySelector(".left");
    range.setStart(...from);
    range.setEnd(...to);
    if (globalThis.Highlight) CSS.highlights.set("indicator", new Highlight(range));
    left.scrollTop += range.getBoundingClientRect().top - left.getBoundingClientRect().top - left.clientHeight / 3;
  }

  document.addEventListener("selectionchange", () => {
    const words = pane.hidden ? null : selectedWords();
    if (words) kept = { item: words, words: String(getSelection()) };
  });

  // ---- what keys and buttons do
  const now = () => (pane.contains(document.activeElement) && cardOf(document.activeElement)) || null;
  function walk(by) {
    const all = cards(), at = all.indexOf(now());
    if (all.length) head(all[Math.min(Math.max(at + by, 0), all.length - 1)]).focus();
  }
  const DO = {
    new: () => {
      const card = pane.querySelector("li.new");
      if (!card) return;
      card.hidden = false;
      fold(card, true);
      card.querySelector("input").focus();
    },
    close: () => show(false),
    take: async (card) => {
      const fresh = { dataset: { query: newId(), seen: "0" } };
      if (!(await act(fresh, "draft", { from: card.dataset.gap }))) return;
      cards().find((one) => one.dataset.query === fresh.dataset.query)?.querySelector("input").focus();
    },
    skip: (card) => askWhy("Not to be asked", async (reason) => {
      const fresh = { dataset: { query: newId(), seen: "0" } };
      if (await act(fresh, "draft", { from: card.dataset.gap }, null, true)) await push(fresh, "withdraw", { reason });
    }),
    show: (_card, button) => showIndicator(button),
    drop: (card, button) => { button.closest("li").remove(); changed(card); card.querySelector("[name=own]").focus(); },
    quote: (card) => {
      if (!kept) { tell("Select words in the record first.", true); return; }
      addIndicator(card, kept.item, kept.words);
      kept = null;
    },
    save: async (card) => { dirty.add(card); await saveAll(); },
    send: async (card) => {
      const form = card.querySelector(".editor"), fields = { ...fieldsOf(card), provider: form.elements.provider.value, due: form.elements.due.value };
      clearTimeout(saveSoon);
      const was = dirty.delete(card);
      if (!(await act(card, "send", { ...fields, override: form.elements.override.value }, card))) { if (was) dirty.add(card); lint(card); }
    },
    answer: (card) => act(card, "answer", replyOf(card)),
    amend: (card) => act(card, "amend", replyOf(card)),
    "take back": (card) => act(card, "take back", { reason: replyOf(card).reason }),
    withdraw: (card) => askWhy("Withdraw the query", (reason) => { dirty.delete(card); act(card, "withdraw", { reason }); }),
    "no response": (card) => askWhy("Close without an answer", (reason) => act(card, "no response", { reason })),
    remind: (card) => askWhy("Reminded: how", (reason) => act(card, "remind", { reason })),
    add: (card, button) => {
      const { code, system, evidence } = JSON.parse(button.dataset.item);
      if (!may("decide")) { tell("Claim the chart first (key m, at the codes).", true); return; }
      decide("add", { code, system, evidence }, () => { byId("desk").hidden = !pane.hidden; load(card.dataset.query); });
    },
  };
  const BY_KEY = {
    j: () => walk(1), k: () => walk(-1), q: () => show(false), n: () => DO.new(), e: () => now() && fold(now(), !isOpen(now())),
    d: () => now()?.dataset.gap && DO.take(now()), r: () => now()?.dataset.gap && DO.skip(now()),
    v: () => {
      const all = now() ? [...now().querySelectorAll("[data-ask=show]")] : [];
      if (!all.length) return;
      if (!isOpen(now())) fold(now(), true);
      all[(all.indexOf(document.activeElement) + 1) % all.length].focus();
      showIndicator(document.activeElement);
    },
  };
  const ELSEWHERE = ["w", "h", "l", "N", "?"];
  KEYS.q = () => show(true);

  document.addEventListener("keydown", (event) => {
    if (pane.hidden || document.querySelector("dialog[open]") || event.isComposing) return;
    const form = event.target.closest(".editor, .reply");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      DO[form.querySelector("button.main[data-ask]").dataset.ask](cardOf(form));
    } else if (form && event.key === "Escape") head(cardOf(form)).focus();
    else if (form && event.key === "Enter" && event.target.name === "own") {
      event.preventDefault();
      const words = event.target.value.trim();
      if (words) addIndicator(cardOf(form), words, words);
      event.target.value = "";
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea")) return;
    if (!byId("single").checked || ELSEWHERE.includes(event.key)) return;
    if (BY_KEY[event.key]) { event.preventDefault(); BY_KEY[event.key](); }
    if (BY_KEY[event.key] || KEYS[event.key]) event.stopImmediatePropagation(); // the codes are not seen: no key may change them
  }, true);

  pane.addEventListener("click", (event) => {
    const button = event.target.closest("[data-ask]"), top = event.target.closest(".head");
    if (button) DO[button.dataset.ask](cardOf(button), button);
    else if (top) fold(cardOf(top), !isOpen(cardOf(top)));
  });
  pane.addEventListener("input", (event) => {
    if (event.target.closest(".editor") && ["title", "question", "options"].includes(event.target.name)) changed(cardOf(event.target));
  });
  pane.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("visibilitychange", () => { if (document.hidden) saveAll(); });
  byId("queries-button").onclick = () => show(pane.hidden);
  if (location.hash === "#queries" || location.hash.startsWith("#query-")) show(true, location.hash.slice(7));
}
