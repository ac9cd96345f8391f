// Every page that a guest can reach, in a browser: what must hold on each of them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { DESKTOP, PHONE, Visitor, WCAG } from './support/browser.mjs';
import { Plaza } from './support/plaza.mjs';

const TAGS = { zh: 'zh-TW', en: 'en' };
// A demo city is small; more pages than this means that addresses breed.
const MOST_PAGES = 600;
const MOST_OF_A_KIND = 10;

let plaza;
before(async () => {
  plaza = await Plaza.start();
});
after(() => plaza?.stop());

/** The kind of page behind a path: its language and the parts that name no record. */
const kind = (path) => path
  .replace(/\/boards\/[^/]+/, '/boards/…')
  .replace(/\/tags\/[^/]+/, '/tags/…')
  .replace(/\/t\/\d+.*/, '/t/…')
  .split('/')
  .map((part) => (/\d/.test(part) && part !== 'v1' ? '…' : part))
  .join('/');

/** What is wrong with the headers of an answer, in words. */
function headerFaults(headers) {
  const faults = [];
  const expect = (name, pattern) => {
    if (!pattern.test(headers[name] ?? '')) faults.push(`${name} is ${headers[name]}`);
  };
  expect('x-content-type-options', /^nosniff$/);
  expect('x-frame-options', /^DENY$/);
  // Plaza itself may learn where a form stood; nobody else does.
  expect('referrer-policy', /^(same-origin|no-referrer)$/);
  expect('permissions-policy', /camera=\(\)/);
  expect('cross-origin-opener-policy', /^same-origin$/);
  expect('content-security-policy', /default-src 'none'/);
  expect('content-security-policy', /frame-ancestors 'none'/);
  expect('content-security-policy', /form-action 'self'/);
  expect('content-security-policy', /base-uri 'none'/);
  if (/unsafe-|\*|https?:/.test(headers['content-security-policy'] ?? '')) {
    faults.push(`content-security-policy is loose: ${headers['content-security-policy']}`);
  }
  for (const name of ['server', 'x-powered-by', 'set-cookie']) {
    if (name in headers) faults.push(`${name} is sent`);
  }
  return faults;
}

/** What is wrong with the page that is open, in words, and where its links lead. */
async function look(visitor, lang) {
  const seen = await visitor.page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
    headings: [...document.querySelectorAll('h1')].map((heading) => heading.innerText.trim()),
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    links: [...document.querySelectorAll('a[href]')].map((link) => link.href),
    empty: [...document.querySelectorAll('a[href], button')]
      .filter((element) => !element.textContent.trim() && !element.getAttribute('aria-label'))
      .map((element) => element.outerHTML),
    // A key that has no words shows as itself; so does an argument that was forgotten. What stands behind
    // a slash is an address's, which a mail spells out.
    untranslated: /(?<!\/)\b(?:face|mail|invalid|problem|account|kind|done)-[a-z]+-?[a-z]*\b|\{\s*\$/.exec(
      document.body.innerText)?.[0] ?? null,
  }));
  const faults = [];
  if (seen.headings.length !== 1 || !seen.headings[0]) faults.push(`its h1 are ${JSON.stringify(seen.headings)}`);
  if (!seen.title.trim()) faults.push('no title');
  if (lang && seen.lang !== TAGS[lang]) faults.push(`lang is ${seen.lang}`);
  const to = (end) => seen.links.some((link) => new URL(link).pathname === end);
  for (const end of lang ? [`/${lang}/privacy`, `/${lang}/suggestions/new`] : []) {
    if (!to(end)) faults.push(`no link to ${end}`);
  }
  if (seen.wide > 0) faults.push(`${seen.wide} px too wide for a phone`);
  if (seen.empty.length > 0) faults.push(`links or buttons without words: ${seen.empty.join(' ')}`);
  if (seen.untranslated) faults.push(`shows the key ${seen.untranslated}`);
  return { faults, links: seen.links };
}

