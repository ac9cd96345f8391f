// The offices' mail over real SMTP: a server process of its own, which is away, comes back,
// and refuses; and a Plaza that is killed.

import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';

import { Visitor } from './support/browser.mjs';
import { Plaza, folder } from './support/plaza.mjs';
import { MailServer } from './support/smtp.mjs';
import { ANSWER, SUGGESTION, follow, submit as suggest } from './support/suggestions.mjs';
import { never, until } from './support/wait.mjs';

// Longer than the job that delivers sleeps between two looks.
const A_WHILE = 3;

/** Submits by the API, without an address to confirm unless `contact` has one. */
async function submit(plaza, { category, district, title = '路面有一個大坑', ...more }) {
  const answer = await plaza.api('POST', '/suggestions', {
    category,
    district,
    title,
    body: '騎車經過時差點摔倒，晚上看不見，請派人修補。',
    contact: {},
    share_contact: false,
    publish: false,
    ...more,
  });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return answer.body;
}

/** The mails about a case that were taken, as `{to, mail}` for each recipient. */
const about = async (server, reference) => (await server.mails())
  .filter((mail) => mail.subject.includes(reference))
  .flatMap((mail) => mail.to.map((to) => ({ to, mail })));

const recipients = async (server, reference) => (await about(server, reference)).map(({ to }) => to).sort();

