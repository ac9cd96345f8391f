// The pages of moderation that nobody sees before something has happened: what is shown of it, what is
// refused on them, and what comes next. `review.test.mjs` has the queue.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { LOCALE, LOOKS, TWO_LOOKS, Visitor } from './support/browser.mjs';
import { Plaza } from './support/plaza.mjs';
import { contest, publish, reasonFor } from './support/review.mjs';

const WEEK = 7 * 24 * 60 * 60 * 1000;

let plaza;
before(async () => {
  plaza = await Plaza.start();
});
after(() => plaza?.stop());

const nextWeek = () => new Date(Date.now() + WEEK).toISOString().slice(0, 10);

for (const [lang, looks] of [['en', LOOKS], ['zh', TWO_LOOKS]]) {
  const come = async (role) => {
    const visitor = await Visitor.come(plaza, { locale: LOCALE[lang] });
    if (role) await visitor.logOn(plaza.account(role), lang);
    return visitor;
  };

  /** Presses what is refused: the page says so, and is looked at. */
  async function refused(visitor, target, status = 422) {
    assert.equal(await visitor.press(target), status);
    assert.ok(await visitor.page.locator('.error-summary a').count(), 'the page does not say what is wrong');
    await visitor.inspect(TWO_LOOKS);
  }

  /** Presses what is done, and looks at the page that follows. */
  async function done(visitor, target) {
    assert.equal(await visitor.press(target), 200);
    await visitor.inspect(looks);
  }

  /** Chooses a reason that can be given for an act, where one is offered. */
  async function chooseReason(visitor, act) {
    const reason = await reasonFor(plaza, act, await plaza.session('moderator'));
    if (reason !== null) await visitor.fill({ reason_id: String(reason) });
  }

  test(`an account is silenced, appeals, and is answered (${lang})`, async () => {
    const { id } = await plaza.make('GET', '/account', undefined, await plaza.session('resident'));
    const moderator = await come('moderator');
    await moderator.open(`/${lang}/people/${id}/standing`);
    await moderator.fill({ kind: 'silence', last_day: nextWeek(), reason: `Advertising again (${lang})` });
    await chooseReason(moderator, 'silence');
    await done(moderator, 'main form:has([name="kind"]) button.primary');
    await refused(moderator, 'form[action$="/standing/end"] button');

    const resident = await come('resident');
    await resident.open(`/${lang}/account/standing`);
    await resident.inspect(looks);
    const appeal = 'form[action$="/standing/appeal"] button';
    await refused(resident, appeal);
    await resident.page.locator('[name^="words-"]').fill(`It was no advertisement (${lang})`);
    await done(resident, appeal);
    assert.equal(await resident.page.locator(appeal).count(), 0, 'it is appealed against once');
    await resident.leave();

    // Who imposed it does not answer.
    await moderator.open(`/${lang}/people/${id}/standing`);
    assert.equal(await moderator.page.locator('form[action$="/standing/answer"]').count(), 0);
    await moderator.inspect(TWO_LOOKS);
    await moderator.leave();

    const administrator = await come('administrator');
    await administrator.open(`/${lang}/review/accounts`);
    await administrator.inspect(looks);
    await done(administrator, administrator.page.locator('main .row-title a').first());
    assert.ok(administrator.path.endsWith(`/people/${id}/standing`));
    const refuse = 'form[action$="/standing/answer"] button[value="refuse"]';
    await refused(administrator, refuse);
    await administrator.page.locator('[name^="answer-"]').fill(`It was one (${lang})`);
    await done(administrator, refuse);
    await administrator.page.locator('[name^="because-"]').fill(`It will not happen again (${lang})`);
    await done(administrator, 'form[action$="/standing/end"] button');
    assert.equal(await administrator.page.locator('form[action$="/standing/end"]').count(), 0);
    await administrator.leave();
  });

  test(`whoever is suspended appeals where they log on (${lang})`, async () => {
    const administrator = await plaza.session('administrator');
    const { id } = await plaza.make('GET', '/account', undefined, await plaza.session('resident'));
    const suspended = {
      kind: 'suspend', last_day: nextWeek(), reason: 'Threats',
      reason_id: await reasonFor(plaza, 'suspend', administrator),
    };
    const { number } = await plaza.make('POST', `/people/${id}/sanctions`, suspended, administrator);
    const { email, password } = plaza.account('resident');
    const visitor = await come();
    const send = 'main form button.primary';
    await visitor.open(`/${lang}/log-on`);
    await visitor.fill({ email, password });
    assert.ok((await visitor.press(send)) >= 400, 'a suspended account was logged on');
    await visitor.inspect(TWO_LOOKS);

    await visitor.press('main a[href$="/log-on/appeal"]');
    await visitor.inspect(looks);
    await refused(visitor, send);
    const words = `I threatened nobody (${lang})`;
    await visitor.fill({ email, password: 'not the password', words });
    await refused(visitor, send);
    assert.equal(await visitor.page.locator('[name="words"]').inputValue(), words);
    await visitor.fill({ email, password });
    await done(visitor, send);
    assert.ok(await visitor.page.locator('.notice').first().isVisible(), 'it is told that it was sent');

    // Whose appeal was turned down has no second one.
    const answer = { granted: false, answer: 'You did' };
    await plaza.make('POST', `/sanctions/${number}/answer`, answer, await plaza.session('moderator'));
    await visitor.open(`/${lang}/log-on/appeal`);
    await visitor.fill({ email, password, words });
    await refused(visitor, send, 409);
    await visitor.leave();
    await plaza.make('POST', `/sanctions/${number}/end`, { reason: 'The demo goes on' }, administrator);
  });

  test(`words are taken out after a look at what goes (${lang})`, async () => {
    const post = await publish(plaza, `Ferry ${lang}`, await plaza.session('staff'));
    const moderator = await come('moderator');
    await moderator.open(`/${lang}/posts/${post}/take-out`);
    await moderator.fill({ body: `Ferry ${lang}: the ferry leaves at midnight.` });
    await refused(moderator, '[name="preview"]');
    await moderator.fill({ body: `Ferry ${lang}: the ferry leaves.` });
    await done(moderator, '[name="preview"]');
    assert.ok((await moderator.page.locator('.diff del').allInnerTexts()).join('').includes('at noon'));
    await refused(moderator, '[name="do"]');
    await moderator.fill({ ground: 'R5', reason: 'The time is wrong' });
    await chooseReason(moderator, 'take-out');
    await done(moderator, '[name="do"]');
    assert.ok(!(await moderator.text('article.post')).includes('at noon'));
    await moderator.open(`/${lang}/posts/${post}/decisions`);
    await moderator.inspect(looks);
    await moderator.leave();
  });

  test(`an appeal is turned down with words (${lang})`, async () => {
    const title = `Appealed ${lang}`;
    await contest(plaza, title, await plaza.session('staff'), await plaza.session('administrator'));
    const moderator = await come('moderator');
    await moderator.open(`/${lang}/review/appeals`);
    const entry = moderator.page.locator('article').filter({ hasText: `${title} is long indeed` });
    await moderator.inspect(looks);
    const refuse = entry.locator('button[value="refuse"]');
    await refused(moderator, refuse);
    await entry.locator('[name="answer"]').fill(`It stays as it is (${lang})`);
    await done(moderator, refuse);
    assert.equal(await entry.count(), 0);
    await moderator.leave();
  });

  test(`what an investigation asks for is listed, approved and carried out (${lang})`, async () => {
    const post = await publish(plaza, `Investigated ${lang}`, await plaza.session('staff'));
    const agency = `Police bureau ${lang}`;
    const moderator = await come('moderator');
    await moderator.open(`/${lang}/posts/${post}/moderate`);
    const ask = 'form[action$="/investigations"] button';
    await refused(moderator, ask);
    await moderator.fill({ touch: 'hide', agency, document: '2026-03-01, No. 7' });
    await done(moderator, ask);
    assert.ok((await moderator.text('#investigations')).includes(agency));

    const officer = await come('privacy_officer');
    await officer.open(`/${lang}/officer/approvals`);
    await officer.inspect(looks);
    const asked = officer.page.locator('main .row').filter({ hasText: agency });
    await refused(officer, asked.locator('button[value="decline"]'));
    await done(officer, asked.locator('button[value="approve"]'));
    await officer.leave();

    await moderator.open(`/${lang}/posts/${post}/moderate`);
    await moderator.inspect(looks);
    await done(moderator, '#investigations button');
    const { body } = await plaza.api('GET', `/posts/${post}`);
    assert.ok(!JSON.stringify(body).includes('the ferry leaves'), 'it is out of sight');
    await moderator.leave();
  });

  test(`a moderator’s boards are chosen, and words are tried and brought in (${lang})`, async () => {
    const administrator = await come('administrator');
    await administrator.open(`/${lang}/admin/moderators`);
    await administrator.press(administrator.page.locator('main tbody a').first());
    assert.match(administrator.path, /\/admin\/moderators\/\d+$/);
    await administrator.inspect(looks);
    await administrator.fill({ reach: 'boards' });
    await refused(administrator, 'main form button.primary');

    const word = `lottery ${lang}`;
    const session = await plaza.session('administrator');
    await plaza.make('POST', '/admin/watched', { kind: 'word', words: word, effect: 'flag' }, session);
    await administrator.open(`/${lang}/admin/watched`);
    const attempt = 'form[action$="/watched/try"] button';
    await administrator.fill({ text: `There is a ${word} in town` });
    await done(administrator, attempt);
    assert.deepEqual(await administrator.page.locator('main .note mark').allInnerTexts(), [word]);
    await administrator.fill({ words: '.', kind: 'pattern' });
    await refused(administrator, attempt);

    const bring = 'form[action$="/admin/watched"] button.primary';
    await administrator.open(`/${lang}/admin/watched`);
    await administrator.fill({ csv: 'kind,words,effect\npattern,.,hold' });
    await refused(administrator, bring);
    await administrator.fill({ csv: `kind,words,effect\nword,roulette ${lang},hold` });
    await done(administrator, 'form[action$="/admin/watched"] [name="try"]');
    assert.ok((await administrator.text('main .note')).includes(`roulette ${lang}`));
    await done(administrator, bring);
    await administrator.leave();
  });
}
