// Cookies in the three modes over every page of the route catalogue: what a browser keeps, looked for
// in each kind of storage. That no page asks another origin for anything, every visitor watches.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Visitor } from './support/browser.mjs';
import { fill, pageAt, pagesFor } from './support/catalogue.mjs';
import { Plaza } from './support/plaza.mjs';

const ROLES = ['resident', 'staff', 'moderator', 'privacy_officer', 'administrator'];

/** A mailed link that is not good any more: its page says so. `journey.test.mjs` opens links that are. */
const TOKEN = 'A'.repeat(43);

/** Pages of a post for its author; others may be refused. */
const AUTHORS = ['edit', 'erase', 'decisions'].map((page) => `/{lang}/posts/{id}/${page}`);
/** Pages of what the demo has for a moment only: a mail leaves at once. */
const PASSING = ['/{lang}/admin/mail/{id}',
  // And of the city's own sign-on, which the demo has not.
  '/{lang}/log-on/prove', '/{lang}/log-on/join', '/{lang}/account/sign-on', '/{lang}/account/sign-on/waiting'];
/** Pages that are for some of those who have the role, and not for others. */
const OF_SOME = [...AUTHORS, '/{lang}/desk/inbox/{id}'];

let plaza;
/** What stands in addresses to which no link leads at first. */
let values;
before(async () => {
  plaza = await Plaza.start();
  values = await furnish();
});
after(() => plaza?.stop());

/** Makes what the demo lacks, so that every page has something to show. */
async function furnish() {
  const [resident, moderator, officer, administrator] = await Promise.all(
    ['resident', 'moderator', 'privacy_officer', 'administrator'].map((role) => plaza.session(role)));
  const day = (days) => new Date(Date.now() + days * 24 * 3600 * 1000).toISOString().slice(0, 10);
  const bench = { title: 'A bench', body: 'It is red, as [here](https://benches.example/red).' };
  const { id: topic } = await plaza.make('POST', '/boards/city-life/topics', bench, resident);
  await plaza.make('PUT', '/account/profile', { about: '', since: true }, resident);
  const { posts: [post] } = await plaza.make('GET', `/topics/${topic}`);
  const { topics: [suggested] } = await plaza.make('GET', '/boards/suggestions');
  const options = ['One', 'Two'];
  const poll = await plaza.make('POST', '/polls', {
    zh: { title: '長椅', question: '哪一種？', options }, en: { title: 'Benches', question: 'Which?', options },
    opens_on: day(3), closes_on: day(9),
  }, moderator);
  const agreement = await plaza.make('POST', '/officer/agreements', {
    recipient: '水利局', recipient_kind: 'agency', purpose: '會勘道路', fields: ['title'], starts_on: day(3), ends_on: day(9),
  }, officer);
  const words = 'A copy was lost.';
  const breach = await plaza.make('POST', '/officer/breaches', {
    found: `${day(-1)}T09:30:00`, happened_zh: words, happened_en: words, done_zh: words, done_en: words,
    files: ['accounts'], whom: ['accounts'],
  }, officer);
  const policy = await plaza.make('POST', '/officer/policy', {}, officer);
  const template = { name: 'Filled', body: 'We filled it today.', language: 'en' };
  const { id: filled } = await plaza.make('POST', '/desk/templates', template, administrator);
  const guide = { slug: 'guide', title_zh: '洽公指南', title_en: 'A guide', body_zh: '週一到週五。', body_en: 'Monday to Friday.' };
  const { id: own } = await plaza.make('POST', '/admin/pages', guide, administrator);
  await plaza.make('POST', `/admin/pages/${own}/publish`, { number: 1 }, administrator);
  const endpoint = { url: 'https://hooks.city.example/plaza', kinds: ['topic.created'] };
  const { id: hook } = await plaza.make('POST', '/admin/webhooks', endpoint, administrator);
  return {
    'topics/{id}': topic, 'posts/{id}': post.id, 'people/{id}': post.author.profile, 'polls/{id}': poll.id,
    '/{lang}/topics/{id}/support/mail': suggested.id, 'c/{code}': 'harbour',
    'agreements/{id}': agreement.id, 'breaches/{id}': breach.id, 'policy/{id}': policy.id, 'templates/{id}': filled,
    'mail/{id}': 1, 'inbox/{id}': 1, 'pages/{slug}': guide.slug, 'pages/{id}': own, 'revisions/{number}': 1, 'webhooks/{id}': hook,
    'settings/{key}': 'name',
  };
}

/** One address of every page that this visitor can reach by links, by the catalogue's path. */
async function linked(visitor) {
  const queue = ['/en', `/en/topics/${values['topics/{id}']}`];
  const found = new Map(queue.map((address) => [pageAt(address).path, address]));
  while (queue.length > 0) {
    await visitor.page.goto(plaza.url + queue.shift());
    const links = await visitor.page.locator('a[href]').evaluateAll((all) => all.map((link) => link.href));
    for (const link of links) {
      const url = new URL(link);
      const page = url.origin === plaza.url && pageAt(url.pathname);
      if (!page || url.pathname.startsWith('/zh') || found.has(page.path)) continue;
      found.set(page.path, url.pathname + url.search);
      queue.push(url.pathname + url.search);
    }
  }
  return found;
}

