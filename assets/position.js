// Fills the device's position in, when its reader presses the button for that. Without this script
// latitude and longitude are typed. Every word comes from the page; nothing is sent or kept by this.
"use strict";

for (const part of document.querySelectorAll("[data-position]")) {
  const { elements } = part.closest("form");
  const [latitude, longitude] = ["latitude", "longitude"].map((name) => elements.namedItem(name));
  const said = part.querySelector("[data-position-said]");
  const words = said.dataset;
  // Elsewhere no browser gives it.
  if (!window.isSecureContext || !navigator.geolocation) continue;
  let looking = false;
  const end = (text) => {
    looking = false;
    said.textContent = text;
  };
  part.querySelector("button").addEventListener("click", () => {
    if (looking) return;
    looking = true;
    said.textContent = words.looking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        // About a metre; no device knows it better.
        latitude.value = coords.latitude.toFixed(5);
        longitude.value = coords.longitude.toFixed(5);
        end(words.found.replace("{metres}", String(Math.ceil(coords.accuracy))));
      },
      (error) => end(error.code === error.PERMISSION_DENIED ? words.refused : words.failed),
      { enableHighAccuracy: true, timeout: 20_000 },
    );
  });
  part.hidden = false;
}
