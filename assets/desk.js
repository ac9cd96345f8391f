// The desk by keyboard, and on wide screens the chosen case beside the list, without a new page for
// each. What a key presses says so itself (`data-key`); without this script it is all links and forms.
(() => {
  "use strict";
  const desk = document.querySelector("[data-desk]");
  const item = desk?.querySelector("[data-desk-item]");
  const wide = matchMedia("(min-width: 64rem)");
  const links = () => [...document.querySelectorAll("[data-keys] tbody a")];
  const current = () => desk?.querySelector('tr[aria-current="true"] a');
  const isCase = (url) => url.origin === location.origin && /^\/[a-z]+\/desk\/\d+(\/acts\/[a-z-]+)?$/.test(url.pathname);
  // Of several cases the one that was asked for last is shown.
  let asked = 0;

  const close = () => {
    asked += 1;
    const link = current();
    link?.closest("tr").removeAttribute("aria-current");
    item.hidden = true;
    item.replaceChildren();
    desk.classList.remove("bench");
    desk.querySelector("[data-desk-list]").classList.remove("bench-list");
    link?.focus();
  };

  // The list has fields of the same names: those of the case get ids of their own.
  const own = (part) => {
    for (const element of part.querySelectorAll("[id]")) element.id = `case-${element.id}`;
    for (const name of ["for", "form", "aria-labelledby", "aria-describedby"]) {
      for (const element of part.querySelectorAll(`[${name}]`)) {
        element.setAttribute(name, element.getAttribute(name).split(" ").map((id) => `case-${id}`).join(" "));
      }
    }
    for (const link of part.querySelectorAll('a[href^="#"]')) link.setAttribute("href", `#case-${link.hash.slice(1)}`);
    for (const title of part.querySelectorAll("h1")) {
      const lower = document.createElement("h2");
      lower.append(...title.childNodes);
      title.replaceWith(lower);
    }
  };

  const show = (page) => {
    const main = page.querySelector("main");
    own(main);
    const facts = page.querySelector("aside.side");
    if (facts) own(facts);
    main.querySelector("[data-help]")?.remove();
    item.replaceChildren(...main.children, ...(facts?.children ?? []));
    item.className = "bench-item";
    item.hidden = false;
    desk.classList.add("bench");
    desk.querySelector("[data-desk-list]").classList.add("bench-list");
    item.scrollIntoView({ block: "nearest" });
    item.querySelector('[role="alert"], .notice')?.scrollIntoView({ block: "nearest" });
  };

  // An act's form is of the same case.
  const mark = (href) => {
    for (const link of links()) {
      const row = link.closest("tr");
      if (`${href}/`.startsWith(`${link.href}/`)) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  };

  // Gives the page, or nothing where another was asked for meanwhile.
  const load = async (url, options) => {
    const turn = (asked += 1);
    const answer = await fetch(url, options);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return turn === asked && page.querySelector("main") ? { answer, page } : null;
  };

  const open = async (href) => {
    try {
      const loaded = await load(href);
      if (!loaded) return;
      if (!loaded.answer.ok) return location.assign(href);
      show(loaded.page);
      mark(href);
    } catch {
      location.assign(href);
    }
  };

  // What was done may have moved cases, and counts with them; what was ticked stays so.
  const renew = async () => {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const ticked = [...desk.querySelectorAll('[name="case"]:checked')].map((box) => box.value);
    const href = current()?.href;
    const focused = document.activeElement.href;
    for (const part of ["[data-desk-list] .scroll", "nav.crumbs"]) {
      const [old, now] = [document.querySelector(part), page.querySelector(`main ${part}`)];
      if (old && now) old.replaceWith(now);
      else if (old && part.includes("scroll")) old.remove();
    }
    for (const box of desk.querySelectorAll('[name="case"]')) box.checked = ticked.includes(box.value);
    if (href) mark(href);
    if (document.activeElement === document.body) links().find((link) => link.href === focused)?.focus();
  };

  const send = async (form, button) => {
    // A form with files goes as it is.
    const typed = new FormData(form, button);
    const fields = form.enctype === "multipart/form-data" ? typed : new URLSearchParams(typed);
    try {
      const loaded = await load(form.action, { method: "POST", body: fields });
      if (!loaded) return;
      const { answer, page } = loaded;
      const at = new URL(answer.url);
      if (isCase(at) || !answer.ok) show(page);
      else {
        // The case left this desk.
        close();
        document.querySelector("main > .notice")?.remove();
        const notice = page.querySelector("main > .notice");
        if (notice) document.querySelector("main").prepend(notice);
      }
      await renew();
    } catch {
      const said = document.createElement("p");
      said.className = "field-error";
      said.setAttribute("role", "alert");
      said.textContent = desk.dataset.away;
      form.prepend(said);
    }
  };

  if (item) {
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey && event.button === 0;
      if (!link || !plain || !wide.matches || !desk.contains(link) || !isCase(new URL(link.href))) return;
      event.preventDefault();
      open(link.href);
    });
    item.addEventListener("submit", (event) => {
      if (!isCase(new URL(event.target.action))) return;
      event.preventDefault();
      send(event.target, event.submitter);
    });
  }

  const press = (target) => {
    const field = target.matches("input, textarea") ? target : target.querySelector("textarea, input");
    if (field) field.focus();
    else target.click();
  };
  const move = (step) => {
    const all = links();
    if (!all.length) return false;
    const shown = item && !item.hidden ? all.indexOf(current()) : -1;
    const at = Math.max(all.indexOf(document.activeElement), shown);
    const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))];
    next.focus();
    if (item && !item.hidden) open(next.href);
    return true;
  };
  const act = (key) => {
    if (key === "j") return move(1);
    if (key === "k") return move(-1);
    const help = document.querySelector("[data-help]");
    if (key === "?" && help) {
      help.open = !help.open;
      help.querySelector("summary").focus();
      return true;
    }
    if (key === "x") {
      const box = (document.activeElement.closest("tr") ?? current()?.closest("tr"))?.querySelector('[name="case"]');
      if (!box) return false;
      box.checked = !box.checked;
      return true;
    }
    if (key === "Escape" && item && !item.hidden) {
      close();
      return true;
    }
    if (!/^[a-z/]$/.test(key)) return false;
    const target = document.querySelector(`[data-key="${key}"]`);
    if (target) press(target);
    return Boolean(target);
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing && event.key === "Escape") typing.blur();
    else if (!typing && act(event.key)) event.preventDefault();
  });
})();
