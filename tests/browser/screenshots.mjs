// Pictures of the pages, from a fresh demo city.
//
//   node tests/browser/screenshots.mjs          the README's four, into docs/screenshots
//   node tests/browser/screenshots.mjs DIR      every kind of page, in both languages, at 390 and
//                                               1280 pixels, light and dark, into DIR
//   node tests/browser/screenshots.mjs DIR TOUR...   only these tours; their names stand below

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { DESKTOP, LOCALE, LOOKS, Visitor } from './support/browser.mjs';
import { pageAt } from './support/catalogue.mjs';
import { NUMBER, TEXT, decide, openTopic, publishTheAddress, reply } from './support/forum.mjs';
import { ROLE_PAGES } from './support/pages.mjs';
import { Plaza } from './support/plaza.mjs';
import { approve, go, openItem } from './support/review.mjs';
import { SignOnCity } from './support/sign-on.mjs';
import { ANSWER, SUGGESTION, answer, follow, submit } from './support/suggestions.mjs';

const MARKED_TOPIC = '走失一隻橘貓';

/** Pages that a guest opens by their address. */
const GUEST_PAGES = ['', '/privacy', '/privacy/versions', '/privacy/files', '/privacy/agreements', '/rules', '/cookies',
  '/accessibility', '/register', '/register/sent', '/log-on', '/password/forgot', '/password/sent', '/boards/neighbourhood',
  '/boards/city-life/new', '/tags', '/tags/recycling', '/suggestions', '/suggestions?state=answered', '/suggestions/case',
  '/events', '/events/1', '/events/1/sign-up', '/polls', '/polls/1', '/statistics', '/statistics/suggestions', '/open-data', '/ledger',
  '/moderation', '/moderation/log', '/moderation/figures',
  '/ledger/statements', '/enquiries/new', '/posts/2/about-me', '/no-such-page', '/desk', '/search?q=recycling',
  '/search?q=unicorn&kind=topic'];

const TOPIC = {
  zh: { title: '騎樓整平後輪椅好走多了', tags: '騎樓 無障礙', body: '推輪椅的人終於不用走到馬路上。\n\n| 路段 | 狀況 |\n|---|---|\n| 七賢三路 | 好 |' },
  en: { title: 'The levelled arcades make life easier', tags: 'arcades access', body: 'Wheelchairs need not use the road.\n\n| Street | State |\n|---|---|\n| Cisian 3rd | good |' },
};
const REPLY = { zh: '我同意，謝謝分享。', en: 'I agree, thank you.' };

const TOURS = {
  guest: asGuest, resident: asResident, moderator: asModerator, staff: asStaff,
  reader: asReader, publisher: asPublisher, crossing: asCrossing, supporter: asSupporter,
  casework: asCasework, desk: asDesk, roles: asEveryRole,
  signOn: bySignOn,
};

const [directory, ...only] = process.argv.slice(2);
const plaza = await Plaza.start();
try {
  if (directory) await everyPage(directory);
  else await forTheReadme(fileURLToPath(new URL('../../docs/screenshots', import.meta.url)));
} finally {
  await plaza.stop();
}

async function forTheReadme(folder) {
  await mkdir(folder, { recursive: true });
  const visitor = await Visitor.come(plaza);
  const shoot = (name) => visitor.page.screenshot({ path: path.join(folder, `${name}.png`) });
  await visitor.page.setViewportSize({ ...DESKTOP, height: 800 });
  await visitor.open('/zh/');
  await shoot('home');
  await visitor.open('/zh/boards/neighbourhood');
  await visitor.press(visitor.page.locator('main a').filter({ hasText: MARKED_TOPIC }));
  await shoot('topic');
  await visitor.open('/en/suggestions/new');
  await shoot('suggestion');
  await visitor.logOn(plaza.account('staff'));
  await visitor.page.mouse.move(0, 0);
  await visitor.open('/zh/desk');
  await shoot('desk');
  await visitor.close();
}

async function everyPage(folder) {
  await mkdir(folder, { recursive: true });
  for (const lang of ['zh', 'en']) {
    for (const [name, tour] of Object.entries(TOURS)) {
      if (only.length === 0 || only.includes(name)) await tour(folder, lang);
    }
  }
}

