// Files go to the server one request each, under an id of their own, sent until it is acknowledged; the list shows how far they are.
const byId = (id) => document.getElementById(id);
const form = byId("upload"), token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const endings = form.dataset.endings.split(" ");
const OFTEN = 1500; // milliseconds between looks at what is being read
let dropped = []; // [path, file]

for (const one of document.querySelectorAll(".folder")) one.hidden = false;

function tell(words, bad = false) {
  byId("told").textContent = words;
  byId("told").classList.toggle("bad", bad);
}

// ---- what is to be sent
const isChart = (name) => !name.split("/").pop().startsWith(".") && endings.some((ending) => name.toLowerCase().endsWith(ending));

async function within(entry, path = "") {
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    return !path || isChart(file.name) ? [[path + file.name, file]] : [];
  }
  const reader = entry.createReader(), found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return found;
    for (const one of some) found.push(...(await within(one, `${path}${entry.name}/`)));
  }
}

byId("drop").addEventListener("dragover", (event) => event.preventDefault());
byId("drop").addEventListener("drop", async (event) => {
  event.preventDefault();
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  for (const entry of entries) dropped.push(...(await within(entry).catch(() => [])));
  byId("dropped").textContent = `${dropped.length} files dropped`;
});

function chosen() {
  const named = [...byId("files").files].map((file) => [file.name, file]);
  const folder = [...byId("folder").files].map((file) => [file.webkitRelativePath || file.name, file]).filter(([path]) => isChart(path));
  return [...named, ...folder, ...dropped];
}

function parcels() {
  const files = chosen(), how = byId("together").value;
  const groups = new Map();
  files.forEach(([path, file], place) => {
    const key = how === "1" ? "all" : how === "folder" && path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : `${place}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  });
  const together = (some) => (how === "1" || (how === "folder" && some.length > 1) ? "1" : "");
  const all = [...groups.values()].map((some) => ({ files: some, together: together(some), text: "" }));
  const text = byId("text").value;
  if (!text.trim()) return all;
  if (how === "1" && all.length) all[0].text = text;
  else all.push({ files: [], together: "", text });
  return all;
}

// ---- sending
async function sent(parcel) {
  const body = new FormData();
  for (const name of ["setting", "view", "specialty", "patient", "date", "age", "sex", "name"]) body.set(name, byId(name).value);
  if (byId("restricted").checked) body.set("restricted", "1");
  for (const name of ["together", "text"]) body.set(name, parcel[name]);
  body.set("id", newId());
  for (const file of parcel.files) body.append("files", file, file.name);
  for (let attempt = 0; attempt < 6; attempt++) {
    const answer = await fetch("/upload/", { method: "POST", body, headers: { "X-CSRFToken": token, "X-Desk": "1" } }).catch(() => null);
    if (answer && answer.status === 429) {
      tell("The server asks for a pause; going on by itself …", true);
      await new Promise((go) => setTimeout(go, 1000 * (Number(answer.headers.get("Retry-After")) || 10)));
      continue;
    }
    if (answer && answer.ok) { show(await answer.text()); return ""; }
    if (answer) return answer.status === 401 ? "You were signed out. Sign in again and send the rest." : (await answer.text()).slice(0, 200);
    tell("The server does not answer; trying again …", true);
    await new Promise((go) => setTimeout(go, 500 * 2 ** attempt));
  }
  return "NOT SENT: the server does not answer.";
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  return [...bytes].map((byte, place) => ([4, 6, 8, 10].includes(place) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const all = parcels(), wrong = [], button = form.querySelector("button.main");
  if (!all.length) return tell("Choose a file, or paste a note.", true);
  button.disabled = true;
  for (const [place, parcel] of all.entries()) {
    tell(`Sending ${place + 1} of ${all.length} …`);
    const said = await sent(parcel);
    if (said) wrong.push(said);
  }
  button.disabled = false;
  dropped = [];
  for (const name of ["files", "folder", "text", "name"]) byId(name).value = "";
  byId("dropped").textContent = "";
  tell(wrong.length ? `${wrong.length} of ${all.length} not taken: ${wrong[0]}` : `Sent: ${all.length}`, wrong.length > 0);
});

// ---- what became of it
function show(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html").getElementById("inbox"), now = byId("inbox");
  if (!parsed) return;
  now.dataset.busy = parsed.dataset.busy;
  for (const part of ["[role=status]", "tbody"]) {
    const [old, fresh] = [now.querySelector(part), parsed.querySelector(part)];
    if (!old && fresh) return now.replaceWith(document.adoptNode(parsed));
    if (fresh && old.innerHTML !== fresh.innerHTML && !old.contains(document.activeElement)) old.replaceWith(document.adoptNode(fresh));
  }
}

setInterval(async () => {
  if (byId("inbox").dataset.busy === "0" || document.hidden) return;
  const answer = await fetch("/upload/inbox/", { headers: { "X-Desk": "1" } }).catch(() => null);
  if (answer && answer.ok && !answer.redirected) show(await answer.text());
}, OFTEN);
