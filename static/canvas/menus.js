// Menus as <details data-menu>: open by their summary, close by a press elsewhere, Esc or a choice.

/** @param {HTMLElement} root */
export function attachMenus(root) {
  const open = () => /** @type {NodeListOf<HTMLDetailsElement>} */ (root.querySelectorAll('details[data-menu][open]'));

  document.addEventListener('pointerdown', (event) => {
    for (const menu of open()) if (!menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
  }, { capture: true });

  root.addEventListener('keydown', (event) => {
    const menu = /** @type {HTMLElement} */ (event.target).closest?.('details[data-menu][open]');
    if (!(menu instanceof HTMLDetailsElement)) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      event.preventDefault();
      menu.open = false;
      menu.querySelector('summary')?.focus();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      moveFocus(menu, event);
    }
  });

  // toggle does not bubble: one menu at a time, and Tab leaves a menu closed behind it.
  root.addEventListener('toggle', (event) => {
    const opened = event.target;
    if (!(opened instanceof HTMLDetailsElement) || !opened.open || !opened.matches('[data-menu]')) return;
    for (const menu of open()) if (menu !== opened) menu.open = false;
  }, { capture: true });
  root.addEventListener('focusin', (event) => {
    for (const menu of open()) if (!menu.contains(/** @type {Node} */ (event.target))) menu.open = false;
  });
}

/** @param {HTMLDetailsElement} menu @param {KeyboardEvent} event */
function moveFocus(menu, event) {
  const target = /** @type {HTMLElement} */ (event.target);
  if (target.matches('input, [role="radio"]')) return; // these have arrow keys of their own
  const items = /** @type {HTMLElement[]} */ ([...menu.querySelectorAll('.menu button, .menu a')]);
  if (!items.length) return;
  event.preventDefault();
  const step = event.key === 'ArrowDown' ? 1 : -1;
  const at = items.indexOf(target);
  items[(at + step + items.length) % items.length].focus();
}
