// The city's organisation from its pages: an office with its people, a category and a rule that holds for
// some days, up to the suggestion that comes by it; and the office's end. In one language with a script,
// in the other without.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { LOCALE, TWO_LOOKS, Visitor } from './support/browser.mjs';
import { Plaza } from './support/plaza.mjs';
import { ANSWER, SUGGESTION, follow } from './support/suggestions.mjs';

const DAY = 24 * 60 * 60 * 1000;
const FALLBACK = { zh: '研究發展考核委員會', en: 'Research, Development and Evaluation Commission' };

let plaza;
before(async () => {
  plaza = await Plaza.start();
});
after(() => plaza?.stop());

const look = (visitor) => visitor.inspect(TWO_LOOKS);
const later = (day, days) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

for (const [lang, scripts] of [['zh', true], ['en', false]]) {
  const how = `${lang}, ${scripts ? 'with' : 'without'} JavaScript`;
  const office = {
    slug: `river-${lang}`, name_zh: `河川巡守隊${lang}`, name_en: `River Patrol ${lang}`, phone: '07-000-2001',
    email: `river.${lang}@kcg.example`,
  };
  const category = {
    slug: `river-banks-${lang}`, name_zh: `河岸${lang}`, name_en: `River banks ${lang}`, hint_zh: '堤岸和步道。',
    hint_en: 'Banks and paths.', due_days: '3',
  };
  const named = (entry) => entry[`name_${lang}`];
  const come = (options) => Visitor.come(plaza, { scripts, locale: LOCALE[lang], ...options });
  const suggest = () => {
    const { title, body, district } = SUGGESTION[lang];
    return plaza.make('POST', '/suggestions', { title, body, district, category: category.slug, language: lang });
  };

  /** Fills the form that is open: first with `wrong`, which is refused and keeps the rest. */
  async function keep(administrator, fields, wrong) {
    await administrator.fill({ ...fields, ...wrong });
    assert.equal(await administrator.press('main form button.primary'), 422);
    for (const name of Object.keys(wrong)) {
      assert.equal(await administrator.page.locator(`.error-summary a[href="#f-${name}"]`).count(), 1, name);
    }
    for (const [name, value] of Object.entries({ ...fields, ...wrong })) {
      assert.equal(await administrator.page.locator(`main [name="${name}"]`).inputValue(), value, name);
    }
    await look(administrator);
    await administrator.fill(fields);
    assert.equal(await administrator.press('main form button.primary'), 200);
    assert.equal(await administrator.page.locator('main .notice').count(), 1);
  }

  /** What the page says that takes a suggestion of the new category on a day; that of today where none is given. */
  async function takes(administrator, day) {
    await administrator.open(`/${lang}/admin/routing/explain`);
    const today = await administrator.page.locator('[name="day"]').inputValue();
    await administrator.fill({ category: category.slug, district: SUGGESTION[lang].district, day: day ?? today });
    await administrator.press('main form button.primary');
    return administrator.page.locator('main .records li').filter({ has: administrator.page.locator('.tag') }).innerText();
  }

  /** Whether the form for suggestions offers the category. */
  async function isOffered(resident) {
    await resident.open(`/${lang}/suggestions/new`);
    return (await resident.page.locator(`[name="category"] option[value="${category.slug}"]`).count()) > 0;
  }

  test(`an office, a category and a rule come to be, and go (${how})`, async () => {
    const administrator = await come();
    await administrator.logOn(plaza.account('administrator'), lang);
    const resident = await come({ cookies: scripts });
    const staff = await plaza.session('staff');
    const added = async (place, fields, wrong) => {
      await administrator.open(`/${lang}/admin/${place}`);
      await administrator.press('main .title-row a');
      await keep(administrator, fields, wrong);
    };

    await added('offices', office, { email: 'river' });
    await administrator.press(administrator.page.locator('main .rows a').filter({ hasText: named(office) }));
    const members = 'main form[action$="/members"]';
    await administrator.fill({ member: 'nobody@plaza.example' });
    assert.equal(await administrator.press(`${members} .button`), 422);
    await look(administrator);
    await administrator.fill({ member: plaza.account('staff').email });
    assert.equal(await administrator.press(`${members} .button`), 200);
    assert.equal(await administrator.page.locator(`${members} button[name="remove"]`).count(), 1);
    await look(administrator);

    assert.ok(!(await isOffered(resident)));
    await added('categories', category, { due_days: '0' });
    assert.ok(await isOffered(resident));
    await resident.page.locator('main details.more summary').click();
    assert.ok((await resident.text('main details.more')).includes(category[`hint_${lang}`]));
    await look(resident);

    // Before and after its days the rule takes nothing; the fallback does.
    assert.ok((await takes(administrator)).includes(FALLBACK[lang]));
    const today = await administrator.page.locator('[name="day"]').inputValue();
    await administrator.open(`/${lang}/admin/routing`);
    await administrator.press('main .title-row a');
    await administrator.page.locator('#f-offices').selectOption(office.slug);
    const days = { from: today, until: later(today, 14) };
    await keep(administrator, { category: category.slug, ...days }, { until: later(today, -1) });
    for (const [day, who] of [[undefined, named(office)], [later(today, 14), named(office)],
      [later(today, 15), FALLBACK[lang]], [later(today, -1), FALLBACK[lang]]]) {
      const words = await takes(administrator, day);
      assert.ok(words.includes(who), `${day ?? 'today'}: ${words}`);
    }
    await look(administrator);

    const receipt = await suggest();
    assert.deepEqual(receipt.offices.map(({ slug }) => slug), [office.slug]);
    await resident.mailTo(office.email, receipt.reference);
    await follow(resident, lang, receipt);
    const page = await resident.text();
    assert.ok(page.includes(named(office)) && page.includes(named(category)), page);

    // While somebody waits for its answer, it stays, and the page says who.
    const retire = async () => {
      await administrator.open(`/${lang}/admin/offices/${office.slug}`);
      return administrator.press('main form[action$="/retire"] button');
    };
    assert.equal(await retire(), 409);
    const waiting = administrator.page.locator('main a').filter({ hasText: receipt.reference });
    await look(administrator);
    assert.equal(await administrator.press(waiting), 200);
    assert.match(administrator.path, /\/desk\/\d+$/);
    assert.ok((await takes(administrator)).includes(named(office)), 'it is retired all the same');
    const { cases } = await plaza.make('GET', `/desk/cases?q=${receipt.reference}`, undefined, staff);
    await plaza.make('POST', `/desk/cases/${cases[0].id}/answer`, { answer: ANSWER[lang] }, staff);
    assert.equal(await retire(), 200);
    await look(administrator);
    assert.ok((await takes(administrator)).includes(FALLBACK[lang]));
    await administrator.open(`/${lang}/admin/routing`);
    const faults = await administrator.text('main .note');
    assert.ok(faults.includes(named(category)), 'the rule without an office is not reported');
    await look(administrator);
    assert.deepEqual((await suggest()).offices.map(({ slug }) => slug), ['rdec']);
    await follow(resident, lang, receipt);
    assert.ok((await resident.text()).includes(named(office)), 'what it answered bears its name');

    const turn = async () => {
      await administrator.open(`/${lang}/admin/categories/${category.slug}`);
      return administrator.press('main form[action$="/retire"] button');
    };
    assert.equal(await turn(), 200);
    assert.ok(!(await isOffered(resident)), 'a retired category is offered');
    await administrator.open(`/${lang}/admin/categories/${category.slug}`);
    await look(administrator);
    assert.equal(await turn(), 200);
    assert.ok(await isOffered(resident));
    await administrator.leave();
    await resident.leave();
  });
}
