// Text that is longer than one note holds, in parts that end between paragraphs, sentences or words.

/** Characters that a note or a text holds: values.js counts the same way. */
export const LONGEST_TEXT = 10_000;
/** More than so many notes at once is no text for a board. */
export const MOST_PARTS = 200;

/** White space is no reason to refuse a note; control characters are not taken. @param {string} text */
export function cleanText(text) {
  return text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '');
}

/** @param {string} text @returns {number} characters, as the server counts them */
export function lengthOf(text) {
  let length = 0;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code < 0xd800 || code > 0xdbff) length += 1; // the second half of a pair counts for both
  }
  return length;
}

/** @param {string} text @param {number} [most] characters in a part @returns {string[]} */
export function splitText(text, most = LONGEST_TEXT) {
  const parts = [];
  let rest = text;
  while (rest.length > most) {
    const end = breakBefore(rest, most);
    const part = rest.slice(0, end).trim();
    if (part) parts.push(part);
    rest = rest.slice(end);
  }
  if (rest.trim()) parts.push(rest.trim());
  return parts;
}

/** In the second half of what fits; else, in text without any break, where it is full.
 * @param {string} text @param {number} most */
function breakBefore(text, most) {
  const half = most / 2;
  for (const sign of ['\n\n', '\n', '. ', ' ']) {
    const at = text.lastIndexOf(sign, most - sign.length);
    if (at >= half) return at + sign.length;
  }
  const code = text.charCodeAt(most - 1);
  return code >= 0xd800 && code < 0xdc00 ? most - 1 : most; // no character in halves
}
