// The review queue by keyboard, without a new page for each item: the server's page has list and item
// beside each other, and its main part takes the place of the one that stands there. What a key presses
// says so itself (`data-key`); without this script it is all links and forms.
(() => {
  "use strict";
  const main = document.querySelector("main");
  const wide = matchMedia("(min-width: 64rem)");
  const links = () => [...main.querySelectorAll("[data-keys] .row-title a")];
  const current = () => main.querySelector("[data-keys] [aria-current] a");
  const boxes = () => [...main.querySelectorAll('[data-keys] [name="item"]')];
  const comesBack = (url) => url.origin === location.origin
    && /^\/[a-z]+\/(review(\/\d+|\/undo)?|posts\/\d+\/feedback)$/.test(url.pathname);
  // Of several pages the one that was asked for last is shown.
  let asked = 0;
  let sending = false;

  const focus = () => {
    const wanted = main.querySelector("[aria-invalid]") ?? main.querySelector("[data-focus] :is(input, select)");
    if (wanted) return wanted.focus();
    (main.querySelector("[data-item]") ?? main).focus({ preventScroll: true });
    scrollTo(0, 0);
  };

  // Takes the page's main part; a page without one throws. What was ticked stays so, and the list
  // where it was scrolled to.
  const show = (page, address) => {
    const ticked = boxes().filter((box) => box.checked).map((box) => box.value);
    const scrolled = main.querySelector("[data-list]")?.scrollTop ?? 0;
    main.replaceChildren(...page.querySelector("main").childNodes);
    document.title = page.title;
    for (const box of boxes()) box.checked ||= ticked.includes(box.value);
    const list = main.querySelector("[data-list]");
    if (list) list.scrollTop = scrolled;
    const language = ".site-nav .language a";
    document.querySelector(language).href = page.querySelector(language).getAttribute("href");
    if (address) history[address === location.href ? "replaceState" : "pushState"](null, "", address);
    current()?.closest(".row").scrollIntoView({ block: "nearest" });
    focus();
  };

  // Shows the page, unless another was asked for meanwhile.
  const load = async (url, options) => {
    const turn = (asked += 1);
    const answer = await fetch(url, options);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // What answers a form in its own place has no address of its own.
    if (turn === asked) show(page, options && !answer.redirected ? null : answer.url);
  };

  const open = async (href) => {
    try {
      await load(href);
    } catch {
      location.assign(href);
    }
  };

  const send = async (form, action, fields) => {
    if (sending) return;
    sending = true;
    try {
      await load(action, { method: "POST", body: fields });
    } catch {
      const said = document.createElement("p");
      said.className = "field-error";
      said.setAttribute("role", "alert");
      said.textContent = main.querySelector("[data-away]")?.dataset.away ?? "";
      form.prepend(said);
    } finally {
      sending = false;
    }
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("main a[href]");
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey && event.button === 0;
    if (!link || !plain || link.hash || !comesBack(new URL(link.href))) return;
    event.preventDefault();
    open(link.href);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const action = new URL(form.action);
    if (!main.contains(form) || !comesBack(action)) return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    if (form.method === "post") return void send(form, action, fields);
    for (const [name, value] of [...fields]) if (!value) fields.delete(name);
    action.search = fields;
    open(action.href);
  });
  addEventListener("popstate", () => open(location.href));

  const press = (target) => {
    if (target.matches("a, button")) return target.click();
    // What is said there is read out.
    if (target.matches("[tabindex]")) return target.focus();
    const folded = target.closest("details");
    if (folded) folded.open = true;
    target.querySelector("input, select, textarea").focus();
  };
  const move = (step) => {
    const all = links();
    if (!all.length) return false;
    const focused = all.indexOf(document.activeElement);
    const at = focused < 0 && wide.matches ? all.indexOf(current()) : focused;
    const on = main.querySelector('a[rel="next"]');
    if (at + step >= all.length && on) on.click();
    else {
      const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))];
      next.focus();
      if (wide.matches && next !== current()) open(next.href);
    }
    return true;
  };
  const act = (key) => {
    if (key === "j") return move(1);
    if (key === "k") return move(-1);
    const help = main.querySelector("[data-help]");
    if (key === "?" && help) {
      help.open = !help.open;
      help.querySelector("summary").focus();
      return true;
    }
    if (key === "Escape" && help?.open) {
      help.open = false;
      focus();
      return true;
    }
    if (key === "x") {
      const box = (document.activeElement.closest("[data-keys] .row") ?? current()?.closest(".row"))?.querySelector('[name="item"]');
      if (!box) return false;
      box.checked = !box.checked;
      return true;
    }
    if (!/^[a-z/]$/.test(key)) return false;
    const target = main.querySelector(`[data-key="${key}"]`);
    if (target) press(target);
    return Boolean(target);
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || main.querySelector("[data-silent]")) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing && event.key === "Escape") {
      typing.blur();
      main.querySelector("[data-item]")?.focus({ preventScroll: true });
    } else if (!typing && act(event.key)) event.preventDefault();
  });

  // What waits, while the page is looked at.
  const count = async () => {
    const tally = main.querySelector("[data-count]");
    if (!tally || document.hidden) return;
    try {
      const answer = await fetch(tally.dataset.count);
      if (!answer.ok) return;
      const waiting = (await answer.json()).count;
      const { none, one, more } = tally.dataset;
      const words = ([none, one][waiting] ?? more).replace("#", waiting);
      if (tally.textContent !== words) tally.textContent = words;
      document.title = document.title.replace(/^(\(\d+\) )?/, waiting ? `(${waiting}) ` : "");
    } catch {
      // The next one may get through.
    }
  };
  setInterval(count, 30_000);
  document.addEventListener("visibilitychange", count);
})();
