// A visitor: a Chromium of its own, which notes everything that a page must not do.

import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';

import { folder } from './plaza.mjs';
import { until } from './wait.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What the standard asks of any document; and what else is good of a page. */
export const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];
const RULES = [...WCAG, 'best-practice'];

const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

/** Every size and scheme in which a page is looked at. */
export const LOOKS = [PHONE, DESKTOP].flatMap((size) => ['light', 'dark'].map((scheme) => ({ size, scheme })));

/** Each size and each scheme once: for a page that was looked at in all of them in the other language. */
export const TWO_LOOKS = [LOOKS[0], LOOKS[3]];

/** What a browser says that its reader speaks. */
export const LOCALE = { zh: 'zh-TW', en: 'en-GB' };

export class Visitor {
  #profile;
  #session;
  #pending = [];
  /** What went wrong on any page so far, in words. */
  faults = [];
  /** The cookies beside the session's that this visitor has chosen to take. */
  taken = [];

  /** `cookies: false` is the browser's own setting that refuses all storage; `scripts: false` runs no script. */
  static async come(plaza, { cookies = true, scripts = true, locale = 'zh-TW' } = {}) {
    const visitor = new Visitor();
    Object.assign(visitor, { plaza, cookies, scripts, loggedOn: false });
    // Whoever is still there when the city closes is shown out: a test that failed leaves its visitors behind.
    plaza.atEnd(() => visitor.close());
    visitor.#profile = await folder();
    await mkdir(path.join(visitor.#profile, 'Default'));
    // 2 is "block": cookies, local storage, databases, caches and workers alike.
    await writeFile(path.join(visitor.#profile, 'Default/Preferences'), JSON.stringify({
      profile: { default_content_setting_values: cookies ? {} : { cookies: 2 } },
    }));
    visitor.context = await chromium.launchPersistentContext(visitor.#profile, {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: ARGUMENTS,
      locale,
      viewport: DESKTOP,
      reducedMotion: 'reduce',
    });
    visitor.page = visitor.context.pages()[0] ?? (await visitor.context.newPage());
    visitor.#session = await visitor.context.newCDPSession(visitor.page);
    await visitor.#letScriptsRun(scripts);
    visitor.#watch();
    return visitor;
  }

