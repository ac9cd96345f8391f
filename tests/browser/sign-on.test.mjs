// Logging on by the city's own sign-on, with a provider that others use as well: there and back in a real browser,
// logging off, a rotated key, being logged off from there, and a provider that is gone.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { Visitor } from './support/browser.mjs';
import { BUTTON, SignOnCity } from './support/sign-on.mjs';
import { until } from './support/wait.mjs';

describe('the city\'s own sign-on', () => {
  let city;
  let plaza;
  let provider;

  before(async () => {
    city = await SignOnCity.start();
    ({ plaza, provider } = city);
  });

  after(() => city?.end());

  const come = async (options) => {
    const visitor = await Visitor.come(plaza, { locale: 'en-GB', ...options });
    await visitor.context.route(/googleapis|gstatic/, (route) => route.abort());
    return visitor;
  };
  const leave = (visitor) => city.letGo(visitor);
  const signOn = (visitor, name) => city.signOn(visitor, name);

  test('somebody logs on there, comes back, and logs off at both', async () => {
    const visitor = await come();
    await visitor.open('/en/log-on');
    await visitor.inspect();
    await signOn(visitor, 'lin');
    assert.equal(await visitor.open('/en/account'), 200);
    assert.match(await visitor.text(), /Staff/);
    assert.equal(await visitor.open('/en/account/sign-on'), 200);
    assert.match(await visitor.text(), /is linked to City sign-on/);
    await visitor.inspect();
    assert.equal(await visitor.open('/en/desk'), 200);
    await visitor.page.locator('.site-nav form[action$="/log-off"] button').click();
    await provider.logOff(visitor.page);
    await visitor.page.waitForURL(`${plaza.url}/**`);
    assert.match(await visitor.text(), /logged off, here and there/);
    assert.equal(await visitor.open('/en/account'), 401);
    // There nobody is logged on any more either: it asks again.
    await signOn(visitor, 'lin');
    assert.equal(await visitor.open('/en/account'), 200);
    await leave(visitor);
  });

  test('it works without a script, in the other language', async () => {
    const visitor = await come({ scripts: false, locale: 'zh-TW' });
    assert.equal(await visitor.open('/zh/log-on'), 200);
    visitor.loggedOn = true;
    await visitor.page.locator(BUTTON).click();
    await provider.logOn(visitor.page, 'chen');
    await visitor.page.waitForURL(`${plaza.url}/zh**`);
    assert.equal(await visitor.open('/zh/account'), 200);
    await leave(visitor);
  });

  test('a resident is asked for an account first, and its pages can be read by everybody', async () => {
    const visitor = await come();
    await signOn(visitor, 'ming');
    assert.equal(visitor.path, '/en/log-on/join');
    assert.equal(await visitor.page.locator('h1').innerText(), 'Your account');
    await visitor.inspect();
    await visitor.fill({ name: 'Little tree', name_is_personal: 'no' });
    assert.equal(await visitor.press('main form button.primary'), 200);
    assert.equal(await visitor.open('/en/account'), 200);
    assert.match(await visitor.text(), /Little tree/);
    await leave(visitor);
  });

  test('whose address an account has proves it once by its password', async () => {
    const visitor = await come();
    await signOn(visitor, 'resident');
    assert.equal(visitor.path, '/en/log-on/prove');
    await visitor.inspect();
    await visitor.fill({ password: 'wrong and long' });
    assert.equal(await visitor.press('main form button.primary'), 422);
    await visitor.inspect();
    await visitor.fill({ password: plaza.account('resident').password });
    assert.equal(await visitor.press('main form button.primary'), 200);
    assert.equal(await visitor.open('/en/account/sign-on'), 200);
    assert.match(await visitor.text(), /is linked/);
    await leave(visitor);
  });

  test('a rotated key is believed', async () => {
    await provider.rotate('second');
    const visitor = await come();
    await signOn(visitor, 'lin');
    assert.equal(await visitor.open('/en/account'), 200);
    await leave(visitor);
  });

  test('who logs off at the provider is logged off here', async () => {
    const visitor = await come();
    await signOn(visitor, 'chen');
    assert.equal(await visitor.open('/en/account'), 200);
    await visitor.page.goto(`${provider.issuer}/session/end`);
    await provider.logOff(visitor.page);
    await until('Plaza ends the session', async () => (await visitor.open('/en/account')) === 401);
    assert.deepEqual(provider.faults, []);
    await leave(visitor);
  });

  test('while the provider is gone a page says so, and a password serves', async () => {
    await provider.stop();
    // What was read of it just now would count for a minute.
    plaza = await city.restart();
    const visitor = await come();
    await visitor.open('/en/log-on');
    visitor.loggedOn = true;
    assert.equal(await visitor.press(BUTTON), 503);
    assert.match(await visitor.text(), /City sign-on does not answer/);
    // It is what this test is about, and no fault of Plaza's.
    visitor.faults = visitor.faults.filter((fault) => !fault.includes('503 for'));
    await visitor.inspect();
    await visitor.logOn(plaza.account('administrator'), 'en');
    assert.equal(await visitor.open('/en/account'), 200);
    visitor.faults = visitor.faults.filter((fault) => !fault.includes('stored:'));
    await leave(visitor);
  });
});
