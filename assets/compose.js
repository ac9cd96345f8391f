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

  // The preview and its questions, as the page after "Preview" shows them, while somebody
  // writes. The button brings it at once; what was answered stays while its words do.
  const button = form.querySelector("[data-live-preview]");
  const shown = form.querySelector("[data-shown]");
  if (!shown) continue;
  const place = (part) => part.querySelector(".excerpt .found")?.textContent;
  const answers = () =>
    new Map(
      [...form.querySelectorAll("fieldset.finding")].map((part) => [
        place(part),
        [...part.querySelectorAll("input:checked")].map(({ name, value }) => [name.split("-")[0], value]),
      ]),
    );
  const answered = (part, given) => {
    for (const [name, value] of given ?? []) {
      const input = part.querySelector(`input[name^="${name}-"][value="${value}"]`);
      if (input) input.checked = true;
    }
  };
  let running = null;
  const preview = async () => {
    running?.abort();
    if (!form.elements.namedItem("body").value.trim()) {
      shown.replaceChildren();
      return true;
    }
    running = new AbortController();
    const fields = new URLSearchParams(new FormData(form));
    fields.set("preview", "yes");
    fields.set("live", "yes");
    const response = await fetch(form.action, { method: "POST", body: fields, signal: running.signal });
    if (!response.ok) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const there = page.querySelector("form[data-compose] [data-review]");
    const check = page.querySelector("form[data-compose] input[name=check]");
    if (!there || !check) throw new Error("another page");
    // A field that must be changed first is told when the text is sent.
    if (page.querySelector(".error-summary")) return false;
    const given = answers();
    for (const part of there.querySelectorAll("fieldset.finding")) answered(part, given.get(place(part)));
    // The form has its own button here, and the text stands above.
    const outside = [...form.querySelectorAll("button.primary")].some(
      (own) => !own.closest("[data-review], [data-shown]"),
    );
    if (outside) for (const part of there.querySelectorAll(":scope > h2, :scope > .buttons")) part.remove();
    // Made and sanitised by the server, as every post is. The same stands nowhere twice.
    form.querySelector("[data-review]")?.replaceChildren();
    shown.replaceChildren(...there.childNodes);
    form.elements.namedItem("check").value = check.value;
    return true;
  };
  const look = () => preview().catch(() => {});
  // Questions that nobody touched are asked again, on a page of their own: nothing is answered
  // by not being seen.
  let touched = false;
  form.addEventListener("change", (event) => {
    touched ||= Boolean(event.target.closest("[data-shown] fieldset.finding"));
  });
  form.addEventListener("submit", ({ submitter }) => {
    const asked = shown.querySelector("fieldset.finding");
    if (asked && !touched && submitter?.name !== "all") form.elements.namedItem("check").value = "";
  });
  let timer = 0;
  form.addEventListener("input", (event) => {
    if (!event.target.matches("textarea, input[type=text]")) return;
    clearTimeout(timer);
    timer = setTimeout(look, 900);
  });
  button?.addEventListener("click", async (event) => {
    if (!button.hasAttribute("data-live-preview")) return;
    event.preventDefault();
    clearTimeout(timer);
    try {
      if (!(await preview())) throw new Error("something must be changed first");
      shown.querySelector("h2")?.scrollIntoView({ block: "nearest" });
    } catch {
      button.removeAttribute("data-live-preview");
      form.requestSubmit(button);
    }
  });
}

// A quote of what is selected in a post, or of the whole of it, put in after what was begun. Where
// nothing is begun, or the quote cannot be had, the link leads to it.
const whole = async (link) => {
  const response = await fetch(link.href);
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const quoted = page.querySelector("form[data-compose]")?.dataset.quoted;
  if (!quoted) throw new Error("no quote");
  return quoted.trim();
};
for (const link of document.querySelectorAll("a[data-quote]")) {
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const body = document.querySelector("form[data-compose] textarea[name=body]");
    const post = link.closest(".post")?.querySelector(".post-body");
    const selection = getSelection();
    const text = selection.toString().trim();
    const inside = post?.contains(selection.anchorNode) && post.contains(selection.focusNode);
    const selected = text && inside;
    if (!body || (!selected && !body.value.trim())) return;
    event.preventDefault();
    const plain = text.replace(/[\\`*_[\]<>#|~!]/g, "\\$&");
    let quote = [link.dataset.quote, ...plain.split("\n")].map((line) => `> ${line}`.trimEnd()).join("\n");
    if (!selected) {
      try {
        quote = await whole(link);
      } catch {
        location.assign(link.href);
        return;
      }
    }
    body.value = `${body.value.trimEnd()}\n\n${quote}\n\n`.trimStart();
    body.focus();
    body.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