/** A visitor whose `inspect` takes pictures, named in the order of the visit, instead of looking for faults. */
async function photographer(folder, lang, who, role, city = plaza) {
  const visitor = await Visitor.come(city, { locale: LOCALE[lang] });
  if (role) await visitor.logOn(plaza.account(role), lang);
  let count = 0;
  visitor.inspect = async () => {
    count += 1;
    // Without what names a record or is a secret.
    const words = (pageAt(visitor.path)?.path ?? visitor.path).replace(/\{\w+\}|^\/(?:zh|en)\b/g, '').match(/[a-z-]+/g);
    const page = words?.join('-') ?? 'home';
    for (const { size, scheme } of LOOKS) {
      await visitor.page.setViewportSize(size);
      await visitor.page.emulateMedia({ colorScheme: scheme });
      const name = `${who}-${String(count).padStart(2, '0')}-${page}-${lang}-${size.width}-${scheme}.png`;
      await visitor.page.screenshot({ path: path.join(folder, name), fullPage: true });
    }
    await visitor.page.setViewportSize(DESKTOP);
    await visitor.page.emulateMedia({ colorScheme: 'light' });
  };
  visitor.see = async (address) => {
    await visitor.open(address);
    await visitor.inspect();
  };
  return visitor;
}

async function asGuest(folder, lang) {
  const guest = await photographer(folder, lang, 'guest');
  for (const page of GUEST_PAGES) {
    await guest.see(`/${lang}${page}`);
  }
  await guest.see('/api/docs');
  await guest.open(`/${lang}/boards/neighbourhood`);
  await guest.press(guest.page.locator('main a').filter({ hasText: MARKED_TOPIC }));
  await guest.inspect();
  // Forms with errors keep what was typed.
  await guest.open(`/${lang}/register`);
  await guest.fill({ email: 'no address', password: 'short' });
  await guest.press('main form button.primary');
  await guest.inspect();

  await guest.see(`/${lang}/boards/getting-around/new`);
  await guest.fill({ ...TEXT[lang], name: lang === 'zh' ? '王小明' : 'Andrew Miller', email: 'guest.writer@mail.example' });
  await guest.press('main form button.primary');
  await guest.inspect();
  await publishTheAddress(guest);
  await guest.press('main form button.primary');
  await guest.inspect();
  const [key] = await guest.page.locator('.keepsake code').allInnerTexts();
  await guest.press('a[href$="/key"]');
  await guest.inspect();
  await guest.fill({ key });
  await guest.press('main form button.primary');
  await guest.inspect();

  await guest.see(`/${lang}/posts/2/flag`);
  await guest.press('main form button.primary');
  await guest.inspect();
  await guest.fill({ reason: 'other', words: REPLY[lang] });
  await guest.press('main form button.primary');
  await guest.inspect();

  const given = await submit(guest, lang, { ...SUGGESTION[lang], email: 'ditch.watcher@mail.example' });
  await follow(guest, lang, given);
  await guest.inspect();
  const mail = await guest.mailTo('ditch.watcher@mail.example', given.reference);
  await guest.inspect();
  await guest.press(mail.locator('a[href*="/suggestions/"]').first());
  await guest.inspect();
  await guest.press('main form button.primary');
  await guest.inspect();
  await guest.close();
}

async function asResident(folder, lang) {
  const resident = await photographer(folder, lang, 'resident', 'resident');
  for (const page of ['', '/review']) await resident.see(`/${lang}${page}`);
  await resident.open(`/${lang}/boards/city-life/new`);
  await resident.fill(TEXT[lang]);
  await resident.page.locator('[data-live="body"] mark').first().waitFor();
  await resident.inspect();
  await resident.press('main form button.primary');
  await publishTheAddress(resident);
  await resident.press('main form button.primary');
  await resident.inspect();
  await resident.press('article.post a[href$="/edit"]');
  await resident.inspect();
  await resident.close();
}

async function asModerator(folder, lang) {
  const moderator = await photographer(folder, lang, 'moderator', 'moderator');
  await moderator.see(`/${lang}/review`);
  await go(moderator, moderator.page.locator('article button[value="reject"]'));
  await moderator.inspect();
  await moderator.close();
}

async function asStaff(folder, lang) {
  const resident = await Visitor.come(plaza);
  resident.inspect = async () => {};
  const given = await submit(resident, lang, SUGGESTION[lang]);
  const staff = await photographer(folder, lang, 'staff', 'staff');
  await answer(staff, lang, given, ANSWER[lang]);
  await follow(staff, lang, given);
  await staff.inspect();
  await staff.close();
  await resident.close();
}

