// Keeping the forum: what moderators, administrators and offices do with topics and boards, pressed
// on the pages with and without a script, and what the next reader sees.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { LOCALE, TWO_LOOKS, Visitor } from './support/browser.mjs';
import { NUMBER, asked, decide, openTopic, reply } from './support/forum.mjs';
import { Plaza } from './support/plaza.mjs';
import { follow, submit } from './support/suggestions.mjs';

const WORDS = {
  zh: {
    first: '騎樓的機車擋住輪椅', second: '輪椅過不了騎樓', third: '騎樓整平的進度', renamed: '騎樓要留給行人',
    part: '另一條騎樓也一樣', body: '推輪椅的人只好走到馬路上。', reply: '我家門口也是這樣。', reason: '整理看板，方便大家找。',
    official: '下星期開始整平這一段騎樓。', appeal: '我只是描述實際的情形。', tag: '騎樓', board: '點子', office: '養護工程處',
    pinned: '置頂', locked: '已鎖定', hidden: '已隱藏',
  },
  en: {
    first: 'Scooters block the arcade', second: 'No way through with a wheelchair', third: 'When will the arcade be levelled?',
    renamed: 'The arcade belongs to walkers', part: 'The next arcade is the same',
    body: 'Whoever pushes a wheelchair has to use the road.', reply: 'It is the same at our door.',
    reason: 'So that it is found where people look.', official: 'We begin to level this stretch next week.',
    appeal: 'I only said what can be seen there.', tag: 'arcades', board: 'Ideas', office: 'Maintenance Office',
    pinned: 'Pinned', locked: 'Locked', hidden: 'Hidden',
  },
};

let plaza;
before(async () => {
  plaza = await Plaza.start();
});
after(() => plaza?.stop());

