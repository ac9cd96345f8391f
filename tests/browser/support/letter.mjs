// Somebody's mail program: what a person writes, and how it reaches a mail server.

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const base64 = (text) => Buffer.from(text).toString('base64');

/** A message; `headers` stand above those that a mail program writes, and `answers` is the mail it replies to. */
export function letter({ from, to, subject, text, answers, headers = [] }) {
  return [
    ...headers,
    `From: ${from}`,
    `To: ${to}`,
    `Subject: =?utf-8?B?${base64(subject)}?=`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${randomUUID()}@${from.split('@')[1]}>`,
    ...(answers ? [`In-Reply-To: ${answers.messageId}`, `References: ${answers.messageId}`] : []),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    ...base64(text).match(/.{1,76}/g),
    '',
  ].join('\r\n');
}

/** Hands a message to the SMTP server on a port of this machine, which must take it. */
export async function send(port, { from, to, message }) {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    // What breaks later ends the lines.
    socket.on('error', () => {});
    const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
    const hears = async (code, what) => {
      for (;;) {
        const { value, done } = await lines.next();
        assert.ok(!done, `hung up after ${what}`);
        if (value[3] === '-') continue;
        assert.ok(value.startsWith(code), `${what}: ${value}`);
        return;
      }
    };
    const say = async (words, code) => {
      socket.write(`${words}\r\n`);
      await hears(code, words.slice(0, 100));
    };
    await hears('220', 'connecting');
    await say('EHLO mail.plaza.example', '250');
    await say(`MAIL FROM:<${from}>`, '250');
    await say(`RCPT TO:<${to}>`, '250');
    await say('DATA', '354');
    await say(`${message.replace(/^\./gm, '..')}.`, '250');
    await say('QUIT', '221');
  } finally {
    socket.destroy();
  }
}
