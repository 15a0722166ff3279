// Two notes: j and k go from difference to difference, Escape back to the chart.
const rows = [...document.querySelectorAll("tr.differs")].filter((row) => !row.previousElementSibling?.classList.contains("differs"));
let at = -1;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select")) return;
  const by = { j: 1, k: -1 }[event.key];
  if (event.key === "Escape") document.getElementById("back").click();
  if (!by || !rows.length) return;
  rows[at]?.classList.remove("on");
  at = Math.min(Math.max(at + by, 0), rows.length - 1);
  rows[at].classList.add("on");
  rows[at].scrollIntoView({ block: "center" });
});