/** What is new, watched, kept and answered, and the same topic as a moderator sees it. */
async function asReader(folder, lang) {
  const reader = await photographer(folder, lang, 'reader', 'resident');
  const moderator = await photographer(folder, lang, 'reader-moderator', 'moderator');
  await reader.open(`/${lang}/account/reading`);
  await reader.press('main form [name="wanted"][value="yes"]');
  const topic = await openTopic(reader, lang, 'city-life', TOPIC[lang]);
  await moderator.open(topic);
  await reply(moderator, { body: REPLY[lang] });
  await moderator.inspect();
  await moderator.see(`/${lang}/people/1/standing`);
  for (const page of ['arrange', 'split']) await moderator.see(`/${lang}/topics/${topic.split('/')[3]}/${page}`);
  await reader.see(`/${lang}`);
  await reader.open(topic);
  await reader.press('form[action$="/watch"] [value="watching"]');
  for (const button of ['[name="kept"]', '[value="helpful"]']) {
    await reader.press(reader.page.locator('article.post').last().locator(button));
  }
  await reader.inspect();
  await reader.press('article.post a[href$="/edit"]');
  const post = reader.path;
  await reply(reader, { body: `${TOPIC[lang].body}\n\n${REPLY[lang]}` });
  await reader.see(post.replace('/edit', '/revisions'));
  await reader.open(`/${lang}/boards/neighbourhood/new`);
  await reader.fill(TOPIC[lang]);
  await reader.press('button[name="draft"][value="keep"]');
  for (const page of ['notifications', 'bookmarks', 'account/reading', 'account/drafts', 'account/factors', 'account/confirm', 'account/standing', 'account/tokens']) await reader.see(`/${lang}/${page}`);
  await reader.open(`/${lang}/account/confirm?next=/${lang}/account/tokens`);
  await reader.fill({ password: plaza.account('resident').password });
  await reader.press('main form button.primary');
  await reader.press('main form button.primary');
  await reader.inspect();
  await reader.fill({ name: 'Calendar' });
  await reader.page.locator('[name="scope"][value="forum:read"]').check();
  await reader.page.locator('[name="expires_on"]').selectOption({ index: 2 });
  await reader.press('main form button.primary');
  await reader.inspect();
  await reader.see(`/${lang}/account/tokens`);
  await reader.open(`/${lang}/account/profile`);
  await reader.fill({ about: REPLY[lang], since: true, count: true, posts: true });
  await reader.press('main form button.primary');
  await reader.press('main a[href*="/people/"]');
  await reader.inspect();
  await reader.open(`/${lang}/account/reading`);
  await reader.press('main form [name="wanted"][value="no"]');
  await reader.close();
  await moderator.close();
}

/** A suggestion that its resident publishes: asked about, waiting, in public, answered, and taken back. */
async function asPublisher(folder, lang) {
  const guest = await photographer(folder, lang, 'publisher');
  const moderator = await photographer(folder, lang, 'publisher-moderator', 'moderator');
  const staff = await photographer(folder, lang, 'publisher-staff', 'staff');
  const { title, body } = SUGGESTION[lang];
  const given = await submit(guest, lang, { ...SUGGESTION[lang], body: `${body} ${NUMBER}`, publish: true });
  await guest.press('main button[value="open"]');
  await guest.inspect();
  await decide(guest, () => ({ whose: 'mine', choice: 'mask' }));
  await guest.press(guest.page.locator('main form button.primary').first());
  await guest.inspect();
  await moderator.see(`/${lang}/review`);
  await openItem(moderator, lang, title);
  await moderator.inspect();
  await approve(moderator);
  await answer(staff, lang, given, ANSWER[lang]);
  await follow(guest, lang, given);
  await guest.inspect();
  await guest.see(`/${lang}/suggestions`);
  await guest.press(guest.page.locator('main .rows .row-title a').filter({ hasText: title }));
  await guest.inspect();
  await follow(guest, lang, given);
  await guest.press('main button[value="withdraw"]');
  await guest.inspect();
  for (const visitor of [guest, moderator, staff]) await visitor.close();
}

