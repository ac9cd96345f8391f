// A Postfix of one test's own: Debian's programs, with another configuration, another queue and
// other ports, all in a folder that goes when the test does. Its `master` needs root.

import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

import { folder } from './plaza.mjs';
import { freePort } from './smtp.mjs';
import { until } from './wait.mjs';

const run = promisify(execFile);
const program = (name) => path.join('/usr/sbin', name);

/** Why none can be started here, in words; nothing where one can. */
export function impossible() {
  if (process.getuid() !== 0) return 'Postfix needs root';
  return existsSync(program('postfix')) ? false : 'Postfix is not installed';
}

/** `{uid, gid}` of a user of this machine. */
export async function user(name) {
  const [uid, gid] = await Promise.all(['-u', '-g'].map(async (which) =>
    Number((await run('id', [which, name])).stdout)));
  return { uid, gid };
}

// Whoever started it may be killed at any moment: then its end of the pipe closes, and this stops
// Postfix, whose processes are in no group of ours.
const KEEPER = `
  postfix -c "$0/etc" start >&2 || exit 1
  echo started
  cat >/dev/null
  postfix -c "$0/etc" stop
  rm -rf "$0"
`;

export class Postfix {
  #keeper;
  #words = '';

  /**
   * Starts one that hands mail on to the SMTP server on port `onwards`, but for what `more` says:
   * its files by their names, lines for main.cf and master.cf among them. `verified` are the
   * senders whose mails have passed DMARC at `name`.
   */
  static async start({ name, onwards, verified, more }) {
    const postfix = new Postfix();
    postfix.folder = await folder();
    // Its processes run as several users.
    await chmod(postfix.folder, 0o755);
    const at = (...parts) => path.join(postfix.folder, ...parts);
    for (const part of ['etc', 'spool', 'lib', 'log']) await mkdir(at(part));
    const { uid, gid } = await user('postfix');
    for (const part of ['lib', 'log']) await chown(at(part), uid, gid);
    postfix.submission = await freePort();
    postfix.port = await freePort();
    const files = { ...more, dmarc: dmarc(name, verified) };
    files['main.cf'] = mainCf(at, { name, onwards }) + more['main.cf'];
    files['master.cf'] = masterCf(postfix) + more['master.cf'];
    for (const [file, text] of Object.entries(files)) {
      // The same tables as plain text, which nobody has to compile.
      await writeFile(at('etc', file), text.replaceAll('hash:/etc/postfix/', `texthash:${at('etc')}/`));
    }
    await postfix.#start();
    return postfix;
  }

  async #start() {
    this.#keeper = spawn('sh', ['-c', KEEPER, this.folder], {
      detached: true,
      env: { ...process.env, PATH: `/usr/sbin:/usr/bin:/sbin:/bin:${process.env.PATH}` },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let printed = '';
    this.#keeper.stdout.setEncoding('utf8').on('data', (text) => (printed += text));
    this.#keeper.stderr.setEncoding('utf8').on('data', (text) => (this.#words += text));
    try {
      await until('Postfix starts', () => {
        assert.equal(this.#keeper.exitCode, null, 'it ended by itself');
        return printed.includes('started');
      }, 60);
    } catch (error) {
      const log = await this.log();
      await this.remove();
      throw new Error(`Postfix did not start: ${error.message}\n${this.#words}\n${log}`);
    }
  }

  /** What it wrote to its log. */
  log() {
    return readFile(path.join(this.folder, 'log/mail.log'), 'utf8').catch(() => '');
  }

  /** The mails that it has not got rid of: `{queue_name, sender, recipients: [{address, delay_reason}]}`. */
  async queue() {
    const { stdout } = await run(program('postqueue'), ['-c', path.join(this.folder, 'etc'), '-j']);
    return stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }

  /** Tries anew at once what it could not deliver. */
  flush() {
    return run(program('postqueue'), ['-c', path.join(this.folder, 'etc'), '-f']);
  }

  /** Stops it; its folder goes with it. */
  async remove() {
    if (this.#keeper.exitCode === null) {
      const ended = once(this.#keeper, 'exit');
      this.#keeper.stdin.end();
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

const mainCf = (at, { name, onwards }) => `
compatibility_level = 2
queue_directory = ${at('spool')}
data_directory = ${at('lib')}
maillog_file_prefixes = ${at('log')}
maillog_file = ${at('log/mail.log')}
mail_owner = postfix
setgid_group = postdrop

myhostname = ${name}
mydestination =
alias_maps =
alias_database =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_peername_lookup = no
smtpd_tls_security_level = none
smtp_tls_security_level = none
notify_classes =
default_transport = smtp:[127.0.0.1]:${onwards}
from_the_world = check_sender_access regexp:${at('etc/dmarc')}

`;

// Plaza hands its mails over at the first port. The second is where the world's mail comes in, for
// the city alone.
const masterCf = ({ submission, port }) => `
127.0.0.1:${submission} inet n - n - - smtpd
  -o smtpd_relay_restrictions=permit_mynetworks,reject
127.0.0.1:${port} inet n - n - - smtpd
  -o smtpd_relay_restrictions=reject_unauth_destination
  -o smtpd_sender_restrictions=$from_the_world
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
lmtp unix - - n - - lmtp

`;

// Nobody here can look up a sender's DNS records, as OpenDMARC or rspamd does for a city: this
// says of each sender how that went, in the header that such a program adds, above all others.
const dmarc = (name, verified) => [
  ...verified.map((sender) => `/^${sender.replaceAll('.', '\\.')}$/`
    + ` PREPEND Authentication-Results: ${name}; dmarc=pass header.from=${sender.split('@')[1]}`),
  `/^/ PREPEND Authentication-Results: ${name}; dmarc=fail`,
  '',
].join('\n');
