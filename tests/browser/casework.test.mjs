// The life of a case after it was sent, by its resident, who has no account, and by its office: in one
// language with a script, in the other without. Each act is seen from the other side as well.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { LOCALE, TWO_LOOKS, Visitor } from './support/browser.mjs';
import { act, go, openCase, part, send, where } from './support/desk.mjs';
import { Plaza } from './support/plaza.mjs';
import { ANSWER, SUGGESTION, confirmed, follow } from './support/suggestions.mjs';

const OFFICE = 'maintenance@kcg.example';
const PHONE = '0912-345-678';
const DAY = 24 * 60 * 60 * 1000;

const SAYS = {
  zh: {
    begun: '負責的機關正在處理。', closed: '已經結案。', routed: '已送到負責的機關。',
    together: '和另一個相同事由的案件一併處理。', forwarded: '已移轉給市府以外的權責機關。',
    notProcessed: '已登記，不予處理。', elsewhere: '改分給交通局', looked: '查看了聯絡資料',
    telephone: '以電話收到',
  },
  en: {
    begun: 'The responsible office is working on it.', closed: 'Closed.', routed: 'With the responsible office.',
    together: 'Handled together with another case', forwarded: 'Forwarded to the agency outside the city that is competent.',
    notProcessed: 'Registered, and not processed.', elsewhere: 'Reassigned to the Transportation Bureau',
    looked: 'had the contact details shown', telephone: 'by telephone',
  },
};

let plaza;
/** What a colleague of the staff is called, and the number of the account. */
let colleague;
before(async () => {
  plaza = await Plaza.start();
  // The privacy officer works for two offices more.
  const administrator = await plaza.session('administrator');
  const { email } = plaza.account('privacy_officer');
  const place = (office) => `/admin/offices/${office}/members`;
  const members = () => plaza.make('GET', place('maintenance'), undefined, administrator);
  const known = (await members()).map(({ id }) => id);
  for (const office of ['maintenance', 'transportation']) await plaza.make('POST', place(office), { email }, administrator);
  colleague = (await members()).find(({ id }) => !known.includes(id));
});
after(() => plaza?.stop());

const look = (visitor) => visitor.inspect(TWO_LOOKS);

/** A case as the desk of an account has it, found by its number; nothing where it has none. */
async function atDesk(session, { reference }, view = 'waiting') {
  const { cases } = await plaza.make('GET', `/desk/cases?view=${view}&q=${reference}`, undefined, session);
  return cases.length ? plaza.make('GET', `/desk/cases/${cases[0].id}`, undefined, session) : null;
}

/** Which addresses have a mail with `words`. */
async function told(visitor, words) {
  await visitor.open('/dev/mail');
  return visitor.page.locator('article.mail').filter({ hasText: words }).locator('.hint').allInnerTexts();
}

/** What stands on the page of a case that its resident opens. */
async function read(resident, lang, receipt) {
  await follow(resident, lang, receipt);
  return resident.text('.page');
}

