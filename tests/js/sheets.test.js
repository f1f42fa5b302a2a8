import assert from 'node:assert/strict';
import test from 'node:test';

import { loadSheets } from '../../static/canvas/sheets.js';
import { Textures } from '../../static/canvas/textures.js';
import { settle } from './fakes.js';

function setUp({ refused = '' } = {}) {
  const asked = [];
  const loader = {
    async load(url) {
      asked.push(url);
      if (url === refused) throw new Error('404');
      return { width: 64, height: 64, url };
    },
    async decode() {
      throw new Error('nothing to decode');
    },
  };
  const textures = new Textures({ urlOf: (asset, level) => `${asset}/${level}`, loader });
  const index = {
    cell: 32, margin: 1, columns: 2, sheets: [{ url: 'one', assets: ['a', 'b', 'c'] }, { url: 'two', assets: ['d'] }],
  };
  return { asked, loader, textures, index };
}

function show(textures, assets, px) {
  textures.beginView();
  return assets.map((asset) => textures.best(asset, px));
}

test('each picture is its cell of a sheet, row by row, without the margin', async () => {
  const { loader, textures, index } = setUp();
  await loadSheets({ url: 'index', fetchIndex: async () => index, loader, textures });

  const shown = show(textures, ['a', 'b', 'c', 'd'], 20);

  assert.deepEqual(shown.map(({ sheet, x, y, side }) => [sheet.url, x, y, side]), [
    ['one', 1, 1, 30], ['one', 33, 1, 30], ['one', 1, 33, 30], ['two', 1, 1, 30],
  ]);
});

test('single pictures wait for the sheets, and those that a sheet brought need none', async () => {
  const { asked, loader, textures, index } = setUp();
  let answer = (_) => {};
  const done = loadSheets({ url: 'index', fetchIndex: () => new Promise((resolve) => { answer = resolve; }), loader, textures });
  show(textures, ['a', 'elsewhere'], 20);
  textures.pump();
  assert.deepEqual(asked, []);
  assert.equal(textures.isLoading, true);

  answer(index);
  await done;
  show(textures, ['a', 'elsewhere'], 20);
  textures.pump();

  assert.deepEqual(asked, ['one', 'two', 'elsewhere/32']);
});

test('a larger picture is drawn from its cell until the better level is here', async () => {
  const { loader, textures, index } = setUp();
  await loadSheets({ url: 'index', fetchIndex: async () => index, loader, textures });

  const [before] = show(textures, ['b'], 400);
  textures.pump();
  await settle();
  const [after] = show(textures, ['b'], 400);

  assert.equal(before.sheet.url, 'one');
  assert.equal(after.url, 'b/512');
});

test('what a missing sheet would have brought is loaded singly', async () => {
  const { asked, loader, textures, index } = setUp({ refused: 'one' });
  await loadSheets({ url: 'index', fetchIndex: async () => index, loader, textures });

  const [a, d] = show(textures, ['a', 'd'], 20);
  textures.pump();

  assert.equal(a, null);
  assert.equal(d.sheet.url, 'two');
  assert.ok(asked.includes('a/32'));
});

test('without an index the board loads as before', async () => {
  const { asked, loader, textures } = setUp();
  await loadSheets({ url: 'index', fetchIndex: async () => { throw new Error('500'); }, loader, textures });

  show(textures, ['a'], 20);
  textures.pump();

  assert.deepEqual(asked, ['a/32']);
});

test('cells are never evicted: a full memory leaves every picture small', async () => {
  const { loader, textures, index } = setUp();
  const small = new Textures({ urlOf: (asset, level) => `${asset}/${level}`, loader, budgetBytes: 64 * 64 * 4 * 3 });
  await loadSheets({ url: 'index', fetchIndex: async () => index, loader, textures: small });
  for (const asset of ['a', 'b', 'c', 'd']) {
    show(small, [asset], 400);
    small.pump();
    await settle();
  }

  const shown = show(small, ['a', 'b', 'c', 'd'], 20);

  assert.ok(shown.every(Boolean));
  assert.equal(shown[0].sheet.url, 'one');
  assert.equal(textures.bytes, 0);
});