/** A topic of a board with an office: answered by it, its answer changed, sent to the box and published there. */
async function asCrossing(folder, lang) {
  const author = await photographer(folder, lang, 'crossing', 'resident');
  const staff = await photographer(folder, lang, 'crossing-staff', 'staff');
  const moderator = await photographer(folder, lang, 'crossing-moderator', 'moderator');
  const topic = await openTopic(author, lang, 'getting-around', TOPIC[lang]);
  await staff.see(topic);
  await reply(staff, { office: 'maintenance', body: ANSWER[lang] });
  await staff.press('article.post.official a[href$="/edit"]');
  await staff.inspect();
  await author.open(topic);
  const form = await author.page.locator('main a[href*="/suggestions/new?topic="]').getAttribute('href');
  const { category, district, title, body } = { ...SUGGESTION[lang], title: TOPIC[lang].title };
  const given = await submit(author, lang, { category, district, title, body, publish: true }, form);
  await author.press('main button[value="open"]');
  await author.press(author.page.locator('main form button.primary').first());
  await openItem(moderator, lang, title);
  await approve(moderator);
  await author.see(topic);
  await author.press('#suggestions a');
  await author.inspect();
  await author.see(`/${lang}/suggestions/case`);
  await follow(author, lang, given);
  await author.inspect();
  for (const visitor of [author, staff, moderator]) await visitor.close();
}

/** The life of a case: waiting for its address, worked on in every way, answered and opened again. */
async function asCasework(folder, lang) {
  const guest = await photographer(folder, lang, 'casework');
  const staff = await photographer(folder, lang, 'casework-staff', 'staff');
  const quiet = await Visitor.come(plaza);
  quiet.inspect = async () => {};
  const email = `${lang}.kerb@mail.example`;
  const waits = await submit(quiet, lang, { ...SUGGESTION[lang], email });
  await follow(guest, lang, waits);
  await guest.inspect();
  await guest.fill({ email: 'no address' });
  await guest.press('form[action$="/address"] button');
  await guest.inspect();
  await guest.press('form[action$="/drop"] button');
  await guest.inspect();
  await guest.press('form[action$="/drop"] button');
  await guest.inspect();

  const given = await submit(quiet, lang, SUGGESTION[lang]);
  await staff.open(`/${lang}/desk`);
  // With a script the case opens beside the list; here it is a page.
  await staff.open(await staff.page.locator('main a').filter({ hasText: given.reference }).first().getAttribute('href'));
  await staff.inspect();
  const desk = staff.path;
  for (const act of ['take-up', 'reassign', 'forward', 'extend', 'not-process', 'duplicate', 'note']) {
    await staff.see(`${desk}/acts/${act}`);
  }
  await staff.open(`${desk}/acts/extend`);
  await staff.press('main form button.primary');
  await staff.inspect();
  await staff.open(`${desk}/acts/note`);
  await staff.fill({ words: REPLY[lang] });
  await staff.press('main form button.primary');
  await staff.open(desk);
  await staff.inspect();
  await answer(staff, lang, given, ANSWER[lang]);
  await follow(guest, lang, given);
  await guest.inspect();
  await guest.fill({ still_open: REPLY[lang] });
  await guest.press('form[action$="/reopen"] button');
  await guest.inspect();

  const admin = await photographer(folder, lang, 'casework-admin', 'administrator');
  await admin.see(`/${lang}/admin/templates`);
  await admin.see(`/${lang}/admin/templates/new`);
  await admin.see(`/${lang}/admin/reasons`);
  await admin.see(`/${lang}/admin/reasons/1`);
  await admin.see(`/${lang}/admin/suppressed`);
  await admin.see(`/${lang}/admin/tokens`);
  await admin.see(`/${lang}/admin/status`);
  await admin.see(`/${lang}/admin/moderators`);
  await admin.press('tbody a[href*="/admin/moderators/"]');
  await admin.inspect();
  await admin.see(`/${lang}/admin/watched`);
  await admin.see(`/${lang}/admin/watched/1`);
  await admin.open(`/${lang}/admin/pages/new`);
  await admin.fill({ slug: `guide-${lang}`, title_zh: '洽公指南', body_zh: '## 服務時間\n\n週一到週五，**八點到五點**。' });
  await admin.press('main form button.primary');
  await admin.inspect();
  const own = admin.path;
  await admin.press('form[action$="/publish"] button');
  await admin.inspect();
  await admin.open(`${own}/edit`);
  await admin.fill({ title_en: 'A guide to our counters', body_en: '## Hours\n\nMonday to Friday, **eight to five**.' });
  await admin.press('main form button.primary');
  await admin.inspect();
  await admin.see(`${own}/revisions/2`);
  await admin.see(`/${lang}/pages/guide-${lang}`);
  await admin.see(`/${lang}/admin/pages`);
  await admin.see(`/${lang}/admin/audit?subject=page`);
  await admin.see(`/${lang}/admin/audit?from=yesterday`);
  await admin.see(`/${lang}/admin/settings`);
  for (const setting of ['name', 'colours', 'logo', 'languages', 'banner', 'maintenance', 'edit-minutes', 'limits']) {
    await admin.see(`/${lang}/admin/settings/${setting}`);
  }
  await admin.see(`/${lang}/admin/webhooks`);
  await admin.see(`/${lang}/admin/webhooks/new`);
  await admin.fill({ url: 'https://hooks.city.example/plaza', description: 'Dashboard' });
  await admin.page.locator('input[name="kind"]').first().check();
  await admin.press('main form button.primary');
  await admin.inspect();
  await admin.press('main a.button.primary');
  await admin.press('main button[value="test"]');
  await admin.inspect();
  await admin.see(`/${lang}/admin/webhooks`);
  for (const visitor of [guest, staff, quiet, admin]) await visitor.close();
}