/** An address of every page of the catalogue that this visitor may open: `{address, audience, isLinked, answers}`. */
async function everyPage(visitor, role) {
  const met = await linked(visitor);
  const pages = [];
  for (const page of pagesFor(role)) {
    const { path, audience } = page;
    const isMailed = path.includes('{token}');
    const isLinked = met.has(path);
    const address = met.get(path) ?? fill(page, 'en', isMailed ? { [path]: TOKEN } : values);
    assert.ok(address, `no link leads to ${path}, and nothing is furnished for it`);
    const own = (role !== 'resident' && OF_SOME.includes(path)) || PASSING.includes(path);
    pages.push({ address, audience, isLinked, answers: isMailed ? isGone : own ? isAnswered : isFound });
  }
  return pages;
}

const isFound = (status) => status < 400;
const isGone = (status) => status >= 400 && status < 500;
const isAnswered = (status) => status < 500;

/** Pages that are not there. */
const NOWHERE = ['/en/no-such-page', '/en/leaving?to=x', '/en/log-off'].map((address) => ({ address, answers: isGone }));

/** Opens every page, and some that are not there, and looks at what is kept after each. */
async function goRound(visitor, pages) {
  const wrong = [];
  for (const { address, answers } of [{ address: '/zh', answers: isFound }, ...pages, ...NOWHERE]) {
    const status = await visitor.open(address);
    if (!answers(status)) wrong.push(`${address}: ${status}`);
    await visitor.lookForStorage();
  }
  assert.deepEqual(wrong, []);
}

test('a guest: without a choice, asked, refusing one, taking one, accepting, and refusing again', async () => {
  const visitor = await Visitor.come(plaza, { locale: 'en-GB' });
  const pages = await everyPage(visitor);
  await goRound(visitor, pages);

  visitor.taken = ['plaza-choice'];
  await visitor.open('/en/privacy');
  assert.equal(await visitor.choose('notify'), 200);
  assert.equal(visitor.path, '/en/privacy', 'the choice leads back to its page');
  await goRound(visitor, pages);
  const question = await visitor.text('.cookie-question');
  for (const part of ['visitors of the day', 'Counts how many people', 'until midnight']) {
    assert.ok(question.includes(part), question);
  }
  await visitor.open('/en/rules');
  await visitor.inspect();
  await visitor.press('.cookie-question [value="no"]');
  assert.equal(await visitor.page.locator('.cookie-question').count(), 0);
  await goRound(visitor, pages);

  // Choosing anew asks anew.
  await visitor.open('/en/rules');
  await visitor.choose('notify');
  visitor.taken = ['plaza-choice', 'plaza-day'];
  await visitor.press('.cookie-question [value="yes"]');
  assert.equal(visitor.path, '/en/rules');
  await goRound(visitor, pages);

  await visitor.open('/zh/');
  await visitor.choose('accept');
  await goRound(visitor, pages);
  assert.ok(await visitor.page.locator('footer [value="accept"]').isChecked());

  await visitor.open('/en/cookies');
  await visitor.choose('refuse');
  // What went was told by an answer that emptied it; from here on nothing may come.
  visitor.taken = [];
  await goRound(visitor, pages);
  assert.ok(await visitor.page.locator('footer [value="refuse"]').isChecked());
  assert.deepEqual(await visitor.stored(), []);
  await visitor.leave();
});

for (const role of ROLES) {
  test(`${role}: in every mode no more than was taken, and nothing after log-off`, async () => {
    const visitor = await Visitor.come(plaza, { locale: 'en-GB' });
    await visitor.logOn(plaza.account(role), 'en');
    const all = await everyPage(visitor, role);
    await goRound(visitor, all);
    // Of what everybody may open, the resident opens all in every mode, the others what is linked.
    const pages = role === 'resident' ? all : all.filter(({ audience, isLinked }) => isLinked || audience !== 'Anyone');
    visitor.taken = ['plaza-choice'];
    await visitor.open('/en/account');
    await visitor.choose('notify');
    await goRound(visitor, pages);
    assert.equal(await visitor.page.locator('.cookie-question').count(), 1, 'the question waits for its answer');
    visitor.taken = ['plaza-choice', 'plaza-day'];
    await visitor.open('/en/account');
    await visitor.choose('accept');
    await goRound(visitor, pages);
    await visitor.open('/en/account');
    await visitor.choose('refuse');
    visitor.taken = [];
    await goRound(visitor, pages);
    await visitor.open('/en/');
    await visitor.logOff();
    assert.deepEqual(await visitor.stored(), []);
    await visitor.leave();
  });
}

test('the switch works without JavaScript', async () => {
  const visitor = await Visitor.come(plaza, { scripts: false });
  visitor.taken = ['plaza-choice', 'plaza-day'];
  await visitor.open('/zh/boards/getting-around');
  await visitor.choose('accept');
  assert.equal(visitor.path, '/zh/boards/getting-around');
  assert.deepEqual((await visitor.context.cookies()).map(({ name }) => name).sort(), ['plaza-choice', 'plaza-day']);
  await visitor.choose('refuse');
  assert.deepEqual(await visitor.context.cookies(), []);
  await visitor.leave();
});

test('a browser that keeps no cookies is told why it is not logged on', async () => {
  const visitor = await Visitor.come(plaza, { cookies: false, locale: 'en-GB' });
  const { email, password } = plaza.account('resident');
  await visitor.open('/en/log-on');
  assert.match(await visitor.text('#log-on-cookie'), /one cookie/);
  await visitor.fill({ email, password });
  visitor.loggedOn = true;
  await visitor.press('main form button.primary');
  assert.match(await visitor.text('main .notice'), /did not keep the cookie/);
  await visitor.inspect();
  await visitor.leave();
});
