// A member of staff at the desk, opening cases and acting on them: on pages of their own, or with a
// script beside the list.

import { TWO_LOOKS } from './browser.mjs';

/** The part of the page in which the case stands. */
export const where = (staff) => (staff.scripts ? '[data-desk-item]' : 'main');

/** What of the case is meant by a selector. */
export const part = (staff, selector) => staff.page.locator(`${where(staff)} ${selector}`);

/** Presses what opens a page of the case, and waits until that stands there. */
export async function go(staff, target) {
  if (!staff.scripts) {
    await staff.press(target);
    return;
  }
  const item = staff.page.locator(where(staff));
  await item.evaluate((item) => item.firstElementChild.toggleAttribute('data-before', true));
  await target.click();
  await item.locator('[data-before]').waitFor({ state: 'detached' });
}

/** Finds a case by its number in a part of the desk, and opens it. */
export async function openCase(staff, lang, { reference }, view = 'waiting') {
  await staff.open(`/${lang}/desk?view=${view}&q=${reference}`);
  const link = staff.page.locator('tbody a').filter({ hasText: reference });
  if (!staff.scripts) {
    await staff.press(link);
    return;
  }
  await link.click();
  await staff.page.locator(where(staff)).filter({ hasText: reference }).waitFor();
}

/** Sends the form of an act that is open; gives whether it was refused, and what the page says. */
export async function send(staff, fields) {
  await staff.fill(fields, where(staff));
  await go(staff, part(staff, 'button.primary'));
  const refused = (await part(staff, '.error-summary').count()) > 0;
  return { refused, says: await staff.text(refused ? `${where(staff)} .error-summary` : 'main .notice') };
}

/** Opens the form of an act of the case that is open, looks at it, and sends it as `send` does. */
export async function act(staff, kind, fields) {
  await go(staff, part(staff, `a[href$="/acts/${kind}"]`));
  await staff.inspect(TWO_LOOKS);
  return send(staff, fields);
}
