import assert from 'node:assert/strict';
import test from 'node:test';

import { PictureMissing } from '../../static/canvas/picture_loader.js';
import { Textures, levelFor } from '../../static/canvas/textures.js';
import { settle } from './fakes.js';

/** Loads when told to; bitmaps remember whether they were closed. */
class FakeLoader {
  asked = [];

  load(url, signal) {
    return new Promise((resolve, reject) => {
      const load = { url, signal, resolve, reject };
      this.asked.push(load);
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  }

  async decode(dataUrl) {
    return { width: 8, height: 8, of: dataUrl, close() { this.isClosed = true; } };
  }

  /** Answer everything that is open, as often as more is asked for. */
  async answerAll(textures) {
    while (this.asked.length) {
      const load = this.asked.shift();
      const side = Number(load.url.split('/')[1]) || 4096;
      load.resolve({ width: side, height: side, url: load.url, close() { this.isClosed = true; } });
      await settle();
      textures.pump();
    }
  }
}

function setUp(options = {}) {
  const loader = new FakeLoader();
  const clock = { now: 0 };
  const textures = new Textures({ urlOf: (asset, level) => `${asset}/${level}`, loader, now: () => clock.now, random: () => 0.5, ...options });
  return { textures, loader, clock };
}

const urls = (loader) => loader.asked.map(({ url }) => url);

test('the level is the smallest that is large enough, and none is larger than the picture', () => {
  assert.deepEqual([1, 32, 33, 128, 500, 513, 2048].map((px) => levelFor(px, Infinity)), [0, 0, 1, 1, 2, 3, 3]);
  assert.equal(levelFor(2000, 100), 1);
  assert.equal(levelFor(4000, 4096), 4);
  assert.equal(levelFor(4000, 20_000), 3);
});

test('the smallest comes first, then the wanted; the lower one is drawn until then', async () => {
  const { textures, loader } = setUp();
  textures.beginView();
  assert.equal(textures.best('a', 400), null);
  textures.pump();
  assert.deepEqual(urls(loader), ['a/32']);
  loader.asked.shift().resolve({ width: 32, height: 32, url: 'a/32' });
  await settle();
  assert.equal(textures.best('a', 400).url, 'a/32');
  textures.pump();
  assert.deepEqual(urls(loader), ['a/512']);
  await loader.answerAll(textures);
  assert.equal(textures.best('a', 400).url, 'a/512');
});

test('a small level comes at once, without a smaller one before it', async () => {
  const { textures, loader } = setUp();
  textures.beginView();
  textures.best('a', 100);
  textures.pump();
  assert.deepEqual(urls(loader), ['a/128']);
});

test('what is in the middle comes first, what is blank before all', async () => {
  const { textures, loader } = setUp({ mostLoads: 1 });
  textures.beginView();
  textures.best('seen', 20, Infinity, 0);
  textures.pump();
  await loader.answerAll(textures);
  textures.beginView();
  textures.best('far', 400, Infinity, 900);
  textures.best('seen', 400, Infinity, 0);
  textures.best('near', 400, Infinity, 100);
  const order = [];
  textures.pump();
  while (loader.asked.length) {
    const load = loader.asked.shift();
    order.push(load.url);
    load.resolve({ width: 32, height: 32 });
    await settle();
    textures.beginView();
    textures.best('far', 400, Infinity, 900);
    textures.best('seen', 400, Infinity, 0);
    textures.best('near', 400, Infinity, 100);
    textures.pump();
  }
  assert.deepEqual(order, ['near/32', 'far/32', 'seen/512', 'near/512', 'far/512']);
});

test('nothing is asked for while the camera moves fast', () => {
  const { textures, loader } = setUp();
  textures.beginView();
  textures.best('a', 400);
  textures.pump({ isMoving: true });
  assert.deepEqual(urls(loader), []);
});

test('no more are under way than allowed, and those that left the view make room', async () => {
  const { textures, loader } = setUp({ mostLoads: 2 });
  textures.beginView();
  for (const asset of ['a', 'b', 'c']) textures.best(asset, 20);
  textures.pump();
  assert.deepEqual(urls(loader), ['a/32', 'b/32']);
  textures.beginView();
  textures.best('c', 20);
  textures.pump();
  await settle();
  textures.pump();
  assert.ok(loader.asked[0].signal.aborted && loader.asked[1].signal.aborted);
  assert.equal(urls(loader).at(-1), 'c/32');
});

test('memory stays within its budget: what was seen longest ago goes, the smallest level stays', async () => {
  const { textures, loader } = setUp({ budgetBytes: 3 * 512 * 512 * 4 });
  const kept = [];
  for (const asset of ['a', 'b', 'c', 'd', 'e']) {
    textures.beginView();
    textures.best(asset, 400);
    textures.pump();
    await loader.answerAll(textures);
    kept.push(textures.best(asset, 400));
  }
  assert.ok(textures.bytes <= 3 * 512 * 512 * 4);
  textures.beginView();
  assert.equal(textures.best('a', 400).url, 'a/32');
  assert.equal(kept[0].isClosed, true);
  assert.equal(textures.best('e', 400).url, 'e/512');
  assert.ok(!kept[4].isClosed);
});

test('a view that does not fit the budget stays as sharp as it can, without asking on and on', async () => {
  const { textures, loader } = setUp({ budgetBytes: 2 * 512 * 512 * 4 });
  const assets = ['a', 'b', 'c', 'd', 'e', 'f'];
  textures.beginView();
  for (const asset of assets) textures.best(asset, 400);
  textures.pump();
  await loader.answerAll(textures);
  assert.ok(assets.every((asset) => textures.best(asset, 400)));
  textures.pump();
  assert.deepEqual(urls(loader), []);
});

test('a failed load is tried again after a growing pause', async () => {
  const { textures, loader, clock } = setUp();
  const waits = [];
  textures.beginView();
  textures.best('a', 20);
  for (let i = 0; i < 4; i += 1) {
    textures.pump();
    loader.asked.shift().reject(new Error('503'));
    await settle();
    textures.pump();
    assert.deepEqual(urls(loader), []);
    waits.push(textures.nextRetryAt - clock.now);
    clock.now = textures.nextRetryAt;
  }
  assert.deepEqual(waits, [1000, 2000, 4000, 8000]);
  textures.pump();
  assert.deepEqual(urls(loader), ['a/32']);
});

test('a listener hears of every better bitmap', async () => {
  const { textures, loader } = setUp();
  const heard = [];
  textures.onLoad((asset) => heard.push(asset));
  textures.beginView();
  textures.best('a', 300);
  textures.pump();
  await loader.answerAll(textures);
  assert.deepEqual(heard, ['a', 'a']);
});

test('of previews the newest shows, and the older is closed', async () => {
  const { textures } = setUp();
  textures.setPreview('g', 'data:1');
  await settle();
  const first = textures.preview('g');
  textures.setPreview('g', 'data:2');
  assert.equal(textures.preview('g'), first);
  await settle();
  assert.equal(textures.preview('g').of, 'data:2');
  assert.equal(first.isClosed, true);
});

test('a picture that the server does not have is missing until it comes after all', async () => {
  const { textures, loader, clock } = setUp();
  const ask = async (answer) => {
    clock.now += 120_000;
    textures.beginView();
    textures.best('a', 100);
    textures.pump();
    answer(loader.asked.shift());
    await settle();
  };
  await ask(({ reject }) => reject(new Error('picture: 503')));
  assert.equal(textures.isMissing('a'), false);
  await ask(({ reject }) => reject(new PictureMissing()));
  assert.equal(textures.isMissing('a'), true);
  await ask(({ resolve }) => resolve({ width: 128, height: 128 }));
  assert.equal(textures.isMissing('a'), false);
  assert.equal(textures.isMissing('never asked for'), false);
});
