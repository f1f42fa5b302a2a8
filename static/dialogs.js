// Dialogs that htmx puts into #dialogs open as modal ones and leave when they are closed;
// a button with data-close closes the one it is in, one with data-copy copies a text.

const COPIED_MS = 1600; // long enough to be read, short enough to copy again

const slot = document.getElementById('dialogs');

slot?.addEventListener('htmx:afterSwap', () => {
  const dialog = slot.querySelector('dialog');
  if (!dialog || dialog.open) return;
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
});

document.addEventListener('click', async (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target instanceof HTMLDialogElement && target.parentElement === slot) {
    target.close(); // a press on the scrim: inside, the target is never the dialog itself
    return;
  }
  if (target.closest('[data-close]')) {
    target.closest('dialog')?.close();
    return;
  }
  const copier = /** @type {HTMLElement | null} */ (target.closest('[data-copy]'));
  if (copier) await copy(copier);
});

/**
 * Copy data-copy (or the value of the field that data-copy-from names) and say so on the button.
 * @param {HTMLElement} button
 */
async function copy(button) {
  const label = button.querySelector('[data-label]') ?? button;
  const text = button.dataset.copy ?? '';
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(text);
    label.textContent = 'Copied';
  } catch {
    label.textContent = 'Not allowed: select and copy'; // no clipboard on plain http from another machine
    const field = button.parentElement?.querySelector('input');
    field?.select();
  }
  window.setTimeout(() => { label.textContent = before; }, COPIED_MS);
}