describe('with the server there', () => {
  let server;
  let plaza;
  before(async () => {
    server = await MailServer.start();
    plaza = await Plaza.start({ smtpUrl: server.url });
  });
  after(async () => {
    await plaza?.stop();
    await server?.remove();
  });

  test('each office that the routing names gets the suggestion once', async () => {
    // demo/city.toml: category and district, then category, then district, then the fallback.
    const cases = [
      { category: 'road-damage', district: 'lingya', routed: ['maintenance'] },
      { category: 'road-damage', district: 'namaxia', routed: ['indigenous', 'maintenance'] },
      { category: 'noise', district: 'zuoying', routed: ['environment'] },
      { category: 'noise', district: 'yancheng', routed: ['environment', 'police'] },
      { category: 'other', district: 'meinong', routed: ['civil-affairs', 'hakka'] },
      { category: 'other', district: 'lingya', routed: ['rdec'] },
    ];
    const submitted = [];
    for (const wanted of cases) submitted.push({ ...wanted, ...(await submit(plaza, wanted)) });

    const addresses = ({ routed }) => routed.map((office) => `${office}@kcg.example`);
    for (const one of submitted) {
      await until(`the mails about ${one.reference} to ${one.routed}`, async () =>
        (await recipients(server, one.reference)).length === one.routed.length);
    }
    await never('a mail that nobody asked for', async () => {
      const all = await Promise.all(submitted.map(({ reference }) => recipients(server, reference)));
      return all.some((found, index) => found.length > submitted[index].routed.length);
    }, A_WHILE);
    for (const one of submitted) {
      assert.deepEqual(await recipients(server, one.reference), addresses(one), `${one.category} in ${one.district}`);
      assert.ok(one.due, 'without an address to confirm a case is routed at once and has a due date');
    }

    const ids = (await server.mails()).map((mail) => mail.messageId);
    assert.equal(new Set(ids).size, ids.length, 'each mail has a Message-ID of its own');
    const [{ mail }] = await about(server, submitted[0].reference);
    assert.ok(mail.subject.includes(submitted[0].reference), mail.subject);
    assert.match(mail.text, /差點摔倒/);
    assert.ok(mail.text.includes(`${plaza.url}/zh/privacy`), 'every mail leads to the privacy policy');
    assert.match(mail.header('Auto-Submitted'), /auto-generated/);
    assert.ok(mail.html.includes('差點摔倒'), 'the HTML part says the same');
  });

  test('an address is confirmed before the office hears of it, and goes there only if its owner says so', async () => {
    for (const shared of [false, true]) {
      const email = `resident-${shared}@mail.example`;
      const one = await submit(plaza, {
        category: 'street-lights',
        district: 'sanmin',
        contact: { name: '林小姐', email, phone: '0912345678' },
        share_contact: shared,
      });
      assert.equal(one.due, null, 'the due date runs from routing');
      const confirmation = await server.mailTo(email);
      const link = confirmation.links.find((link) => link.startsWith(plaza.url) && !link.endsWith('/privacy'));
      assert.ok(link, confirmation.text);

      const seen = await fetch(link);
      assert.equal(seen.status, 200);
      await never('the office hears of a case that is not confirmed', async () =>
        (await about(server, one.reference)).some(({ to }) => to === 'parks@kcg.example'), A_WHILE);

      assert.equal((await fetch(link, { method: 'POST', body: new URLSearchParams() })).status, 200);
      const { mail } = await until('the office’s mail', async () =>
        (await about(server, one.reference)).find(({ to }) => to === 'parks@kcg.example'));
      assert.equal(mail.from.includes('mail.example'), false, 'Plaza writes in its own name');
      assert.equal(mail.text.includes(email), shared);
      assert.equal(mail.text.includes('0912345678'), shared);
    }
  });

  test('from a resident’s browser to the office and back, all by mail', async () => {
    const resident = await Visitor.come(plaza, { scripts: false, cookies: false, locale: 'en-GB' });
    const email = 'splashed@mail.example';
    const given = await suggest(resident, 'en', { ...SUGGESTION.en, email });
    const confirmation = await server.mailTo(email, given.reference);
    assert.match(confirmation.header('Content-Language'), /^en/);
    await resident.open(confirmation.links.find((link) => link.includes('/suggestions/confirm/')));
    await resident.press('main form button.primary');

    const told = await server.mailTo('maintenance@kcg.example', given.reference);
    assert.ok(told.text.includes(SUGGESTION.en.body), told.text);
    const staff = await Visitor.come(plaza, { locale: 'en-GB' });
    await staff.logOn(plaza.account('staff'), 'en');
    await staff.open(told.links.find((link) => link.includes('/desk/')));
    await staff.fill({ answer: ANSWER.en });
    await staff.press('main form:has([name="answer"]) button.primary');
    await staff.leave();

    const answered = await server.mailTo(email, ANSWER.en);
    assert.ok(answered.subject.includes(given.reference));
    await follow(resident, 'en', given);
    assert.ok((await resident.text()).includes(ANSWER.en));
    await resident.leave();
    await never('a mail too many', async () => (await about(server, given.reference)).length > 3, A_WHILE);
  });

  test('a 4xx is tried again until it is taken', async () => {
    await server.refuse([{ recipient: 'health@kcg.example', code: 451, times: 1 }]);
    const one = await submit(plaza, { category: 'health', district: 'lingya' });
    await until('the first attempt', () => server.refused.some(({ refused }) => refused === 'health@kcg.example'));
    await server.mailTo('health@kcg.example', one.reference);
    await never('a second copy', async () => (await recipients(server, one.reference)).length > 1, A_WHILE);
  });

  test('an office that refuses for good does not keep the others waiting, and is not tried again', async () => {
    await server.refuse([{ recipient: 'environment@kcg.example', code: 550 }]);
    const one = await submit(plaza, { category: 'noise', district: 'yancheng' });
    const refusals = () => server.refused.filter(({ refused }) => refused === 'environment@kcg.example').length;
    await server.mailTo('police@kcg.example', one.reference);
    await until('the refusal', () => refusals() > 0);
    // The second attempt of a mail that may pass comes after five to six seconds.
    await never('another attempt', () => refusals() > 1, 8);
    assert.deepEqual(await recipients(server, one.reference), ['police@kcg.example']);
    // The relay itself is well: the next mail goes.
    await server.refuse([]);
    const next = await submit(plaza, { category: 'noise', district: 'zuoying' });
    await server.mailTo('environment@kcg.example', next.reference);
  });

  test('a mail that is given up by hand is told so and stays given up', async () => {
    const administrator = await plaza.session('administrator');
    const to = 'health@kcg.example';
    const listed = async (state) => {
      const { mails } = await plaza.make('GET', `/mail?state=${state}`, undefined, administrator);
      return mails.find((mail) => mail.to === to);
    };
    await server.refuse([{ recipient: to, code: 451 }]);
    const one = await submit(plaza, { category: 'health', district: 'lingya' });
    // While it is tried nobody can give it up.
    const waiting = await until('the mail waits for its next attempt', async () => {
      const mail = await listed('delayed');
      return mail?.next_at && mail;
    });
    const reason = { reason: '改以電話聯絡' };
    await until('it is given up', async () =>
      (await plaza.api('POST', `/mail/${waiting.id}/give-up`, reason, administrator)).status === 200);

    const dead = await listed('dead');
    assert.deepEqual([dead.id, dead.ended, dead.next_at], [waiting.id, 'given-up', null]);
    assert.equal(await listed('delayed'), undefined);
    const again = await plaza.api('POST', `/mail/${waiting.id}/give-up`, reason, administrator);
    assert.equal(again.status, 409, 'it is given up once');

    // The server takes all again, and the next attempt would have come by now.
    await server.refuse([]);
    await never('a mail that was given up', async () => (await recipients(server, one.reference)).includes(to), 12);
    assert.equal((await listed('dead')).ended, 'given-up');
    const next = await submit(plaza, { category: 'health', district: 'lingya' });
    await server.mailTo(to, next.reference);
  });
});

