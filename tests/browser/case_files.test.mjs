// Files of a case, with and without JavaScript: chosen with a suggestion, one of them refused, seen at the desk,
// answered with a file, and saved by the resident.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { LOCALE, LOOKS, TWO_LOOKS, Visitor } from './support/browser.mjs';
import { letter, picture } from './support/files.mjs';
import { Plaza } from './support/plaza.mjs';
import { ANSWER, SUGGESTION, follow } from './support/suggestions.mjs';

describe('files of a case', () => {
  let plaza;
  before(async () => {
    plaza = await Plaza.start();
  });
  after(() => plaza?.stop());

  const choose = (visitor, files) => visitor.page.locator('main [name=files]').setInputFiles(
    files.map(([name, buffer]) => ({ name, mimeType: 'application/octet-stream', buffer })));
  const names = (visitor) => visitor.page.locator('.files button').allInnerTexts();

  for (const [lang, scripts] of [['zh', false], ['en', false], ['en', true], ['zh', true]]) {
    test(`in ${lang}, ${scripts ? 'with' : 'without'} a script`, async () => {
      const looks = scripts ? TWO_LOOKS : LOOKS;
      const resident = await Visitor.come(plaza, { scripts, locale: LOCALE[lang] });
      await resident.open(`/${lang}/suggestions/new`);
      const title = `${SUGGESTION[lang].title} ${lang}${scripts}`;
      await resident.fill({ ...SUGGESTION[lang], title });
      await choose(resident, [['hole.png', picture(800, 500)], ['program.exe', Buffer.from([0x4d, 0x5a, 0, 0])]]);
      assert.equal(await resident.press('main form .buttons button.primary'), 422);
      await resident.inspect(looks);
      assert.match(await resident.text('.error-summary'), /program\.exe/);
      assert.equal(await resident.page.locator('[name=body]').inputValue(), SUGGESTION[lang].body);
      assert.equal(await resident.page.locator('fieldset img').count(), 1, 'what was taken is kept');
      await choose(resident, [['plan.pdf', letter('The plan')]]);
      assert.equal(await resident.press('main form .buttons button.primary'), 200);
      await resident.inspect(looks);
      const checked = await resident.text('main dl.facts');
      assert.ok(checked.includes('hole.png') && checked.includes('plan.pdf'), checked);
      // Back, and everything is there.
      assert.equal(await resident.press('main form button[name=back]'), 200);
      assert.equal(await resident.page.locator('.chosen-file').count(), 2);
      await resident.press('main form .buttons button.primary');
      await resident.press('main form button[name=send]');
      await resident.inspect(looks);
      const [reference, password] = await resident.page.locator('.keepsake code').allInnerTexts();
      assert.match(await resident.text(), /hole\.png/);

      const staff = await Visitor.come(plaza, { scripts, locale: LOCALE[lang] });
      await staff.logOn(plaza.account('staff'), lang);
      await staff.open(`/${lang}/desk`);
      await staff.open(await staff.page.locator('main a').filter({ hasText: reference }).first().getAttribute('href'));
      await staff.inspect(looks);
      const small = staff.page.locator('main .files img');
      await small.scrollIntoViewIfNeeded();
      await small.evaluate((image) => image.decode());
      assert.ok(await small.evaluate((image) => image.naturalWidth > 0), 'the picture is not seen');
      const [plan] = await Promise.all([
        staff.page.waitForEvent('download'), staff.page.locator('main .files a[download]').click(),
      ]);
      assert.equal(plan.suggestedFilename(), 'plan.pdf');
      await staff.fill({ answer: ANSWER[lang] });
      await choose(staff, [['after.png', picture(400, 300)]]);
      assert.equal(await staff.press('main form:has([name="answer"]) button.primary'), 200);
      assert.equal(await staff.page.locator('article .files img').count(), 1);
      await staff.leave();

      await follow(resident, lang, { reference, password });
      await resident.inspect(looks);
      assert.deepEqual(await names(resident), ['after.png', 'hole.png', 'plan.pdf']);
      const [saved] = await Promise.all([
        resident.page.waitForEvent('download'), resident.page.locator('article .files button').click(),
      ]);
      assert.equal(saved.suggestedFilename(), 'after.png');
      // The page with the case stays.
      assert.ok((await resident.text()).includes(reference));
      // What the answer left open, with a picture.
      await resident.fill({ still_open: ANSWER[lang] });
      await choose(resident, [['still.png', picture(300, 300)]]);
      assert.equal(await resident.press('#reopen button'), 200);
      assert.ok((await names(resident)).includes('still.png'));
      await resident.leave();
    });
  }

  test('with a script, an answer with a file goes out beside the list', async () => {
    const { reference } = await plaza.make('POST', '/suggestions', {
      ...SUGGESTION.en, title: 'Beside the list', share_contact: false, publish: false, language: 'en',
    });
    const staff = await Visitor.come(plaza, { scripts: true, locale: LOCALE.en, size: { width: 1280, height: 900 } });
    await staff.logOn(plaza.account('staff'), 'en');
    await staff.open('/en/desk');
    await staff.page.setViewportSize({ width: 1280, height: 900 });
    await staff.page.locator('tbody a').filter({ hasText: reference }).first().click();
    const item = staff.page.locator('[data-desk-item]');
    await item.locator('[name=answer]').fill('It is filled.');
    await choose(staff, [['after.png', picture(400, 300)]]);
    await item.locator('form:has([name="answer"]) button.primary').click();
    await item.locator('article .files img').waitFor();
    assert.match(staff.path, /\/desk$/);
    await staff.leave();
  });
});
