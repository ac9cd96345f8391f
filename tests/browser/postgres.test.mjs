// The same demo on PostgreSQL: the way through it once, in a browser; and what only time would bring
// about, for there a day can be made to have passed.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { TWO_LOOKS, Visitor } from './support/browser.mjs';
import { server, sql, withDatabase } from './support/database.mjs';
import { ID, NUMBER, TEXT, publishTheAddress, seeTheMarks } from './support/forum.mjs';
import { Plaza, folder } from './support/plaza.mjs';
import { ANSWER, SUGGESTION, answer, follow, submit } from './support/suggestions.mjs';

const skip = server ? false : 'PLAZA_TEST_DATABASE_URL is not set';

test('a demo city on PostgreSQL', { skip }, () => withDatabase(async (databaseUrl) => {
  const plaza = await Plaza.start({ databaseUrl });
  try {
    const resident = await Visitor.come(plaza);

    await resident.open('/');
    assert.equal(await resident.page.locator('main a[href*="/t/"]').count() > 0, true, 'the city is filled');
    await resident.logOn(plaza.account('resident'));
    await resident.open('/zh/boards/city-life/new');
    await resident.fill(TEXT.zh);
    await resident.press('main form button.primary');
    await publishTheAddress(resident);
    await resident.press('main form button.primary');
    await seeTheMarks(resident, 'zh');
    await resident.logOff();

    const given = await submit(resident, 'zh', SUGGESTION.zh);
    await resident.mailTo('maintenance@kcg.example', given.reference);
    const staff = await Visitor.come(plaza);
    await staff.logOn(plaza.account('staff'));
    await answer(staff, 'zh', given, ANSWER.zh);
    await staff.leave();
    await follow(resident, 'zh', given);
    assert.ok((await resident.text()).includes(ANSWER.zh));
    await resident.leave();

    // It was PostgreSQL that kept it, and what was masked is in none of its tables.
    const url = [databaseUrl, '--no-align', '--tuples-only', '--command'];
    const { stdout } = await promisify(execFile)('psql', [...url, 'select count(*) from posts']);
    assert.ok(Number(stdout) > 1, `posts: ${stdout}`);
    const dump = await promisify(execFile)('pg_dump', ['--data-only', databaseUrl], { maxBuffer: 1 << 28 });
    assert.ok(dump.stdout.includes(TEXT.zh.title));
    assert.ok(!dump.stdout.includes(ID), 'the masked ID is in the database');
    assert.ok(!dump.stdout.includes(`打 ${NUMBER}。有人說報名`), 'the masked number is in the database');
  } finally {
    await plaza.stop();
  }
}));

/** A time zone in which it is between noon and one o'clock. */
const noon = () => {
  const ahead = 12 - new Date().getUTCHours();
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
};

test('the link in a digest stops them, and a look does not', { skip }, () => withDatabase(async (databaseUrl) => {
  const data = await folder();
  // Digests are written from the morning on; the test is for any hour.
  const city = { data, databaseUrl, timeZone: noon() };
  let plaza = await Plaza.start(city);
  try {
    const [resident, moderator] = await Promise.all(['resident', 'moderator'].map((role) => plaza.session(role)));
    const { email } = plaza.account('resident');
    const { id } = await plaza.make('POST', '/boards/city-life/topics', { title: 'A bench', body: 'It is red.' }, resident);
    await plaza.make('PUT', '/account/preferences', { language: 'en', digest: 'daily' }, resident);
    await plaza.make('POST', `/topics/${id}/posts`, { body: 'It is green.' }, moderator);
    // The first digest would come tomorrow: a day passes, and the job looks again.
    await plaza.stop();
    await sql('update account_preferences set digested_on = digested_on - 2', databaseUrl);
    await sql("update jobs set due_at = due_at - interval '1 day'", databaseUrl);
    plaza = await Plaza.start(city);

    const guest = await Visitor.come(plaza, { scripts: false, cookies: false, locale: 'en-GB' });
    const mail = await guest.mailTo(email, '/en/digest/stop/');
    await guest.press(mail.locator('a[href*="/digest/stop/"]').first());
    const link = guest.path;
    await guest.inspect();
    await guest.open(link.replace('/en/', '/zh/'));
    await guest.inspect(TWO_LOOKS);
    assert.equal(await guest.press('main form button.primary'), 200);
    await guest.inspect();
    assert.equal(await guest.open(link), 410);
    await guest.inspect(TWO_LOOKS);
    const { digest } = await plaza.make('GET', '/account/preferences', undefined, resident);
    assert.equal(digest, 'none');
    await guest.leave();
  } finally {
    await plaza.stop();
    await rm(data, { recursive: true, force: true });
  }
}));
