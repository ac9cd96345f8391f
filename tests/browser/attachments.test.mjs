// Files in a post, with and without JavaScript: added, described, asked about, shown, and saved.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { LOCALE, LOOKS, TWO_LOOKS, Visitor } from './support/browser.mjs';
import { NUMBER, asked, decide } from './support/forum.mjs';
import { Plaza } from './support/plaza.mjs';
import { letter, picture } from './support/files.mjs';

const TEXT = {
  zh: { title: '新的長椅', body: '公園入口有新的長椅。\n\n![入口的長椅](attachment:1)', alt: '公園入口的紅色長椅' },
  en: { title: 'A new bench', body: 'It stands at the gate.\n\n![The bench at the gate](attachment:1)', alt: 'A red bench at the gate of the park' },
};

describe('attachments', () => {
  let plaza;
  before(async () => {
    plaza = await Plaza.start();
  });
  after(() => plaza?.stop());

  for (const [lang, scripts] of [['zh', false], ['en', false], ['en', true]]) {
    test(`in ${lang}: a picture and a document, ${scripts ? 'with' : 'without'} a script`, async () => {
      const visitor = await Visitor.come(plaza, { scripts, locale: LOCALE[lang] });
      await visitor.logOn(plaza.account('resident'));
      await visitor.open(`/${lang}/boards/neighbourhood/new`);
      const { title, body, alt } = TEXT[lang];
      await visitor.fill({ title, body });
      await visitor.page.locator('[name=files]').setInputFiles([
        { name: 'bench.png', mimeType: 'image/png', buffer: picture(800, 500) },
        { name: 'letter.pdf', mimeType: 'application/pdf', buffer: letter(`Call me: ${NUMBER}`) },
      ]);
      // The picture is described first.
      assert.equal(await visitor.press('main form .buttons button.primary'), 422);
      await visitor.inspect(scripts ? TWO_LOOKS : LOOKS);
      assert.equal(await visitor.page.locator('fieldset img').count(), 1);
      await visitor.fill({ 'alt-1': alt });
      // Then what stands in the document is asked about.
      assert.equal(await visitor.press('main form .buttons button.primary'), 422);
      await visitor.inspect(scripts ? TWO_LOOKS : LOOKS);
      const [finding] = await asked(visitor);
      assert.equal(finding.text, NUMBER);
      assert.deepEqual(finding.choices, ['take-out', 'publish'], 'a document cannot be masked');
      await decide(visitor, () => ({ whose: 'mine', choice: 'publish' }));
      await visitor.press(visitor.page.locator('main form .buttons button.primary').first());
      await visitor.inspect(scripts ? TWO_LOOKS : LOOKS);
      const shown = visitor.page.locator('.post-body img');
      assert.ok(await shown.evaluate((image) => image.complete && image.naturalWidth > 0), 'it is not seen');
      const link = visitor.page.locator('.files a[download]');
      assert.equal(await link.innerText(), 'letter.pdf');
      const [download] = await Promise.all([visitor.page.waitForEvent('download'), link.click()]);
      assert.equal(download.suggestedFilename(), 'letter.pdf');
      const large = await shown.evaluate((image) => image.closest('a').href);
      // The connection of the log-on may be closed at this very moment, since nothing went over it for a while.
      const answer = await visitor.page.request.get(large, { maxRetries: 1 });
      assert.equal(answer.headers()['content-type'], 'image/png');
      assert.deepEqual(visitor.faults, []);
      await visitor.close();
    });
  }
});
