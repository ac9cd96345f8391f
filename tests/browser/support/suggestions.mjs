// What people do with the suggestion box, step by step, on the pages.

import assert from 'node:assert/strict';

import { until } from './wait.mjs';

/** A suggestion that routing gives to the office of the demo's member of staff. */
export const SUGGESTION = {
  zh: {
    category: 'road-damage',
    district: 'lingya',
    title: '四維三路公車站前的路面塌陷',
    body: '站牌前面的柏油塌了一塊，公車靠站時水會濺到候車的人，請派人來看。',
  },
  en: {
    category: 'road-damage',
    district: 'lingya',
    title: 'The road in front of the Sihwei bus stop has sunk',
    body: 'The asphalt before the stop has sunk, and a bus that pulls in splashes everybody who waits. Please have a look.',
  },
};

export const ANSWER = {
  zh: '謝謝您告訴我們。我們今天已經填補，下星期會重新鋪設整段路面。',
  en: 'Thank you for telling us. We filled it today and will lay the whole stretch anew next week.',
};

const MOST_STEPS = 8;

/** Goes through the form, page by page, inspecting each, and gives `{reference, password}`. */
export async function submit(visitor, lang, fields, form = `/${lang}/suggestions/new`) {
  await visitor.open(form);
  const left = { ...fields };
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await visitor.inspect();
    if (await visitor.page.locator('.keepsake code').count()) {
      assert.deepEqual(Object.keys(left), [], 'the form had every field');
      const [reference, password] = await visitor.page.locator('.keepsake code').allInnerTexts();
      return { reference, password };
    }
    const here = await visitor.page.locator('main form [name]:not([type=hidden])').evaluateAll((controls) =>
      [...new Set(controls.map((control) => control.name))]);
    for (const name of here.filter((name) => name in left)) {
      await visitor.fill({ [name]: left[name] });
      delete left[name];
    }
    await visitor.press('main form button.primary');
  }
  throw new Error(`no reference number after ${MOST_STEPS} pages: ${await visitor.text()}`);
}

/** Opens a case by its number and password. */
export async function follow(visitor, lang, { reference, password }) {
  await visitor.open(`/${lang}/suggestions/case`);
  await visitor.fill({ reference, password });
  const status = await visitor.press('main form button.primary');
  assert.equal(status, 200, await visitor.text());
  assert.ok((await visitor.text()).includes(reference));
}

/** A member of staff who is logged on finds the case on the desk and answers it. */
export async function answer(staff, lang, { reference }, words) {
  await staff.open(`/${lang}/desk`);
  await staff.inspect();
  // With a script the case opens beside the list, as the desk's own test sees; here it is a page.
  await staff.open(await staff.page.locator('main a').filter({ hasText: reference }).first().getAttribute('href'));
  await staff.inspect();
  await staff.fill({ answer: words });
  const status = await staff.press('main form:has([name="answer"]) button.primary');
  assert.equal(status, 200, await staff.text());
  await staff.inspect();
}

/** A suggestion that a program sends, and whose address it confirms from the mail; gives its receipt. */
export async function confirmed(plaza, lang, fields) {
  const receipt = await plaza.make('POST', '/suggestions', { ...SUGGESTION[lang], language: lang, ...fields });
  const token = await until(`the mail that asks to confirm ${receipt.reference}`, async () => {
    const mails = await fetch(`${plaza.url}/dev/mail`).then((answer) => answer.text());
    const mail = mails.split('<article').find((mail) =>
      mail.includes(receipt.reference) && mail.includes(fields.contact.email));
    return mail && /\/suggestions\/confirm\/([\w-]+)/.exec(mail)?.[1];
  });
  await plaza.make('POST', '/suggestions/confirm', { token });
  return receipt;
}
