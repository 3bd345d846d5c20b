// Search and copy buttons. The pages can be read without this: it adds both to what stands there already.
"use strict";

const SHOWN = 20;

function element(name, fields) {
  return Object.assign(document.createElement(name), fields);
}

function addCopyButtons() {
  for (const block of document.querySelectorAll("pre")) {
    const button = element("button", { type: "button", className: "copy", textContent: "Copy" });
    const frame = element("div", { className: "block" });
    block.replaceWith(frame);
    frame.append(block, button);
    button.addEventListener("click", async () => {
      button.textContent = (await copy(block)) ? "Copied" : "Selected";
      button.setAttribute("aria-live", "polite");
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
  }
}

// Browsers give the clipboard to secure pages only; elsewhere the text is selected, to be copied by hand.
async function copy(block) {
  try {
    await navigator.clipboard.writeText(block.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(block);
    return false;
  }
}

let fetched = null;

function entries() {
  fetched ??= fetch("/docs/search.json").then(async (answer) => {
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  });
  return fetched;
}

// All words must be there; a word in the title counts more than one in the text.
function find(all, wanted) {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = ({ title, part, text }) => {
    const head = `${title} ${part}`.toLowerCase();
    const whole = `${head} ${text.toLowerCase()}`;
    if (!words.length || !words.every((word) => whole.includes(word))) return 0;
    return 1 + words.filter((word) => head.includes(word)).length;
  };
  const ranked = all.map((entry) => ({ entry, rank: rank(entry) })).filter((one) => one.rank);
  return ranked.sort((a, b) => b.rank - a.rank).map((one) => one.entry);
}

function addSearch() {
  const contents = document.getElementById("contents");
  const label = element("label", { textContent: "Search" });
  const input = element("input", { type: "search", autocomplete: "off", spellcheck: false });
  const status = element("p", { className: "found" });
  const list = element("ul", { className: "results", hidden: true });
  status.setAttribute("role", "status");
  label.append(input);
  contents.before(label, status, list);
  const show = async () => {
    const wanted = input.value.trim();
    let found = [];
    let failure = "";
    try {
      found = wanted ? find(await entries(), wanted) : [];
    } catch {
      fetched = null;
      failure = "The search cannot be loaded. Type again to retry.";
    }
    if (wanted !== input.value.trim()) return;
    const items = found.slice(0, SHOWN).map(({ title, part, link }) => {
      const item = element("li", {});
      const target = element("a", { href: link, textContent: title });
      target.append(" ", element("small", { textContent: part }));
      item.append(target);
      return item;
    });
    list.replaceChildren(...items);
    list.hidden = !items.length;
    contents.hidden = items.length > 0;
    status.textContent = failure || (wanted ? `${found.length} found` : "");
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      input.value = "";
      show();
    }
  });
}

addSearch();
addCopyButtons();
