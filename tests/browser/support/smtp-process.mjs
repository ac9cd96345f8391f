// An SMTP server as a process of its own: `node smtp-process.mjs PORT FOLDER`.
//
// A mail is on disk before it is acknowledged. Its parent tells it by a message
// which recipients to refuse: [{recipient, code, times}]; without `times`, always. With {greeting: code}
// it greets nobody, with {hello: code} it answers no EHLO, with {startTls: code} it offers TLS and refuses it,
// with {logOn: code} it lets nobody log on, with {sender: code} it takes no sender.

import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import { SMTPServer } from 'smtp-server';
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';

const [port, folder] = process.argv.slice(2);
let refusals = [];
let taken = 0;

process.on('message', (rules) => {
  refusals = rules;
  server.options.hideSTARTTLS = !closed('startTls');
  process.send('rules');
});
// Without its parent it has no use.
process.on('disconnect', () => process.exit(0));

const refusal = (recipient) => {
  const rule = refusals.find((rule) => rule.recipient === recipient && rule.times !== 0);
  if (!rule) return null;
  if (rule.times) rule.times -= 1;
  process.send({ refused: recipient, code: rule.code });
  return Object.assign(new Error('refused by the test'), { responseCode: rule.code });
};

const keep = async (stream, session) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  taken += 1;
  const name = path.join(folder, `${Date.now()}-${String(taken).padStart(6, '0')}.json`);
  const file = await open(`${name}.part`, 'w');
  await file.writeFile(JSON.stringify({
    from: session.envelope.mailFrom.address,
    to: session.envelope.rcptTo.map((recipient) => recipient.address),
    raw: Buffer.concat(chunks).toString('latin1'),
  }));
  await file.sync();
  await file.close();
  await rename(`${name}.part`, name);
};

/** How all are refused at a step now; nothing where they are not. */
const closed = (step) => {
  const code = refusals.find((rule) => rule[step])?.[step];
  return code ? Object.assign(new Error('refused by the test'), { responseCode: code }) : null;
};

// The library asks nobody before it answers these.
for (const [command, step] of [['EHLO', 'hello'], ['STARTTLS', 'startTls']]) {
  const answer = SMTPConnection.prototype[`handler_${command}`];
  SMTPConnection.prototype[`handler_${command}`] = function refuse(line, done) {
    const error = closed(step);
    if (!error) return answer.call(this, line, done);
    this.send(error.responseCode, error.message);
    return done();
  };
}

const server = new SMTPServer({
  authOptional: true,
  allowInsecureAuth: true,
  hideSTARTTLS: true,
  disableReverseLookup: true,
  onConnect: (_session, done) => done(closed('greeting')),
  onAuth: (_auth, _session, done) => done(closed('logOn'), { user: 'plaza' }),
  onMailFrom: (_address, _session, done) => done(closed('sender')),
  onRcptTo: (address, _session, done) => done(refusal(address.address)),
  onData: (stream, session, done) => keep(stream, session).then(() => done(), done),
});
// A client that was killed leaves a broken connection behind.
server.on('error', () => {});
server.listen(Number(port), '127.0.0.1', () => process.send({ port: server.server.address().port }));
