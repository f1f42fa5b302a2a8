// A placeholder of the final size: queued, running with its preview, or not made and why.

import { failureOf } from '../failures.js';
import { barOf, stageWords, timeWords } from '../running.js';
import { icon } from './icons.js';
import { drawChip } from './pen.js';
import { cutText, linesOf, wrapText } from './text.js';

/** @import { BoardNode, Box } from '../types.js' */
/** @import { Pen } from './pen.js' */

const PADDING = 12;
const LINE = 16;
const BUTTON = 24;
const TEXT_LEAST_PX = 112; // narrower boxes show their state by colour and icon alone
const BAR = 4;

const ICONS = {
  failed: /** @type {const} */ ('alert'), blocked: /** @type {const} */ ('shield'), cancelled: /** @type {const} */ ('cancelled'),
};

/** @param {Pen} pen @param {BoardNode} node @param {Box} box CSS px */
export function drawGeneration(pen, node, box) {
  const { context, palette } = pen;
  const stopped = stoppedAs(node);
  const preview = !stopped && node.generation ? pen.textures.preview(node.generation) : null;
  if (preview) {
    context.drawImage(preview, box.x, box.y, box.width, box.height);
  } else {
    context.fillStyle = palette.surface;
    context.fillRect(box.x, box.y, box.width, box.height);
    pen.hairline(box, palette.line);
  }
  context.save();
  context.beginPath();
  context.rect(box.x, box.y, box.width, box.height);
  context.clip();
  if (stopped) drawStopped(pen, node, box, stopped);
  else if (node.state === 'running') drawRunning(pen, node, box, Boolean(preview));
  else drawQueued(pen, node, box);
  context.restore();
}

/** The box of the Retry hint on the screen, or null where it is not drawn.
 * @param {BoardNode} node @param {Box} box CSS px @returns {Box|null} */
export function retryBox(node, box) {
  if (!stoppedAs(node) || box.width < TEXT_LEAST_PX || box.height < 96) return null;
  return {
    x: box.x + PADDING,
    y: box.y + box.height - PADDING - BUTTON,
    width: box.width - 2 * PADDING,
    height: BUTTON,
  };
}

/** @param {BoardNode} node */
function stoppedAs(node) {
  const { state } = node;
  return state === 'failed' || state === 'blocked' || state === 'cancelled' ? { title: failureOf(node).title, icon: ICONS[state] } : null;
}

/** @param {Pen} pen @param {BoardNode} node @param {Box} box */
function drawQueued(pen, node, box) {
  const { context, palette } = pen;
  const middle = box.x + box.width / 2;
  if (box.width < TEXT_LEAST_PX || box.height < 56) {
    drawLoneIcon(pen, box, 'clock', palette.text3);
    return;
  }
  const isTall = box.height >= 96;
  let y = box.y + box.height / 2 - (isTall ? 32 : 16);
  if (isTall) {
    pen.icon(icon('clock'), middle - 8, y, 16, palette.text3);
    y += 24;
  }
  context.textAlign = 'center';
  context.textBaseline = 'top';
  pen.font(500, 12);
  context.fillStyle = palette.text;
  context.fillText('Queued', middle, y);
  pen.font(400, 12);
  context.fillStyle = palette.text2;
  if (node.message) { // it failed, and is tried again by itself
    const width = box.width - 2 * PADDING;
    const mostLines = Math.max(1, Math.floor((box.y + box.height - y - LINE - 8) / LINE));
    const message = node.message;
    const lines = linesOf(context, node, `queued ${Math.round(width)} ${mostLines} ${message}`, () => wrapText(context, message, width, mostLines));
    for (let i = 0; i < lines.length; i += 1) context.fillText(lines[i], middle, y + LINE + 4 + i * LINE);
    return;
  }
  if (!node.expected_s) return;
  const text = cutText(context, `takes about ${seconds(node.expected_s)}`, box.width - 2 * PADDING);
  context.fillText(text, middle, y + LINE + 4);
}