test('a guest’s crawl: every page stands, in its language, on its own, and stores nothing', async () => {
  const visitor = await Visitor.come(plaza);
  const queue = ['/zh/', '/en/'];
  const found = new Set(queue);
  const kinds = new Map();
  const met = new Map();
  const wrong = [];
  await visitor.page.setViewportSize(PHONE);
  while (queue.length > 0) {
    const address = queue.shift();
    const { pathname } = new URL(address, plaza.url);
    // A browser opens a page, and saves a calendar or a table.
    const answer = /^\/(?:feeds|open-data)\//.test(pathname)
      ? await visitor.page.request.get(plaza.url + address)
      : await visitor.page.goto(plaza.url + address);
    const note = (faults) => wrong.push(...faults.map((fault) => `${address}: ${fault}`));
    // The demo's mails lead offices to their desk, and a guest to logging on.
    const expected = /^\/(?:zh|en)\/desk$/.test(pathname) ? 401 : 200;
    if (answer.status() !== expected) note([`answers ${answer.status()}`]);
    // A mail brings its own style, and leads where its recipient alone may go.
    const isMail = /^\/dev\/mail\/samples\/\d+$/.test(pathname);
    note(headerFaults(answer.headers())
      .filter((fault) => !isMail || !fault.startsWith('content-security-policy is loose')));
    if (!(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue;
    const lang = /^\/(zh|en)(?:\/|$)/.exec(pathname)?.[1];
    const { faults, links } = await look(visitor, lang);
    // The API's pages are for programmers and have a frame of their own.
    if (!pathname.startsWith('/api/')) note(faults);
    if (!kinds.has(kind(pathname))) {
      kinds.set(kind(pathname), address);
    }
    for (const link of isMail ? [] : links) {
      const url = new URL(link);
      const next = url.pathname + url.search;
      if (url.origin !== plaza.url || found.has(next)) continue;
      // Pages of one kind are alike: so many of them tell enough.
      const alike = met.get(kind(url.pathname)) ?? 0;
      if (alike >= MOST_OF_A_KIND) continue;
      met.set(kind(url.pathname), alike + 1);
      found.add(next);
      queue.push(next);
    }
    assert.ok(found.size < MOST_PAGES, `more than ${MOST_PAGES} addresses: ${address}`);
  }
  assert.deepEqual(wrong, []);
  assert.deepEqual(await visitor.stored(), [], 'reading stored something');

  // The crawl went where it should have: both languages have the same pages.
  const of = (lang) => [...kinds.keys()].filter((path) => path.startsWith(`/${lang}/`))
    .map((path) => path.slice(3)).sort();
  assert.deepEqual(of('zh'), of('en'));
  for (const path of ['/privacy', '/rules', '/cookies', '/accessibility', '/boards/…', '/t/…', '/register',
    '/log-on', '/password/forgot', '/suggestions/new', '/suggestions/case']) {
    assert.ok(of('en').includes(path), `the crawl met no ${path}; it met ${of('en').join(' ')}`);
  }

  // One page of each kind, with axe, in every size and scheme.
  for (const [path, address] of kinds) {
    if (path.startsWith('/api/')) continue;
    await visitor.open(address);
    // A mail has no frame, and so no landmarks.
    await visitor.inspect(undefined, path.startsWith('/dev/mail/samples/') ? WCAG : undefined);
  }
  await visitor.leave();
});

test('pages that say what went wrong have a way on', async () => {
  const visitor = await Visitor.come(plaza);
  for (const lang of ['zh', 'en']) {
    const wayOn = async (address, status, come = () => visitor.open(address)) => {
      assert.equal(await come(), status, address);
      assert.equal(await visitor.page.locator('h1').count(), 1);
      assert.equal(await visitor.page.locator('html').getAttribute('lang'), TAGS[lang]);
      const ways = await visitor.page.locator('main a').evaluateAll((links) => links.map((link) => link.pathname));
      assert.ok(ways.includes(`/${lang}/`) || ways.includes(`/${lang}`), `${address} leads to ${ways}`);
      await visitor.inspect();
    };
    await wayOn(`/${lang}/no-such-page`, 404);
    await wayOn(`/${lang}/boards/no-such-board`, 404);
    await wayOn(`/${lang}/topics/999999999`, 404);
    await wayOn(`/${lang}/log-off`, 405);
    await wayOn(`/${lang}/password/forgot`, 403, () => fromAnotherSite(visitor, `/${lang}/password/forgot`));
  }
  await visitor.leave();
});

/** A page of another site sends a form of Plaza's, as an attacker would. */
async function fromAnotherSite(visitor, address) {
  await visitor.page.goto('about:blank');
  await visitor.page.setContent(`
    <form method="post" action="${plaza.url}${address}">
      <input name="email" value="resident@plaza.example"><button>a harmless word</button>
    </form>`);
  return visitor.press('button');
}

test('a resident is told that the desk and the queue are not for them', async () => {
  const visitor = await Visitor.come(plaza);
  await visitor.logOn(plaza.account('resident'));
  for (const address of ['/zh/desk', '/en/desk', '/zh/review', '/en/review']) {
    assert.equal(await visitor.open(address), 403, address);
    assert.ok((await visitor.page.locator('main a').count()) > 0, `${address} has no way on`);
    await visitor.inspect();
  }
  await visitor.leave();
});

test('the API is browsed, operation by operation, without another site', async () => {
  const visitor = await Visitor.come(plaza);
  const asked = new Set();
  visitor.page.on('request', (request) => asked.add(new URL(request.url()).origin));
  await visitor.open('/api/docs');
  const operation = visitor.page.locator('.opblock', { hasText: '/api/v1/suggestions/case' }).first();
  await operation.waitFor();
  await operation.locator('button').first().click();
  await operation.locator('.opblock-body').waitFor();
  assert.deepEqual([...asked], [plaza.url]);
  await visitor.leave();
});

test('the bare address leads to the reader’s language, and an address keeps its own', async () => {
  const lead = async (address, accept) => {
    const answer = await fetch(plaza.url + address, { redirect: 'manual', headers: { 'accept-language': accept } });
    assert.equal(answer.status, 302, address);
    assert.match(answer.headers.get('vary') ?? '', /accept-language/i);
    return new URL(answer.headers.get('location'), plaza.url).pathname.replace(/\/$/, '');
  };
  assert.equal(await lead('/', 'en-GB,en;q=0.9'), '/en');
  assert.equal(await lead('/', 'zh-TW,zh;q=0.9,en;q=0.8'), '/zh');
  assert.equal(await lead('/', 'en;q=0.3, zh-TW;q=0.8'), '/zh');
  assert.equal(await lead('/privacy', 'en'), '/en/privacy');

  const visitor = await Visitor.come(plaza, { locale: 'en-GB' });
  await visitor.page.setViewportSize(DESKTOP);
  await visitor.open('/');
  assert.equal(visitor.path.replace(/\/$/, ''), '/en');
  await visitor.open('/zh/privacy');
  assert.equal(await visitor.page.locator('html').getAttribute('lang'), 'zh-TW');
  await visitor.otherLanguage();
  assert.equal(visitor.path, '/en/privacy');
  await visitor.leave();
});

test('the head squeezes nothing, whoever reads it, and the widest tables fit a phone', async () => {
  const wrong = [];
  for (const lang of ['zh', 'en']) {
    for (const role of [null, 'resident', 'moderator', 'staff', 'privacy_officer', 'administrator']) {
      const visitor = await Visitor.come(plaza);
      if (role) await visitor.logOn(plaza.account(role), lang);
      const pages = ['', ...(role === 'staff' ? ['campaigns'] : []), ...(role === 'administrator' ? ['admin/boards'] : [])];
      for (const page of pages) {
        await visitor.page.goto(`${plaza.url}/${lang}/${page}`);
        for (const width of [390, 1024, 1280]) {
          await visitor.page.setViewportSize({ width, height: 900 });
          const seen = await visitor.page.evaluate(() => {
            const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
            const name = document.querySelector('.brand span');
            const range = document.createRange();
            range.selectNodeContents(name);
            return {
              wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
              lines: new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size,
              search: document.querySelector('.site-search').clientWidth / rem,
              inside: Math.max(0, ...[...document.querySelectorAll('.scroll')].map((part) => part.scrollWidth - part.clientWidth)),
            };
          });
          const note = (fault) => wrong.push(`${lang} ${role ?? 'guest'} /${page} at ${width}: ${fault}`);
          if (seen.wide > 0) note(`${seen.wide} px too wide`);
          if (seen.lines > (width < 768 ? 2 : 1)) note(`the city's name takes ${seen.lines} lines`);
          if (seen.search < 11) note(`the search has ${seen.search} rem`);
          if (page && width === 390 && seen.inside > 0) note(`a table is ${seen.inside} px wider than its place`);
        }
      }
      await visitor.close();
    }
  }
  assert.deepEqual(wrong, []);
});
