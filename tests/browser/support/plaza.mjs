// A throw-away Plaza: the program itself, as `plaza demo` starts it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { until } from './wait.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The program under test. */
export const program = () => {
  const found = path.resolve(process.env.PLAZA_BIN || path.join(root, 'target/debug/plaza'));
  assert.ok(existsSync(found), `${found} is not built: cargo build, or set PLAZA_BIN`);
  return found;
};

/** This process's environment, without what `plaza serve` would take for settings of its own. */
const environment = () => Object.fromEntries(Object.entries(process.env)
  .filter(([name]) => !name.startsWith('PLAZA_') || name === 'PLAZA_LOG'));

/** A new folder that nothing else uses. */
export const folder = () => mkdtemp(path.join(tmpdir(), 'plaza-test-'));

export class Plaza {
  #process;
  #words = '';
  #duties = [];

  /**
   * Starts a demo city and waits until it answers. Without `data` it gets a folder of its own,
   * which `stop` removes; `env` is added to this process's environment. `as` names the user whose
   * process it is, `{uid, gid}`, and `bin` another copy of the program.
   */
  static async start({ data, databaseUrl, smtpUrl, attachments, timeZone, host, listen = '127.0.0.1:0', ...how } = {}) {
    const plaza = new Plaza();
    plaza.ownsData = data === undefined;
    plaza.data = data ?? (await folder());
    const options = ['demo', '--json', '--data', plaza.data, '--listen', listen];
    if (databaseUrl) options.push('--database-url', databaseUrl);
    if (smtpUrl) options.push('--smtp-url', smtpUrl);
    if (attachments) options.push('--attachments', attachments);
    if (timeZone) options.push('--time-zone', timeZone);
    if (host) options.push('--host', host);
    const printed = plaza.#launch(options, how);
    await plaza.#comesUp(async () => {
      const line = await until('the JSON line of `plaza demo --json`', () => {
        plaza.#mustRun();
        const text = printed();
        return text.includes('\n') && text.slice(0, text.indexOf('\n'));
      }, 60);
      const { url, accounts } = JSON.parse(line);
      plaza.url = url.replace(/\/$/, '');
      plaza.accounts = accounts;
    });
    return plaza;
  }

  /** Serves the city that a configuration file describes, whose address and accounts are known. */
  static async serve({ data, config, url, accounts, ...how }) {
    const plaza = new Plaza();
    Object.assign(plaza, { ownsData: false, data, url, accounts });
    plaza.#launch(['serve', '--config', config], how);
    await plaza.#comesUp();
    return plaza;
  }

  /** Starts the program; gives a look at what it printed so far. */
  #launch(options, { env, as, bin = program() }) {
    this.#process = spawn(bin, options, {
      cwd: this.data,
      env: { ...environment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...as,
    });
    let printed = '';
    this.#process.stdout.setEncoding('utf8').on('data', (text) => (printed += text));
    this.#process.stderr.setEncoding('utf8').on('data', (text) => (this.#words += text));
    return () => printed;
  }

  /** Waits until it answers; what fails before ends it. */
  async #comesUp(first = () => {}) {
    try {
      await first();
      await until('/healthz answers', () => {
        this.#mustRun();
        return fetch(`${this.url}/healthz`).then((answer) => answer.ok, () => false);
      });
    } catch (error) {
      this.#process.kill('SIGKILL');
      throw new Error(`Plaza did not start: ${error.message}\n${this.#words}`);
    }
  }

  #mustRun() {
    assert.equal(this.#process.exitCode, null, `Plaza ended by itself\n${this.#words}`);
  }

  /** The first account of a role: `{role, email, password}`. */
  account(role) {
    const found = this.accounts.find((account) => account.role === role);
    assert.ok(found, `the demo has no ${role}`);
    return found;
  }

  /** The number of its process. */
  get pid() {
    return this.#process.pid;
  }

  /** What the program wrote to its log. */
  get log() {
    return this.#words;
  }

  /** Has something done before it stops. */
  atEnd(duty) {
    this.#duties.push(duty);
  }

  /** Ends it as an operator does, and holds it to a clean end. */
  async stop() {
    for (const duty of this.#duties.splice(0)) await duty();
    // A test may have killed it; nothing else may have ended it.
    const { exitCode, signalCode } = this.#process;
    const ran = !exitCode && [null, 'SIGKILL'].includes(signalCode);
    assert.ok(ran, `Plaza ended by itself: ${exitCode ?? signalCode}\n${this.#words}`);
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.kill('SIGTERM');
      const late = setTimeout(() => this.#process.kill('SIGKILL'), 20_000);
      const [status, signal] = await ended;
      clearTimeout(late);
      assert.equal(signal, null, `SIGTERM did not end Plaza in time\n${this.#words}`);
      assert.equal(status, 0, `Plaza ended with ${status}\n${this.#words}`);
    }
    if (this.ownsData) await rm(this.data, { recursive: true, force: true });
    assert.doesNotMatch(this.#words, /panicked at/, 'a part of Plaza panicked');
    assert.doesNotMatch(this.#words, /answered with a fault/, `an answer was a 5xx\n${this.#words}`);
  }

  /** Ends it as a power cut does. */
  async kill() {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }

  /** Logs a role on through the API: the headers with which its calls are made. */
  async session(role) {
    const { email, password } = this.account(role);
    const { token } = await this.make('POST', '/sessions', { email, password });
    return { authorization: `Bearer ${token}` };
  }

  /** A call of the JSON API that must succeed; gives what it answers. */
  async make(method, address, body, headers) {
    const answer = await this.api(method, address, body, headers);
    assert.ok(answer.status < 300, `${method} ${address}: ${JSON.stringify(answer)}`);
    return answer.body;
  }

  /** A call of the JSON API: `{status, body}`. */
  async api(method, address, body, headers = {}) {
    const answer = await fetch(`${this.url}/api/v1${address}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null };
  }
}