/** @param {Pen} pen @param {BoardNode} node @param {Box} box @param {boolean} hasPreview */
function drawRunning(pen, node, box, hasPreview) {
  const { context, palette } = pen;
  const progress = node.generation ? pen.progressOf(node.generation) : null;
  const { share, isGuessed } = barOf(progress, node.expected_s ?? 0, pen.now());
  const y = box.y + box.height - BAR;
  context.fillStyle = hasPreview ? 'rgb(0 0 0 / .5)' : palette.press;
  context.fillRect(box.x, y, box.width, BAR);
  // What the engine said stands out; what only follows from the time does not.
  context.fillStyle = isGuessed ? palette.text3 : palette.accent;
  context.fillRect(box.x, y, box.width * share, BAR);
  if (box.width < TEXT_LEAST_PX || box.height < 40) return;
  const text = timeWords(progress, node.expected_s ?? 0, pen.now());
  if (hasPreview) {
    drawChip(pen, text, box.x + 4, y - 4, box.width - 8);
    return;
  }
  const middle = box.x + box.width / 2;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  pen.font(500, 12);
  context.fillStyle = palette.text;
  context.fillText(cutText(context, stageWords(progress), box.width - 16), middle, box.y + box.height / 2 - 10);
  pen.font(400, 12);
  context.fillStyle = palette.text2;
  context.fillText(cutText(context, text, box.width - 16), middle, box.y + box.height / 2 + 10);
}

/** @param {Pen} pen @param {BoardNode} node @param {Box} box
 * @param {{title: string, icon: 'alert'|'shield'|'cancelled'}} stopped */
function drawStopped(pen, node, box, stopped) {
  const { context, palette } = pen;
  const colour = node.state === 'cancelled' ? palette.text2 : palette.bad;
  if (box.width < TEXT_LEAST_PX || box.height < 40) {
    drawLoneIcon(pen, box, stopped.icon, colour);
    return;
  }
  const width = box.width - 2 * PADDING;
  const x = box.x + PADDING;
  let y = box.y + PADDING;
  pen.icon(icon(stopped.icon), x, y, 16, colour);
  pen.font(500, 12);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = colour;
  context.fillText(cutText(context, stopped.title, width - 22), x + 22, y + 8);
  y += LINE + 8;
  const retry = retryBox(node, box);
  const end = (retry ? retry.y - 8 : box.y + box.height - PADDING) + 2;
  const mostLines = Math.floor((end - y) / LINE);
  const { words, charge } = failureOf(node);
  if (mostLines > 0 && (words || charge)) {
    pen.font(400, 12);
    const key = `${Math.round(width)} ${mostLines} ${words} ${charge}`;
    const lines = linesOf(context, node, key, () => wordsAndCharge(context, words, charge, width, mostLines));
    context.fillStyle = palette.text2;
    context.textBaseline = 'top';
    for (let i = 0; i < lines.length; i += 1) context.fillText(lines[i], x, y + i * LINE + 2);
  }
  if (retry) drawRetry(pen, retry);
}

/** What it was charged stands last and is never cut off by a provider's many words.
 * @param {CanvasRenderingContext2D} context @param {string} words @param {string} charge @param {number} width @param {number} most lines */
function wordsAndCharge(context, words, charge, width, most) {
  const price = charge ? wrapText(context, charge, width, Math.min(2, most)) : [];
  const room = most - price.length;
  return [...(words && room > 0 ? wrapText(context, words, width, room) : []), ...price];
}

/** @param {Pen} pen @param {Box} box */
function drawRetry(pen, box) {
  const { context, palette } = pen;
  pen.fillRound(box.x, box.y, box.width, box.height, 6, palette.raised);
  pen.font(500, 12);
  const width = context.measureText('Retry').width + 16;
  const x = box.x + (box.width - width) / 2;
  pen.icon(icon('retry'), x, box.y + 6, 12, palette.text);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = palette.text;
  context.fillText('Retry', x + 16, box.y + BUTTON / 2 + 0.5);
}

/** @param {Pen} pen @param {Box} box @param {'clock'|'alert'|'shield'|'cancelled'} name
 * @param {string} colour */
function drawLoneIcon(pen, box, name, colour) {
  const size = Math.min(16, box.width / 2, box.height / 2);
  if (size < 6) return;
  pen.icon(icon(name), box.x + (box.width - size) / 2, box.y + (box.height - size) / 2, size, colour);
}

/** @param {number} value s */
function seconds(value) {
  return value < 10 ? `${Math.round(value * 10) / 10} s` : `${Math.round(value)} s`;
}
