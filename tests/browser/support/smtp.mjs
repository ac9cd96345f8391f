// A real SMTP server for Plaza's mail, which can be away, come back, and refuse.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { parseMail } from './mail.mjs';
import { folder } from './plaza.mjs';
import { until } from './wait.mjs';

const script = fileURLToPath(new URL('smtp-process.mjs', import.meta.url));

/** A port on which nothing listens now. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

export class MailServer {
  #process = null;

  /** A server with its port and folder, not started yet. */
  static async away() {
    const server = new MailServer();
    server.port = await freePort();
    server.folder = await folder();
    server.url = `smtp://127.0.0.1:${server.port}`;
    server.refused = [];
    return server;
  }

  static async start() {
    const server = await MailServer.away();
    await server.start();
    return server;
  }

  async start() {
    this.#process = fork(script, [this.port, this.folder]);
    this.#process.on('message', (message) => message.refused && this.refused.push(message));
    await once(this.#process, 'message');
  }

  async stop() {
    if (!this.#process) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
    this.#process = null;
  }

  /** Refuses recipients from now on: `[{recipient, code, times}]`. */
  async refuse(rules) {
    const told = new Promise((resolve) => {
      const listen = (message) => {
        if (message !== 'rules') return;
        this.#process.off('message', listen);
        resolve();
      };
      this.#process.on('message', listen);
    });
    this.#process.send(rules);
    await told;
  }

  /** All mails that were taken, oldest first; `at` is when, in milliseconds. */
  async mails() {
    const names = (await readdir(this.folder)).filter((name) => name.endsWith('.json')).sort();
    return Promise.all(names.map(async (name) => {
      const { from, to, raw } = JSON.parse(await readFile(path.join(this.folder, name), 'utf8'));
      return { from, to, at: Number(name.split('-')[0]), ...parseMail(raw) };
    }));
  }

  async mailsTo(recipient) {
    return (await this.mails()).filter((mail) => mail.to.includes(recipient));
  }

  /** Waits for the first mail to somebody whose text holds `part`. */
  async mailTo(recipient, part = '', seconds = 30) {
    return until(`a mail to ${recipient} with ${JSON.stringify(part)}`, async () =>
      (await this.mailsTo(recipient)).find((mail) => `${mail.subject}\n${mail.text}`.includes(part)), seconds);
  }

  async remove() {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
