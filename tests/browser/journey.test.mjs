// The whole journey in a real browser, in both languages: once with JavaScript, cookies and an
// account, once as a guest without any of them.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { LOCALE, Visitor } from './support/browser.mjs';
import {
  ADDRESS, ID, NUMBER, TEXT, WORDS, holdTheIdBack, publishTheAddress, seeTheMarks,
} from './support/forum.mjs';
import { Plaza } from './support/plaza.mjs';
import { approve, openItem } from './support/review.mjs';
import { ANSWER, SUGGESTION, answer, follow, submit } from './support/suggestions.mjs';

const other = { zh: 'en', en: 'zh' };

for (const lang of ['zh', 'en']) {
  describe(`in ${lang === 'zh' ? 'Chinese' : 'English'}`, () => {
    let plaza;
    before(async () => {
      plaza = await Plaza.start();
    });
    after(() => plaza?.stop());

    test('with JavaScript, cookies and an account', () => withAccount(plaza, lang));
    test('as a guest, without JavaScript and without cookies', () => asGuest(plaza, lang));
  });
}

async function withAccount(plaza, lang) {
  const resident = await Visitor.come(plaza, { locale: LOCALE[lang] });
  const account = { email: 'new.resident@mail.example', password: 'six green parrots on a wire' };

  // Register, and verify from the mail.
  await resident.open('/');
  assert.equal(resident.path.replace(/\/$/, ''), `/${lang}`, 'the browser’s language was chosen');
  await resident.inspect();
  await resident.press('.site-nav a[href$="/register"]');
  await resident.inspect();
  await resident.fill({ email: account.email, name: '橋頭小綠', name_is_personal: 'no', password: account.password });
  await resident.press('main form button.primary');
  await resident.inspect();
  const mail = await resident.mailTo(account.email, `/${lang}/register/`);
  await resident.inspect();
  await resident.press(mail.locator('a[href*="/register/"]'));
  await seeTheTokenKept(resident);
  await resident.inspect();
  await resident.press('main form button.primary');
  assert.equal(resident.path, `/${lang}/log-on`);
  await resident.inspect();
  await resident.logOn(account, lang);
  await resident.inspect();

  // Write a text with personal data, and be asked about each.
  await resident.press('main a[href$="/boards/city-life"]');
  await resident.press('main a[href$="/boards/city-life/new"]');
  await resident.inspect();
  await resident.fill(TEXT[lang]);
  await seeItWhileTyping(resident);
  await resident.inspect();
  assert.equal(await resident.press('main form button.primary'), 422);
  await resident.inspect();
  await holdTheIdBack(resident, lang);
  await resident.open(`/${lang}/boards/city-life`);
  assert.ok(!(await resident.text()).includes(TEXT[lang].title), 'nothing was published yet');
  await resident.page.goBack();
  await resident.page.locator('fieldset.finding').first().waitFor();
  await publishTheAddress(resident);
  assert.equal(await resident.press('main form button.primary'), 200);
  assert.match(resident.path, new RegExp(`^/${lang}/t/`));
  await seeTheMarks(resident, lang);
  await resident.inspect();
  await resident.otherLanguage();
  await seeTheMarks(resident, other[lang]);
  await resident.inspect();

  // A suggestion with an address, confirmed from the mail, followed without the account.
  const email = 'ditch.watcher@mail.example';
  const given = await suggestWithAddress(resident, lang, email);
  await resident.logOff();
  await resident.inspect();
  await readTheAnswer(plaza, resident, lang, given, email);
  await rateTheAnswer(resident, lang, email);
  await resident.leave();
}

