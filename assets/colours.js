// Says while somebody types how well a colour can be read, and shows it: the same reckoning as the server's,
// which decides. Without this script a button shows it. Every word comes from the page.
"use strict";

// WCAG 2.2, "relative luminance" and "contrast ratio".
const parts = (text) => {
  const digits = text.trim().replace(/^#/, "");
  const long = digits.length === 3 ? [...digits].map((digit) => digit + digit).join("") : digits;
  if (!/^[0-9a-f]{6}$/i.test(long)) return null;
  return [0, 2, 4].map((at) => parseInt(long.slice(at, at + 2), 16));
};
const luminance = (colour) => {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};
// Rounded down, so that what is a little too little does not look like enough.
const rounded = (ratio) => (Math.floor(ratio * 100) / 100).toFixed(2);

for (const part of document.querySelectorAll("[data-colour]")) {
  const { colour: name, grounds, inks, text: leastText, controls: leastControls, ...words } = part.dataset;
  const field = document.getElementById(`f-${name}`);
  const said = part.querySelector("[data-colour-said]");
  const sample = part.querySelector(".sample");
  const look = () => {
    const colour = parts(field.value);
    if (!colour) {
      said.textContent = words.none;
      return;
    }
    const around = grounds.split(" ").map((ground) => contrast(colour, parts(ground)));
    const [ink] = inks.split(" ").sort((a, b) => contrast(colour, parts(b)) - contrast(colour, parts(a)));
    const controls = Math.min(...around);
    const text = Math.min(controls, contrast(colour, parts(ink)));
    const enough = text >= Number(leastText) && controls >= Number(leastControls);
    said.textContent = (enough ? words.enough : words.little)
      .replace("{text}", rounded(text))
      .replace("{controls}", rounded(controls));
    const hex = `#${colour.map((one) => one.toString(16).padStart(2, "0")).join("")}`;
    sample.style.setProperty("--accent", hex);
    sample.style.setProperty("--on-accent", ink);
  };
  field.addEventListener("input", look);
}
