// There and back through a real mail server. What Plaza writes leaves by a Postfix; what people and
// other servers write comes in there, and its pipe hands it to `plaza deliver`. Postfix is told so in
// the words that docs/mail.md has for an operator.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, chown, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import { Visitor } from './support/browser.mjs';
import { letter, send } from './support/letter.mjs';
import { Plaza, folder, program } from './support/plaza.mjs';
import { Postfix, impossible, user } from './support/postfix.mjs';
import { MailServer, freePort } from './support/smtp.mjs';
import { ANSWER, SUGGESTION } from './support/suggestions.mjs';
import { never, until } from './support/wait.mjs';

const HOST = 'mx.city.example';
const DOMAIN = 'mail.city.example';
const OFFICE = 'maintenance@kcg.example';
// Whose domain says that it sends their mails, beside the member's.
const RESIDENT = 'resident@mail.example';
const STRANGER = 'stranger@elsewhere.example';
const A_WHILE = 3;

const databases = process.env.PLAZA_TEST_DATABASE_URL;
const sql = (statement) => promisify(execFile)('psql', [databases, '--quiet', '--command', statement]);
const skip = impossible() || (databases ? false : 'PLAZA_TEST_DATABASE_URL is not set');

// The demo's city, so that nobody is asked anew to read a notice.
const settings = ({ url, databaseUrl, data, secret, submission, door }) => `
base_url = "${url}"
listen = "${new URL(url).host}"
database_url = "${databaseUrl}"
secret_file = "${secret}"
erasure_journal = "${data}/erasures.jsonl"
attachments.store = "file://${data}/attachments"

[city]
name_zh = "高雄市政府"
name_en = "Kaohsiung City Government"
phone = "07-3368333#2507"
email = "second@kcg.gov.tw"
code = "KH"

[mail]
url = "smtp://127.0.0.1:${submission}"
from = "Plaza <plaza@${DOMAIN}>"
inbound = "plaza@${DOMAIN}"
authserv_id = "${HOST}"
lmtp = "127.0.0.1:${door}"
`;