async function asGuest(plaza, lang) {
  const guest = await Visitor.come(plaza, { scripts: false, cookies: false, locale: LOCALE[lang] });
  const own = { name: lang === 'zh' ? '王小明' : 'Andrew Miller', email: 'guest.writer@mail.example' };

  await guest.open(`/${lang}/`);
  await guest.inspect();

  await guest.press('main a[href$="/boards/getting-around"]');
  await guest.inspect();
  await guest.press('main a[href$="/boards/getting-around/new"]');
  await guest.inspect();
  await guest.fill({ ...TEXT[lang], ...own });
  await guest.press('main form .buttons button[name="preview"]');
  assert.ok((await guest.text()).includes(ADDRESS), 'the preview keeps what was typed');
  await guest.inspect();
  await holdTheIdBack(guest, lang);
  await publishTheAddress(guest);
  assert.equal(await guest.press('main form button.primary'), 200);
  const [key, where] = await guest.page.locator('.keepsake code').allInnerTexts();
  await guest.inspect();
  await guest.open(`/${lang}/boards/getting-around`);
  assert.ok(!(await guest.text()).includes(TEXT[lang].title), 'a guest’s topic waits for review');

  // A moderator sees it with its marks, and lets it pass. The same words of a new resident wait beside it.
  const moderator = await Visitor.come(plaza, { locale: LOCALE[lang] });
  await moderator.logOn(plaza.account('moderator'), lang);
  await moderator.open(`/${lang}/review`);
  await moderator.inspect();
  const waiting = await openItem(moderator, lang, own.name);
  const shown = await waiting.innerText();
  assert.ok(shown.includes(ADDRESS) && !shown.includes(NUMBER) && !shown.includes(ID), shown);
  await approve(moderator);
  assert.equal(await moderator.page.locator('article').filter({ hasText: own.name }).count(), 0);
  await moderator.inspect();
  await moderator.leave();

  // Everybody sees it, with marks on the text, the name and the address of its author.
  await guest.open(`/${lang}/boards/getting-around`);
  await guest.press(guest.page.locator('main a').filter({ hasText: TEXT[lang].title }));
  for (const each of [lang, other[lang]]) {
    assert.ok(guest.path.startsWith(`/${each}/`));
    await seeTheMarks(guest, each);
    const head = guest.page.locator('article.post').first().locator('.post-head');
    const marks = await head.locator('mark').evaluateAll((marks) =>
      marks.map((mark) => `${mark.dataset.kind} ${mark.textContent}`));
    assert.deepEqual(marks, [`person ${own.name}`, `email ${own.email}`]);
    const warnings = await guest.page.locator('article.post').first().locator('.post-warning').allInnerTexts();
    assert.ok(warnings.some((words) => words.includes(WORDS[each].author)));
    await guest.inspect();
    await guest.otherLanguage();
  }
  await useTheKey(guest, lang, { key, where, own });
  await flagAPost(plaza, guest, lang);

  const email = 'no.cookie@mail.example';
  const given = await suggestWithAddress(guest, lang, email);
  await readTheAnswer(plaza, guest, lang, given, email);
  await rateTheAnswer(guest, lang, email);
  await guest.leave();
}

/** Whoever has no account, no cookie and no script tells the moderators about a post. */
async function flagAPost(plaza, guest, lang) {
  const words = `${WORDS[lang].author} 1999`;
  await guest.open(`/${lang}/boards/neighbourhood`);
  // Of flags about one thing that come from one network in a day one counts: each language has its own.
  const topics = guest.page.locator('main a[href*="/t/"]');
  await guest.press(lang === 'zh' ? topics.first() : topics.last());
  await guest.press(guest.page.locator('article.post a[href$="/flag"]').first());
  await guest.inspect();
  assert.equal(await guest.press('main form button.primary'), 422);
  await guest.inspect();
  await guest.fill({ reason: 'other', words });
  assert.equal(await guest.press('main form button.primary'), 200);
  assert.equal(await guest.page.locator('main .notice[role="status"], .notice').count(), 1);
  await guest.inspect();
  const moderator = await Visitor.come(plaza, { locale: LOCALE[lang] });
  await moderator.logOn(plaza.account('moderator'), lang);
  await openItem(moderator, lang, words);
  await moderator.inspect();
  await approve(moderator);
  assert.equal(await moderator.page.locator('article').filter({ hasText: words }).count(), 0);
  await moderator.leave();
}

