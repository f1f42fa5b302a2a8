// Writes an 8-bit grey PNG (RFC 2083) without a canvas: browsers may add noise to what is read
// back from one, and a mask has to arrive byte for byte.

const SIGNATURE = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10]);

/** Rows differ little from the one above: the filter "up" makes a mask of 12 MP some 20 KB. */
const FILTER_UP = 2;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/**
 * @param {Uint8Array} grey row by row, `width * height` bytes; with alpha, grey and alpha in turn
 * @param {number} width @param {number} height
 * @param {{hasAlpha?: boolean}} [options]
 * @returns {Promise<Blob>} image/png
 */
export async function encodeGreyPng(grey, width, height, { hasAlpha = false } = {}) {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = 8; // bits a sample; the rest is 0: deflate, the five filters, not interlaced
  header[9] = hasAlpha ? 4 : 0;
  const rows = await deflate(filtered(grey, hasAlpha ? 2 * width : width, height));
  return new Blob([SIGNATURE, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', new Uint8Array(0))], { type: 'image/png' });
}

/** @param {Uint8Array} grey @param {number} width bytes a row @param {number} height */
function filtered(grey, width, height) {
  const out = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    const to = y * (width + 1);
    const at = y * width;
    out[to] = FILTER_UP;
    for (let x = 0; x < width; x += 1) {
      out[to + 1 + x] = grey[at + x] - (y === 0 ? 0 : grey[at - width + x]);
    }
  }
  return out;
}

/** @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<Uint8Array<ArrayBuffer>>} in zlib's format (RFC 1950) */
async function deflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @param {string} type four letters @param {Uint8Array} data @returns {Uint8Array<ArrayBuffer>} */
function chunk(type, data) {
  const out = new Uint8Array(data.length + 12);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i += 1) out[4 + i] = type.charCodeAt(i);
  out.set(data, 8);
  view.setUint32(8 + data.length, crc(out.subarray(4, 8 + data.length)));
  return out;
}

/** @param {Uint8Array} bytes */
function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = CRC_TABLE[(c ^ byte) & 0xff] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}
