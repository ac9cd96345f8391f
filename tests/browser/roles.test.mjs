// The pages of everybody who works for the city, and of a resident's account: each is looked at as
// guests' pages are, with its form refused as well. `pages.test.mjs` looks at what guests reach.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { TWO_LOOKS, Visitor } from './support/browser.mjs';
import { ROLE_PAGES } from './support/pages.mjs';
import { Plaza } from './support/plaza.mjs';

let plaza;
before(async () => {
  plaza = await Plaza.start();
});
after(() => plaza?.stop());

for (const [role, { open, refused }] of Object.entries(ROLE_PAGES)) {
  test(`the pages of a ${role}`, async () => {
    const visitor = await Visitor.come(plaza, { locale: 'en-GB' });
    await visitor.logOn(plaza.account(role), 'en');
    for (const page of [...open, ...refused]) {
      assert.equal(await visitor.open(`/en${page}`), 200, page);
      await visitor.inspect();
      if (!refused.includes(page)) continue;
      assert.equal(await visitor.press(visitor.page.locator('main form button.primary').last()), 422, page);
      assert.ok(await visitor.page.locator('.error-summary a').count(), `${page} does not say what is wrong`);
      await visitor.inspect();
    }
    // The other language is the same page with other words.
    for (const page of [...open, ...refused]) {
      assert.equal(await visitor.open(`/zh${page}`), 200, page);
      await visitor.inspect(TWO_LOOKS);
    }
    await visitor.leave();
  });
}

test('a page of the city\'s own, written, published and read', async () => {
  const visitor = await Visitor.come(plaza, { locale: 'en-GB' });
  await visitor.logOn(plaza.account('administrator'), 'en');
  await visitor.open('/en/admin/pages/new');
  await visitor.fill({ slug: 'guide', title_zh: '洽公指南', body_zh: '## 服務時間\n\n週一到週五。\n\n| 一 | 二 |\n|---|---|\n| 三 | 四 |' });
  await visitor.press('main form button.primary');
  const own = visitor.path.split('?')[0];
  assert.match(own, /\/admin\/pages\/\d+$/);
  await visitor.inspect();
  await visitor.press('form[action$="/publish"] button');
  await visitor.inspect();
  for (const page of [`${own}/edit`, `${own}/revisions/1`, '/en/pages/guide', '/zh/pages/guide', '/en/admin/pages', '/en/admin/audit?subject=page']) {
    assert.equal(await visitor.open(page), 200, page);
    await visitor.inspect(TWO_LOOKS);
  }
});

test('a board is changed, and the change is looked at and taken back', async () => {
  const visitor = await Visitor.come(plaza, { locale: 'en-GB' });
  await visitor.logOn(plaza.account('administrator'), 'en');
  const board = '/en/admin/boards/1';
  await visitor.open(board);
  const name = await visitor.page.inputValue('[name="name_en"]');
  await visitor.fill({ name_en: 'Another name' });
  assert.equal(await visitor.press('main form button.primary'), 200);
  await visitor.open(board);
  await visitor.inspect();
  assert.match(await visitor.page.innerText('.records'), /Another name/);
  assert.equal(await visitor.press('form[action$="/undo"] button'), 200);
  assert.equal(await visitor.page.inputValue('[name="name_en"]'), name);
  await visitor.open(board.replace('/en/', '/zh/'));
  await visitor.inspect(TWO_LOOKS);
  await visitor.leave();
});

test('an endpoint of webhooks is made, tried and looked at', async () => {
  const visitor = await Visitor.come(plaza, { locale: 'en-GB' });
  await visitor.logOn(plaza.account('administrator'), 'en');
  await visitor.open('/en/admin/webhooks/new');
  await visitor.fill({ url: 'https://hooks.city.example/plaza', description: 'Dashboard' });
  await visitor.page.locator('input[name="kind"]').first().check();
  assert.equal(await visitor.press('main form button.primary'), 201);
  await visitor.inspect();
  await visitor.press('main a.button.primary');
  await visitor.press('main button[value="test"]');
  await visitor.inspect();
  await visitor.open('/en/admin/webhooks');
  await visitor.inspect();
  await visitor.leave();
});

test('what somebody writes to break the page stays within it', async () => {
  const visitor = await Visitor.come(plaza, { locale: 'en-GB' });
  await visitor.logOn(plaza.account('resident'), 'en');
  await visitor.open('/en/boards/city-life/new');
  await visitor.fill({
    title: 'W'.repeat(120),
    body: `${'x'.repeat(3000)}\n\n# One\n\n###### Six\n\n|${'a|'.repeat(60)}\n|${'-|'.repeat(60)}\n\n\`\`\`\n${'y'.repeat(900)}\n\`\`\``,
  });
  await visitor.press('main form button.primary');
  assert.match(visitor.path, /\/t\/\d+/);
  await visitor.inspect();
  const topic = visitor.path.match(/\/t\/(\d+)/)[1];
  for (const page of ['', '/boards/city-life', '/search?q=WWW', '/account/data']) {
    await visitor.open(`/en${page}`);
    await visitor.inspect();
  }
  await visitor.logOff();
  await visitor.logOn(plaza.account('moderator'), 'en');
  for (const page of [`/topics/${topic}/arrange`, `/topics/${topic}/split`]) {
    await visitor.open(`/en${page}`);
    await visitor.inspect();
  }
  await visitor.leave();
});
