// Plaza is killed at random moments while people submit, on both databases: every case that somebody
// was told of has its mail. Twice a mail comes only where the kill fell between the end of DATA and the
// recorded reply, and then with the same Message-ID.
//
// MAIL_KILLS says how often (`scripts/measure mail-kill`), MAIL_KILL_SEED repeats its moments.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { describe, test } from 'node:test';

import { withDatabase } from './support/database.mjs';
import { Plaza, folder } from './support/plaza.mjs';
import { MailServer } from './support/smtp.mjs';
import { until } from './support/wait.mjs';

const KILLS = Number(process.env.MAIL_KILLS ?? 3);
const SEED = Number(process.env.MAIL_KILL_SEED ?? Date.now() % 1_000_000);
/** People who submit at the same time, one suggestion after the other. */
const PEOPLE = 4;
/** `demo/city.toml` routes noise in Zuoying to this office alone. */
const OFFICE = 'environment@kcg.example';
/** The longest that recording a reply takes under this load, in milliseconds. */
const RECORDING = 5000;
/** So much later the server may have read what was sent before a kill. */
const READING = 2000;
/** `mail.connections` of a demo; for each, two mails can be between the end of DATA and the recorded reply. */
const UNRECORDED = 4 * 2;
/** A mail that was leased at the kill stays so for two minutes; in seconds, with some to spare. */
const LEASE = 150;
/** What takes minutes is left out where it is not the figure that is asked for. */
const FEW = 3;

const REFERENCE = /[A-Z]+-\d{4}-\d+-\d/;

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A city that is killed and started again on the same data. */
class Mortal {
  kills = [];
  #submitted = [];
  #ends = false;
  #options;

  constructor(options) {
    this.#options = options;
  }

  async start() {
    this.plaza = await Plaza.start(this.#options);
  }

  /** Kills it and starts it again; people go on trying meanwhile. */
  async kill() {
    await this.plaza.kill();
    this.kills.push(Date.now());
    await this.start();
  }

  /** One person submits until `end` says so. */
  async #person() {
    while (!this.#ends) {
      this.#submitted.push(await this.#submit(randomUUID()));
      // About as many as the job delivers.
      await pause(100);
    }
  }

  /** Asks for one thing until it is answered: whoever hears nothing tries again, with the same key. */
  async #submit(key) {
    const suggestion = {
      category: 'noise', district: 'zuoying', title: '半夜施工', body: '半夜還在施工，吵得睡不著。',
      contact: {}, share_contact: false, publish: false,
    };
    return until('a suggestion is taken', async () => {
      const answer = await this.plaza
        .api('POST', '/suggestions', suggestion, { 'idempotency-key': key })
        .catch(() => null);
      assert.ok(!answer || answer.status === 201 || answer.status >= 429, JSON.stringify(answer));
      return answer?.status === 201 && answer.body.reference;
    }, 90);
  }

  begin() {
    this.people = Array.from({ length: PEOPLE }, () => this.#person());
    // Whoever fails is heard at the end.
    for (const person of this.people) person.catch(() => {});
  }

  /** The references of everything that was taken. */
  async end() {
    this.#ends = true;
    await Promise.all(this.people);
    return this.#submitted;
  }
}

/** The copies of each case's mail, in their order: `{id, at}`. */
async function copies(server, references) {
  const found = new Map(references.map((reference) => [reference, []]));
  for (const mail of await server.mails()) {
    if (!mail.to.includes(OFFICE)) continue;
    const [reference] = mail.subject.match(REFERENCE) ?? [];
    found.get(reference)?.push({ id: mail.messageId, at: mail.at });
  }
  return found;
}

/** When a kill would have come while the reply to this copy was being recorded, before the next copy. */
const moments = (reference, copy, next) =>
  ({ reference, from: copy.at - READING, to: Math.min(copy.at + RECORDING, next.at) });

/**
 * The copies that no kill explains. Each kill explains as many as can be unrecorded: first those that a later
 * one would not, so that no choice among the kills explains more.
 */
function unexplained(kills, doubled) {
  let left = [...doubled].sort((one, other) => one.to - other.to);
  for (const kill of kills) {
    const explained = left.filter(({ from, to }) => from <= kill && kill <= to).slice(0, UNRECORDED);
    left = left.filter((copy) => !explained.includes(copy));
  }
  return left;
}

async function endure(t, name, databaseUrl) {
  const random = numbers(SEED + (databaseUrl ? 1 : 0));
  const data = await folder();
  const server = await MailServer.start();
  const city = new Mortal({ data, databaseUrl, smtpUrl: server.url });
  try {
    await city.start();
    city.begin();
    for (let kill = 0; kill < KILLS; kill += 1) {
      await pause(200 + random() * 1800);
      await city.kill();
    }
    const references = await city.end();
    assert.equal(new Set(references).size, references.length, 'nobody is told of another’s case');
    assert.ok(references.length >= KILLS, `${references.length} cases are no load`);

    const missing = async () => [...await copies(server, references)].filter(([, all]) => all.length === 0);
    await until('every case has its mail', async () => (await missing()).length === 0, LEASE + references.length / 10);
    // What was taken and not recorded is leased still, and comes once more when that has ended.
    const ended = () => Date.now() - city.kills.at(-1) > LEASE * 1000;
    if (KILLS > FEW) await until('the leases have ended', ended, LEASE + 10);

    const doubled = [];
    for (const [reference, all] of await copies(server, references)) {
      assert.equal(new Set(all.map(({ id }) => id)).size, 1, `${reference} has one mail, however often it came`);
      for (const [index, copy] of all.slice(0, -1).entries()) {
        doubled.push(moments(reference, copy, all[index + 1]));
      }
    }
    const left = unexplained(city.kills, doubled);
    assert.equal(left.length, 0, `${JSON.stringify(left)} came twice, and none of the kills ${city.kills} explains it`);
    const twice = doubled.length;
    t.diagnostic(`${name}: ${KILLS} kills, ${references.length} cases, 0 mails lost, ${twice} twice (seed ${SEED})`);
  } finally {
    await city.plaza?.stop();
    await server.remove();
    await rm(data, { recursive: true, force: true });
  }
}

describe('kill -9 at random moments, under load', { concurrency: true }, () => {
  test('no mail is lost on SQLite', (t) => endure(t, 'SQLite'));

  const skip = process.env.PLAZA_TEST_DATABASE_URL ? false : 'PLAZA_TEST_DATABASE_URL is not set';
  test('no mail is lost on PostgreSQL', { skip }, (t) =>
    withDatabase((databaseUrl) => endure(t, 'PostgreSQL', databaseUrl)));
});
