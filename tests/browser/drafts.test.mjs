// Drafts in a real browser: what is typed survives a reload and a lost connection, with an account
// on the server, for a guest in the browser and only where the choice about storage lets it.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Visitor } from './support/browser.mjs';
import { asked, decide } from './support/forum.mjs';
import { Plaza } from './support/plaza.mjs';
import { until } from './support/wait.mjs';

const TEXT = 'The lamp at the corner\nhas been dark for a week.';
const MORE = `${TEXT}\nPlease look at it.`;
const NEW = '/en/boards/getting-around/new';

const SAID = '[data-draft-said]';
const kept = (visitor) => visitor.stored().then((all) => all.filter((name) => name.startsWith('local storage')));
const says = (visitor, words) => until(`the form says ${words}`, async () => (await visitor.text(SAID)).includes(words));
const body = (visitor) => visitor.page.locator('main textarea[name=body]');
const publish = 'main form .buttons button.primary';

/** Publishes, and says of whatever is found that it is no personal data. */
async function send(visitor) {
  let status = await visitor.press(visitor.page.locator(publish).first());
  if (status === 422) {
    assert.ok((await asked(visitor)).length > 0, await visitor.text());
    await decide(visitor, () => ({ whose: 'none', choice: 'publish' }));
    status = await visitor.press(visitor.page.locator(publish).first());
  }
  assert.equal(status, 200, await visitor.text());
}

