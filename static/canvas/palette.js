// The colours and the font of the drawing, read from the design tokens of the page.

const TOKENS = /** @type {const} */ ({
  canvas: '--canvas',
  dot: '--dot',
  frame: '--frame',
  frameLine: '--frame-line',
  ground: '--ground', // of a picture that is still on its way
  surface: '--surface',
  raised: '--raised',
  press: '--press',
  line: '--line',
  edge: '--edge',
  text: '--text',
  text2: '--text-2',
  text3: '--text-3',
  accent: '--accent',
  onAccent: '--on-accent',
  accentLine: '--accent-line',
  accentText: '--accent-text',
  accentSoft: '--accent-soft',
  bad: '--bad',
  note: '--note',
  noteText: '--note-text',
  over: '--over',
  onOver: '--on-over',
  casing: '--casing',
  scrim: '--scrim',
  onPerson: '--on-person',
  checkA: '--check-a',
  checkB: '--check-b',
  noteGrey: '--press',
  noteBlue: '--note-blue',
  noteGreen: '--note-green',
  noteRose: '--note-rose',
  drawInk: '--text',
  drawGrey: '--text-3',
  drawAmber: '--accent-line',
  drawBlue: '--draw-blue',
  drawGreen: '--ok',
  drawRose: '--draw-rose',
  font: '--font',
});

/** @typedef {Record<keyof typeof TOKENS, string> & {people: string[]}} Palette */

/** @param {{getPropertyValue(name: string): string}} style of the root element @returns {Palette} */
export function readPalette(style) {
  const read = (/** @type {string} */ token) => style.getPropertyValue(token).trim();
  const entries = Object.entries(TOKENS).map(([name, token]) => [name, read(token)]);
  const people = [1, 2, 3, 4, 5, 6].map((number) => read(`--p${number}`));
  return { ...Object.fromEntries(entries), people };
}

/** The colour of a person. @param {Palette} palette @param {number|string} colour 1..6 */
export function personColour(palette, colour) {
  return palette.people[(Number(colour) - 1 + palette.people.length) % palette.people.length] || palette.edge;
}
