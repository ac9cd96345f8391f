// While somebody writes: tells what personal data is in the text, and shows a preview.
// All of it is optional; the same is asked on the next page without a script. Nothing is
// kept on the reader's device, and every word comes from the page.
"use strict";

for (const form of document.querySelectorAll("form[data-compose]")) {
  const words = form.dataset;
  // For each kind what is said when the detector is sure, and when it is not.
  const kinds = new Map(
    [...form.querySelectorAll("[data-kinds] [data-kind]")].map((item) => [
      item.dataset.kind,
      { is: item.textContent, mayBe: item.dataset.mayBe },
    ]),
  );
  const said = ({ kind, sure }) => {
    const words = kinds.get(kind.toLowerCase().replaceAll("_", "-"));
    return words ? (sure ? words.is : words.mayBe) : kind;
  };

  const post = async (address, body, signal) => {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify(body),
      credentials: "omit",
      signal,
    });
    if (!response.ok) throw new Error(String(response.status));
    return response.json();
  };

  // What is found, beneath its field.
  for (const live of form.querySelectorAll("[data-live]")) {
    const field = form.elements.namedItem(live.dataset.live);
    if (!field) continue;
    let timer = 0;
    let running = null;
    let told = "";
    const say = (key, findings) => {
      // Spoken only when it is news: the same places with other words around them are not.
      const news = key + findings.map((finding) => said(finding) + finding.text).join("\n");
      if (news === told) return;
      told = news;
      live.textContent = key && words[key];
      if (!findings.length) return;
      const list = document.createElement("ul");
      for (const finding of findings) {
        const item = document.createElement("li");
        const mark = document.createElement("mark");
        mark.className = "found";
        mark.textContent = finding.text;
        item.append(said(finding), " ", mark);
        list.append(item);
      }
      live.append(list);
    };
    const check = async () => {
      running?.abort();
      running = new AbortController();
      const text = field.value;
      if (!text.trim()) return say("", []);
      try {
        const { findings } = await post(words.check, { text }, running.signal);
        const characters = [...text];
        say(
          findings.length ? "some" : told ? "none" : "",
          findings.map(({ kind, sure, start, end }) => ({ kind, sure, text: characters.slice(start, end).join("") })),
        );
      } catch (error) {
        if (error.name !== "AbortError") say("away", []);
      }
    };
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(check, 700);
    });
    if (field.value.trim()) check();
  }

  // The preview, without leaving the page.
  const button = form.querySelector("[data-live-preview]");
  const shown = form.querySelector("[data-shown]");
  if (button && shown) {
    shown.setAttribute("aria-live", "polite");
    button.addEventListener("click", async (event) => {
      const body = form.elements.namedItem("body").value;
      if (!body.trim()) return;
      event.preventDefault();
      try {
        const { html } = await post(words.preview, { body });
        const section = document.createElement("section");
        section.className = "preview";
        const heading = document.createElement("h2");
        heading.textContent = words.heading;
        const text = document.createElement("div");
        text.className = "post-body";
        // Made and sanitised by the server, as every post is.
        text.innerHTML = html;
        section.append(heading, text);
        shown.replaceChildren(section);
        shown.scrollIntoView({ block: "nearest" });
      } catch {
        button.removeAttribute("data-live-preview");
        form.requestSubmit(button);
      }
    });
  }
}
