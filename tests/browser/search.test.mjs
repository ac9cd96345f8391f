// Searching in a real browser: without a script and without cookies, and what a script adds while
// a topic is written.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { LOCALE, PHONE, Visitor } from './support/browser.mjs';
import { Plaza } from './support/plaza.mjs';

const LOOK_FOR = { zh: '橘貓', en: 'mould' };

let plaza;
before(async () => {
  plaza = await Plaza.start();
});
after(() => plaza?.stop());

for (const lang of ['zh', 'en']) {
  test(`a guest finds a post on a phone, without scripts and cookies, in ${lang}`, async () => {
    const guest = await Visitor.come(plaza, { cookies: false, scripts: false, locale: LOCALE[lang] });
    await guest.page.setViewportSize(PHONE);
    await guest.open(`/${lang}/`);
    await guest.page.locator('header input[type=search]').fill(LOOK_FOR[lang]);
    await guest.press('header .site-search button');
    assert.equal(guest.path, `/${lang}/search`);
    await guest.inspect();
    const rows = guest.page.locator('main .rows > li');
    assert.ok(await rows.count() > 0, 'nothing was found');
    assert.ok(await rows.locator('.hit').count() > 0, 'what was looked for is not to be seen');
    await guest.press(rows.locator('a').first());
    assert.match(guest.path, /\/t\/\d+\/[^/]+$/);
    await guest.leave();
  });

  test(`topics like a new one appear while its title is written, in ${lang}`, async () => {
    const guest = await Visitor.come(plaza, { locale: LOCALE[lang] });
    await guest.open(`/${lang}/search?q=${encodeURIComponent(LOOK_FOR[lang])}&kind=topic`);
    const title = await guest.page.locator('main .rows a').first().innerText();
    await guest.open(`/${lang}/boards/getting-around/new`);
    const field = guest.page.locator('input[name=title]');
    const similar = guest.page.locator('[data-similar]');
    assert.equal(await similar.isVisible(), false);
    await field.pressSequentially(title);
    await similar.locator('a').first().waitFor();
    assert.equal(await similar.locator('a').first().innerText(), title);
    await guest.inspect();
    await field.fill('');
    await similar.waitFor({ state: 'hidden' });
    await guest.leave();
  });
}
