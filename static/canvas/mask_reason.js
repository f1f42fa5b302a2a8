// Why an edit cannot be asked for yet, as a sentence that says what to do.

/** @import { Intent } from './mask_form.js' */
/** @import { Call, MaskLayer } from './mask_layers.js' */

/** @typedef {'empty' | 'full' | 'good'} Content of all masks that are used, together */

/**
 * @param {{isOffline: boolean, hasTier: boolean, content: Content, intent: Intent, masks: MaskLayer[], calls: Call[], mostCharacters: number}} edit
 * @returns {string} '' where nothing is in the way
 */
export function reasonToWait({ isOffline, hasTier, content, intent, masks, calls, mostCharacters }) {
  if (isOffline) return 'You are offline: regenerating needs the server.';
  if (!hasTier) return 'No engine that is set up changes parts of pictures.';
  if (content === 'empty') {
    if (masks.some(({ box, off }) => box && off)) return 'Every mask is switched off. Switch one on.';
    return intent === 'background' ? 'Select what is behind the subject: smart select (W), then Background.' : 'Paint what should change first.';
  }
  if (content === 'full') return 'Everything is painted. Leave some of the picture to be kept.';
  const silent = intent === 'add' && calls.find(({ prompt }) => !prompt);
  if (silent) return calls.length > 1 ? `Say what should come in under “${silent.layers[0].name}”.` : 'Say what should come in.';
  const over = Math.max(...calls.map(({ prompt }) => prompt.length)) - mostCharacters;
  return over > 0 ? `The text is ${over} characters too long.` : '';
}
