// The route catalogue, read from where the program has it, a file for each part, and the addresses of its pages.

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';

const folder = new URL('../../../src/web/routes/', import.meta.url);
const parts = (await readdir(folder)).filter((name) => name !== 'mod.rs').sort();
const source = (await Promise.all(parts.map((name) => readFile(new URL(name, folder), 'utf8')))).join('\n');
const rows = [...source.matchAll(/^ {4}GET "([^"]+)" (\w+)(?:\(\w+\))? [^\s,]+(?:, \S+)?;$/gm)];
assert.equal(rows.length, source.match(/^ *GET /gm).length, 'a row of the catalogue is written otherwise');

const isPage = (path) => path.startsWith('/{lang}') || ['/api/docs', '/dev/mail', '/dev/mail/samples'].includes(path);

/** Every page of the catalogue, `{path, audience, shape}`, in a part in the order in which routes are tried. */
export const PAGES = rows.filter(([, path]) => isPage(path)).map(([, path, audience]) => {
  const shape = path.replaceAll('.', '\\.').replace('{lang}', '(?:zh|en)').replace(/\{\w+\}/g, '[^/]+');
  return { path, audience, shape: new RegExp(`^${shape}/?$`) };
});

/** Who a page is for, by role: as the program's `Audience` says it. */
const FOR = {
  resident: ['Member'],
  moderator: ['Member', 'Moderator'],
  staff: ['Member', 'Staff'],
  privacy_officer: ['Member', 'PrivacyOfficer', 'Approver'],
  administrator: ['Member', 'Administrator', 'Approver'],
};

/** The pages that somebody may open; without a role, a guest. */
export const pagesFor = (role) => PAGES.filter(({ audience }) =>
  ['Anyone', 'Demo', ...(FOR[role] ?? [])].includes(audience));

/** The page of the catalogue at a path. */
export const pageAt = (path) => PAGES.find(({ shape }) => shape.test(path));

/**
 * The address of a page, each parameter filled with what `values` has for the whole path or for
 * `word/{name}`, the word being the part before it; nothing where one has no value.
 */
export function fill({ path }, lang, values) {
  let lacks = false;
  const address = path.replace('{lang}', lang).replace(/([^/]+)\/\{\w+\}/g, (place, word) => {
    const value = values[path] ?? values[place];
    lacks ||= value === undefined;
    return `${word}/${value}`;
  });
  return lacks ? null : address;
}
