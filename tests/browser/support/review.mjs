// What waits for moderators, and a moderator at the queue: with a script no new page comes.

import assert from 'node:assert/strict';

/** The words with which a text's findings are answered: published by whom they are about. */
const published = ({ findings }) => findings.map(({ field, start, end }) =>
  ({ field, start, end, whose: 'mine', choice: 'publish' }));

/** Sends a post and, where it is asked about what is personal in it, once more. */
async function send(plaza, address, body, headers) {
  const asked = await plaza.api('POST', address, body, headers);
  if (asked.status < 300) return asked.body;
  assert.equal(asked.status, 422, JSON.stringify(asked));
  const answered = { ...body, check: asked.body.check, decisions: published(asked.body) };
  return plaza.make('POST', address, answered, headers);
}

/** A guest's topic, which waits. */
export async function hold(plaza, title, body = 'The road is long.') {
  const { hash } = await plaza.make('GET', '/notices/guest-post?lang=en');
  const guest = { name: 'Visitor', email: null, notice: hash, language: 'en' };
  await send(plaza, '/boards/getting-around/topics', { title, body, guest });
}

/** A resident's topic with a telephone number, of which a guest says that it is personal data. */
export async function report(plaza, title, resident) {
  const body = { title, body: 'Call me: 0912-345-678.' };
  const { id } = await send(plaza, '/boards/city-life/topics', body, resident);
  const { posts: [post] } = await plaza.make('GET', `/topics/${id}`);
  await plaza.make('POST', `/posts/${post.id}/flags`, { reason: 'personal-data' });
}

/** A topic of somebody who is logged on; gives the number of its post. */
export async function publish(plaza, title, author) {
  const { id } = await send(plaza, '/boards/city-life/topics', { title, body: `${title}: the ferry leaves at noon.` }, author);
  const { posts: [post] } = await plaza.make('GET', `/topics/${id}`);
  return post.id;
}

/** A reason of the operator's list for an act; none where none is offered for it. */
export async function reasonFor(plaza, act, moderator) {
  const all = await plaza.make('GET', '/reasons', undefined, moderator);
  const fits = ({ acts, retired }) => !retired && (acts.length === 0 || acts.includes(act));
  return all.find(fits)?.id ?? null;
}

/** A topic of somebody's that a moderator hid, and whose author appeals; gives the number of its post. */
export async function contest(plaza, title, author, moderator) {
  const post = await publish(plaza, title, author);
  const hidden = { act: 'hide', ground: 'R5', reason_id: await reasonFor(plaza, 'hide', moderator), reason: 'Too long a road' };
  await plaza.make('POST', `/posts/${post}/moderate`, hidden, moderator);
  const { decisions } = await plaza.make('GET', `/posts/${post}/decisions`, undefined, author);
  const appeal = { number: decisions.at(-1).number, words: `${title} is long indeed` };
  await plaza.make('POST', `/posts/${post}/appeals`, appeal, author);
  return post;
}

/** Does what brings another item, or a form, and waits until that stands there. */
export async function follow(moderator, what) {
  const main = moderator.page.locator('main');
  await main.evaluate((main) => main.firstElementChild.toggleAttribute('data-before', true));
  await what();
  await main.locator('[data-before]').waitFor({ state: 'detached' });
}

/** Presses something of the queue, and waits for what follows. */
export const go = (moderator, target) =>
  (moderator.scripts ? follow(moderator, () => target.click()) : moderator.press(target));

/** Opens the item that says something; gives its place on the page. */
export async function openItem(moderator, lang, words) {
  await moderator.open(`/${lang}/review`);
  const links = moderator.page.locator('[data-keys] .row-title a');
  for (const address of await links.evaluateAll((all) => all.map((link) => link.href))) {
    await moderator.open(address);
    const item = moderator.page.locator('article[data-item]').filter({ hasText: words });
    if ((await item.count()) > 0) return item;
  }
  throw new Error(`nothing that waits says ${words}`);
}

/** Approves the item that is open, or finds no violation in it. */
export const approve = (moderator) => go(moderator, moderator.page.locator('[data-key="a"]'));
