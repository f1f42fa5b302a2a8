// The tool rail: which tool is active, and choosing one.

/** @import { Editor } from '../editor.js' */

/** @param {Editor} editor @param {HTMLElement} rail buttons with data-tool or data-command */
export function attachRail(editor, rail) {
  const buttons = /** @type {NodeListOf<HTMLElement>} */ (rail.querySelectorAll('[data-tool]'));
  const show = () => {
    for (const button of buttons) {
      button.setAttribute('aria-pressed', String(button.dataset.tool === editor.tools.name));
    }
  };
  rail.addEventListener('click', (event) => {
    const button = /** @type {HTMLElement|null} */ (
      /** @type {HTMLElement} */ (event.target).closest('[data-tool], [data-command]')
    );
    if (button?.dataset.tool) editor.tools.activate(button.dataset.tool);
    if (button?.dataset.command) editor.commands.run(button.dataset.command);
  });
  editor.tools.subscribe(show);
  show();
}
