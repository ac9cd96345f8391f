// A PostgreSQL database of one's own, on the server that PLAZA_TEST_DATABASE_URL names.

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

export const server = process.env.PLAZA_TEST_DATABASE_URL;

export const sql = (statement, database = server) =>
  promisify(execFile)('psql', [database, '--quiet', '--command', statement]);

/** What a question to the database gives: a list of rows, each a list of texts. */
export async function rows(question, database) {
  const options = [database, '--no-psqlrc', '--no-align', '--tuples-only', '--field-separator=\t', '--command', question];
  const { stdout } = await promisify(execFile)('psql', options, { maxBuffer: 1 << 26 });
  return stdout.split('\n').filter(Boolean).map((line) => line.split('\t'));
}

/** A database of one's own, for as long as `use` takes. */
export async function withDatabase(use) {
  const name = `plaza_browser_${randomBytes(6).toString('hex')}`;
  await sql(`create database ${name}`);
  const databaseUrl = new URL(server);
  databaseUrl.pathname = `/${name}`;
  try {
    await use(databaseUrl.href);
  } finally {
    await sql(`drop database if exists ${name} with (force)`);
  }
}
