// Fetches the files of the console, which its page names, while the person enters a code.
const answer = await fetch("/console.html");
const page = new DOMParser().parseFromString(await answer.text(), "text/html");
for (const link of page.querySelectorAll("link[href]")) {
  link.rel = "prefetch";
  document.head.append(link);
}
