// The demo's city with a sign-on of its own, whose provider others use as well.

import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { Plaza, folder } from './plaza.mjs';
import { CLIENT, Provider } from './provider.mjs';
import { freePort } from './smtp.mjs';

// The demo's city, so that nobody is asked anew to read a notice.
const settings = ({ url, data, secret, issuer }) => `
base_url = "${url}"
listen = "${new URL(url).host}"
database_url = "sqlite:${data}/plaza.sqlite"
secret_file = "${secret}"
erasure_journal = "${data}/erasures.jsonl"
attachments.store = "file://${data}/attachments"

[city]
name_zh = "高雄市政府"
name_en = "Kaohsiung City Government"
phone = "07-3368333#2507"
email = "second@kcg.gov.tw"
code = "KH"

[mail]
url = "folder:${data}/mail"
from = "Plaza <plaza@plaza.example>"

[sign_on]
issuer = "${issuer}"
client_id = "${CLIENT.id}"
client_secret = "${CLIENT.secret}"
residents = true
label_zh = "市府單一登入"
label_en = "City sign-on"
scopes = ["email", "groups"]
allow_private = true

[[sign_on.rules]]
claim = "groups"
value = "plaza-staff"
role = "staff"
`;

/** Who is in which group there. */
const PEOPLE = { lin: ['plaza-staff'], chen: ['plaza-staff'], ming: [], resident: [] };

/** The button that leads there. */
export const BUTTON = 'form[action$="/log-on/sign-on"] button';

export class SignOnCity {
  #how;

  static async start() {
    const city = new SignOnCity();
    [city.data, city.kept] = [await folder(), await folder()];
    const demo = await Plaza.start({ data: city.data });
    await demo.stop();
    const url = `http://127.0.0.1:${await freePort()}`;
    city.provider = await Provider.start({ people: PEOPLE, plaza: url });
    const { data, kept, provider: { issuer } } = city;
    const [config, secret] = [path.join(kept, 'plaza.toml'), path.join(kept, 'secret')];
    await writeFile(secret, await readFile(path.join(data, 'secret')), { mode: 0o600 });
    await writeFile(config, settings({ url, data, secret, issuer }), { mode: 0o600 });
    city.#how = { data, config, url, accounts: demo.accounts };
    city.plaza = await Plaza.serve(city.#how);
    return city;
  }

  /** Starts anew, and so knows nothing of the provider. */
  async restart() {
    await this.plaza.kill();
    this.plaza = await Plaza.serve(this.#how);
    return this.plaza;
  }

  /** Presses the button and logs on at the provider. */
  async signOn(visitor, name, lang = 'en') {
    await visitor.open(`/${lang}/log-on`);
    // Whoever presses it asks for both cookies.
    visitor.loggedOn = true;
    await visitor.page.locator(BUTTON).click();
    await this.provider.logOn(visitor.page, name);
    await visitor.page.waitForURL(`${this.plaza.url}/**`);
  }

  /** Lets a visitor go, of whom what happened at the provider is not held against Plaza. */
  async letGo(visitor) {
    const theirs = (fault) => fault.includes(this.provider.issuer) || /google|gstatic/.test(fault)
      || /^\/(interaction|session|auth)/.test(fault) || /stored: .*cookie _/.test(fault);
    visitor.faults = visitor.faults.filter((fault) => !theirs(fault));
    await visitor.leave();
  }

  async end() {
    // Its log may hold answers while the provider was gone, which `stop` would hold against it.
    await this.plaza?.kill();
    await this.provider?.stop().catch(() => {});
    await Promise.all([this.data, this.kept].map((one) => one && rm(one, { recursive: true, force: true })));
  }
}
