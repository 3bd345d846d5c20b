// Starts the WebAssembly module. A file of its own, because the content security policy allows no
// inline script. The page's modulepreload has checked the script, and `integrity` checks the module. When
// the module is blocked or a file does not load, the page says what to do, in the reader's language first.
document.documentElement.classList.add("boots");
const { js, wasm, wasmIntegrity = "" } = document.querySelector("script[data-wasm]").dataset;
if (readsGerman()) {
  putGermanFirst();
}
try {
  const { default: init } = await import(js);
  await init({ module_or_path: fetch(wasm, { integrity: wasmIntegrity }) });
} catch (error) {
  console.warn(error);
  document.querySelectorAll("#app .waiting").forEach((text) => text.remove());
  document.getElementById("boot-failed")?.removeAttribute("hidden");
  document.getElementById("boot-again")?.addEventListener("click", (click) => {
    click.preventDefault();
    location.reload();
  });
}

// As web-ui/src/language.rs chooses: what was chosen in this browser, else the language of the member who signs in in this
// tab, else what the browser prefers.
function readsGerman() {
  let chosen = null;
  try {
    chosen = localStorage.getItem("twostep.language") ?? sessionStorage.getItem("twostep.language");
  } catch {
    // A browser that keeps nothing has no choice to tell.
  }
  const known = [chosen ?? [], navigator.languages].flat().find((tag) => /^(en|de)\b/i.test(tag));
  return /^de\b/i.test(known);
}

// Exchanges each English text with the German one beside it, and the levels of their headings.
function putGermanFirst() {
  document.documentElement.lang = "de";
  for (const english of document.querySelectorAll("#app [lang=en]")) {
    const german = english.parentElement.querySelector(":scope > [lang=de]");
    const place = document.createTextNode("");
    english.replaceWith(place);
    german.replaceWith(english);
    place.replaceWith(german);
    for (const [part, level] of [[german, "h1"], [english, "h2"]]) {
      const old = part.querySelector("h1, h2");
      if (old) {
        const heading = document.createElement(level);
        heading.textContent = old.textContent;
        old.replaceWith(heading);
      }
    }
  }
}
