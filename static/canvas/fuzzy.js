// How well a text answers what was typed: for the command palette and the shortcut sheet. Pure.

/** @typedef {{score: number, marks: number[]}} Match marks: places of the letters that were met */

const STARTS_TEXT = 100;
const STARTS_WORD = 80;
const INITIALS = 64;
const WITHIN_WORD = 40;
const SCATTERED = 8;

/**
 * Every word that was typed has to be met: at best at the start of the text, then of a word, as
 * initials ("bf" for "Bring forward"), within a word, or scattered in its order ("gnrt").
 * @param {string} query @param {string} text
 * @returns {Match | null} null: not met. An empty query meets everything with 0.
 */
export function matchText(query, text) {
  const folded = fold(text);
  const starts = wordStarts(folded);
  let score = 0;
  const marks = [];
  for (const word of fold(query).split(/\s+/).filter(Boolean)) {
    const met = matchWord(word, folded, starts);
    if (!met) return null;
    score += met.score;
    marks.push(...met.marks);
  }
  // Of two that are met alike the shorter one is nearer to what was meant.
  return { score: score && score - Math.min(16, folded.length / 8), marks };
}

/** Small letters without their accents, place for place. @param {string} text */
export function fold(text) {
  const small = text.toLowerCase();
  if (/^[\x00-\x7f]*$/.test(small)) return small;
  return Array.from({ length: small.length }, (_, at) => small[at].normalize('NFD')[0]).join('');
}

/** @param {string} word @param {string} text @param {number[]} starts @returns {Match | null} */
function matchWord(word, text, starts) {
  if (text.startsWith(word)) return { score: STARTS_TEXT, marks: run(0, word.length) };
  const start = starts.find((at) => text.startsWith(word, at));
  if (start !== undefined) return { score: STARTS_WORD, marks: run(start, word.length) };
  const initials = starts.map((at) => text[at]).join('').indexOf(word);
  if (word.length > 1 && initials >= 0) return { score: INITIALS, marks: starts.slice(initials, initials + word.length) };
  const within = text.indexOf(word);
  if (within >= 0) return { score: WITHIN_WORD, marks: run(within, word.length) };
  return word.length > 2 ? scattered(word, text, starts) : null;
}

/** Letters in their order with others between: the fewer jumps the better. Must begin a word.
 * @param {string} word @param {string} text @param {number[]} starts @returns {Match | null} */
function scattered(word, text, starts) {
  for (const start of starts) {
    if (text[start] !== word[0]) continue;
    const marks = [start];
    let jumps = 0;
    for (let i = 1; i < word.length; i += 1) {
      const at = text.indexOf(word[i], marks[i - 1] + 1);
      if (at < 0) break;
      if (at !== marks[i - 1] + 1) jumps += 1;
      marks.push(at);
    }
    if (marks.length === word.length) return { score: Math.max(1, SCATTERED + word.length - 2 * jumps), marks };
  }
  return null;
}

/** @param {string} text @returns {number[]} */
function wordStarts(text) {
  const starts = [];
  for (const met of text.matchAll(/[\p{L}\p{N}]+/gu)) starts.push(met.index);
  return starts;
}

/** @param {number} from @param {number} count */
function run(from, count) {
  return Array.from({ length: count }, (_, i) => from + i);
}
