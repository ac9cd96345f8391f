// The review queue, with and without a script: thirty items by keyboard alone, several at once, what
// another moderator did meanwhile, and the item alone where there is no room for two.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { LOCALE, LOOKS, PHONE, TWO_LOOKS, Visitor } from './support/browser.mjs';
import { Plaza } from './support/plaza.mjs';
import { contest, follow, hold, openItem, report } from './support/review.mjs';
import { until } from './support/wait.mjs';

let plaza;
before(async () => {
  plaza = await Plaza.start();
  // What waits in the demo is decided first.
  await approveAll();
});
after(() => plaza?.stop());

/** Approves by program all that waits. */
async function approveAll() {
  const moderator = await plaza.session('moderator');
  const { items } = await plaza.make('GET', '/review', undefined, moderator);
  for (const { id, version } of items) {
    await plaza.make('POST', `/review/${id}`, { decision: 'approve', version }, moderator);
  }
}

const come = async (lang, scripts) => {
  const moderator = await Visitor.come(plaza, { locale: LOCALE[lang], scripts });
  await moderator.logOn(plaza.account('moderator'), lang);
  return moderator;
};

const waiting = async () => (await plaza.make('GET', '/review/count', undefined, await plaza.session('moderator'))).count;

/** Presses a key, and waits for what stands there next. */
const key = (moderator, name) => follow(moderator, () => moderator.page.keyboard.press(name));

/** Presses a key that leads to a page of its own. */
const leave = (moderator, name) =>
  Promise.all([moderator.page.waitForEvent('load'), moderator.page.keyboard.press(name)]);

/** Goes by the tabulator to what is meant. */
async function tabTo(moderator, selector, tab = 'Tab') {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await moderator.page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
    await moderator.page.keyboard.press(tab);
  }
  assert.fail(`the tabulator does not lead to ${selector}`);
}

const focused = (moderator, selector) =>
  moderator.page.evaluate((selector) => document.activeElement.matches(selector), selector);

for (const [lang, looks] of [['en', LOOKS], ['zh', TWO_LOOKS]]) {
  test(`thirty items are decided by keyboard alone (${lang})`, async () => {
    const resident = await plaza.session('resident');
    for (let number = 0; number < 3; number += 1) await report(plaza, `Reported ${lang} ${number}`, resident);
    for (let number = 0; number < 27; number += 1) await hold(plaza, `Held ${lang} ${number}`);
    assert.equal(await waiting(), 30);
    const moderator = await come(lang, true);
    const { page } = moderator;
    const { keyboard } = page;
    await moderator.open(`/${lang}/review`);
    assert.match(await page.title(), /^\(30\) /);
    assert.ok((await moderator.text('main > .tally')).includes('30'));
    assert.ok((await moderator.text('article')).includes(`Reported ${lang} 0`), 'what is personal comes first');
    await moderator.inspect(looks);

    // The help opens and closes; the keys are off where the address says so.
    await keyboard.press('?');
    assert.ok(await page.locator('[data-help] dl').isVisible());
    await moderator.inspect(TWO_LOOKS);
    await keyboard.press('Escape');
    assert.ok(await page.locator('[data-help] dl').isHidden());

    // One is claimed, and one key makes all of it ready to be masked.
    await key(moderator, 'c');
    await moderator.inspect(TWO_LOOKS);
    await key(moderator, 'm');
    assert.equal(await page.locator('[name="ground"]').inputValue(), 'protect');
    assert.equal(await page.locator('[name="complained_by"]').inputValue(), 'site');
    assert.ok(await focused(moderator, '[name="reason"]'));
    await moderator.inspect(looks);
    await key(moderator, 'Enter');
    assert.equal(await waiting(), 29);
    assert.ok((await moderator.text('article')).includes(`Reported ${lang} 1`), 'the next one came');
    await key(moderator, 'm');
    await key(moderator, 'Enter');
    await key(moderator, 'a');
    assert.equal(await waiting(), 27);

    // Rejecting needs its ground; what was typed stays.
    await keyboard.press('r');
    assert.ok(await focused(moderator, '[name="ground"]'));
    await tabTo(moderator, '[name="reason"]');
    await keyboard.type('just a road');
    await key(moderator, 'Enter');
    assert.ok(await page.locator('.error-summary').isVisible());
    assert.equal(await page.locator('[name="reason"]').inputValue(), 'just a road');
    await moderator.inspect(looks);
    await tabTo(moderator, '[name="ground"]');
    await keyboard.type('R5');
    assert.equal(await page.locator('[name="ground"]').inputValue(), 'R5');
    await keyboard.press('Tab');
    await keyboard.press('ArrowDown');
    await tabTo(moderator, '[name="reason"]');
    await key(moderator, 'Enter');
    assert.equal(await waiting(), 26);
    for (let number = 0; number < 4; number += 1) await key(moderator, 'a');
    assert.equal(await waiting(), 22);

    // The last decision is taken back, and made again.
    await key(moderator, 'u');
    assert.equal(await waiting(), 23);
    await moderator.inspect(TWO_LOOKS);
    await key(moderator, 'a');
    assert.equal(await waiting(), 22);

    // j and k move, x ticks, and what is ticked stays so.
    for (let number = 0; number < 12; number += 1) {
      await keyboard.press('x');
      await key(moderator, 'j');
    }
    await key(moderator, 'k');
    assert.equal(await page.locator('[data-keys] [name="item"]:checked').count(), 12);
    await leave(moderator, 'b');
    assert.equal(moderator.path, `/${lang}/review/bulk`);
    await moderator.inspect(looks);
    await tabTo(moderator, '[name="act"]');
    await keyboard.press('Space');
    await leave(moderator, 'Enter');
    assert.equal(await page.locator('main .rows .row').count(), 12);
    assert.equal(await waiting(), 22, 'a preview does nothing');
    assert.ok((await moderator.text('button.primary')).includes('12'));
    await moderator.inspect(looks);
    await tabTo(moderator, 'button.primary');
    await leave(moderator, 'Enter');
    assert.equal(await waiting(), 10);
    await moderator.inspect(looks);
    await tabTo(moderator, 'a.button.primary[href*="/review"]');
    await leave(moderator, 'Enter');
    assert.equal(moderator.path, `/${lang}/review`);

    // To the filter, and back.
    await keyboard.press('/');
    assert.ok(await focused(moderator, '[name="kind"]'));
    await keyboard.press('Escape');
    for (let number = 0; number < 10; number += 1) await key(moderator, 'a');
    assert.equal(await waiting(), 0);
    assert.equal(await page.locator('article').count(), 0);
    await moderator.inspect(looks);
    await moderator.leave();
  });
}

