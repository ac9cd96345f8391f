// Cookies in the three modes over every kind of page: what a browser keeps, looked for in each
// kind of storage. That no page asks another origin for anything, every visitor watches.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Visitor } from './support/browser.mjs';
import { Plaza } from './support/plaza.mjs';

const ROLES = ['resident', 'staff', 'moderator', 'privacy_officer', 'administrator'];

let plaza;
before(async () => {
  plaza = await Plaza.start();
});
after(() => plaza?.stop());

const kind = (address) => new URL(address, plaza.url).pathname
  .replace(/\/boards\/[^/]+/, '/boards/…')
  .replace(/^\/(zh|en)(?=\/|$)/, '/…')
  .split('/')
  .map((part) => (/\d/.test(part) && part !== 'v1' ? '…' : part))
  .join('/');

/** One address of every kind of page that this visitor can reach by links. */
async function kinds(visitor) {
  const queue = ['/en/'];
  const found = new Map([[kind('/en/'), '/en/']]);
  while (queue.length > 0) {
    const answer = await visitor.page.goto(plaza.url + queue.shift());
    if (!(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue;
    const links = await visitor.page.locator('a[href]').evaluateAll((all) => all.map((link) => link.href));
    for (const link of links) {
      const url = new URL(link);
      if (url.origin !== plaza.url || !url.pathname.startsWith('/en') || found.has(kind(link))) continue;
      found.set(kind(link), url.pathname + url.search);
      queue.push(url.pathname + url.search);
    }
  }
  return [...found.values()];
}

/** Opens every kind of page, and some that are not there, and looks at what is kept after each. */
async function goRound(visitor, addresses) {
  for (const address of [...addresses, '/zh/', '/en/no-such-page', '/en/leaving?to=x', '/en/log-off']) {
    await visitor.page.goto(plaza.url + address);
    await visitor.lookForStorage();
  }
}

test('a guest: without a choice, asked, refusing one, taking one, accepting, and refusing again', async () => {
  const visitor = await Visitor.come(plaza, { locale: 'en-GB' });
  const pages = await kinds(visitor);
  assert.ok(pages.length > 12, `only ${pages}`);
  await goRound(visitor, pages);

  visitor.taken = ['plaza-choice'];
  await visitor.open('/en/privacy');
  assert.equal(await visitor.choose('notify'), 200);
  assert.equal(visitor.path, '/en/privacy', 'the choice leads back to its page');
  await goRound(visitor, pages);
  const question = await visitor.text('.cookie-question');
  for (const part of ['visitors of the day', 'Counts how many people', 'until midnight']) {
    assert.ok(question.includes(part), question);
  }
  await visitor.open('/en/rules');
  await visitor.inspect();
  await visitor.press('.cookie-question [value="no"]');
  assert.equal(await visitor.page.locator('.cookie-question').count(), 0);
  await goRound(visitor, pages);

  // Choosing anew asks anew.
  await visitor.open('/en/rules');
  await visitor.choose('notify');
  visitor.taken = ['plaza-choice', 'plaza-day'];
  await visitor.press('.cookie-question [value="yes"]');
  assert.equal(visitor.path, '/en/rules');
  await goRound(visitor, pages);

  await visitor.open('/zh/');
  await visitor.choose('accept');
  await goRound(visitor, pages);
  assert.ok(await visitor.page.locator('footer [value="accept"]').isChecked());

  await visitor.open('/en/cookies');
  await visitor.choose('refuse');
  // What went was told by an answer that emptied it; from here on nothing may come.
  visitor.taken = [];
  await goRound(visitor, pages);
  assert.ok(await visitor.page.locator('footer [value="refuse"]').isChecked());
  assert.deepEqual(await visitor.stored(), []);
  await visitor.leave();
});

for (const role of ROLES) {
  test(`${role}: the log-on cookie alone while refusing, all while accepting, nothing after log-off`, async () => {
    const visitor = await Visitor.come(plaza, { locale: 'en-GB' });
    await visitor.logOn(plaza.account(role), 'en');
    const pages = (await kinds(visitor)).filter((address) => !address.includes('log-off'));
    await goRound(visitor, pages);
    visitor.taken = ['plaza-choice', 'plaza-day'];
    await visitor.open('/en/account');
    await visitor.choose('accept');
    await goRound(visitor, pages);
    await visitor.open('/en/account');
    await visitor.choose('refuse');
    visitor.taken = [];
    await goRound(visitor, pages);
    await visitor.open('/en/');
    await visitor.logOff();
    assert.deepEqual(await visitor.stored(), []);
    await visitor.leave();
  });
}

test('the switch works without JavaScript', async () => {
  const visitor = await Visitor.come(plaza, { scripts: false });
  visitor.taken = ['plaza-choice', 'plaza-day'];
  await visitor.open('/zh/boards/getting-around');
  await visitor.choose('accept');
  assert.equal(visitor.path, '/zh/boards/getting-around');
  assert.deepEqual((await visitor.context.cookies()).map(({ name }) => name).sort(), ['plaza-choice', 'plaza-day']);
  await visitor.choose('refuse');
  assert.deepEqual(await visitor.context.cookies(), []);
  await visitor.leave();
});

test('a browser that keeps no cookies is told why it is not logged on', async () => {
  const visitor = await Visitor.come(plaza, { cookies: false, locale: 'en-GB' });
  const { email, password } = plaza.account('resident');
  await visitor.open('/en/log-on');
  assert.match(await visitor.text('#log-on-cookie'), /one cookie/);
  await visitor.fill({ email, password });
  visitor.loggedOn = true;
  await visitor.press('main form button.primary');
  assert.match(await visitor.text('main .notice'), /did not keep the cookie/);
  await visitor.inspect();
  await visitor.leave();
});