/** The desk: its list with what is done with several, a case beside it, its forms and its file. */
async function asDesk(folder, lang) {
  const staff = await photographer(folder, lang, 'desk', 'staff');
  await staff.open(`/${lang}/desk`);
  for (const summary of await staff.page.locator('main details summary').all()) await summary.click();
  await staff.inspect();
  const place = await staff.page.locator('tbody a').first().getAttribute('href');
  await staff.open(`/${lang}/desk`);
  await staff.page.locator('tbody a').first().click();
  await staff.page.locator('[data-desk-item] h2').first().waitFor();
  await staff.inspect();
  await staff.open(place);
  await staff.inspect();
  for (const act of ['ask', 'assign']) await staff.see(`${place}/acts/${act}`);
  await staff.see(`${place}/file`);
  await staff.see(`/${lang}/desk?view=overdue&q=none`);
  await staff.close();
}

/** A guest's support, confirmed from the mail and taken back. */
async function asSupporter(folder, lang) {
  const guest = await photographer(folder, lang, 'supporter');
  const email = `${lang}.supporter@mail.example`;
  await guest.open(`/${lang}/suggestions?order=support`);
  await guest.press(guest.page.locator('main .row-title a').first());
  await guest.press('#support .button');
  await guest.inspect();
  for (const typed of ['no address', email]) {
    await guest.fill({ email: typed });
    await guest.press('main form button.primary');
    await guest.inspect();
  }
  const mail = await guest.mailTo(email, `/${lang}/suggestions/support/`);
  const back = await mail.locator('a[href*="/suggestions/support-back/"]').getAttribute('href');
  await guest.press(mail.locator('a[href*="/suggestions/support/"]'));
  await guest.inspect();
  await guest.press('main form button.primary');
  await guest.inspect();
  await guest.see(new URL(back).pathname);
  await guest.press('main form button.primary');
  await guest.inspect();
  await guest.close();
}

/** The pages that every role opens by their address, and their forms refused. */
async function asEveryRole(folder, lang) {
  for (const [role, { open, refused }] of Object.entries(ROLE_PAGES)) {
    const visitor = await photographer(folder, lang, `role-${role.replace('_', '-')}`, role);
    for (const page of open) await visitor.see(`/${lang}${page}`);
    for (const page of refused) {
      await visitor.see(`/${lang}${page}`);
      await visitor.press(visitor.page.locator('main form button.primary').last());
      await visitor.inspect();
    }
    await visitor.close();
  }
}

async function bySignOn(folder, lang) {
  const city = await SignOnCity.start();
  try {
    const visitor = await photographer(folder, lang, 'sign-on', undefined, city.plaza);
    await visitor.see(`/${lang}/log-on`);
    await city.signOn(visitor, 'ming', lang);
    await visitor.inspect();
    await visitor.press('main form button.primary');
    await visitor.see(`/${lang}/account/sign-on`);
    await visitor.see(`/${lang}/account/sign-on/waiting`);
    // An account of the demo has this one's address.
    const other = await photographer(folder, lang, 'sign-on-other', undefined, city.plaza);
    await city.signOn(other, 'resident', lang);
    await other.inspect();
    await other.close();
    await visitor.close();
  } finally {
    await city.end();
  }
}
