// Waiting for something to become true: bounded, and with words for when it does not.

const STEP = 100;

/** Calls `look` until it gives something truthy, and gives that; fails after `seconds`. */
export async function until(what, look, seconds = 20) {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, STEP));
  }
}

/** Whether `look` stays falsy for `seconds`; ends at once when it does not. */
export async function never(what, look, seconds) {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    if (await look()) throw new Error(`happened, and should not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, STEP));
  }
}
