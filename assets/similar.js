// While a title is written: topics that are like it. Without this script they stand on the page
// after "Preview". Every word comes from the page; nothing is kept on the reader's device.
"use strict";

for (const place of document.querySelectorAll("[data-similar]")) {
  const title = place.closest("form")?.elements.namedItem("title");
  const list = place.querySelector("ul");
  if (!title || !list) continue;
  let timer = 0;
  let running = null;
  let told = "";
  const look = async () => {
    running?.abort();
    running = new AbortController();
    const typed = title.value.trim();
    let topics = [];
    try {
      if (typed) {
        const response = await fetch(place.dataset.similar, {
          method: "POST",
          headers: { "Content-Type": "application/json", Accept: "application/json" },
          body: JSON.stringify({ title: typed, suggestions: "suggestions" in place.dataset }),
          credentials: "omit",
          signal: running.signal,
        });
        if (response.ok) ({ topics } = await response.json());
      }
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    // Spoken only when it is news.
    const news = topics.map(({ topic }) => topic).join();
    if (news === told) return;
    told = news;
    list.replaceChildren(
      ...topics.map(({ url, title_html: html, title_language: language }) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = url;
        link.lang = language === "zh" ? "zh-TW" : language;
        // Made and sanitised by the server, as every title is.
        link.innerHTML = html;
        item.append(link);
        return item;
      }),
    );
    place.hidden = !topics.length;
  };
  title.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 700);
  });
  if (title.value.trim() && place.hidden) look();
}
