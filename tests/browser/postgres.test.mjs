// The same demo on PostgreSQL: the way through it once, in a browser.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { Visitor } from './support/browser.mjs';
import { ID, NUMBER, TEXT, publishTheAddress, seeTheMarks } from './support/forum.mjs';
import { Plaza } from './support/plaza.mjs';
import { ANSWER, SUGGESTION, answer, follow, submit } from './support/suggestions.mjs';

const server = process.env.PLAZA_TEST_DATABASE_URL;
const sql = (statement) => promisify(execFile)('psql', [server, '--quiet', '--command', statement]);

test('a demo city on PostgreSQL', { skip: server ? false : 'PLAZA_TEST_DATABASE_URL is not set' }, async () => {
  const name = `plaza_browser_${randomBytes(6).toString('hex')}`;
  await sql(`create database ${name}`);
  const databaseUrl = new URL(server);
  databaseUrl.pathname = `/${name}`;
  let plaza;
  try {
    plaza = await Plaza.start({ databaseUrl: databaseUrl.href });
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
    const url = [databaseUrl.href, '--no-align', '--tuples-only', '--command'];
    const { stdout } = await promisify(execFile)('psql', [...url, 'select count(*) from posts']);
    assert.ok(Number(stdout) > 1, `posts: ${stdout}`);
    const dump = await promisify(execFile)('pg_dump', ['--data-only', databaseUrl.href], { maxBuffer: 1 << 28 });
    assert.ok(dump.stdout.includes(TEXT.zh.title));
    assert.ok(!dump.stdout.includes(ID), 'the masked ID is in the database');
    assert.ok(!dump.stdout.includes(`打 ${NUMBER}。有人說報名`), 'the masked number is in the database');
  } finally {
    await plaza?.stop();
    await sql(`drop database if exists ${name} with (force)`);
  }
});
