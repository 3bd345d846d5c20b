// Fetches the console ahead of time, for whoever is about to enter a code: its page names its files.
const answer = await fetch("/console.html");
const page = new DOMParser().parseFromString(await answer.text(), "text/html");
for (const link of page.querySelectorAll("link[href]")) {
  link.rel = "prefetch";
  document.head.append(link);
}
