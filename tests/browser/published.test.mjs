// A suggestion from the form to the list and off it again, by a guest whose browser runs no script
// and keeps nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Visitor } from './support/browser.mjs';
import { Plaza } from './support/plaza.mjs';
import { approve, openItem } from './support/review.mjs';
import { SUGGESTION, follow, submit } from './support/suggestions.mjs';

const PHONE = '0912-345-678';
const LOCALE = { zh: 'zh-TW', en: 'en-GB' };

let plaza;
before(async () => {
  plaza = await Plaza.start();
});
after(() => plaza?.stop());

for (const lang of ['zh', 'en']) {
  test(`a guest publishes a suggestion and takes it back (${lang})`, async () => {
    const guest = await Visitor.come(plaza, { cookies: false, scripts: false, locale: LOCALE[lang] });
    const moderator = await Visitor.come(plaza, { locale: LOCALE[lang] });
    const { title, body, ...place } = SUGGESTION[lang];
    const words = { ...place, title, body: `${body} ${PHONE}`, publish: true };
    const listed = async () => {
      await guest.open(`/${lang}/suggestions`);
      return guest.page.locator('main .rows .row-title a').filter({ hasText: title }).count();
    };

    const given = await submit(guest, lang, words);
    assert.equal(await guest.press('main button[value="open"]'), 200);
    await guest.inspect();
    assert.ok((await guest.text('.excerpt')).includes(PHONE), 'what is personal is asked about');
    await guest.page.locator('[name="choice-0"][value="mask"]').check();
    await guest.page.locator('[name="whose-0"][value="mine"]').check();
    assert.equal(await guest.press(guest.page.locator('main form button.primary').first()), 200);
    await guest.inspect();
    assert.equal(await listed(), 0, 'a moderator looks at it first');
    await guest.inspect();

    await moderator.logOn(plaza.account('moderator'), lang);
    await openItem(moderator, lang, title);
    await approve(moderator);
    assert.equal(await listed(), 1);
    await guest.inspect();
    await guest.press(guest.page.locator('main .rows .row-title a').filter({ hasText: title }));
    await guest.inspect();
    const page = await guest.text();
    assert.ok(!page.includes(PHONE) && !page.includes(given.reference), page);

    await follow(guest, lang, given);
    await guest.inspect();
    assert.equal(await guest.press('main button[value="withdraw"]'), 200);
    await guest.inspect();
    assert.equal(await listed(), 0);
    await guest.leave();
    await moderator.leave();
  });
}

test('similar suggestions are shown while a title is written', async () => {
  const visitor = await Visitor.come(plaza, { locale: 'zh-TW' });
  await visitor.open('/zh/suggestions/new');
  await visitor.fill({ title: '西子灣的行人綠燈太短' });
  await visitor.page.locator('[data-similar] li a').first().waitFor();
  assert.match(await visitor.text('[data-similar]'), /西子灣入口/);
  await visitor.inspect();
  await visitor.leave();
});
