// What Plaza keeps for one reader, with and without a script: unread posts, watching, notifications,
// bookmarks, reactions, a profile, and preferences.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { LOCALE, TWO_LOOKS, Visitor } from './support/browser.mjs';
import { Plaza } from './support/plaza.mjs';

let plaza;
before(async () => {
  plaza = await Plaza.start();
});
after(() => plaza?.stop());

const TITLE = { zh: '有人想一起修水溝嗎', en: 'Who would like to mend the ditch?' };
const REPLY = { zh: '我星期六可以。', en: 'I can on Saturday.' };

async function come(role, lang, scripts) {
  const visitor = await Visitor.come(plaza, { scripts, locale: LOCALE[lang] });
  if (role) await visitor.logOn(plaza.account(role), lang);
  return visitor;
}

for (const [lang, scripts] of [['zh', false], ['en', false], ['zh', true]]) {
  const how = scripts ? `${lang}, with a script` : lang;
  // Of these pages a script changes only those with a form to write.
  const look = (visitor) => (scripts ? visitor.lookForStorage() : visitor.inspect());

  test(`a resident is told, finds what is new, keeps it and shows something of themselves: ${how}`, async () => {
    const resident = await come('resident', lang, scripts);
    const other = await come('moderator', lang, scripts);
    const title = scripts ? `${TITLE[lang]} 2` : TITLE[lang];
    const { page } = resident;

    await resident.open(`/${lang}/account/reading`);
    await look(resident);
    await resident.press('main form [name="wanted"][value="yes"]');
    await look(resident);
    await resident.open(`/${lang}/boards/city-life/new`);
    await resident.fill({ title, body: REPLY[lang] });
    await resident.press('main form button.primary');
    const topic = resident.path;

    await other.open(topic);
    await other.fill({ body: REPLY[lang] });
    await other.press('main form:has(#f-body) button.primary');
    await other.open(topic);
    await other.press('article.post [name="give"][value="thanks"]');
    assert.equal(await page.locator('.site-nav .tag').count(), 0);

    // The header says so, the list leads to the post, and the post is marked as new.
    await resident.open(`/${lang}`);
    assert.match(await resident.text('.site-nav .tag'), /^1/);
    await look(resident);
    await resident.press('.site-nav a[href$="/notifications"]');
    await look(resident);
    await resident.press(page.locator('main .row-title a').first());
    assert.equal(resident.path, topic);
    await resident.inspect();
    assert.equal(await page.locator('.site-nav .tag').count(), 0);

    await resident.press('form[action$="/watch"] [value="watching"]');
    await resident.press(page.locator('article.post').last().locator('[name="kept"]'));
    await resident.press(page.locator('article.post').last().locator('[value="helpful"]'));
    assert.equal(await page.locator('article.post').last().locator('[value="helpful"]').getAttribute('aria-pressed'), 'true');
    await look(resident);
    await resident.open(`/${lang}/bookmarks`);
    assert.ok((await resident.text()).includes(title));
    await look(resident);
    await resident.open(`/${lang}/account/reading`);
    assert.ok((await resident.text()).includes(title));
    await look(resident);
    await resident.open(`/${lang}/boards/city-life`);
    await look(resident);

    // A profile with everything; its text is asked about first.
    await resident.open(`/${lang}/account/profile`);
    await look(resident);
    await resident.fill({ about: `${REPLY[lang]} ditch.helper@mail.example`, since: true, count: true, posts: true });
    assert.equal(await resident.press('main form button.primary'), 422);
    await look(resident);
    await resident.fill({ 'whose-0': 'mine', 'choice-0': 'publish' });
    await resident.press('main form button.primary');
    await resident.press('main a[href*="/people/"]');
    await look(resident);
    const profile = resident.path;
    await other.open(topic);
    await other.press(other.page.locator('.post-author a').first());
    assert.equal(other.path, profile);
    assert.equal(await other.page.locator('main mark.pd').count() > 3, true);
    await look(other);
    await resident.open(`/${lang}/account/profile`);
    await resident.press('form[action$="/erase"] button');
    assert.equal(await other.open(profile), 404);
    await resident.open(`/${lang}/account/reading`);
    await resident.press('main form [name="wanted"][value="no"]');
    assert.equal(await page.locator('main form [name="wanted"][value="yes"]').count(), 1);
    await resident.leave();
    await other.leave();
  });
}

/** How light the page is, from 0 to 255. */
const light = (visitor) => visitor.page.evaluate(() => {
  const channels = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).slice(0, 3).map(Number);
  return Math.max(...channels);
});

for (const [lang, scripts] of [['zh', false], ['en', true]]) {
  test(`preferences are chosen, seen on every page, and erased: ${lang}, ${scripts ? 'with' : 'without'} a script`, async () => {
    const resident = await come('resident', lang, scripts);
    const reader = await come(null, lang, scripts);
    const other = lang === 'zh' ? 'en' : 'zh';
    const seen = async (visitor) => {
      await visitor.open(`/${lang}/suggestions/new`);
      const district = await visitor.page.locator('#f-district').inputValue();
      await visitor.open(`/${lang}/`);
      const board = await visitor.page.locator('section[aria-labelledby="boards"] a').first().getAttribute('href');
      return { district, board, dark: await light(visitor) < 64 };
    };
    const before = await seen(resident);
    assert.equal(before.dark, false);

    await resident.open(`/${lang}/account/preferences`);
    await resident.fill({ language: other, district: 'qijin', digest: 'weekly', appearance: 'dark' });
    await resident.page.locator('[name="boards"][value="newcomers"]').check();
    await resident.press('main form button.primary');
    assert.ok(await light(resident) < 64, 'the page that follows is dark');
    assert.deepEqual(await seen(resident), { district: 'qijin', board: `/${lang}/boards/newcomers`, dark: true });
    await resident.inspect(TWO_LOOKS);
    await resident.open('/');
    assert.ok(resident.path.startsWith(`/${other}`), 'a bare address leads to the chosen language');
    assert.deepEqual(await seen(reader), before, 'nobody else sees it');

    await resident.open(`/${lang}/account/preferences`);
    assert.ok(await resident.page.locator('[name="appearance"][value="dark"]').isChecked());
    await resident.press('main form[action$="/preferences/erase"] button');
    assert.deepEqual(await seen(resident), before);
    await resident.open(`/${lang}/account/preferences`);
    assert.equal(await resident.page.locator('[name="boards"]:checked').count(), 0);
    assert.equal(await resident.page.locator('[name="digest"][value="weekly"]').isChecked(), false);
    await resident.leave();
    await reader.leave();
  });
}