describe('drafts', () => {
  let plaza;
  before(async () => {
    plaza = await Plaza.start();
  });
  after(() => plaza?.stop());

  test('an account: by itself, over a reload and a lost connection, gone once published', async () => {
    const visitor = await Visitor.come(plaza, { locale: 'en-GB' });
    await visitor.logOn(plaza.account('resident'));
    await visitor.open(NEW);
    await visitor.inspect();
    await visitor.fill({ title: 'A dark lamp', body: TEXT });
    await says(visitor, 'Draft kept at');
    await visitor.page.reload();
    assert.equal(await body(visitor).inputValue(), TEXT);
    assert.equal(await visitor.page.locator('[name=title]').inputValue(), 'A dark lamp');
    await visitor.inspect();

    await visitor.context.setOffline(true);
    await visitor.fill({ body: MORE });
    await says(visitor, 'no connection');
    await visitor.page.locator(publish).first().click();
    await says(visitor, 'Nothing was sent');
    assert.equal(visitor.path, NEW);
    assert.equal(await body(visitor).inputValue(), MORE);
    await visitor.context.setOffline(false);
    await says(visitor, 'Draft kept at');
    await visitor.page.reload();
    assert.equal(await body(visitor).inputValue(), MORE);

    await visitor.open('/en/account/drafts');
    await visitor.inspect();
    await visitor.press('.row a.button');
    await send(visitor);
    assert.match(visitor.path, /^\/en\/t\/\d+\/a-dark-lamp$/);
    await visitor.open(NEW);
    assert.equal(await body(visitor).inputValue(), '');
    assert.deepEqual(await kept(visitor), []);
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });

  test('an account without a script: by the button, and a mistake takes nothing away', async () => {
    const visitor = await Visitor.come(plaza, { scripts: false, locale: 'en-GB' });
    await visitor.logOn(plaza.account('resident'));
    await visitor.open(NEW);
    await visitor.fill({ title: '', body: TEXT });
    assert.equal(await visitor.press(visitor.page.locator(publish).first()), 422);
    assert.equal(await body(visitor).inputValue(), TEXT);
    await visitor.press('button[name=draft][value=keep]');
    assert.equal(await visitor.text('main .notice'), 'The draft is kept.');
    await visitor.open('/en/');
    await visitor.open(NEW);
    assert.equal(await body(visitor).inputValue(), TEXT);
    await visitor.press('button[name=draft][value=discard]');
    assert.equal(await body(visitor).inputValue(), '');
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });

  test('a guest who refuses: nothing is kept, and a lost connection sends nothing', async () => {
    const visitor = await Visitor.come(plaza, { locale: 'en-GB' });
    await visitor.open(NEW);
    await visitor.inspect();
    assert.ok((await visitor.text()).includes('your text is kept nowhere'));
    await visitor.fill({ name: 'Tree', title: 'A dark lamp', body: TEXT });
    await visitor.context.setOffline(true);
    await visitor.page.locator(publish).first().click();
    await says(visitor, 'Nothing was sent');
    assert.equal(await body(visitor).inputValue(), TEXT);
    await visitor.context.setOffline(false);
    await visitor.lookForStorage();
    await visitor.page.goto(new URL(NEW, plaza.url).href);
    assert.equal(await body(visitor).inputValue(), '');
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });

  test('a guest who accepts: in the browser, over a reload, gone once sent and once refused', async () => {
    const visitor = await Visitor.come(plaza, { locale: 'en-GB' });
    visitor.taken = ['plaza-choice', 'plaza-day'];
    await visitor.open(NEW);
    await visitor.choose('accept');
    await visitor.open(NEW);
    await visitor.fill({ name: 'Tree', title: 'A dark lamp', body: TEXT });
    await says(visitor, 'Draft kept in this browser');
    assert.deepEqual(await kept(visitor), ['local storage plaza-draft:board/getting-around']);
    const held = await visitor.page.evaluate(() => localStorage.getItem('plaza-draft:board/getting-around'));
    assert.ok(!held.includes('Tree'), 'the name is not kept');
    await visitor.page.goto(new URL(NEW, plaza.url).href);
    assert.equal(await body(visitor).inputValue(), TEXT);
    assert.ok((await visitor.text()).includes('Your draft is back'));
    // Sent, it is gone; refused, what is left goes.
    await visitor.fill({ name: 'Tree' });
    await send(visitor);
    assert.equal(await visitor.page.locator('.keepsake').count(), 2);
    assert.deepEqual(await kept(visitor), []);
    await visitor.open(NEW);
    await visitor.fill({ title: 'Another', body: TEXT });
    await says(visitor, 'Draft kept in this browser');
    await visitor.choose('refuse');
    visitor.taken = [];
    await visitor.lookForStorage();
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });

  test('a guest who wants to be asked: nothing before the yes, and the text stays', async () => {
    const visitor = await Visitor.come(plaza, { locale: 'en-GB' });
    visitor.taken = ['plaza-choice'];
    await visitor.open(NEW);
    await visitor.choose('notify');
    await visitor.open(NEW);
    await visitor.inspect();
    await visitor.fill({ title: 'A dark lamp', body: TEXT });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.deepEqual(await kept(visitor), []);
    await visitor.page.locator('[data-draft-asks] [value=yes]').click();
    await says(visitor, 'Draft kept in this browser');
    assert.equal(await body(visitor).inputValue(), TEXT, 'the answer took it away');
    assert.deepEqual(await kept(visitor), ['local storage plaza-draft:board/getting-around']);
    await visitor.page.goto(new URL(NEW, plaza.url).href);
    assert.equal(await body(visitor).inputValue(), TEXT);
    await visitor.page.locator('[data-draft-discard]').click();
    assert.equal(await body(visitor).inputValue(), '');
    assert.deepEqual(await kept(visitor), []);
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });

  test('a guest who quotes keeps what was begun, in place and after a reload', async () => {
    const visitor = await Visitor.come(plaza, { locale: 'en-GB' });
    visitor.taken = ['plaza-choice', 'plaza-day'];
    await visitor.open('/en/boards/getting-around');
    await visitor.choose('accept');
    await visitor.open('/en/boards/getting-around');
    await visitor.press(visitor.page.locator('.row.topic .row-title a').last());
    const topic = visitor.path;
    const quote = visitor.page.locator('a[data-quote]').first();
    const line = await quote.getAttribute('data-quote');
    await visitor.fill({ body: TEXT });
    await says(visitor, 'Draft kept in this browser');
    await quote.click();
    await until('the quote stands there', async () => (await body(visitor).inputValue()).includes(line));
    assert.equal(visitor.path, topic, 'the quote is put in on the page itself');
    const both = await body(visitor).inputValue();
    assert.ok(both.startsWith(TEXT), both);
    assert.ok(both.split('\n').filter((row) => row.startsWith('> ')).length > 1, both);

    // By the link alone, as in another window: after what was begun, and only once.
    await visitor.fill({ body: TEXT });
    await until('only that is kept', () => visitor.page.evaluate((text) =>
      Object.values(localStorage).some((kept) => JSON.parse(kept).kept?.body === text), TEXT));
    const address = await quote.getAttribute('href');
    for (let again = 0; again < 2; again += 1) {
      await visitor.page.goto(new URL(address, plaza.url).href);
      const text = await body(visitor).inputValue();
      assert.ok(text.startsWith(TEXT), text);
      assert.equal(text.split(line).length, 2, text);
      await says(visitor, 'Draft kept in this browser');
    }
    assert.deepEqual(visitor.faults, []);
    await visitor.close();
  });
});
