// A guest's form in a real browser: while somebody types, the script finds the proof of work, which the
// server takes; without scripts the post waits as well, and the moderators see that no proof came along.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { TWO_LOOKS, Visitor } from './support/browser.mjs';
import { asked, decide } from './support/forum.mjs';
import { Plaza } from './support/plaza.mjs';
import { openItem } from './support/review.mjs';
import { until } from './support/wait.mjs';

const NEW = '/en/boards/getting-around/new';
const BODY = 'The lamp at the corner\nhas been dark for a week.';
const NO_PROOF = 'The browser sent no proof of work';

let plaza;
before(async () => {
  plaza = await Plaza.start();
});
after(() => plaza?.stop());

const publish = (guest) =>
  guest.press(guest.page.locator('main form[data-compose] .buttons button.primary').first());
const proof = (guest) => guest.page.locator('main input[name=proof]').inputValue();

/** Sends a topic as a guest, with an answer to what is asked about the name; `ready` comes before each press. */
async function send(guest, title, ready) {
  await guest.open(NEW);
  assert.equal(await proof(guest), '', 'a proof is sought before anybody types');
  await guest.fill({ name: 'Tree', title, body: BODY });
  await ready();
  assert.equal(await publish(guest), 422, await guest.text());
  assert.ok((await asked(guest)).length > 0, await guest.text());
  await decide(guest, () => ({ whose: 'none', choice: 'publish' }));
  await ready();
  assert.equal(await publish(guest), 200, await guest.text());
  assert.equal(await guest.text('h1'), 'Your post waits for a moderator');
}

/** What a moderator reads of the post of that title. */
async function item(title) {
  const moderator = await Visitor.come(plaza, { locale: 'en-GB' });
  await moderator.logOn(plaza.account('moderator'), 'en');
  const words = await (await openItem(moderator, 'en', title)).innerText();
  await moderator.leave();
  return words;
}

test('a browser finds the proof while somebody types, and the post comes with it', async () => {
  const guest = await Visitor.come(plaza, { locale: 'en-GB' });
  await send(guest, 'A dark lamp with a proof', async () => {
    const found = await until('the proof is found', () => proof(guest), 60);
    const { algorithm, challenge, number, salt, signature } = JSON.parse(atob(found));
    assert.equal(algorithm, 'SHA-256');
    assert.ok(Number.isInteger(number) && challenge && salt && signature, found);
  });
  await guest.inspect(TWO_LOOKS);
  const words = await item('A dark lamp with a proof');
  assert.ok(!words.includes(NO_PROOF), words);
  await guest.leave();
});

test('without scripts and without cookies the post waits as well, and it is seen that no proof came', async () => {
  const guest = await Visitor.come(plaza, { scripts: false, cookies: false, locale: 'en-GB' });
  await send(guest, 'A dark lamp without a proof', async () => {
    assert.equal(await proof(guest), '');
  });
  await guest.inspect(TWO_LOOKS);
  const words = await item('A dark lamp without a proof');
  assert.ok(words.includes(NO_PROOF), words);
  await guest.leave();
});
