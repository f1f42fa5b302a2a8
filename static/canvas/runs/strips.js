// A strip over the frame of a run: how far it is, and the way into it. The server is asked while
// something of it moves.

import { element, icon } from '../elements.js';
import { askedCount, dollars, openCount } from './words.js';

/** @import { Api } from '../api.js' */
/** @import { Editor } from '../editor.js' */
/** @import { RunFacts } from './words.js' */

const ASK_EVERY_MS = 1500;
const GAP_PX = 30; // the frame's name stands between
const LEAST_PX = 120;

/** @param {{editor: Editor, api: Api, layer: HTMLElement, open: (id: string) => void}} parts */
export function attachStrips({ editor, api, layer, open }) {
  /** @type {Map<string, {strip: HTMLElement, run: string, facts: RunFacts | null, isStale: boolean}>} by frame */
  const strips = new Map();
  /** @type {any} */
  let timer = null;

  const place = () => {
    for (const [id, { strip }] of strips) {
      const node = editor.store.node(id);
      if (!node) continue;
      const { zoom } = editor.viewport;
      const { x, y } = editor.viewport.worldToScreen({ x: node.x, y: node.y });
      const width = node.width * zoom;
      strip.hidden = width < LEAST_PX || editor.mode !== 'canvas' || editor.store.isHidden(node);
      strip.style.transform = `translate(${Math.round(x)}px, ${Math.round(y - GAP_PX)}px) translateY(-100%)`;
    }
  };
  const draw = (/** @type {string} */ id) => {
    const kept = strips.get(id);
    if (!kept?.facts) return;
    const { facts, strip } = kept;
    const open_ = openCount(facts);
    const asked = askedCount(facts);
    const words = `${asked - open_} / ${asked}`;
    strip.replaceChildren(icon('table', 's'), element('b', {}, words), element('span', { class: 'two' }, [
      facts.state === 'paused' ? 'paused' : '', facts.counts.failed ? `${facts.counts.failed} failed` : '', dollars(facts.spent_usd),
    ].filter(Boolean).join(' · ')));
    strip.setAttribute('aria-label', `Open ${facts.name}: ${words}`);
  };
  const ask = async () => {
    timer = null;
    const runs = new Set([...strips.values()].filter(({ isStale }) => isStale).map(({ run }) => run));
    for (const run of runs) {
      /** @type {RunFacts | null} */
      let facts = null;
      try {
        facts = await api.runs(`${run}/`);
      } catch {
        facts = null; // deleted, or not reached: the strip stays without figures
      }
      for (const [id, kept] of strips) {
        if (kept.run !== run) continue;
        kept.isStale = false;
        kept.facts = facts;
        // Of several frames the first alone: over the others it would hide pictures.
        kept.strip.toggleAttribute('data-known', facts !== null && facts.frames.find((one) => editor.store.node(one)) === id);
        draw(id);
      }
      if (facts && openCount(facts)) outdate(run);
    }
    place();
  };
  const outdate = (/** @type {string} */ run) => {
    for (const kept of strips.values()) if (kept.run === run) kept.isStale = true;
    timer ??= setTimeout(() => { void ask(); }, ASK_EVERY_MS);
  };
  const look = (/** @type {Iterable<string>} */ ids) => {
    for (const id of ids) {
      const node = editor.store.node(id);
      const run = node?.kind === 'frame' ? node.run : undefined;
      const kept = strips.get(id);
      if (kept && kept.run !== run) {
        kept.strip.remove();
        strips.delete(id);
      }
      if (run && !strips.has(id)) {
        const strip = element('button', { type: 'button', class: 'run-strip', onclick: () => open(run) });
        layer.append(strip);
        strips.set(id, { strip, run, facts: null, isStale: true });
        outdate(run);
      }
      const within = node?.parent ? strips.get(node.parent) : undefined;
      if (within) outdate(within.run);
    }
    place();
  };
  if (editor.config.is_guest) return; // guests are told nothing of prompts and prices
  editor.store.subscribe(({ nodes }) => look(nodes));
  editor.viewport.subscribe(place);
  editor.on('mode', place);
  look([...editor.store.nodes()].map(({ id }) => id));
}