/** What docs/mail.md tells an operator: Postfix's files by their names, and the line for LMTP. */
async function manual() {
  const text = await readFile(new URL('../../docs/mail.md', import.meta.url), 'utf8');
  const [, block] = /^Postfix, by its pipe.*\n\n```\n([^`]*)```$/m.exec(text) ?? [];
  const [, door] = /^By the door instead: `([^`]+)` in `transport`/m.exec(text) ?? [];
  assert.ok(block && door, 'the manual says it otherwise');
  const files = {};
  for (const part of block.split(/^# /m).filter(Boolean)) {
    const [, name, lines] = /^([\w.]+)\n([^]*)$/.exec(part);
    files[name] = lines;
  }
  return { files, door };
}

/** A city that is served as a real one is, behind a mail server. Neither Plaza nor the pipe is root. */
class City {
  #database = `plaza_postfix_${randomBytes(6).toString('hex')}`;
  #ends = [];
  #sessions = {};

  static async begin() {
    const city = new City();
    try {
      await city.#make();
    } catch (error) {
      await city.end().catch(() => {});
      throw error;
    }
    return city;
  }

  async #make() {
    const home = await folder();
    this.#ends.push(() => rm(home, { recursive: true, force: true }));
    await chmod(home, 0o755);
    const as = await user('nobody');
    const own = (file) => chown(file, as.uid, as.gid);
    const [data, kept] = [path.join(home, 'data'), path.join(home, 'etc')];
    for (const made of [data, kept]) {
      await mkdir(made, { mode: 0o700 });
      await own(made);
    }
    // Where the project lies, that user may not be let in.
    const bin = path.join(home, 'plaza');
    await copyFile(program(), bin, constants.COPYFILE_FICLONE);
    await chmod(bin, 0o755);

    await sql(`create database ${this.#database}`);
    this.#ends.push(() => sql(`drop database if exists ${this.#database} with (force)`));
    const databaseUrl = Object.assign(new URL(databases), { pathname: `/${this.#database}` }).href;
    const demo = await Plaza.start({ data, databaseUrl, as, bin });
    await demo.stop();
    this.member = demo.account('staff').email;

    this.sink = await MailServer.start();
    this.#ends.push(() => this.sink.remove());
    const [config, secret] = [path.join(kept, 'plaza.toml'), path.join(kept, 'secret')];
    const { files, door } = await manual();
    files['master.cf'] = files['master.cf']
      .replace('/usr/local/bin/plaza', bin)
      .replace('/etc/plaza/plaza.toml', config)
      .replace('user=plaza', 'user=nobody');
    this.door = await freePort();
    this.manual = { files, door: `${door.replace('2424', this.door)}\n` };
    this.postfix = await this.mailServer(files);
    this.#ends.push(() => this.postfix.remove());

    const url = `http://127.0.0.1:${await freePort()}`;
    const { submission } = this.postfix;
    await writeFile(secret, await readFile(path.join(data, 'secret')), { mode: 0o600 });
    const text = settings({ url, databaseUrl, data, secret, submission, door: this.door });
    await writeFile(config, text, { mode: 0o600 });
    await Promise.all([secret, config].map(own));
    this.plaza = await Plaza.serve({ data, config, url, accounts: demo.accounts, as, bin });
    this.#ends.push(() => this.plaza.stop());
  }

  /** A Postfix that hands on what is not for Plaza. */
  mailServer(more) {
    const verified = [this.member, RESIDENT];
    return Postfix.start({ name: HOST, onwards: this.sink.port, verified, more });
  }

  async end() {
    const faults = [];
    for (const end of this.#ends.splice(0).reverse()) await end().catch((error) => faults.push(error));
    if (faults.length) throw new AggregateError(faults, faults.map(({ message }) => message).join('\n'));
  }

  /** Waits as `until` does, and tells what the mail server did where it is in vain. */
  async until(what, look, seconds) {
    try {
      return await until(what, look, seconds);
    } catch (error) {
      throw new Error(`${error.message}\n${await this.postfix.log()}`);
    }
  }

  /** A call of the API as somebody of this role, which must succeed. */
  async as(role, method, address, body) {
    this.#sessions[role] ??= await this.plaza.session(role);
    return this.plaza.make(method, address, body, this.#sessions[role]);
  }

  mailTo(recipient, part) {
    return this.until(`a mail to ${recipient} with ${part}`, async () =>
      (await this.sink.mailsTo(recipient)).find(({ subject, text }) => `${subject}\n${text}`.includes(part)), 30);
  }

  /** A suggestion whose address its resident confirmed by the mail, and the mail to its office. */
  async suggest(email) {
    const receipt = await this.plaza.make('POST', '/suggestions', {
      ...SUGGESTION.zh,
      language: 'zh',
      contact: { email },
      share_contact: false,
      publish: false,
    });
    const asked = await this.mailTo(email, receipt.reference);
    const link = asked.links.find((link) => link.includes('/suggestions/confirm/'));
    assert.equal((await fetch(link, { method: 'POST', body: new URLSearchParams() })).status, 200);
    const told = await this.mailTo(OFFICE, receipt.reference);
    const { cases } = await this.as('staff', 'GET', `/desk/cases?q=${receipt.reference}`);
    return { ...receipt, id: cases[0].id, told };
  }

  /** What the file of a case holds, as its office reads it. */
  async records({ id }) {
    return (await this.as('staff', 'GET', `/desk/cases/${id}`)).records;
  }

  /** Somebody's reply to a mail, written above what it quotes, comes in at the city's mail server. */
  async reply(mail, { from, envelope = from, words, headers, at = this.postfix }) {
    const [to] = /[\w.+-]+@[\w.-]+/.exec(mail.header('Reply-To'));
    const quoted = mail.text.split(/\r?\n/).map((line) => `> ${line}`).join('\n');
    const text = `${words}\n\nPlaza <plaza@${DOMAIN}> 於 2026年3月2日 週一 上午10:00寫道：\n\n${quoted}\n`;
    const message = letter({ from, to, subject: `Re: ${mail.subject}`, text, answers: mail, headers });
    await send(at.port, { from: envelope, to, message });
  }

  /** The office as its administrator reads it. */
  async office() {
    const { offices } = await this.as('administrator', 'GET', '/admin/organisation');
    return offices.find(({ email }) => email === OFFICE);
  }

  /** Says what becomes of what the office's members answer by mail. */
  async repliesSend(how) {
    const { slug, name_zh, name_en, email, phone, parent, hours, version } = await this.office();
    const body = { name_zh, name_en, email, phone, parent, hours, version, replies_send: how };
    await this.as('administrator', 'PUT', `/admin/offices/${slug}`, body);
  }

  /** Waits until the mail server has got rid of all that it took. */
  settled(at = this.postfix) {
    return this.until('an empty queue', async () => (await at.queue()).length === 0, 30);
  }

  /** Takes the database away for as long as `meanwhile` takes: nobody can connect. */
  async withoutDatabase(meanwhile) {
    await sql(`alter database ${this.#database} allow_connections false`);
    try {
      await sql(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '${this.#database}'`);
      await meanwhile();
    } finally {
      await sql(`alter database ${this.#database} allow_connections true`);
    }
  }
}

/** The drafts of answers that stand at a case. */
async function drafts(staff, { told }) {
  await staff.open(told.links.find((link) => link.includes('/desk/')));
  const found = await staff.page.locator('main article:has([name="send-draft"]) .post-body').allInnerTexts();
  return found.map((words) => words.trim());
}

describe('with Postfix', { skip }, () => {
  let city;
  let staff;
  before(async () => {
    if (skip) return;
    city = await City.begin();
    staff = await Visitor.come(city.plaza, { scripts: false });
    await staff.logOn(city.plaza.account('staff'));
  });
  after(() => city?.end());

  test('a resident replies by mail, a member answers by mail, and one click sends it', async () => {
    const given = await city.suggest(RESIDENT);
    assert.match(given.told.from, /^plaza\+m\w+@mail\.city\.example$/, 'the sender of the envelope');
    const [question, lane] = ['是哪一個車道？', '靠路邊的慢車道。'];
    await city.as('staff', 'POST', `/desk/cases/${given.id}/acts`, { act: 'ask', words: question });
    await city.reply(await city.mailTo(RESIDENT, question), { from: RESIDENT, words: lane });
    await city.mailTo(OFFICE, lane);

    await city.reply(given.told, { from: city.member, words: ANSWER.zh });
    await city.settled();
    assert.deepEqual(await drafts(staff, given), [ANSWER.zh], 'what is quoted is no part of it');
    const answers = async () => (await city.sink.mailsTo(RESIDENT)).filter(({ text }) => text.includes(ANSWER.zh));
    await never('it goes by itself', async () => (await answers()).length > 0, A_WHILE);

    assert.equal(await staff.press('main [name="send-draft"]'), 200);
    const answered = await city.mailTo(RESIDENT, ANSWER.zh);
    assert.ok(answered.subject.includes(given.reference));
    assert.deepEqual(await drafts(staff, given), []);

    const said = (await city.records(given)).map(({ words }) => words?.trim());
    assert.ok(said.includes(ANSWER.zh) && said.includes(lane), JSON.stringify(said));
    // Thanks, or an objection that opens the case again: a person looks.
    const thanks = '謝謝，可是站牌後面還有一個洞。';
    await city.reply(answered, { from: RESIDENT, words: thanks });
    await city.settled();
    assert.ok(!(await city.records(given)).some(({ words }) => words?.includes(thanks)));
    await never('a second copy', async () => (await answers()).length > 1, A_WHILE);
  });

  test('where the office wants it so, an answer by mail is sent at once', async () => {
    const email = 'at-once@mail.example';
    const given = await city.suggest(email);
    await city.repliesSend('at-once');
    await city.reply(given.told, { from: city.member, words: ANSWER.zh });
    await city.mailTo(email, ANSWER.zh);
    await city.repliesSend('draft');
    assert.deepEqual(await drafts(staff, given), []);
  });

  test('who only claims to be a member waits for a person', async () => {
    const given = await city.suggest('claimed@mail.example');
    const headers = [`Authentication-Results: ${HOST}; dmarc=pass header.from=plaza.example`];
    await city.reply(given.told, { from: city.member, envelope: STRANGER, words: ANSWER.zh, headers });
    await city.settled();
    assert.deepEqual(await drafts(staff, given), []);
    // The office that gets what no rule names looks at it.
    await city.as('administrator', 'POST', '/admin/offices/rdec/members', { email: city.member });
    await staff.open('/zh/desk/inbox');
    assert.ok((await staff.text('main table')).includes(given.reference), await staff.text());
  });

  test('mail to an address that Plaza does not have is not taken', async () => {
    const to = `somebody@${DOMAIN}`;
    const message = letter({ from: STRANGER, to, subject: '請問', text: '請問垃圾車幾點來？' });
    await assert.rejects(send(city.postfix.port, { from: STRANGER, to, message }), /RCPT TO.*: 550 5\.1\.1/);
  });

  test('what comes back of a mail to a resident is told in the case', async () => {
    const email = 'gone@mail.example';
    const given = await city.suggest(email);
    await city.sink.refuse([{ recipient: email, code: 550 }]);
    await city.as('staff', 'POST', `/desk/cases/${given.id}/answer`, { answer: ANSWER.zh });
    await city.until('the record of it', async () =>
      (await city.records(given)).some(({ kind }) => kind === 'bounced'), 30);
    await city.sink.refuse([]);
  });

  test('what comes back of a mail to an office counts as refused', async () => {
    assert.equal((await city.office()).refused, 0);
    await city.sink.refuse([{ recipient: OFFICE, code: 550 }]);
    await city.plaza.make('POST', '/suggestions', {
      ...SUGGESTION.zh,
      language: 'zh',
      contact: {},
      share_contact: false,
      publish: false,
    });
    await city.until('the refusal', async () => (await city.office()).refused === 1, 30);
    await city.sink.refuse([]);
  });

  test('while the database is away the mail server keeps what comes in', async () => {
    const given = await city.suggest('patient@mail.example');
    await city.withoutDatabase(async () => {
      await city.reply(given.told, { from: city.member, words: ANSWER.zh });
      await city.until('the mail is put off', async () =>
        (await city.postfix.queue()).some(({ queue_name }) => queue_name === 'deferred'), 60);
    });
    assert.equal((await city.postfix.queue()).length, 1, 'it waits there');
    await city.postfix.flush();
    await city.settled();
    assert.deepEqual(await drafts(staff, given), [ANSWER.zh]);
  });

  test('what comes by the door is as what comes by the pipe', async () => {
    const given = await city.suggest('door@mail.example');
    const at = await city.mailServer({ ...city.manual.files, transport: city.manual.door });
    try {
      await city.reply(given.told, { from: city.member, words: ANSWER.zh, at });
      await city.settled(at);
      const log = await at.log();
      const there = log.split('\n').filter((line) => line.includes('/lmtp[') && line.includes(`]:${city.door},`));
      assert.ok(there.some((line) => line.includes('status=sent')), log);
    } finally {
      await at.remove();
    }
    assert.deepEqual(await drafts(staff, given), [ANSWER.zh]);
  });

  test('no page had a fault, and Plaza wrote to no sender of a report', async () => {
    await staff.leave();
    await city.settled();
    for (const { to } of await city.sink.mails()) {
      assert.ok(to.every((address) => !/^(plaza|mailer-daemon|postmaster)\b/i.test(address)), `${to}`);
    }
  });
});
