// Colours while they are chosen: with a script the page says how well each can be read while somebody types;
// without one a button does. What is kept is on every page.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { LOCALE, TWO_LOOKS, Visitor } from './support/browser.mjs';
import { Plaza } from './support/plaza.mjs';

let plaza;
before(async () => {
  plaza = await Plaza.start();
});
after(() => plaza?.stop());

const accent = (visitor) => visitor.page.evaluate(() =>
  getComputedStyle(document.querySelector('.site-foot .strong')).color);
const sample = (visitor) => visitor.page.locator('.sample.light .button').evaluate((button) =>
  getComputedStyle(button).backgroundColor);
const said = (visitor) => visitor.page.locator('[data-colour="accent"] [data-colour-said]').textContent();

for (const [lang, scripts] of [['zh', true], ['en', false]]) {
  test(`colours, ${lang}, ${scripts ? 'with' : 'without'} JavaScript`, async () => {
    const administrator = await Visitor.come(plaza, { scripts, locale: LOCALE[lang] });
    await administrator.logOn(plaza.account('administrator'), lang);
    await administrator.open(`/${lang}/admin/settings/colours`);
    const look = async (colour) => {
      await administrator.fill({ accent: colour });
      if (scripts) return;
      await administrator.press('main form button[name="preview"]');
    };

    await look('#ffe000');
    // What cannot be read is shown on purpose, so nobody looks here whether it can.
    assert.match(await said(administrator), /1\.\d\d/);
    await look('#7a1f5c');
    assert.match(await said(administrator), /8\.\d\d|9\.\d\d/);
    assert.equal(await sample(administrator), 'rgb(122, 31, 92)');
    await administrator.inspect(TWO_LOOKS);

    await administrator.fill({ accent: '#ffe000' });
    assert.equal(await administrator.press('main form button.primary'), 422);
    assert.equal(await administrator.page.locator('.error-summary a[href="#f-accent"]').count(), 1);
    await administrator.fill({ accent: '#7a1f5c' });
    assert.equal(await administrator.press('main form button.primary'), 200);
    assert.equal(await accent(administrator), 'rgb(122, 31, 92)');
    await administrator.inspect(TWO_LOOKS);
    await administrator.press('form[action$="/undo"] button');
    assert.equal(await accent(administrator), 'rgb(11, 101, 112)');
    await administrator.leave();
  });
}
