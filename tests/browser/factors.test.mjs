// Second factors in a real browser: an app with codes where no script runs, and passkeys with Chromium's own
// authenticator, beside a password and in its stead.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, test } from 'node:test';

import { LOCALE, TWO_LOOKS, Visitor } from './support/browser.mjs';
import { Plaza } from './support/plaza.mjs';

let plaza;
before(async () => {
  // A passkey belongs to a name.
  plaza = await Plaza.start({ host: 'localhost' });
});
after(() => plaza?.stop());

/** The bytes of a key as people type it (RFC 4648). */
const bytes = (typed) => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...typed.replaceAll(/\s/g, '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0'));
  return Buffer.from(bits.join('').match(/.{8}/g).map((byte) => parseInt(byte, 2)));
};

/** What an app shows (RFC 6238). */
const code = (secret, step = 0) => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + step));
  const hash = createHmac('sha1', secret).update(counter).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
};

/** Proves again who is there, by the password. */
const prove = async (visitor, lang, { password }) => {
  await visitor.open(`/${lang}/account/confirm?next=/${lang}/account/factors`);
  await visitor.fill({ password });
  await visitor.press('main form button.primary');
  assert.equal(visitor.path, `/${lang}/account/factors`);
};

/** Chromium's own authenticator: as a telephone that knows its owner's finger. */
const device = async (visitor) => {
  const session = await visitor.context.newCDPSession(visitor.page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true,
    },
  });
  return {
    keys: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    refuse: (yes) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: !yes }),
  };
};

test('an app with codes needs no script', async () => {
  const lang = 'en';
  const account = plaza.account('staff');
  const visitor = await Visitor.come(plaza, { scripts: false, locale: LOCALE[lang] });
  await visitor.logOn(account, lang);
  await prove(visitor, lang, account);
  assert.equal(await visitor.page.locator('[data-passkey]').first().isVisible(), false);
  assert.equal(await visitor.page.locator('[data-passkey-without]').isVisible(), true);
  await visitor.press('form[action$="/factors/app"] button');
  const secret = bytes(await visitor.text('.keepsake code'));
  await visitor.inspect();
  await visitor.fill({ code: '1' });
  assert.equal(await visitor.press('main form button.primary'), 422);
  await visitor.inspect(TWO_LOOKS);
  await visitor.fill({ code: code(secret) });
  assert.equal(await visitor.press('main form button.primary'), 200);
  assert.equal(await visitor.page.locator('main ol code').count(), 10);
  const recovery = await visitor.page.locator('main ol code').first().innerText();
  await visitor.inspect();
  await visitor.press('main a.button.primary');
  await visitor.inspect();
  await visitor.logOff();

  await visitor.open(`/${lang}/log-on`);
  await visitor.fill({ email: account.email, password: account.password });
  assert.equal(await visitor.press('main form button.primary'), 200);
  await visitor.inspect();
  await visitor.fill({ code: '000' });
  assert.equal(await visitor.press('main form button.primary'), 422);
  await visitor.inspect(TWO_LOOKS);
  // The step after the one that set it up: a clock that goes half a minute fast.
  await visitor.fill({ code: code(secret, 1) });
  visitor.loggedOn = true;
  await visitor.press('main form button.primary');
  assert.equal(visitor.path, `/${lang}`);
  // Something dangerous asks for the factor, not the password.
  await visitor.open(`/${lang}/account/confirm`);
  await visitor.inspect();
  await visitor.fill({ code: recovery });
  await visitor.press('main form button.primary');
  await visitor.open(`/${lang}/account/factors`);
  assert.match(await visitor.text(), /9 are left/);
  await visitor.press('form[action$="/factors/end"] button');
  await visitor.leave();
});

for (const lang of ['zh', 'en']) {
  test(`a passkey beside a password, and in its stead, in ${lang}`, async () => {
    const account = plaza.account(lang === 'zh' ? 'resident' : 'moderator');
    const visitor = await Visitor.come(plaza, { locale: LOCALE[lang] });
    const telephone = await device(visitor);
    await visitor.logOn(account, lang);
    // Whoever was not asked lately is led there.
    if (lang === 'zh') {
      await visitor.open(`/${lang}/account/factors`);
      await visitor.fill({ label: '手機' }, 'form[data-passkey]');
      await visitor.page.locator('form[data-passkey] button').click();
      await visitor.page.waitForURL(`**/${lang}/account/confirm?next=/${lang}/account/factors`);
      // The refusal that the script was told of.
      visitor.faults = visitor.faults.filter((fault) => !fault.includes('403'));
    }
    await prove(visitor, lang, account);
    await visitor.fill({ label: '手機' }, 'form[data-passkey]');
    assert.equal(await visitor.press('form[data-passkey] button'), 200);
    assert.equal(await visitor.page.locator('main ol code').count(), 10);
    assert.equal((await telephone.keys()).length, 1);
    await visitor.press('main a.button.primary');
    assert.match(await visitor.text(), /手機/);
    await visitor.inspect();
    await visitor.logOff();

    // After a password.
    await visitor.open(`/${lang}/log-on`);
    await visitor.fill({ email: account.email, password: account.password });
    assert.equal(await visitor.press('main form button.primary'), 200);
    await visitor.inspect(TWO_LOOKS);
    visitor.loggedOn = true;
    await visitor.press('[data-passkey] button');
    assert.equal(visitor.path, `/${lang}`);
    await visitor.logOff();

    // In its stead; a device that does not know who holds it is told so on the page.
    await visitor.open(`/${lang}/log-on`);
    await visitor.inspect(TWO_LOOKS);
    await telephone.refuse(true);
    await visitor.page.locator('[data-passkey] button').click();
    await visitor.page.locator('[data-passkey-said]').filter({ hasText: /\S/ }).waitFor();
    await telephone.refuse(false);
    visitor.loggedOn = true;
    await visitor.press('[data-passkey] button');
    assert.equal(visitor.path, `/${lang}`);

    // And once more before something dangerous.
    await visitor.open(`/${lang}/account/confirm?next=/${lang}/account/factors`);
    await visitor.inspect(TWO_LOOKS);
    await visitor.press('[data-passkey] button');
    assert.equal(visitor.path, `/${lang}/account/factors`);
    await visitor.press('form[action*="/factors/passkeys/"] button');
    assert.equal(await visitor.page.locator('form[action*="/factors/passkeys/"]').count(), 0);
    await visitor.leave();
  });
}