/** With the key, and nothing else, a guest takes the public address back, and then the post. */
async function useTheKey(guest, lang, { key, where, own }) {
  assert.equal(new URL(where).pathname, await guest.page.locator('a[href$="/key"]').first().getAttribute('href'));
  await guest.press('a[href$="/key"]');
  await guest.inspect();
  await guest.fill({ key: 'AAAA-BBBB-CCCC' });
  assert.equal(await guest.press('main form button.primary'), 422);
  await guest.inspect();
  await guest.fill({ key: key.toLowerCase().replaceAll('-', ' ') });
  assert.equal(await guest.press('main form button.primary'), 200);
  assert.ok((await guest.text()).includes(own.email));
  await guest.inspect();
  await guest.press('main button[value="withdraw-email"]');
  assert.ok(!(await guest.text()).includes(own.email));
  await guest.inspect();
  await guest.press('main button[value="mask"]');
  assert.ok((await guest.page.locator('fieldset.finding').count()) > 0);
  await guest.inspect();
  await guest.press('main button[name="all"]');
  assert.equal(await guest.page.locator('.post-body mark').count(), 0);
  assert.ok(!guest.page.url().includes(key));
  await guest.inspect();
  await guest.press('main button[value="withdraw"]');
  await guest.inspect();
  await guest.press('main form button.primary');
  await guest.inspect();
  await guest.open(`/${lang}/boards/getting-around`);
  assert.ok(!(await guest.text()).includes(TEXT[lang].title), 'the topic is withdrawn');
}

/** With a script, findings are told beside the field before anything is sent. */
async function seeItWhileTyping(visitor) {
  for (const text of [ADDRESS, NUMBER, ID]) {
    await visitor.page.locator('[data-live="body"] mark').filter({ hasText: text }).waitFor();
  }
}

/** An address with a token is stored nowhere and told to nobody; opening it again still acts on nothing. */
async function seeTheTokenKept(visitor) {
  const answer = await visitor.context.request.get(visitor.page.url());
  assert.equal(answer.status(), 200);
  assert.equal(answer.headers()['referrer-policy'], 'no-referrer');
  assert.match(answer.headers()['cache-control'], /no-store/);
}

/** Submits with an e-mail address and confirms it from the mail. */
async function suggestWithAddress(visitor, lang, email) {
  const given = await submit(visitor, lang, { ...SUGGESTION[lang], email });
  await follow(visitor, lang, given);
  await visitor.inspect();
  const mail = await visitor.mailTo(email, given.reference);
  await visitor.press(mail.locator('a[href*="/suggestions/confirm/"]'));
  await seeTheTokenKept(visitor);
  await visitor.inspect();
  await visitor.press('main form button.primary');
  await visitor.inspect();
  await visitor.mailTo('maintenance@kcg.example', given.reference);
  return given;
}

/** The office answers; the resident reads it in the mail and on the case's page. */
async function readTheAnswer(plaza, visitor, lang, given, email) {
  const staff = await Visitor.come(plaza, { locale: LOCALE[lang] });
  await staff.logOn(plaza.account('staff'), lang);
  await answer(staff, lang, given, ANSWER[lang]);
  await staff.leave();

  const mail = await visitor.mailTo(email, ANSWER[lang]);
  assert.ok((await mail.innerText()).includes(given.reference));
  await follow(visitor, lang, given);
  assert.ok((await visitor.text()).includes(ANSWER[lang]));
  await visitor.inspect();
}

/** Says how the answer was by the mail's link, which asks once; nobody needs a script or a cookie for it. */
async function rateTheAnswer(visitor, lang, email) {
  const mail = await visitor.mailTo(email, ANSWER[lang]);
  const link = /https?:\/\/\S+\/suggestions\/rate\/\S+/.exec(await mail.innerText());
  assert.ok(link, 'the answer asks how it was');
  await visitor.open(new URL(link[0]).pathname);
  await seeTheTokenKept(visitor);
  await visitor.inspect();
  assert.equal(await visitor.page.locator('main input[type="radio"]').count(), 5);
  await visitor.page.locator('main input[type="radio"][value="4"]').check();
  await visitor.press('main form button.primary');
  await visitor.inspect();
  assert.equal(await visitor.page.locator('main form').count(), 0, 'it can be rated once');
  await visitor.open(new URL(link[0]).pathname);
  assert.equal(await visitor.page.locator('main input[type="radio"]').count(), 0, 'it can be rated once');
}

test('the browser that refuses cookies does refuse them', async (t) => {
  const plaza = await Plaza.start();
  t.after(() => plaza.stop());
  const visitor = await Visitor.come(plaza, { cookies: false });
  const { email, password } = plaza.account('resident');
  await visitor.open('/zh/log-on');
  await visitor.fill({ email, password });
  visitor.loggedOn = true;
  await visitor.press('main form button.primary');
  assert.equal(await visitor.page.locator('.site-nav a[href$="/log-on"]').count(), 1, 'the log-on did not last');
  assert.deepEqual(await visitor.stored(), []);
  await visitor.leave();
});
