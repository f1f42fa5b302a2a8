// Dialogs that htmx puts into #dialogs open as modal ones and leave when they are closed: by Escape,
// by a press on the scrim, or by a button with data-close.

const slot = document.getElementById('dialogs');

slot?.addEventListener('htmx:afterSwap', () => {
  const dialog = slot.querySelector('dialog');
  if (!dialog || dialog.open) return;
  dialog.addEventListener('close', () => dialog.remove());
  dialog.showModal();
});

document.addEventListener('click', (event) => {
  const target = /** @type {Element} */ (event.target);
  if (target instanceof HTMLDialogElement && target.parentElement === slot) {
    target.close(); // the scrim: what is inside the dialog has targets of its own
  } else if (target.closest('[data-close]')) {
    target.closest('dialog')?.close();
  }
});
