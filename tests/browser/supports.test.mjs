// Support of a published suggestion, without a script: by a guest whose browser refuses cookies, with a
// mailed link, and by an account.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Visitor } from './support/browser.mjs';
import { Plaza } from './support/plaza.mjs';

let plaza;
before(async () => {
  plaza = await Plaza.start();
});
after(() => plaza?.stop());

const GIVE = { zh: '附議這則建議', en: 'Support this suggestion' };
const COUNTS = { zh: '您的附議已計入', en: 'Your support counts' };

/** How many support the suggestion that is open. */
const count = async (visitor) => Number(/\d+/.exec(await visitor.text('#support .tally'))?.[0] ?? 0);

const openFirst = async (visitor, lang) => {
  await visitor.open(`/${lang}/suggestions?order=support`);
  await visitor.inspect();
  await visitor.press(visitor.page.locator('main .row-title a').first());
};

test('a guest supports a suggestion without JavaScript and without cookies', async () => {
  for (const lang of ['zh', 'en']) {
    const locale = lang === 'zh' ? 'zh-TW' : 'en-GB';
    const guest = await Visitor.come(plaza, { cookies: false, scripts: false, locale });
    await openFirst(guest, lang);
    const [topic, before] = [guest.path, await count(guest)];
    await guest.inspect();
    assert.equal(await guest.text('#support .button'), GIVE[lang]);
    await guest.press('#support .button');
    await guest.inspect();
    const email = `${lang}.supporter@mail.example`;
    await guest.fill({ email: 'not an address' });
    assert.equal(await guest.press('main form button.primary'), 422);
    await guest.inspect();
    assert.equal(await guest.page.locator('#f-email').inputValue(), 'not an address');
    await guest.fill({ email });
    await guest.press('main form button.primary');
    assert.equal(guest.path, topic);
    await guest.inspect();
    assert.equal(await count(guest), before, 'it counts before it is confirmed');

    const mail = await guest.mailTo(email, `/${lang}/suggestions/support/`);
    const back = await mail.locator('a[href*="/suggestions/support-back/"]').getAttribute('href');
    await guest.press(mail.locator('a[href*="/suggestions/support/"]'));
    await guest.inspect();
    await guest.press('main form button.primary');
    assert.equal(await guest.text('h1'), COUNTS[lang]);
    await guest.inspect();
    await guest.press('main .lead a');
    assert.equal(await count(guest), before, 'the number is of the last hour');

    await guest.open(new URL(back).pathname);
    await guest.inspect();
    await guest.press('main form button.primary');
    await guest.inspect();
    await guest.press('main .lead a');
    assert.equal(await count(guest), before);
    assert.equal(await guest.open(new URL(back).pathname), 410);
    await guest.inspect();
    await guest.leave();
  }
});

test('an account supports a suggestion with one button and takes it back', async () => {
  const resident = await Visitor.come(plaza, { scripts: false });
  await resident.logOn(plaza.account('moderator'), 'zh');
  await openFirst(resident, 'zh');
  const before = await count(resident);
  await resident.press('#support button');
  await resident.inspect();
  assert.equal(await resident.text('#support .tag'), '您已附議');
  assert.equal(await count(resident), Math.max(before, 1), 'the number is of the last hour');
  await resident.press('#support button');
  await resident.inspect();
  assert.equal(await count(resident), before);
  await resident.leave();
});
