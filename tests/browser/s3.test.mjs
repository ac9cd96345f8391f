// Attachments in an S3 store: written, shown, and gone from it when nobody needs them.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import S3rver from 's3rver';

import { Visitor } from './support/browser.mjs';
import { picture } from './support/files.mjs';
import { Plaza, folder } from './support/plaza.mjs';
import { until } from './support/wait.mjs';

const BUCKET = 'city';
// What its author never had here: the store's own, and what a crash left.
const OTHERS = 'elsewhere/kept.txt';
const LEFT = 'files/2020-01-01/left-by-a-crash/large';

let store;
let address;
let data;

const objects = async () => {
  const list = await fetch(`${address}/${BUCKET}?list-type=2`);
  assert.equal(list.status, 200);
  return [...(await list.text()).matchAll(/<Key>([^<]+)<\/Key>/g)].map((found) => found[1]).sort();
};

const start = () =>
  Plaza.start({
    data,
    attachments: `s3://${BUCKET}/files`,
    env: {
      AWS_ENDPOINT: address,
      AWS_ALLOW_HTTP: 'true',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'S3RVER',
      AWS_SECRET_ACCESS_KEY: 'S3RVER',
    },
  });

before(async () => {
  data = await folder();
  store = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: await folder(),
    configureBuckets: [{ name: BUCKET, configs: [] }],
  });
  const { port } = await store.run();
  address = `http://127.0.0.1:${port}`;
  for (const name of [OTHERS, LEFT]) {
    const put = await fetch(`${address}/${BUCKET}/${name}`, { method: 'PUT', body: 'a' });
    assert.equal(put.status, 200, name);
  }
});
after(() => store?.close());

test('a picture lives in the store as long as its post shows it', async () => {
  let plaza = await start();
  await until('what a crash left is swept', async () => !(await objects()).includes(LEFT));
  const before = await objects();
  assert.ok(before.includes(OTHERS), 'what is not below the prefix is not looked at');

  let author = await Visitor.come(plaza, { scripts: false });
  await author.logOn(plaza.account('resident'));
  await author.open('/zh/boards/neighbourhood/new');
  await author.fill({ title: '新的長椅', body: '公園入口有新的長椅。' });
  await author.page.locator('[name=files]').setInputFiles([
    { name: 'bench.png', mimeType: 'image/png', buffer: picture(800, 500) },
  ]);
  assert.equal(await author.press('main form .buttons button.primary'), 422);
  await author.fill({ 'alt-1': '紅色長椅' });
  await author.press('main form .buttons button.primary');
  const shown = author.page.locator('.files img');
  assert.ok(await shown.evaluate((image) => image.complete && image.naturalWidth > 0), 'it is not seen');
  const large = await shown.evaluate((image) => image.closest('a').href);
  const written = (await objects()).filter((name) => !before.includes(name));
  assert.ok(written.length >= 2, `${written}`);
  assert.ok(written.every((name) => name.startsWith('files/')), `${written}`);

  // Taken out of the post nobody gets it, and at the next round the store forgets it.
  const topic = author.page.url();
  await author.page.locator('a[href$="/edit"]').first().click();
  await author.page.locator('[name=drop-1]').check();
  await author.press('main form .buttons button.primary');
  assert.equal((await author.page.request.get(large)).status(), 404);
  await author.close();
  await plaza.stop();
  plaza = await start();
  // A round a minute, of whichever node.
  await until('it is collected', async () => (await objects()).every((name) => !written.includes(name)), 75);
  assert.deepEqual(await objects(), before);
  author = await Visitor.come(plaza);
  await author.open(new URL(topic).pathname);
  assert.equal(await author.page.locator('.files').count(), 0);
  await author.close();
  await plaza.stop();
});
