// j and k move through the rows of a list, Enter opens the one that has the focus.
(() => {
  const links = [...document.querySelectorAll("[data-keys] tbody a")];
  if (!links.length) return;
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    const at = links.indexOf(document.activeElement);
    const next = at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + step));
    links[next].focus();
    event.preventDefault();
  });
})();
