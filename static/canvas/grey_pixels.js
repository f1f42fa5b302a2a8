// Reads pictures back as bytes, in stripes: a picture of 50 MP would be 200 MB of RGBA at once.

const STRIPE = 512;

/** The first channel of a picture: a mask that came as a PNG. @param {ImageBitmap} bitmap @returns {Uint8Array} one byte a px */
export function greyOf(bitmap) {
  const grey = new Uint8Array(bitmap.width * bitmap.height);
  eachStripe(bitmap, (data, from) => {
    for (let i = 0, to = from; i < data.length; i += 4, to += 1) grey[to] = data[i];
  });
  return grey;
}

/** @param {ImageBitmap} bitmap @returns {Uint8Array} red, green, blue of each px */
export function coloursOf(bitmap) {
  const colours = new Uint8Array(bitmap.width * bitmap.height * 3);
  eachStripe(bitmap, (data, from) => {
    for (let i = 0, to = from * 3; i < data.length; i += 4, to += 3) {
      colours[to] = data[i];
      colours[to + 1] = data[i + 1];
      colours[to + 2] = data[i + 2];
    }
  });
  return colours;
}

/** @param {ImageBitmap} bitmap @param {(data: Uint8ClampedArray, from: number) => void} take `from`: number of its first px */
function eachStripe(bitmap, take) {
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = Math.min(STRIPE, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  for (let y = 0; y < bitmap.height; y += STRIPE) {
    const rows = Math.min(STRIPE, bitmap.height - y);
    context.clearRect(0, 0, bitmap.width, rows);
    context.drawImage(bitmap, 0, y, bitmap.width, rows, 0, 0, bitmap.width, rows);
    take(context.getImageData(0, 0, bitmap.width, rows).data, y * bitmap.width);
  }
}