describe('with a server that refuses the city itself', () => {
  for (const [what, rule, step, how = ''] of [
    ['greeting', { greeting: 554 }, 'greeting'],
    ['EHLO', { hello: 504 }, 'greeting'],
    ['STARTTLS', { startTls: 554 }, 'tls', '?tls=opportunistic'],
    ['log-on', { logOn: 535 }, 'log-on'],
    ['sender', { sender: 550 }, 'sender'],
  ]) {
    test(`a refused ${what} ends no mail, is told once, and all go once it is over`, async () => {
      const server = await MailServer.start();
      const plaza = await Plaza.start({
        smtpUrl: server.url.replace('://', '://plaza:wrong@') + how,
        // A demo's log tells faults alone, and the end of an outage is none.
        env: { PLAZA_LOG: 'warn,plaza::jobs::deliver_mail=info' },
      });
      try {
        await server.refuse([rule]);
        const cases = [];
        for (const district of ['yancheng', 'zuoying']) cases.push(await submit(plaza, { category: 'noise', district }));
        const told = () => plaza.log.split('mails could not be delivered yet').length - 1;
        await until('the log tells it', () => told() > 0);
        assert.ok(plaza.log.includes(step) && plaza.log.includes(String(Object.values(rule)[0])), plaza.log);
        // The second attempt comes after two seconds, the third after four.
        await never('it is told again', () => told() > 1, 8);
        assert.equal(plaza.log.includes('a mail was refused for good'), false);
        assert.equal(plaza.log.includes('kcg.example'), false, 'no address is told');
        await server.refuse([]);
        for (const { reference } of cases) {
          await until(`the mails about ${reference}`, async () => (await recipients(server, reference)).length > 0, 60);
        }
        // One has two offices, whose mails leave one after the other.
        await until('both mails', async () => (await recipients(server, cases[0].reference)).length === 2, 60);
        await until('the log tells its end', () => plaza.log.includes('mails leave again'));
      } finally {
        await plaza.stop();
        await server.remove();
      }
    });
  }
});

describe('with the server away', () => {
  let server;
  let plaza;
  let data;
  before(async () => {
    data = await folder();
    server = await MailServer.away();
    plaza = await Plaza.start({ data, smtpUrl: server.url });
  });
  after(async () => {
    await plaza?.stop();
    await server?.remove();
    await rm(data, { recursive: true, force: true });
  });

  test('the mail goes once the server is back', async () => {
    const one = await submit(plaza, { category: 'noise', district: 'yancheng' });
    await until('an attempt that failed', () => plaza.log.includes('could not be delivered yet'));
    await server.start();
    await server.mailTo('environment@kcg.example', one.reference, 60);
    await server.mailTo('police@kcg.example', one.reference, 60);
    await never('a second copy', async () => (await recipients(server, one.reference)).length > 2, A_WHILE);
  });

  test('kill -9 between commit and delivery loses nothing and sends nothing twice', async () => {
    await server.stop();
    const cases = [];
    for (const title of ['第一個坑', '第二個坑', '第三個坑']) {
      cases.push(await submit(plaza, { category: 'noise', district: 'yancheng', title }));
    }
    await plaza.kill();

    await server.start();
    plaza = await Plaza.start({ data, smtpUrl: server.url });
    for (const { reference } of cases) {
      // A mail that was being tried when the kill came stays leased for two minutes.
      await until(`both mails about ${reference}`, async () =>
        new Set(await recipients(server, reference)).size === 2, 150);
    }
    const settled = async () => (await Promise.all(cases.map(({ reference }) => about(server, reference)))).flat();
    await never('a second copy', async () => (await settled()).length > 6, A_WHILE);
    const all = await settled();
    assert.equal(all.length, 6, 'two offices for each of three cases, once each');
    assert.equal(new Set(all.map(({ mail }) => mail.messageId)).size, 6);
    for (const { reference, password } of cases) {
      const found = await plaza.api('POST', '/suggestions/case', { reference, password });
      assert.equal(found.status, 200, 'the case is there after the crash');
    }
  });
});
