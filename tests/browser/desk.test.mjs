// The desk, with and without a script: finding cases, taking one, several at once, the contact on
// purpose, the file to print; and with a script the case beside the list, by keyboard.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { LOCALE, TWO_LOOKS, Visitor } from './support/browser.mjs';
import { Plaza } from './support/plaza.mjs';
import { SUGGESTION } from './support/suggestions.mjs';

const PHONE = '0912-345-678';

let plaza;
before(async () => {
  plaza = await Plaza.start();
});
after(() => plaza?.stop());

/** A new case at the desk of the demo's member of staff; gives its number. */
async function suggest(lang, title) {
  const made = await plaza.make('POST', '/suggestions', {
    ...SUGGESTION[lang], title, share_contact: true, publish: false, contact: { phone: PHONE }, language: lang,
  });
  return made.reference;
}

const come = async (lang, scripts) => {
  const staff = await Visitor.come(plaza, { locale: LOCALE[lang], scripts });
  await staff.logOn(plaza.account('staff'), lang);
  return staff;
};

const row = (staff, reference) => staff.page.locator('tbody tr').filter({ hasText: reference });

test('everything at the desk goes without a script', async () => {
  for (const lang of ['zh', 'en']) {
    const word = `desk${lang}plain`;
    const one = await suggest(lang, `${word} one`);
    const two = await suggest(lang, `${word} two`);
    const staff = await come(lang, false);
    await staff.open(`/${lang}/desk`);
    await staff.inspect();
    await staff.fill({ q: word });
    await staff.press('main form[role="search"] button');
    assert.equal(await staff.page.locator('tbody tr').count(), 2);

    // Several at once; the second press finds nothing left to do, and says so.
    await staff.page.locator('[data-bulk] summary').click();
    for (const reference of [one, two]) await row(staff, reference).locator('[name="case"]').check();
    await staff.fill({ act: 'take-up' });
    assert.equal(await staff.press('#bulk button.primary'), 200);
    const told = await staff.text('[role="status"]');
    assert.ok(told.includes(one) && told.includes(two), told);
    await staff.inspect();
    await staff.page.locator('[data-bulk] summary').click();
    assert.equal(await staff.press('#bulk button.primary'), 422);
    await staff.inspect(TWO_LOOKS);

    await staff.press(row(staff, one).locator('a'));
    assert.match(staff.path, /\/desk\/\d+$/);
    assert.ok(!(await staff.text('.page')).includes(PHONE));
    await staff.fill({ answer: 'Begun.' });
    await staff.press('[name="take"]');
    assert.equal(await staff.page.locator('[name="answer"]').inputValue(), 'Begun.');
    await staff.press('[name="show-contact"]');
    assert.ok((await staff.text('.page')).includes(PHONE));
    assert.equal(await staff.page.locator('[name="answer"]').inputValue(), 'Begun.');
    await staff.inspect();
    await staff.press('main a[href$="/file"]');
    assert.ok(!(await staff.text('.page')).includes(PHONE));
    await staff.inspect();
    await staff.press('[name="show-contact"]');
    assert.ok((await staff.text('.page')).includes(PHONE));
    await staff.page.emulateMedia({ media: 'print' });
    assert.ok((await staff.text('.page')).includes(PHONE), 'it is not in the print');
    assert.ok(await staff.page.locator('main .records li').first().isVisible());
    await staff.page.emulateMedia({ media: 'screen' });
    await staff.open(`/${lang}/desk?view=mine`);
    assert.equal(await row(staff, one).count(), 1);
    await staff.leave();
  }
});

test('with a script the case stands beside the list, by keyboard', async () => {
  const lang = 'en';
  const references = [];
  for (const number of ['first', 'second', 'third']) references.push(await suggest(lang, `deskkeys ${number}`));
  const staff = await come(lang, true);
  await staff.open(`/${lang}/desk?q=deskkeys`);
  const { keyboard } = staff.page;
  const item = staff.page.locator('[data-desk-item]');
  const shows = (text) => item.filter({ hasText: text }).waitFor();
  await keyboard.press('j');
  await keyboard.press('Enter');
  await shows('deskkeys first');
  await keyboard.press('j');
  await shows('deskkeys second');
  assert.equal(await staff.page.locator('tr[aria-current="true"]').innerText().then((text) => text.includes(references[1])), true);
  await staff.inspect();

  // A letter begins work, another takes the case, and u gives it back; the page stays.
  await keyboard.press('t');
  await row(staff, references[1]).filter({ hasText: 'deskkeys second' }).waitFor();
  await item.locator('[data-key="t"]').waitFor({ state: 'detached' });
  await keyboard.press('m');
  await item.locator('[data-key="u"]').waitFor();
  await keyboard.press('u');
  await item.locator('[data-key="m"]').waitFor();
  assert.equal(staff.path, `/${lang}/desk`);
  await keyboard.press('a');
  await keyboard.type('just a kind word');
  assert.equal(await item.locator('[name="answer"]').inputValue(), 'just a kind word');
  await item.locator('button.primary').click();
  await shows('just a kind word');
  await staff.page.locator('tbody tr').nth(2).waitFor({ state: 'detached' });
  await staff.inspect();

  // An act's form comes beside the list as well; what is refused stays there.
  await row(staff, references[2]).locator('a').click();
  await shows('deskkeys third');
  await keyboard.press('n');
  await item.locator('[name="words"]').waitFor();
  await item.locator('button.primary').click();
  await item.locator('.error-summary').waitFor();
  await staff.inspect(TWO_LOOKS);
  await keyboard.press('Escape');
  assert.ok(await item.isHidden());
  await keyboard.press('x');
  assert.ok(await row(staff, references[2]).locator('[name="case"]').isChecked());
  await keyboard.press('?');
  assert.ok(await staff.page.locator('[data-help] dl').isVisible());
  await staff.leave();
});
