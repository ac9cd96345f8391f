// Asks the device for a passkey and puts what it gives into the form that stands around the button. Without this script,
// or where a browser knows no passkeys, a code of an app does the same; every word comes from the page.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const listed = (all) => (all ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

const created = async (asked) => {
  const made = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: listed(asked.excludeCredentials),
    },
  });
  const { clientDataJSON, attestationObject } = made.response;
  return {
    id: made.id,
    type: made.type,
    response: { clientDataJSON: text(clientDataJSON), attestationObject: text(attestationObject) },
  };
};

const signed = async (asked) => {
  const given = await navigator.credentials.get({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      allowCredentials: listed(asked.allowCredentials),
    },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = given.response;
  return {
    id: given.id,
    type: given.type,
    response: {
      clientDataJSON: text(clientDataJSON),
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle?.byteLength ? text(userHandle) : null,
    },
  };
};

// Elsewhere no browser has them; and they belong to a name, not to a number.
const named = !/^[\d.]+$|:/.test(location.hostname);
const known = window.isSecureContext && window.PublicKeyCredential && named;
for (const part of known ? document.querySelectorAll("[data-passkey]") : []) {
  const form = part.closest("form");
  const { passkey, options, pending, confirm } = part.dataset;
  const said = part.querySelector("[data-passkey-said]");
  let asking = false;
  const ask = async () => {
    if (asking) return;
    asking = true;
    said.textContent = "";
    try {
      const answer = await fetch(options, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify(pending ? { pending } : {}),
      });
      if (answer.status === 403 && confirm) {
        location.assign(confirm);
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const asked = await answer.json();
      const given = await (passkey === "create" ? created : signed)(asked);
      form.elements.namedItem("passkey").value = JSON.stringify(given);
      form.submit();
    } catch {
      asking = false;
      said.textContent = said.dataset.failed;
    }
  };
  if (passkey === "create") {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // What has no name is refused before the device keeps it.
      if (form.elements.namedItem("label").value.trim()) ask();
      else form.submit();
    });
  } else {
    part.querySelector("button").addEventListener("click", ask);
  }
  part.hidden = false;
  for (const without of document.querySelectorAll("[data-passkey-without]")) without.hidden = true;
}
