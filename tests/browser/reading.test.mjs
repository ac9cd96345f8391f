// What the forum keeps for one reader, without a script: unread posts, watching, notifications,
// bookmarks, reactions, and a profile.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Visitor } from './support/browser.mjs';
import { Plaza } from './support/plaza.mjs';

let plaza;
before(async () => {
  plaza = await Plaza.start();
});
after(() => plaza?.stop());

const TITLE = { zh: '有人想一起修水溝嗎', en: 'Who would like to mend the ditch?' };
const REPLY = { zh: '我星期六可以。', en: 'I can on Saturday.' };

async function come(role, lang) {
  const visitor = await Visitor.come(plaza, { scripts: false, locale: lang === 'zh' ? 'zh-TW' : 'en-GB' });
  await visitor.logOn(plaza.account(role), lang);
  return visitor;
}

for (const lang of ['zh', 'en']) {
  test(`a resident is told, finds what is new, keeps it and shows something of themselves: ${lang}`, async () => {
    const resident = await come('resident', lang);
    const other = await come('moderator', lang);
    const { page } = resident;

    await resident.open(`/${lang}/account/reading`);
    await resident.inspect();
    await resident.press('main form [name="wanted"][value="yes"]');
    await resident.inspect();
    await resident.open(`/${lang}/boards/city-life/new`);
    await resident.fill({ title: TITLE[lang], body: REPLY[lang] });
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
    await resident.inspect();
    await resident.press('.site-nav a[href$="/notifications"]');
    await resident.inspect();
    await resident.press(page.locator('main .row-title a').first());
    assert.equal(resident.path, topic);
    await resident.inspect();
    assert.equal(await page.locator('.site-nav .tag').count(), 0);

    await resident.press('form[action$="/watch"] [value="watching"]');
    await resident.press(page.locator('article.post').last().locator('[name="kept"]'));
    await resident.press(page.locator('article.post').last().locator('[value="helpful"]'));
    assert.equal(await page.locator('article.post').last().locator('[value="helpful"]').getAttribute('aria-pressed'), 'true');
    await resident.inspect();
    await resident.open(`/${lang}/bookmarks`);
    assert.ok((await resident.text()).includes(TITLE[lang]));
    await resident.inspect();
    await resident.open(`/${lang}/account/reading`);
    assert.ok((await resident.text()).includes(TITLE[lang]));
    await resident.inspect();
    await resident.open(`/${lang}/boards/city-life`);
    await resident.inspect();

    // A profile with everything; its text is asked about first.
    await resident.open(`/${lang}/account/profile`);
    await resident.inspect();
    await resident.fill({ about: `${REPLY[lang]} ditch.helper@mail.example`, since: true, count: true, posts: true });
    assert.equal(await resident.press('main form button.primary'), 422);
    await resident.inspect();
    await resident.fill({ 'whose-0': 'mine', 'choice-0': 'publish' });
    await resident.press('main form button.primary');
    await resident.press('main a[href*="/people/"]');
    await resident.inspect();
    const profile = resident.path;
    await other.open(topic);
    await other.press(other.page.locator('.post-author a').first());
    assert.equal(other.path, profile);
    assert.equal(await other.page.locator('main mark.pd').count() > 3, true);
    await other.inspect();
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
