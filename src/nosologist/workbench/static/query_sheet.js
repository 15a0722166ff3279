// A query to print, or to copy as text.
"use strict";
document.getElementById("print").onclick = () => print();
document.getElementById("copy").onclick = async () => {
  const text = document.getElementById("text"), told = document.getElementById("told");
  try {
    await navigator.clipboard.writeText(text.textContent);
    told.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(text);
    told.textContent = "Selected: copy it with Ctrl and C";
  }
};
