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
    const all = (await answer.json()).map((entry) => {
      const head = `${entry.title} ${entry.part}`.toLowerCase();
      return { entry, head, whole: `${head} ${entry.text.toLowerCase()}` };
    });
    return { all, text: all.map((one) => one.whole).join(" ") };
  });
  return fetched;
}

// Words that others use for what these pages say.
const SAME = [
  ["revoke", "end", "delete"],
  ["user", "member"],
  ["users", "members"],
  ["mfa", "2fa", "two-step"],
  ["otp", "totp", "code"],
  ["webhook", "webhooks"],
  ["tenant", "organization"],
  ["jwt", "jws", "receipt"],
  ["quota", "limit"],
  ["rate", "ratelimit", "429"],
  ["pagination", "cursor"],
];

function spellings(word) {
  return [word, ...SAME.filter((same) => same.includes(word)).flat()];
}

// Whether two words differ by one letter: another, one more, one less, or two in the other order.
function isNear(one, other) {
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const [left, right] = [one.slice(start), other.slice(start)];
  const swapped = left.slice(0, 2) === [...right.slice(0, 2)].reverse().join("");
  return (
    left.slice(1) === right.slice(1) ||
    left.slice(1) === right ||
    left === right.slice(1) ||
    (swapped && left.slice(2) === right.slice(2))
  );
}

// A word that stands nowhere is read as those near it. Short ones are not: "saml" is no slip of "same".
const CORRECTED_FROM = 6;

function corrected(word, text) {
  const known = spellings(word);
  if (word.length < CORRECTED_FROM || known.some((one) => text.includes(one))) return { known, near: [] };
  const near = [...new Set(text.match(/[\p{L}\p{N}_-]+/gu))].filter((one) => isNear(word, one));
  return { known: [word, ...near], near };
}

// Entries with the most of the words, those first that have them in the title.
function find({ all, text }, wanted) {
  const typed = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const read = typed.map((word) => corrected(word, text));
  const words = read.map((one) => one.known);
  const count = (text) => words.filter((word) => word.some((one) => text.includes(one))).length;
  const ranked = all.map(({ entry, head, whole }) => ({ entry, whole: count(whole), head: count(head) }));
  const most = Math.max(0, ...ranked.map((one) => one.whole));
  const best = ranked.filter((one) => most > 0 && one.whole === most);
  const found = best.sort((a, b) => b.head - a.head).map((one) => one.entry);
  return { found, isAll: most === words.length, near: read.flatMap((one) => one.near) };
}

// What is searched is part of the address: it can be linked, and is there again on the way back.
function keep(wanted) {
  const address = new URL(location.href);
  if (wanted) address.searchParams.set("search", wanted);
  else address.searchParams.delete("search");
  history.replaceState(history.state, "", address);
}

function said(wanted, { found, isAll, near }) {
  if (!wanted) return "";
  if (!found.length) return "0 found. Try one word, or the contents below.";
  if (isAll && near.length) return `Not found as typed; ${found.length} found with ${near.join(", ")}.`;
  return isAll ? `${found.length} found` : `No entry has all words; ${found.length} have some of them.`;
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
    let answer = { found: [], isAll: true, near: [] };
    let failure = "";
    try {
      if (wanted) answer = find(await entries(), wanted);
    } catch {
      fetched = null;
      failure = "The search cannot be loaded. Type again to retry.";
    }
    if (wanted !== input.value.trim()) return;
    keep(wanted);
    const items = answer.found.slice(0, SHOWN).map(({ title, part, link }) => {
      const item = element("li", {});
      const target = element("a", { href: link, textContent: title });
      target.append(" ", element("small", { textContent: part }));
      item.append(target);
      return item;
    });
    list.replaceChildren(...items);
    list.hidden = !items.length;
    contents.hidden = items.length > 0;
    status.textContent = failure || said(wanted, answer);
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      input.value = "";
      show();
    }
  });
  const step = (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    const places = [input, ...list.querySelectorAll("a")];
    const next = places[places.indexOf(document.activeElement) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
  for (const one of [input, list]) one.addEventListener("keydown", step);
  input.value = new URLSearchParams(location.search).get("search") ?? "";
  if (input.value) show();
}

addSearch();
addCopyButtons();
