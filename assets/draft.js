// What somebody types is not lost: kept on the server for an account, in the browser for a guest
// whose choice about storage lets it, and for everybody held back from a connection that is gone.
// All of it is optional; "Keep as draft" works without a script. Every word comes from the page.
"use strict";

const PREFIX = "plaza-draft:";
// Of several drafts only the words: no name, no address, no file.
const KEPT = ["title", "tags", "body"];

// None where the browser itself refuses storage.
const device = (() => {
  try {
    return localStorage;
  } catch {
    return null;
  }
})();
const stored = (name) => {
  try {
    return JSON.parse(device.getItem(name));
  } catch {
    return null;
  }
};

for (const form of document.querySelectorAll("form[data-draft]")) {
  const { draft: place, draftDays } = form.dataset;
  const said = form.querySelector("[data-draft-said]");
  const words = said.dataset;
  const field = (name) => form.elements.namedItem(name);
  const text = (name) => field(name)?.value ?? "";
  const time = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  // Spoken when it is news; the time of each further save is only seen.
  const clock = document.createElement("span");
  clock.setAttribute("aria-hidden", "true");
  let told = "";
  const say = (key) => {
    if (key !== told) {
      const [before, after = ""] = (words[key] ?? "").split("{time}");
      said.replaceChildren(before, clock, after);
      told = key;
    }
    clock.textContent = key === "kept" || key === "browser" ? time() : "";
  };
  let keeper = form.dataset.draftKeeper;
  let changed = false;
  let sent = false;

  // --- the account's, on the server

  const files = () =>
    [1, 2, 3, 4, 5]
      .filter((position) => text(`file-${position}`) && !field(`drop-${position}`)?.checked)
      .map((position) => ({ handle: text(`file-${position}`), position, alt: text(`alt-${position}`) }));
  const body = () => ({
    title: field("title") ? text("title") : null,
    body: text("body"),
    tags: text("tags"),
    office: form.querySelector("input[name=office]:checked")?.value || null,
    reply_to: Number(text("reply_to")) || null,
    began: text("began") || null,
    attachments: files(),
  });
  let running = null;
  // Whether the server has it; an answer that refuses it is told by the form itself.
  const put = async () => {
    running?.abort();
    const mine = (running = new AbortController());
    changed = false;
    const limit = setTimeout(() => mine.abort(), 8000);
    try {
      const response = await fetch(`/api/v1/drafts/${place}`, {
        method: "PUT",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify(body()),
        signal: mine.signal,
      });
      if (mine !== running) return false;
      if (response.ok) say(response.status === 204 ? "" : "kept");
      else {
        changed = true;
        say("refused");
      }
      return true;
    } catch {
      if (mine === running) {
        changed = true;
        say("away");
      }
      return false;
    } finally {
      clearTimeout(limit);
    }
  };

  // --- a guest's, in the browser

  const name = PREFIX + place;
  const store = () => {
    changed = false;
    const kept = Object.fromEntries(KEPT.filter(field).map((part) => [part, text(part)]));
    try {
      if (!Object.values(kept).some((value) => value.trim())) device.removeItem(name);
      else {
        device.setItem(name, JSON.stringify({ at: Date.now(), kept }));
        say("browser");
      }
    } catch {
      changed = true;
      say("full");
    }
  };
  const bringBack = () => {
    const found = stored(name);
    const quoted = form.dataset.quoted?.trim() ?? "";
    // A quote that somebody asked for stands after what was begun, as with an account.
    const isBlank = KEPT.every((part) => !text(part).trim() || (part === "body" && text(part).trim() === quoted));
    if (!found || !isBlank) return;
    for (const part of KEPT) if (field(part)) field(part).value = found.kept?.[part] ?? "";
    if (quoted && !text("body").includes(quoted)) {
      field("body").value = `${text("body").trimEnd()}\n\n${quoted}\n\n`.trimStart();
    }
    form.querySelector("[data-draft-found]")?.removeAttribute("hidden");
    field("body").dispatchEvent(new Event("input", { bubbles: true }));
  };
  form.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
    device?.removeItem(name);
    for (const part of KEPT) if (field(part)) field(part).value = "";
    form.querySelector("[data-draft-found]").hidden = true;
    field("body").dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(timer);
    changed = false;
    say("");
    field("body").focus();
  });

  // --- when

  let timer = 0;
  const save = () => {
    if (sent || !changed) return;
    if (keeper === "account") put().then(() => changed && !sent && again());
    else if (keeper === "browser") store();
  };
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(save, 5000);
  };
  const soon = () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, keeper === "account" ? 2000 : 400);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  addEventListener("online", save);
  addEventListener("pagehide", () => keeper === "browser" && changed && !sent && store());
  // What nobody keeps is not left without a question.
  addEventListener("beforeunload", (event) => {
    if (changed && !sent && told === "away") event.preventDefault();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) sent = false;
  });

  // Nothing is sent into a connection that is gone: what the browser shows instead would take the
  // text away. What the server has first, it cannot lose.
  form.addEventListener("submit", (event) => {
    const { submitter } = event;
    if (sent) return;
    clearTimeout(timer);
    if (!navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (keeper === "browser") store();
      changed = true;
      return say("offline");
    }
    if (keeper !== "account" || submitter?.name === "draft") {
      if (keeper === "browser") store();
      sent = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    put().then((reached) => {
      if (!reached) return say("offline");
      sent = true;
      form.requestSubmit(submitter);
    });
  });

  // --- the question, where the reader wants to be asked first

  const question = document.querySelector("form[data-draft-question]");
  question?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(question, event.submitter));
    try {
      const response = await fetch(question.action, { method: "POST", body: fields, redirect: "manual" });
      if (response.type !== "opaqueredirect" && !response.ok) throw new Error(String(response.status));
    } catch {
      return question.submit();
    }
    const yes = event.submitter?.value === "yes";
    question.closest("[data-draft-asks]").remove();
    say(yes ? "" : "no");
    if (!yes) return;
    keeper = "browser";
    store();
  });

  if (keeper === "browser") bringBack();
}

// What was published is no draft any more; what is too old, or may not be there, goes.
for (const done of document.querySelectorAll("[data-draft-done]")) device?.removeItem(PREFIX + done.dataset.draftDone);
{
  const life = document.querySelector("[data-draft-life]")?.dataset.draftLife;
  for (const name of life === undefined ? [] : Object.keys(device ?? {}).filter((name) => name.startsWith(PREFIX))) {
    if (!(Date.now() - (stored(name)?.at ?? 0) < Number(life) * 86_400_000)) device.removeItem(name);
  }
}
