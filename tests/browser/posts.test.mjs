// Writing and reading posts: the preview while somebody types, quotes with and without a
// script, hidden words, and two edits that cross.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Visitor } from './support/browser.mjs';
import { Plaza } from './support/plaza.mjs';

const PHONE = '0912-345-678';

let plaza;
before(async () => {
  plaza = await Plaza.start();
});
after(() => plaza?.stop());

/** Opens the first topic of a board; gives its address. */
async function topic(visitor, lang) {
  await visitor.open(`/${lang}/boards/city-life`);
  await visitor.press(visitor.page.locator('main .row.topic a').first());
  return visitor.path;
}

async function resident(lang) {
  const visitor = await Visitor.come(plaza, { locale: lang === 'zh' ? 'zh-TW' : 'en-GB' });
  await visitor.logOn(plaza.account('resident'), lang);
  await forgetDrafts(visitor);
  return visitor;
}

/** Discards what an earlier test began and did not send. */
async function forgetDrafts(visitor) {
  const { request } = visitor.context;
  const { drafts } = await (await request.get(`${plaza.url}/api/v1/drafts`)).json();
  for (const { place, place_id } of drafts) {
    const gone = await request.delete(`${plaza.url}/api/v1/drafts/${place}/${place_id}`, { headers: { Origin: plaza.url } });
    assert.ok(gone.ok(), `${gone.status()} for a draft`);
  }
}

for (const lang of ['zh', 'en']) {
  test(`while somebody types, the preview shows marks and questions, by keyboard alone: ${lang}`, async () => {
    const visitor = await resident(lang);
    await topic(visitor, lang);
    const { page } = visitor;
    await page.locator('#f-body').focus();
    await page.keyboard.type(`${PHONE} **bold** ||secret||`);
    const shown = page.locator('[data-shown]');
    await shown.locator('.post-body mark.found').filter({ hasText: PHONE }).waitFor();
    await shown.locator('.post-body strong').filter({ hasText: 'bold' }).waitFor();
    assert.equal(await shown.locator('fieldset.finding').count(), 1);
    await visitor.inspect();

    // Not touched, it is asked on a page of its own, and nothing is published.
    assert.equal(await visitor.press('main form button.primary'), 422);
    await page.goBack();
    await page.locator('#f-body').fill(`${PHONE} **bold**`);
    await shown.locator('fieldset.finding').waitFor();
    await shown.locator('[name="whose-0"][value="mine"]').press('Space');
    await shown.locator('[name="choice-0"][value="publish"]').press('Space');
    // More words around it: what was answered stays.
    await page.locator('#f-body').press('End');
    await page.keyboard.type(' more');
    await shown.locator('.post-body').filter({ hasText: 'more' }).waitFor();
    assert.ok(await shown.locator('[name="choice-0"][value="publish"]').isChecked());
    assert.equal(await visitor.press('main form button.primary'), 200);
    assert.ok((await visitor.text('article.post:last-of-type')).includes(`${PHONE}`));
    await visitor.leave();
  });
}

test('a quote, and hidden words, without a script', async () => {
  const visitor = await Visitor.come(plaza, { scripts: false, locale: 'zh-TW' });
  await visitor.logOn(plaza.account('resident'), 'zh');
  await forgetDrafts(visitor);
  const path = await topic(visitor, 'zh');
  await visitor.press(visitor.page.locator('.post-actions a[data-quote]').first());
  const text = await visitor.page.locator('#f-body').inputValue();
  assert.match(text, /^> \[quote:\d+:\d+\]\n/);
  await visitor.fill({ body: `他說||沒有人||知道。\n\n>! 結局在這裡\n\n| 很寬 | 的表格 |\n|--|--|\n| ${'寬'.repeat(60)} | ${'x'.repeat(90)} |` });
  await visitor.press('main form button.primary');
  await visitor.open(`${path}?page=last`);
  const last = visitor.page.locator('article.post').last();
  const hidden = last.locator('label.spoiler span');
  assert.ok(!(await hidden.isVisible()));
  await last.locator('label.spoiler input').press('Space');
  assert.ok(await hidden.isVisible());
  assert.ok(!(await last.locator('details.spoiler p').isVisible()));
  await last.locator('details.spoiler summary').press('Enter');
  assert.ok(await last.locator('details.spoiler p').isVisible());
  await visitor.inspect();
  await visitor.leave();
});

test('what is selected in a post is quoted, and says whose words it holds', async () => {
  const visitor = await resident('en');
  const path = await topic(visitor, 'en');
  const { page } = visitor;
  const words = await page.locator('article.post .post-body p').first().evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    return element.textContent.trim();
  });
  await page.locator('.post-actions a[data-quote]').first().click();
  assert.match(await page.locator('#f-body').inputValue(), /^> \[quote:\d+:\d+\]\n> /);
  assert.equal(visitor.path, path, 'the page stays');
  await page.locator('[data-shown] .quote-of').waitFor();
  assert.ok((await page.locator('[data-shown] .quote').innerText()).includes(words.slice(0, 20)));
  await visitor.leave();
});

test('two tabs that edit one post: the second sees both texts', async () => {
  const visitor = await resident('en');
  const path = await topic(visitor, 'en');
  await visitor.fill({ body: 'First words of mine.' });
  await visitor.press('main form button.primary');
  await visitor.open(`${path}?page=last`);
  const edit = await visitor.page.locator('article.post').last().locator('a[href$="/edit"]').getAttribute('href');
  const other = await visitor.context.newPage();
  await visitor.open(edit);
  await other.goto(new URL(edit, plaza.url).href);
  await other.locator('[name="body"]').fill('Other words of mine.');
  await Promise.all([other.waitForNavigation(), other.locator('main form button.primary').click()]);
  await other.close();
  await visitor.fill({ body: 'First words of mine, and more.' });
  assert.equal(await visitor.press('main form button.primary'), 409);
  assert.equal(await visitor.page.locator('[name="body"]').inputValue(), 'First words of mine, and more.');
  assert.ok((await visitor.text('.diff')).includes('Other'));
  await visitor.inspect();
  assert.equal(await visitor.press('main form button.primary'), 200);
  await visitor.leave();
});