for (const [lang, scripts] of [['zh', true], ['en', false]]) {
  const how = `${lang}, ${scripts ? 'with' : 'without'} JavaScript`;
  const says = SAYS[lang];
  const words = (what) => `${what} (${how})`;
  const address = (name) => `${name}.${lang}@mail.example`;
  const come = (options) => Visitor.come(plaza, { scripts, locale: LOCALE[lang], ...options });
  const guest = () => come({ cookies: scripts });
  const given = (name, fields) => confirmed(plaza, lang, { contact: { email: address(name) }, ...fields });

  async function atWork() {
    const staff = await come();
    await staff.logOn(plaza.account('staff'), lang);
    return staff;
  }

  test(`a resident puts a waiting case right, or drops it (${how})`, async () => {
    const resident = await guest();
    const session = await plaza.session('staff');
    const [wrong, right, other] = ['mistyped', 'right', 'dropped'].map(address);
    const send = (email) => plaza.make('POST', '/suggestions', { ...SUGGESTION[lang], language: lang, contact: { email } });
    const receipt = await send(wrong);

    // A wrong password opens nothing, and what is right of it stays.
    await resident.open(`/${lang}/suggestions/case`);
    await resident.fill({ reference: receipt.reference, password: 'AAAA-BBBB-CCCC' });
    assert.equal(await resident.press('main form button.primary'), 422);
    assert.equal(await resident.page.locator('[name="reference"]').inputValue(), receipt.reference);
    assert.ok(!(await resident.text()).includes(SUGGESTION[lang].title));
    await look(resident);

    const mailed = (email) => resident.mailTo(email, receipt.reference);
    const link = 'a[href*="/suggestions/confirm/"]';
    const old = await (await mailed(wrong)).locator(link).getAttribute('href');
    await follow(resident, lang, receipt);
    await resident.fill({ email: 'right.mail.example' }, '#pending');
    const correct = 'main form[action$="/case/address"] button';
    assert.equal(await resident.press(correct), 422);
    assert.equal(await resident.page.locator('[name="email"]').inputValue(), 'right.mail.example');
    await look(resident);
    await resident.fill({ email: right }, '#pending');
    assert.equal(await resident.press(correct), 200);
    assert.equal(await resident.open(old), 410, 'the first link leads nowhere');
    assert.equal(await atDesk(session, receipt), null, 'an office saw it before it was confirmed');
    await resident.press((await mailed(right)).locator(link));
    await resident.press('main form button.primary');
    await resident.mailTo(OFFICE, receipt.reference);
    assert.equal((await atDesk(session, receipt)).state, 'routed');
    assert.ok((await read(resident, lang, receipt)).includes(says.routed));

    const second = await send(other);
    const unused = await (await resident.mailTo(other, second.reference)).locator(link).getAttribute('href');
    await follow(resident, lang, second);
    const drop = 'main form[action$="/case/drop"] button';
    assert.equal(await resident.press(drop), 200);
    await look(resident);
    await follow(resident, lang, second);
    assert.equal(await resident.press(drop), 200);
    assert.equal(await resident.press(drop), 200, 'it was gone before anybody was sure');
    assert.ok((await resident.text()).includes(second.reference));
    await look(resident);
    await resident.open(`/${lang}/suggestions/case`);
    await resident.fill({ reference: second.reference, password: second.password });
    assert.equal(await resident.press('main form button.primary'), 422);
    assert.equal(await resident.open(unused), 410);
    await look(resident);
    assert.equal(await atDesk(session, second), null);
    await resident.leave();
  });

  test(`a resident replies, takes the contact back, and opens an answered case again (${how})`, async () => {
    const [question, reply, still] = ['question', 'reply', 'still open'].map(words);
    const email = address('reply');
    const receipt = await given('reply', { contact: { email, phone: PHONE }, share_contact: true });
    const session = await plaza.session('staff');
    const { id } = await atDesk(session, receipt);
    const inOffice = (what, body) => plaza.make('POST', `/desk/cases/${id}/${what}`, body, session);
    const resident = await guest();
    await inOffice('acts', { act: 'ask', words: question });
    await resident.mailTo(email, question);

    assert.ok((await read(resident, lang, receipt)).includes(question));
    assert.equal(await resident.press('#reply button'), 422);
    await look(resident);
    await resident.fill({ reply });
    assert.equal(await resident.press('#reply button'), 200);
    assert.equal(await resident.page.locator('#reply').count(), 0, 'nothing is asked any more');
    await resident.mailTo(OFFICE, reply);
    const { records } = await atDesk(session, receipt);
    assert.ok(records.some((record) => record.kind === 'replied' && record.words === reply));

    const shown = await inOffice('contact');
    assert.deepEqual([shown.email, shown.phone], [email, PHONE]);
    assert.ok((await read(resident, lang, receipt)).includes(says.looked));
    assert.equal(await resident.press('main form[action$="/case/withdraw"] button'), 200);
    assert.ok((await resident.text()).includes(receipt.reference));
    await look(resident);
    assert.equal((await atDesk(session, receipt)).has_contact, false);
    assert.equal((await plaza.api('POST', `/desk/cases/${id}/contact`, undefined, session)).status, 404);

    const answer = words(ANSWER[lang]);
    await inOffice('answer', { answer });
    assert.ok((await read(resident, lang, receipt)).includes(answer));
    assert.equal(await resident.page.locator('main form[action$="/case/withdraw"]').count(), 0);
    assert.equal(await resident.press('#reopen button'), 422);
    await look(resident);
    await resident.fill({ still_open: still });
    assert.equal(await resident.press('#reopen button'), 200);
    assert.ok((await resident.text()).includes(says.routed));
    await resident.mailTo(OFFICE, still);
    assert.deepEqual(await told(resident, answer), [], 'the address that was taken back was written to');
    assert.equal((await atDesk(session, receipt)).state, 'routed');
    await resident.leave();
  });

  test(`an office takes up a case, asks, extends and answers, for those merged into it too (${how})`, async () => {
    const name = words('Lin Resident');
    const main = await given('main', { contact: { email: address('main'), name, phone: PHONE }, share_contact: true });
    const merged = await given('merged');
    const same = await given('same');
    const administrator = await plaza.session('administrator');
    const body = words('We laid the asphalt anew.');
    const template = await plaza.make('POST', '/desk/templates',
      { category: 'road-damage', language: lang, name: how, body }, administrator);
    const [question, reason, note] = ['question of the office', 'a machine is repaired', 'a note within'].map(words);
    const resident = await guest();
    const staff = await atWork();
    const following = () => read(resident, lang, main);
    const done = async (...of) => {
      const sent = await act(staff, ...of);
      assert.ok(!sent.refused, sent.says);
    };

    await openCase(staff, lang, main);
    await go(staff, part(staff, '[name="take-up"]'));
    assert.ok((await following()).includes(says.begun));

    await done('assign', { to: String(colleague.id) });
    const other = await come();
    await other.logOn(plaza.account('privacy_officer'), lang);
    await other.open(`/${lang}/desk?view=mine&q=${main.reference}`);
    assert.equal(await other.page.locator('tbody tr').filter({ hasText: main.reference }).count(), 1);
    await other.leave();

    await done('ask', { words: question });
    await resident.mailTo(address('main'), question);
    assert.ok((await following()).includes(question));

    // The promised day itself is no later one; then the next day on which offices work.
    const own = () => plaza.make('POST', '/suggestions/case', { reference: main.reference, password: main.password });
    let until = (await own()).due;
    let sent = await act(staff, 'extend', { until, reason });
    assert.ok(sent.refused, 'the promised day was taken for a later one');
    assert.equal(await part(staff, '[name="reason"]').inputValue(), reason);
    await look(staff);
    for (let tries = 0; sent.refused && tries < 20; tries += 1) {
      until = new Date(Date.parse(until) + DAY).toISOString().slice(0, 10);
      sent = await send(staff, { until });
    }
    assert.ok(!sent.refused, sent.says);
    await resident.mailTo(address('main'), reason);
    assert.equal((await own()).due, until);

    await done('note', { words: note });
    assert.ok((await staff.text('.page')).includes(note));
    assert.ok(!(await following()).includes(note), 'what offices note is theirs');

    assert.ok(!(await staff.text('.page')).includes(PHONE));
    await go(staff, staff.page.locator('[name="show-contact"]'));
    const contact = await staff.text('.page');
    assert.ok([PHONE, name, address('main')].every((part) => contact.includes(part)), contact);
    assert.ok(contact.includes(says.looked), 'that it was shown is on record');
    assert.ok((await following()).includes(says.looked), 'its resident reads that it was shown');
    await openCase(staff, lang, main);
    assert.ok(!(await staff.text('.page')).includes(PHONE), 'it is shown once');

    await openCase(staff, lang, merged);
    const itself = await act(staff, 'duplicate', { of: merged.reference, merge: true });
    assert.ok(itself.refused, 'a case is no duplicate of itself');
    assert.ok(!(await send(staff, { of: main.reference, merge: true })).refused);
    await openCase(staff, lang, same);
    await done('duplicate', { of: main.reference });
    for (const [receipt, name] of [[merged, 'merged'], [same, 'same']]) {
      await resident.mailTo(address(name), receipt.reference);
      const page = await read(resident, lang, receipt);
      assert.ok(page.includes(says.together) && !page.includes(main.reference), page);
    }

    await openCase(staff, lang, main);
    const tied = await staff.text('.page');
    assert.ok(tied.includes(merged.reference) && tied.includes(same.reference), tied);
    await staff.fill({ answer: ANSWER[lang], template: String(template.id) }, where(staff));
    await go(staff, part(staff, '[name="use-template"]'));
    const whole = `${ANSWER[lang]}\n\n${body}`;
    assert.equal(await part(staff, '[name="answer"]').inputValue(), whole);
    await go(staff, part(staff, 'form:has([name="answer"]) button.primary'));
    await look(staff);
    for (const name of ['main', 'merged']) await resident.mailTo(address(name), body);
    assert.ok((await read(resident, lang, merged)).includes(body));
    assert.ok(!(await read(resident, lang, same)).includes(body), 'a duplicate that was not merged');
    assert.equal((await told(resident, body)).length, 2);

    await done('close', {});
    assert.ok((await following()).includes(says.closed));
    await look(resident);
    await staff.leave();
    await resident.leave();
  });

  test(`an office gives away what is not its own (${how})`, async () => {
    const names = ['reassigned', 'forwarded', 'refused'];
    const [moved, gone, refused] = await Promise.all(names.map((name) =>
      given(name, { contact: { email: address(name), phone: PHONE }, share_contact: true })));
    const [competent, outside, empty] = ['signals', 'a provincial road', 'nothing to do'].map(words);
    const resident = await guest();
    const staff = await atWork();
    const mine = await plaza.session('staff');

    await openCase(staff, lang, moved);
    assert.ok((await act(staff, 'reassign', { reason: competent })).refused, 'no office was chosen');
    assert.ok(!(await send(staff, { office: 'transportation' })).refused);
    assert.equal(await atDesk(mine, moved), null);
    const theirs = await atDesk(await plaza.session('privacy_officer'), moved);
    assert.equal(theirs.state, 'routed');
    await resident.mailTo('transportation@kcg.example', moved.reference);
    await resident.mailTo(address('reassigned'), competent);
    const page = await read(resident, lang, moved);
    assert.ok(page.includes(says.elsewhere) && page.includes(competent), page);
    await look(resident);

    const agency = 'highways@agency.example';
    await openCase(staff, lang, gone);
    const form = { agency: '公路局', address: 'highways', reason: outside };
    assert.ok((await act(staff, 'forward', form)).refused, 'this is no address');
    assert.ok(!(await send(staff, { address: agency })).refused);
    await resident.mailTo(agency, SUGGESTION[lang].title);
    await resident.mailTo(agency, PHONE);
    await resident.mailTo(address('forwarded'), outside);
    const forwarded = await read(resident, lang, gone);
    assert.ok([says.forwarded, agency, outside].every((part) => forwarded.includes(part)), forwarded);
    await look(resident);

    await openCase(staff, lang, refused);
    assert.ok((await act(staff, 'not-process', { reason: empty })).refused, 'no ground was named');
    assert.ok(!(await send(staff, { ground: 'no-content' })).refused);
    await resident.mailTo(address('refused'), empty);
    const registered = await read(resident, lang, refused);
    assert.ok(registered.includes(says.notProcessed) && registered.includes(empty), registered);
    await look(resident);
    assert.equal((await atDesk(mine, refused, 'answered')).state, 'not-processed');
    await staff.leave();
    await resident.leave();
  });

  test(`a call is entered at the desk, and who called follows it (${how})`, async () => {
    const staff = await atWork();
    const { title, ...rest } = SUGGESTION[lang];
    const call = { ...rest, title: words(title), medium: 'telephone', phone: PHONE, share_contact: true };
    await staff.open(`/${lang}/desk`);
    await staff.press('main .title-row a[href$="/desk/new"]');
    await staff.fill(call);
    assert.equal(await staff.press('main form button.primary'), 422);
    assert.ok(await staff.page.locator('.error-summary a[href="#f-agreed"]').count(), 'nobody agreed to it');
    await staff.fill({ agreed: true });
    assert.equal(await staff.press('main form button.primary'), 200);
    await look(staff);
    const [reference, password] = await staff.page.locator('.keepsake code').allInnerTexts();

    const resident = await guest();
    const page = await read(resident, lang, { reference, password });
    assert.ok(page.includes(call.title) && page.includes(says.telephone), page);
    await resident.mailTo(OFFICE, reference);
    await openCase(staff, lang, { reference });
    await go(staff, staff.page.locator('[name="show-contact"]'));
    assert.ok((await staff.text('.page')).includes(PHONE));
    assert.ok((await read(resident, lang, { reference, password })).includes(says.looked));
    await staff.leave();
    await resident.leave();
  });
}
