// The tool rail: which tool is active, and choosing one. Shapes and lines share one place: it shows
// the last of them that was used.

/** @import { Editor } from '../editor.js' */

/** @param {Editor} editor @param {HTMLElement} rail buttons with data-tool or data-command */
export function attachRail(editor, rail) {
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (rail.querySelectorAll('[data-tool]'));
  const keep = rail.querySelector('[data-command="tool.keep"]');
  const shapes = /** @type {HTMLDetailsElement|null} */ (rail.querySelector('details.shapes'));
  const show = () => {
    showLastShape(editor, rail);
    for (const button of buttons) {
      button.setAttribute('aria-pressed', String(button.dataset.tool === editor.tools.name));
    }
    rail.toggleAttribute('data-kept', editor.tools.isKept);
    keep?.setAttribute('aria-pressed', String(editor.tools.isKept));
  };
  rail.addEventListener('click', (event) => {
    const button = /** @type {HTMLElement|null} */ (
      /** @type {HTMLElement} */ (event.target).closest('[data-tool], [data-command]')
    );
    if (button?.dataset.tool) editor.tools.activate(button.dataset.tool);
    if (button?.dataset.command) editor.commands.run(button.dataset.command);
    if (button && shapes?.contains(button)) {
      shapes.open = false;
      document.getElementById('stage')?.focus({ preventScroll: true }); // what comes next is drawing
    }
  });
  editor.tools.subscribe(show);
  show();
}

/** @param {Editor} editor @param {HTMLElement} rail */
function showLastShape(editor, rail) {
  const last = /** @type {HTMLElement|null} */ (rail.querySelector('[data-last-shape]'));
  const chosen = rail.querySelector(`.shapes [data-tool="${editor.tools.name}"]`);
  if (!last || !chosen) return;
  const [name, keys] = [chosen.childNodes[1]?.textContent?.trim() ?? '', chosen.querySelector('.kbd')?.textContent ?? ''];
  last.dataset.tool = editor.tools.name;
  last.setAttribute('aria-label', name);
  last.title = `${name}  ${keys}`;
  const icon = chosen.querySelector('use')?.getAttribute('href') ?? '';
  last.querySelector('use')?.setAttribute('href', icon);
}
