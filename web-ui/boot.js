// Starts the WebAssembly module. A file of its own, because the content security policy allows no
// inline script. The page's modulepreload has checked the script, and `integrity` checks the module. When
// the module is blocked or a file does not load, the page says what to do.
const { js, wasm, wasmIntegrity = "" } = document.querySelector("script[data-wasm]").dataset;
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