for (const [lang, scripts] of [['zh', false], ['en', true]]) {
  const words = WORDS[lang];
  const how = `${lang}, ${scripts ? 'with' : 'without'} a script`;

  const come = async (role) => {
    const visitor = await Visitor.come(plaza, { scripts, locale: LOCALE[lang] });
    if (role) await visitor.logOn(plaza.account(role), lang);
    return visitor;
  };

  const leave = async (...visitors) => {
    for (const visitor of visitors) await visitor.leave();
  };

  /** A moderator does one thing with a topic, for a reason; gives the address that follows. */
  const arrange = async (moderator, topic, fields) => {
    await moderator.open(topic);
    await moderator.press('main a[href$="/arrange"]');
    await moderator.fill({ ...fields, reason: words.reason });
    assert.equal(await moderator.press('main form button.primary'), 200, await moderator.text());
    return moderator.path;
  };

  /** The titles of a board as a reader finds them, each with its tags. */
  const titles = async (reader, board) => {
    assert.equal(await reader.open(`/${lang}/boards/${board}`), 200);
    return reader.page.locator('main .row.topic .row-title').allInnerTexts();
  };

  test(`pinned, locked, tagged and moved: ${how}`, async () => {
    const [author, moderator, reader] = [await come('resident'), await come('moderator'), await come()];
    const first = await openTopic(author, lang, 'city-life', { title: words.first, body: words.body });
    await openTopic(author, lang, 'city-life', { title: words.third, body: words.body });

    const day = new Date(Date.now() + 3 * 24 * 3600 * 1000).toISOString().slice(0, 10);
    await arrange(moderator, first, { act: 'pin', until: day });
    const ours = async () => (await titles(reader, 'city-life')).filter((title) =>
      title.startsWith(words.first) || title === words.third);
    assert.deepEqual(await ours(), [`${words.first} ${words.pinned}`, words.third]);
    await arrange(moderator, first, { act: 'unpin' });
    assert.deepEqual(await ours(), [words.third, words.first]);

    // It is locked while somebody answers: what was typed stays with its author.
    await author.open(first);
    await author.fill({ body: words.reply });
    if (scripts) await author.page.locator('[data-shown] .post-body').filter({ hasText: words.reply }).waitFor();
    await arrange(moderator, first, { act: 'lock' });
    assert.equal(await author.press('main form[data-compose] .buttons button.primary'), 409);
    assert.equal(await author.page.locator('#f-body').inputValue(), words.reply);
    await author.inspect();
    await reader.open(first);
    assert.equal(await reader.text('.title-row .tag'), words.locked);
    await author.open(first);
    assert.equal(await author.page.locator('form[data-compose]').count(), 0);
    await arrange(moderator, first, { act: 'unlock' });
    await author.open(first);
    assert.equal(await reply(author, { body: `${words.reply} ${NUMBER}` }), 422);
    assert.equal((await asked(author))[0].text, NUMBER);
    await author.inspect();
    await decide(author, () => ({ whose: 'mine', choice: 'mask' }));
    assert.equal(await author.press('main form[data-compose] .buttons button.primary'), 200);
    await reader.open(first);
    assert.equal(await reader.page.locator('.title-row .tag').count(), 0);
    const shown = await reader.text('article.post:last-of-type .post-body');
    assert.ok(shown.includes(words.reply) && !shown.includes(NUMBER), shown);

    await arrange(moderator, first, { act: 'tag', tags: words.tag });
    await reader.open(first);
    await reader.press(reader.page.locator('main a[rel="tag"]').filter({ hasText: words.tag }));
    assert.ok((await reader.text()).includes(words.first));

    await arrange(moderator, first, { act: 'move', board: 'getting-around' });
    assert.ok(!(await titles(reader, 'city-life')).includes(words.first));
    assert.ok((await titles(reader, 'getting-around')).includes(words.first));
    await reader.open(first);
    assert.equal(reader.path, first, 'its address lasts');
    await reader.press('main .crumbs a');
    assert.equal(reader.path, `/${lang}/boards/getting-around`);
    await leave(author, moderator, reader);
  });

  test(`split, merged and renamed, and every old address leads there: ${how}`, async () => {
    const [author, moderator, reader] = [await come('resident'), await come('moderator'), await come()];
    const first = await openTopic(author, lang, 'city-life', { title: words.first, body: words.body });
    for (let n = 1; n <= 3; n += 1) assert.equal(await reply(author, { body: `${words.reply} ${n}.` }), 200);

    await moderator.open(first);
    await moderator.inspect(TWO_LOOKS);
    await moderator.press('main a[href$="/split"]');
    const chosen = [];
    for (const post of (await moderator.page.locator('main [name="post"]').all()).slice(-2)) {
      await post.check();
      chosen.push(await post.getAttribute('value'));
    }
    await moderator.fill({ title: words.part, reason: words.reason });
    assert.equal(await moderator.press('main form button.primary'), 200, await moderator.text());
    const posts = () => reader.page.locator('article.post').evaluateAll((all) => all.map(({ id }) => id));
    await reader.open(first);
    assert.equal((await posts()).length, 2);
    await reader.press(reader.page.locator('section[aria-labelledby="parts"] a').filter({ hasText: words.part }));
    const part = reader.path;
    assert.deepEqual(await posts(), chosen.map((post) => `post-${post}`));
    await reader.open(`/${lang}/posts/${chosen[1]}`);
    assert.equal(reader.path, part, 'a link to a post follows it');

    const second = await openTopic(author, lang, 'city-life', { title: words.second, body: words.body });
    const other = new URL(first, plaza.url).href;
    assert.equal(await arrange(moderator, second, { act: 'merge', other }), first);
    assert.equal(await reader.open(second), 200);
    assert.equal(reader.path, first);
    assert.ok((await reader.text()).includes(words.second), 'the title that went is still told');
    assert.ok(!(await titles(reader, 'city-life')).includes(words.second));

    await author.open(first);
    await author.press(author.page.locator('article.post a[href$="/edit"]').first());
    await author.fill({ title: words.renamed });
    await author.press('main form[data-compose] .buttons button.primary');
    assert.equal(await reader.open(first), 200);
    assert.notEqual(reader.path, first);
    assert.equal(reader.path.split('/')[3], first.split('/')[3]);
    assert.equal(await reader.text('main h1'), words.renamed);
    await leave(author, moderator, reader);
  });

  test(`a long topic leads to a day: ${how}`, async () => {
    const [author, reader] = [await plaza.session('resident'), await come()];
    await reader.open(`/${lang}/boards/families`);
    await reader.press(reader.page.locator('main .row.topic .row-title a').last());
    const topic = reader.path;
    const made = [];
    for (let n = 0; n < 20; n += 1) {
      const { id } = await plaza.make(
        'POST', `/topics/${topic.split('/')[3]}/posts`, { body: `${words.reply} ${n}.` }, author,
      );
      made.push(id);
    }
    await reader.open(topic);
    assert.ok(await reader.page.locator('article.post').count() < 20 + 1, 'it is longer than a page');
    await reader.inspect();
    await reader.open(`${topic}?on=31-12`);
    assert.equal(await reader.page.locator('.error-summary a').count(), 1);
    await reader.inspect(TWO_LOOKS);
    const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Taipei' }).format(new Date());
    await reader.page.locator('form.jump [name="on"]').fill(today);
    assert.equal(await reader.press('form.jump button'), 200);
    assert.equal(reader.path, topic);
    assert.equal(await reader.page.locator('article.post').first().getAttribute('id'), `post-${made[0]}`);
    await reader.leave();
  });

  test(`an office answers, and a topic goes to the suggestion box: ${how}`, async () => {
    const [author, staff, reader] = [await come('resident'), await come('staff'), await come()];
    const topic = await openTopic(author, lang, 'city-life', { title: words.third, body: words.body });
    await staff.open(topic);
    await staff.inspect(TWO_LOOKS);
    assert.equal(await reply(staff, { office: 'maintenance', body: words.official }), 200);
    await reader.open(topic);
    await reader.press('#official a');
    assert.equal(reader.path, topic);
    const answer = reader.page.locator('article.post.official');
    assert.ok((await answer.innerText()).includes(words.official));
    assert.ok((await answer.locator('.tag').innerText()).includes(words.office));
    await reader.inspect(TWO_LOOKS);

    await author.open(topic);
    const form = await author.page.locator('main a[href*="/suggestions/new?topic="]').getAttribute('href');
    const inspect = author.inspect;
    author.inspect = () => inspect.call(author, TWO_LOOKS);
    const given = await submit(author, lang, { category: 'road-damage', district: 'lingya' }, form);
    await staff.open(topic);
    await staff.press('main a[href*="/desk/"]');
    assert.ok((await staff.text()).includes(given.reference));
    const back = `.page a[href*="/t/${topic.split('/')[3]}/"]`;
    await staff.press(back);
    assert.equal(staff.path, topic);
    await follow(author, lang, given);
    await author.press(back);
    assert.equal(author.path, topic);
    await reader.open(topic);
    assert.ok(!(await reader.page.content()).includes(given.reference), 'nobody else learns of it');
    await leave(author, staff, reader);
  });

  test(`a board is added, ordered, renamed and archived: ${how}`, async () => {
    const [admin, author, reader] = [await come('administrator'), await come('resident'), await come()];
    const boards = async () => {
      await reader.open(`/${lang}/`);
      const links = reader.page.locator('section[aria-labelledby="boards"] .row-title a');
      return links.evaluateAll((all) => all.map((link) => link.pathname.split('/').at(-1)));
    };
    const row = admin.page.locator('tr').filter({ hasText: words.board });
    const slug = `ideas-${lang}`;
    await admin.open(`/${lang}/admin/boards`);
    await admin.press('main a[href$="/admin/boards/new"]');
    await admin.fill({
      slug, name_zh: WORDS.zh.board, name_en: WORDS.en.board, description_zh: WORDS.zh.body,
      description_en: WORDS.en.body, read_by: 'everybody', open_by: 'members', answer_by: 'everybody',
    });
    assert.equal(await admin.press('main form button.primary'), 200);
    const before = await boards();
    const at = before.indexOf(slug);
    assert.ok(at > 0, before.join());
    // A board for the city's own people stands between, which this reader does not see.
    for (let n = 0; n < 2; n += 1) await admin.press(row.first().locator('[value="up"]'));
    const above = [...before];
    above.splice(at - 1, 2, slug, before[at - 1]);
    assert.deepEqual(await boards(), above);

    const topic = await openTopic(author, lang, slug, { title: words.third, body: words.body });
    await admin.press(row.first().locator('.text a'));
    await admin.fill({ slug: `${slug}-too` });
    assert.equal(await admin.press('main form button.primary'), 200);
    assert.equal(await reader.open(`/${lang}/boards/${slug}`), 200);
    assert.equal(reader.path, `/${lang}/boards/${slug}-too`);

    await admin.press(row.first().locator('[name="archived"]'));
    await admin.inspect(TWO_LOOKS);
    const now = await boards();
    assert.ok(now.indexOf(`${slug}-too`) > now.indexOf(before[at - 1]), `it is not below the living ones: ${now}`);
    await author.open(`/${lang}/boards/${slug}-too`);
    assert.equal(await author.page.locator('main a[href$="/new"]').count(), 0);
    await author.inspect(TWO_LOOKS);
    await author.open(topic);
    assert.equal(await author.page.locator('form[data-compose]').count(), 0);
    await author.inspect(TWO_LOOKS);
    await leave(admin, author, reader);
  });

  test(`an answer is hidden, and its author learns why and appeals: ${how}`, async () => {
    const [author, moderator, reader] = [await come('resident'), await come('moderator'), await come()];
    const topic = await openTopic(author, lang, 'city-life', { title: words.second, body: words.body });
    assert.equal(await reply(author, { body: words.reply }), 200);
    await moderator.open(topic);
    await moderator.press(moderator.page.locator('article.post').last().locator('a[href$="/moderate"]'));
    await moderator.page.locator('main form:has([name="act"]) [name="ground"]').selectOption({ index: 1 });
    await moderator.page.locator('main form:has([name="act"]) [name="reason_id"]').selectOption({ index: 1 });
    await moderator.fill({ act: 'hide', reason: words.reason });
    assert.equal(await moderator.press('main form:has([name="act"]) button.primary'), 200, await moderator.text());
    await reader.open(topic);
    assert.ok(!(await reader.text()).includes(words.reply));

    await author.open(topic);
    const hidden = author.page.locator('article.post').last();
    assert.ok((await hidden.innerText()).includes(words.hidden));
    await author.press(hidden.locator('a[href$="/decisions"]'));
    assert.ok((await author.text()).includes(words.reason));
    await author.inspect();
    assert.equal(await author.press('main form button.primary'), 422);
    await author.inspect(TWO_LOOKS);
    await author.fill({ words: words.appeal });
    assert.equal(await author.press('main form button.primary'), 200);
    await author.inspect(TWO_LOOKS);
    await moderator.open(`/${lang}/review/appeals`);
    assert.ok((await moderator.text()).includes(words.appeal));
    await moderator.inspect(TWO_LOOKS);
    await leave(author, moderator, reader);
  });
}
