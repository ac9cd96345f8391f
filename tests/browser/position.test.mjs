// The position of a suggestion in a real browser: filled in by the device when a button is pressed, seen
// before it is sent, and typed where there is no script or no leave.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { LOCALE, TWO_LOOKS, Visitor } from './support/browser.mjs';
import { Plaza } from './support/plaza.mjs';
import { SUGGESTION } from './support/suggestions.mjs';

const HERE = { latitude: 22.6273391, longitude: 120.3014499, accuracy: 11.2 };

let plaza;
before(async () => {
  plaza = await Plaza.start();
});
after(() => plaza?.stop());

const values = (guest) => Promise.all(['latitude', 'longitude'].map((name) =>
  guest.page.locator(`main [name="${name}"]`).inputValue()));

for (const lang of ['zh', 'en']) {
  test(`the position of the device is filled in on wish, seen and sent, in ${lang}`, async () => {
    const guest = await Visitor.come(plaza, { cookies: false, locale: LOCALE[lang] });
    await guest.context.grantPermissions(['geolocation']);
    await guest.context.setGeolocation(HERE);
    await guest.open(`/${lang}/suggestions/new`);
    assert.deepEqual(await values(guest), ['', ''], 'filled in unasked');
    await guest.page.locator('[data-position] button').click();
    await guest.page.locator('[data-position-said]').filter({ hasText: '12' }).waitFor();
    assert.deepEqual(await values(guest), ['22.62734', '120.30145']);
    await guest.inspect(TWO_LOOKS);
    // What somebody takes out again is not sent: one alone is asked about.
    await guest.fill({ ...SUGGESTION[lang], longitude: '' });
    assert.equal(await guest.press('main form button.primary'), 422);
    assert.deepEqual(await values(guest), ['22.62734', '']);
    await guest.inspect(TWO_LOOKS);
    await guest.page.locator('[data-position] button').click();
    await guest.page.locator('[data-position-said]').filter({ hasText: '12' }).waitFor();
    assert.equal(await guest.press('main form button.primary'), 200);
    const link = guest.page.locator('main a[href="geo:22.62734,120.30145"]');
    assert.equal(await link.innerText(), '22.62734,120.30145');
    await guest.press('main form button.primary');
    assert.equal(await guest.page.locator('.keepsake code').count(), 2, await guest.text());
    await guest.leave();
  });

  test(`where the browser refuses, that is said, and the fields are typed, in ${lang}`, async () => {
    const guest = await Visitor.come(plaza, { cookies: false, locale: LOCALE[lang] });
    await guest.context.grantPermissions([]);
    await guest.open(`/${lang}/suggestions/new`);
    const said = guest.page.locator('[data-position-said]');
    const refused = await said.getAttribute('data-refused');
    await guest.page.locator('[data-position] button').click();
    await said.filter({ hasText: refused }).waitFor();
    assert.deepEqual(await values(guest), ['', '']);
    await guest.inspect(TWO_LOOKS);
    await guest.leave();
  });
}

test('without a script there is no button, and two fields', async () => {
  const guest = await Visitor.come(plaza, { scripts: false, cookies: false, locale: LOCALE.zh });
  await guest.open('/zh/suggestions/new');
  assert.equal(await guest.page.locator('[data-position]').isVisible(), false);
  await guest.fill({ ...SUGGESTION.zh, latitude: '22.62734', longitude: '120.30145' });
  assert.equal(await guest.press('main form button.primary'), 200);
  assert.equal(await guest.page.locator('main a[href="geo:22.62734,120.30145"]').count(), 1);
  await guest.leave();
});
