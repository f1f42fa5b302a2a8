// The smallest level of a whole board in a handful of requests: sheets of thumbnails.

/** @import { PictureLoader, Textures } from './textures.js' */

/** @typedef {{cell: number, margin: number, columns: number, sheets: {url: string, assets: string[]}[]}} SheetIndex
 * cell, margin: px, as for Textures.addSheet; assets: in the order of their cells, row by row */

/**
 * Fetch all sheets of a board; each shows what it holds as soon as it is here. Single pictures wait for
 * them: thousands of requests would stand in their way. What no sheet brings is loaded singly.
 * @param {{url: string, fetchIndex: (url: string) => Promise<SheetIndex>, loader: PictureLoader, textures: Textures}} parts
 */
export async function loadSheets({ url, fetchIndex, loader, textures }) {
  const release = textures.hold();
  const { signal } = new AbortController();
  try {
    const { cell, margin, columns, sheets } = await fetchIndex(url);
    await Promise.allSettled(
      sheets.map(async (sheet) => {
        textures.addSheet(await loader.load(sheet.url, signal), sheet.assets, { cell, margin, columns });
      }),
    );
  } catch {
    // No index: every picture is loaded singly, which takes longer and shows the same.
  } finally {
    release();
  }
}