  // Playwright's own switch would also stop axe, which needs timers.
  #letScriptsRun(value) {
    return this.#session.send('Emulation.setScriptExecutionDisabled', { value: !value });
  }

  #watch() {
    const { context, page, plaza } = this;
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol !== 'data:' && url.origin !== plaza.url) this.#fault(`asked another origin for ${url}`);
    });
    context.on('response', (response) => {
      const document = response.request().isNavigationRequest();
      // A form that a script sends is refused as one that a browser sends.
      const form = response.request().method() === 'POST' && response.status() === 422;
      if (response.status() >= (document || form ? 500 : 400)) this.#fault(`${response.status()} for ${response.url()}`);
      if (this.loggedOn) return;
      const { taken } = this;
      this.#pending.push(response.headerValue('set-cookie').then(
        (cookies) => (cookies ?? '').split('\n').map((cookie) => cookie.split('=')[0])
          .filter((name) => name && !taken.includes(name))
          .forEach((name) => this.#fault(`was given the cookie ${name} unasked by ${response.url()}`)),
        () => {},
      ));
    });
    // Refusals of the Content-Security-Policy are told here as well.
    page.on('console', (message) => {
      const expected = message.text().startsWith('Failed to load resource');
      if (['error', 'warning'].includes(message.type()) && !expected) this.#fault(`console: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.#fault(`script: ${error.message}`));
    page.on('dialog', (dialog) => {
      this.#fault(`a dialog: ${dialog.message()}`);
      return dialog.dismiss();
    });
  }

  #fault(words) {
    const url = new URL(this.page.url());
    const address = url.protocol === 'about:' ? 'before the first page' : url.pathname;
    const fault = `${address}: ${words}`;
    if (!this.faults.includes(fault)) this.faults.push(fault);
  }

  /** The path that is open now. */
  get path() {
    return new URL(this.page.url()).pathname;
  }

  /** Opens an address and gives its status. */
  async open(address) {
    const answer = await this.page.goto(new URL(address, this.plaza.url).href);
    return answer.status();
  }

  /** Presses a button or link and waits for the page that follows; gives that page's status. */
  async press(target) {
    const locator = typeof target === 'string' ? this.page.locator(target) : target;
    const [answer] = await Promise.all([
      this.page.waitForResponse((response) =>
        response.request().isNavigationRequest() && (response.status() < 300 || response.status() >= 400)),
      // A form that keeps a draft first is sent some time after the click.
      this.page.waitForEvent('load'),
      locator.click(),
    ]);
    return answer.status();
  }

  /**
   * Fills fields by their names, those of one part of the page where `within` says so; a value of `true`
   * ticks, others of radios and selects choose.
   */
  async fill(fields, within = 'main') {
    for (const [name, value] of Object.entries(fields)) {
      const field = this.page.locator(`${within} [name="${name}"]`);
      const kind = await field.first().evaluate((element) => element.type);
      if (kind === 'radio') await this.page.locator(`${within} [name="${name}"][value="${value}"]`).check();
      else if (kind === 'checkbox') await field.setChecked(value);
      else if (kind.startsWith('select')) await field.selectOption(value);
      else await field.fill(value);
    }
  }

  /** The words of the page's main part, as a reader sees them. */
  text(selector = 'main') {
    return this.page.locator(selector).innerText();
  }

  /** The page of the same content in the other language. */
  otherLanguage() {
    return this.press('.site-nav .language a');
  }

  /**
   * Looks at the page that is open, in every size and both schemes, and notes what a reader with or
   * without good eyes would stumble over, and anything that was stored.
   */
  async inspect(looks = LOOKS, rules = RULES) {
    await this.#letScriptsRun(true);
    try {
      await this.page.evaluate(axe);
      const ofColour = await this.#rulesOfColour(rules);
      const seen = new Map();
      const sizes = new Set();
      for (const { size, scheme } of looks) {
        await this.page.setViewportSize(size);
        await this.page.emulateMedia({ colorScheme: scheme });
        // What was looked at in the other scheme differs by its colours alone.
        const again = sizes.has(size) && ofColour;
        sizes.add(size);
        const runOnly = again ? { type: 'rule', values: ofColour } : { type: 'tag', values: rules };
        const found = await this.page.evaluate((runOnly) => globalThis.axe
          .run({ runOnly, rules: { 'target-size': { enabled: true } }, resultTypes: ['violations'] })
          .then(({ violations }) => violations.map(({ id, help, nodes }) =>
            `axe ${id} (${help}): ${nodes.map((node) => node.target.join(' ')).join(', ')}`)), runOnly);
        found.push(...(await this.#width()), ...(await this.#namedTwice()));
        for (const fault of found) seen.set(fault, [...(seen.get(fault) ?? []), `${size.width} px ${scheme}`]);
      }
      for (const [fault, looks] of seen) this.#fault(`${fault} [${looks.join(', ')}]`);
      await this.#lookForStorage();
    } finally {
      await this.page.setViewportSize(DESKTOP);
      await this.page.emulateMedia({ colorScheme: 'light' });
      await this.#letScriptsRun(this.scripts);
    }
  }

  /**
   * The rules of axe that look at colours, of those with these tags; nothing where the page asks for the scheme
   * otherwise than by `light-dark()`, which gives a colour and nothing else.
   */
  #rulesOfColour(tags) {
    return this.page.evaluate((tags) => {
      const asked = 'prefers-color-scheme';
      const rules = [...document.styleSheets].flatMap(({ cssRules }) => [...cssRules]);
      if (rules.some(({ cssText }) => cssText.includes(asked)) || document.querySelector(`[media*="${asked}"]`)) return null;
      return globalThis.axe.getRules(tags)
        .filter(({ tags }) => tags.includes('cat.color') && !tags.includes('experimental') && !tags.includes('deprecated'))
        .map(({ ruleId }) => ruleId);
    }, tags);
  }

  async #width() {
    const wide = await this.page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth);
    return wide > 0 ? [`${wide} px too wide: it has to be scrolled sideways`] : [];
  }

  // axe sees only those that something else refers to.
  async #namedTwice() {
    const names = await this.page.locator('[id]').evaluateAll((all) => all.map((one) => one.getAttribute('id')));
    const again = names.filter((name, at) => names.indexOf(name) < at);
    return [...new Set(again)].map((name) => `the id ${name} stands more than once`);
  }

  /** Everything that this browser keeps for the site, in words. */
  async stored() {
    const cookies = (await this.context.cookies()).map((cookie) => `cookie ${cookie.name}`);
    const { usageBreakdown } = await this.#session.send('Storage.getUsageAndQuota', { origin: this.plaza.url });
    const used = usageBreakdown.filter(({ usage }) => usage > 0).map(({ storageType }) => storageType);
    const seen = await this.page.evaluate(async () => {
      // A browser that refuses storage throws here: then there is none.
      const look = async (name, keys) => {
        try {
          return (await keys()).map((key) => `${name} ${key}`);
        } catch {
          return [];
        }
      };
      return (await Promise.all([
        look('local storage', async () => Object.keys(localStorage)),
        look('session storage', async () => Object.keys(sessionStorage)),
        look('database', async () => (await indexedDB.databases()).map(({ name }) => name)),
        look('cache', () => caches.keys()),
        look('worker', async () =>
          (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope)),
      ])).flat();
    });
    return [...cookies, ...used, ...seen];
  }

  // The session cookie lives between log-on and log-off; others only where the visitor takes them.
  async #lookForStorage() {
    const allowed = this.cookies ? [...(this.loggedOn ? ['plaza'] : []), ...this.taken].sort() : [];
    const stored = (await this.stored()).sort();
    const cookies = await this.context.cookies();
    if (stored.join() !== allowed.map((name) => `cookie ${name}`).join()) {
      this.#fault(`stored: ${stored.join(', ') || 'nothing'}, where ${allowed.join(', ') || 'nothing'} should be`);
    }
    for (const cookie of cookies) {
      if (!cookie.httpOnly || !['Lax', 'Strict'].includes(cookie.sameSite)) {
        this.#fault(`the cookie ${cookie.name} can be read by scripts or sent from other sites`);
      }
    }
  }

  /** Chooses about cookies at the foot of the page that is open; gives the status of the page that follows. */
  async choose(mode) {
    await this.page.locator(`footer [name="choice"][value="${mode}"]`).check();
    return this.press('footer .cookie-choice button');
  }

  /** Looks for what this browser keeps, and notes what should not be there. */
  async lookForStorage() {
    await Promise.all(this.#pending);
    await this.#lookForStorage();
  }

  /** Opens the demo's mails until there is one for `recipient` with `part` in it; gives its place on the page. */
  async mailTo(recipient, part) {
    const mail = this.page.locator('article.mail').filter({ hasText: recipient }).filter({ hasText: part }).first();
    await until(`a mail to ${recipient} with ${JSON.stringify(part)} on /dev/mail`, async () => {
      await this.open('/dev/mail');
      return mail.isVisible();
    });
    return mail;
  }

  async logOn({ email, password }, lang = 'zh') {
    await this.open(`/${lang}/log-on`);
    await this.fill({ email, password });
    this.loggedOn = true;
    await this.press('main form button.primary');
    assert.ok(!this.path.endsWith('/log-on'), `${email} could not log on: ${await this.text()}`);
  }

  async logOff() {
    await this.press('.site-nav form[action$="/log-off"] button');
    await Promise.all(this.#pending);
    this.loggedOn = false;
  }

  /** Ends the browser and fails if anything was noted. */
  async leave() {
    await Promise.all(this.#pending);
    await this.close();
    assert.deepEqual(this.faults, [], 'pages had faults');
  }

  async close() {
    await this.context?.close();
    await rm(this.#profile, { recursive: true, force: true });
  }
}
