// Fetches the files of another program, which its page names, while the person is still busy here. The page stands in
// the query of this script's own address.
const answer = await fetch(new URL(import.meta.url).search.slice(1));
const page = new DOMParser().parseFromString(await answer.text(), "text/html");
for (const link of page.querySelectorAll("link[href]")) {
  link.rel = "prefetch";
  document.head.append(link);
}
