// Pictures of the pages, from a fresh demo city.
//
//   node tests/browser/screenshots.mjs          the README's four, into docs/screenshots
//   node tests/browser/screenshots.mjs DIR      every kind of page, in both languages, at 390 and
//                                               1280 pixels, light and dark, into DIR

import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { DESKTOP, LOOKS, Visitor } from './support/browser.mjs';
import { TEXT, publishTheAddress } from './support/forum.mjs';
import { Plaza } from './support/plaza.mjs';
import { ANSWER, SUGGESTION, answer, follow, submit } from './support/suggestions.mjs';

const MARKED_TOPIC = '走失一隻橘貓';

const directory = process.argv[2];
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
    await asGuest(folder, lang);
    await asResident(folder, lang);
    await asModerator(folder, lang);
    await asStaff(folder, lang);
  }
}

/** A visitor whose `inspect` takes pictures, named in the order of the visit, instead of looking for faults. */
async function photographer(folder, lang, who) {
  const visitor = await Visitor.come(plaza, { locale: lang === 'zh' ? 'zh-TW' : 'en-GB' });
  let count = 0;
  visitor.inspect = async () => {
    count += 1;
    const page = visitor.path.replace(/^\/(zh|en)\/?/, '').replace(/[^a-z-]+/gi, '-').slice(0, 40) || 'home';
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
  for (const page of ['', '/privacy', '/rules', '/cookies', '/accessibility', '/register', '/register/sent', '/log-on',
    '/password/forgot', '/password/sent', '/boards/neighbourhood', '/boards/city-life/new', '/suggestions/case',
    '/no-such-page', '/desk', '/search?q=YouBike', '/search?q=unicorn&kind=topic']) {
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
  const resident = await photographer(folder, lang, 'resident');
  await resident.logOn(plaza.account('resident'), lang);
  for (const page of ['', '/account', '/account/password', '/account/address', '/boards/city-life/new', '/review']) {
    await resident.see(`/${lang}${page}`);
  }
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
  const moderator = await photographer(folder, lang, 'moderator');
  await moderator.logOn(plaza.account('moderator'), lang);
  await moderator.see(`/${lang}/review/feedback`);
  await moderator.see(`/${lang}/review`);
  await moderator.press(moderator.page.locator('article form:has([value="reject"]) button').first());
  await moderator.inspect();
  await moderator.close();
}

async function asStaff(folder, lang) {
  const resident = await Visitor.come(plaza);
  resident.inspect = async () => {};
  const given = await submit(resident, lang, SUGGESTION[lang]);
  const staff = await photographer(folder, lang, 'staff');
  await staff.logOn(plaza.account('staff'), lang);
  await answer(staff, lang, given, ANSWER[lang]);
  await follow(staff, lang, given);
  await staff.inspect();
  await staff.close();
  await resident.close();
}