test('everything at the queue goes without a script', async () => {
  for (const lang of ['zh', 'en']) {
    for (let number = 0; number < 6; number += 1) await hold(plaza, `Plain ${lang} ${number}`);
    const moderator = await come(lang, false);
    const { page } = moderator;
    const title = (number) => `Plain ${lang} ${number}`;
    const row = (number) => page.locator('[data-keys] .row').filter({ hasText: title(number) });
    await moderator.open(`/${lang}/review`);
    await page.setViewportSize(PHONE);
    assert.ok(await page.locator('article').isHidden(), 'the list stands alone');
    await moderator.press(row(1).locator('a'));
    await page.setViewportSize(PHONE);
    assert.ok(await page.locator('article').isVisible());
    assert.ok(await page.locator('[data-keys]').isHidden(), 'the item stands alone');
    assert.ok(await page.locator('main .crumbs a').isVisible(), 'there is a way back');
    await moderator.inspect();

    // Claimed, rejected without a ground and with one: what was typed stays.
    await moderator.press('button[name="claim"]');
    await moderator.inspect(TWO_LOOKS);
    await moderator.fill({ reason: 'a road' });
    assert.equal(await moderator.press('button[value="reject"]'), 422);
    assert.equal(await page.locator('[name="reason"]').inputValue(), 'a road');
    await moderator.inspect();
    await moderator.fill({ ground: 'R5' });
    await page.locator('[name="reason_id"]').selectOption({ index: 1 });
    assert.equal(await moderator.press('button[value="reject"]'), 200);
    assert.ok((await moderator.text('article')).includes(title(2)), 'the next one came');

    // Another moderator was faster: what they decided is told, and what was typed is given back.
    const { items } = await plaza.make('GET', '/review', undefined, await plaza.session('moderator'));
    const item = items.find((one) => one.title === title(2));
    await moderator.fill({ ground: 'R5', reason: 'a long road' });
    await page.locator('[name="reason_id"]').selectOption({ index: 1 });
    // What comes next is claimed with the decision before it.
    assert.ok(item.claim);
    const other = await plaza.session('administrator');
    await plaza.make('POST', `/review/${item.id}/take-over`, {}, other);
    await plaza.make('POST', `/review/${item.id}`, { decision: 'approve', version: item.version }, other);
    assert.equal(await moderator.press('button[value="reject"]'), 409);
    assert.equal(await page.locator('textarea[readonly]').inputValue(), 'a long road');
    await moderator.inspect();

    // Several at once; the second time there is nothing left to do.
    await moderator.open(`/${lang}/review?kind=guest-post`);
    await moderator.inspect(TWO_LOOKS);
    for (const number of [3, 4]) await row(number).locator('[name="item"]').check();
    await moderator.press('[data-key="b"]');
    assert.equal(await moderator.press('button.primary'), 422);
    await moderator.inspect();
    await moderator.fill({ act: 'approve' });
    await moderator.press('button.primary');
    await moderator.inspect(TWO_LOOKS);
    await moderator.press('button[name="carry-out"]');
    assert.ok((await moderator.text('#told-title')).includes('2'));
    await moderator.press('main a.button.primary');
    assert.ok(page.url().includes('kind=guest-post'), 'the filter stays');
    for (const number of [0, 5]) {
      await openItem(moderator, lang, title(number));
      await moderator.press('[data-key="a"]');
    }
    await moderator.open(`/${lang}/review?kind=flag`);
    assert.equal(await page.locator('.empty').count(), 1);
    await moderator.inspect();
    await moderator.leave();
  }
});

