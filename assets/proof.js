// A proof of work by ALTCHA's open protocol, for forms where somebody without an account writes. It
// is sought while they type, by the browser's own functions; nothing is asked of anybody and nothing
// is kept. Without this script, or where it is not done in time, the form is sent without a proof.
"use strict";

const hex = (buffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

const solve = async ({ algorithm, challenge, maxnumber, salt }) => {
  const encoder = new TextEncoder();
  for (let number = 0; number <= maxnumber; number += 1) {
    const hash = await crypto.subtle.digest(algorithm, encoder.encode(salt + number));
    if (hex(hash) === challenge) return number;
  }
  return null;
};

for (const field of document.querySelectorAll("input[data-proof]")) {
  const asked = field.dataset.proof;
  // A page that came over a connection anybody can read has no such functions.
  if (!asked || !globalThis.crypto?.subtle) continue;
  const begin = async () => {
    const challenge = JSON.parse(asked);
    const number = await solve(challenge);
    if (number === null) return;
    const { algorithm, salt, signature } = challenge;
    const proof = { algorithm, challenge: challenge.challenge, number, salt, signature };
    field.value = btoa(JSON.stringify(proof));
  };
  field.form.addEventListener("focusin", begin, { once: true });
}
