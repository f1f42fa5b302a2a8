// A board comes in as soon as its file is chosen.

/** @param {ParentNode} root */
export function attachImport(root) {
  root.addEventListener('change', (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const form = field.closest?.('form[data-import]');
    if (!(form instanceof HTMLFormElement) || !field.files?.length || form.dataset.import === 'sent') return;
    form.dataset.import = 'sent'; // once is enough
    const label = form.querySelector('[data-import-label]');
    if (label) label.textContent = 'Importing…';
    form.requestSubmit();
  });
}