test('what waits is counted anew while the page is looked at', async () => {
  for (const lang of ['en', 'zh']) {
    await approveAll();
    await hold(plaza, `Counted ${lang}`);
    const moderator = await come(lang, true);
    const { page } = moderator;
    let asked = 0;
    page.on('request', (request) => (asked += request.url().includes('/review/count') ? 1 : 0));
    await moderator.open(`/${lang}/review`);
    const tally = page.locator('[data-count]');
    const says = async (count) => {
      const key = count === 0 ? 'none' : count === 1 ? 'one' : 'more';
      const words = await tally.evaluate((tally, key) => tally.dataset[key], key);
      return words.replace('#', count);
    };
    const looks = (hidden) => page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
    assert.equal(await tally.innerText(), await says(1));
    assert.match(await page.title(), /^\(1\) /);

    // Nothing is asked for a page that nobody sees; with the first look comes what came meanwhile.
    await hold(plaza, `Came meanwhile ${lang}`);
    await looks(true);
    assert.equal(await tally.innerText(), await says(1));
    await looks(false);
    await until('the tally says 2', async () => (await tally.innerText()) === (await says(2)));
    assert.equal(asked, 1);
    assert.match(await page.title(), /^\(2\) /);
    assert.ok((await moderator.text('article')).includes(`Counted ${lang}`), 'the item stays where it is');

    await approveAll();
    await looks(false);
    await until('the tally says that nothing waits', async () => (await tally.innerText()) === (await says(0)));
    assert.doesNotMatch(await page.title(), /^\(/);
    await moderator.inspect(TWO_LOOKS);
    await moderator.leave();
  }
});

test('what is decided elsewhere opens by its key, and what a guest wrote is masked by one', async () => {
  const [author, other] = [await plaza.session('staff'), await plaza.session('administrator')];
  for (const lang of ['en', 'zh']) {
    await contest(plaza, `Contested ${lang}`, author, other);
    await hold(plaza, `Numbered ${lang}`, `Call me: 0912-345-678. (${lang})`);
    const moderator = await come(lang, true);
    const { page } = moderator;
    await openItem(moderator, lang, `Contested ${lang}`);
    await moderator.inspect(TWO_LOOKS);
    await leave(moderator, 'o');
    assert.equal(moderator.path, `/${lang}/review/appeals`);
    const appeal = page.locator('article').filter({ hasText: `Contested ${lang} is long indeed` });
    assert.ok(await appeal.isVisible());
    await moderator.inspect(TWO_LOOKS);

    await openItem(moderator, lang, `Numbered ${lang}`);
    const before = await waiting();
    await key(moderator, 'm');
    assert.ok(await focused(moderator, '[name="reason"]'));
    await tabTo(moderator, '[name="ground"]', 'Shift+Tab');
    await page.keyboard.type('R5');
    assert.equal(await page.locator('[name="ground"]').inputValue(), 'R5');
    await tabTo(moderator, '[name="reason"]');
    await page.keyboard.type('Not for everybody');
    await key(moderator, 'Enter');
    assert.equal(await waiting(), before - 1);
    const { topics } = await plaza.make('GET', '/boards/getting-around');
    const { id } = topics.find(({ title }) => title === `Numbered ${lang}`);
    const { posts: [post] } = await plaza.make('GET', `/topics/${id}`);
    assert.ok(post.body.startsWith('Call me: ') && !post.body.includes('0912-345-678'), post.body);
    await moderator.leave();
  }
});
