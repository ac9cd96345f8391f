// What people do in the forum, step by step, on the pages.

import assert from 'node:assert/strict';

/** Words that a reader must meet, in the words of the glossary. */
export const WORDS = {
  zh: {
    warning: '這則發言含有作者自行公開的個人資料，不受本站隱私權政策保護。',
    author: '不受本站隱私權政策保護',
    never: '只能遮蔽或刪去，不能公開',
    marks: { email: '公開的個人資料：電子郵件地址', person: '公開的個人資料：姓名' },
  },
  en: {
    warning: 'This post contains personal data that its author made public. The privacy policy does not cover it.',
    author: 'The privacy policy does not cover',
    never: 'masked or taken out but not published',
    marks: { email: 'public personal data: e-mail address', person: 'public personal data: person’s name' },
  },
};

/** A text with an e-mail address, a mobile number and a national ID (its checksum is right). */
export const TEXT = {
  zh: {
    title: '想找人一起清理社區的水溝',
    body: '星期六早上有空的人請寫信到 ditch.helper@mail.example，或打 0912-345-678。有人說報名要附身分證字號 A123456789，真的需要嗎？',
  },
  en: {
    title: 'Who would help to clear the ditch on Saturday?',
    body: 'Write to ditch.helper@mail.example or call 0912-345-678 if you have time on Saturday morning. Somebody says one has to give a national ID such as A123456789. Is that so?',
  },
};

export const ADDRESS = 'ditch.helper@mail.example';
export const NUMBER = '0912-345-678';
export const ID = 'A123456789';

/** Opens a topic on a board, in words about which nothing is asked; gives its address. */
export async function openTopic(visitor, lang, board, fields) {
  await visitor.open(`/${lang}/boards/${board}/new`);
  await visitor.fill(fields);
  assert.equal(await visitor.press('main form[data-compose] .buttons button.primary'), 200, await visitor.text());
  return visitor.path;
}

/** Answers the topic that is open; gives the status of the page that follows. */
export async function reply(visitor, fields) {
  await visitor.fill(fields);
  return visitor.press('main form[data-compose] .buttons button.primary');
}

/** The findings that the page asks about: `[{n, kind, text, choices}]`. */
export const asked = (visitor) => visitor.page.locator('fieldset.finding').evaluateAll((fieldsets) =>
  fieldsets.map((fieldset, n) => ({
    n,
    kind: fieldset.dataset.kind,
    text: fieldset.querySelector('mark.found').textContent,
    choices: [...fieldset.querySelectorAll(`[name="choice-${n}"]`)].map((input) => input.value),
    chosen: fieldset.querySelector(`[name="choice-${n}"]:checked`)?.value ?? null,
    words: fieldset.textContent,
  })));

/** Answers every finding by `decide(finding) -> {whose, choice}`. */
export async function decide(visitor, decision) {
  for (const finding of await asked(visitor)) {
    const { whose, choice } = decision(finding);
    await visitor.fill({ [`whose-${finding.n}`]: whose, [`choice-${finding.n}`]: choice });
  }
}

/** The forum's form as it would be sent now, as `URLSearchParams`. */
const written = async (visitor) => new URLSearchParams(
  await visitor.page.locator('main form[data-compose]').evaluate((form) => [...new FormData(form)]));

/**
 * On the page that asks about TEXT: what a reader must be able to see and choose there, and that a
 * forged form cannot publish the ID.
 */
export async function holdTheIdBack(visitor, lang) {
  const findings = await asked(visitor);
  const of = (text) => findings.find((finding) => finding.text.includes(text));
  assert.ok(of(ADDRESS) && of(NUMBER) && of(ID), `asked about ${JSON.stringify(findings.map(({ text }) => text))}`);
  assert.equal(of(ADDRESS).kind, 'email');
  assert.equal(of(NUMBER).kind, 'phone');
  assert.equal(of(ID).kind, 'national-id');
  assert.deepEqual(of(ADDRESS).choices, ['mask', 'take-out', 'publish']);
  assert.deepEqual(of(ID).choices, ['mask', 'take-out'], 'an ID can only be masked or taken out');
  assert.ok(of(ID).words.includes(WORDS[lang].never), of(ID).words);
  for (const finding of findings) assert.equal(finding.chosen, 'mask', 'the safest choice is chosen already');

  const forged = await written(visitor);
  for (const { n } of findings) {
    forged.set(`whose-${n}`, 'mine');
    forged.set(`choice-${n}`, 'publish');
  }
  const answer = await visitor.context.request.post(visitor.page.url(), {
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: visitor.plaza.url },
    data: forged.toString(),
    maxRedirects: 0,
  });
  assert.equal(answer.status(), 422, 'a forged form is asked again');
  assert.ok((await answer.text()).includes('class="finding'), 'with its findings');
}

/** Publishes the address, masks the number and the ID, keeps the rest of what is found as `other` says. */
export const publishTheAddress = (visitor, other = () => ({ whose: 'mine', choice: 'publish' })) =>
  decide(visitor, (finding) => {
    if (finding.text.includes(ADDRESS)) return { whose: 'mine', choice: 'publish' };
    if (finding.text.includes(NUMBER) || finding.text.includes(ID)) return { whose: 'mine', choice: 'mask' };
    return other(finding);
  });

/** On the topic's page: the address is marked, number and ID are gone, the warning stands, in `lang`. */
export async function seeTheMarks(visitor, lang) {
  const post = visitor.page.locator('article.post').first();
  const body = await post.locator('.post-body').innerText();
  assert.ok(body.includes(ADDRESS), body);
  const source = await visitor.page.content();
  assert.ok(!source.includes(NUMBER) && !source.includes('0912345678'), 'the masked number is nowhere on the page');
  assert.ok(!source.includes(ID), 'the masked ID is nowhere on the page');
  const marks = await post.locator('.post-body mark').evaluateAll((marks) => marks.map((mark) => ({
    kind: mark.dataset.kind,
    text: mark.textContent,
    said: document.getElementById(mark.getAttribute('aria-describedby'))?.textContent ?? null,
  })));
  assert.deepEqual(marks, [{ kind: 'email', text: ADDRESS, said: WORDS[lang].marks.email }]);
  // Not by colour alone: a line below, and a sign before or after.
  const decoration = await post.locator('.post-body mark').evaluate((mark) =>
    getComputedStyle(mark).textDecorationLine);
  assert.equal(decoration, 'underline');
  assert.ok((await post.innerText()).includes(WORDS[lang].warning), 'the warning stands under the post');
  assert.ok(await post.locator(`.post-warning a[href^="/${lang}/privacy"]`).count(), 'and says why');
}
