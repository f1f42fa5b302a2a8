// A board comes in as soon as its file is chosen, or dropped anywhere on the page.

const SAID_MS = 5_000;

/** @param {HTMLElement} root */
export function attachImport(root) {
  root.addEventListener('change', (event) => {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const form = field.closest?.('form[data-import]');
    if (!(form instanceof HTMLFormElement) || !field.files?.length || form.dataset.import === 'sent') return;
    form.dataset.import = 'sent'; // once is enough
    say(form, 'Importing…');
    form.requestSubmit();
  });
  attachDrop(root);
}

/** @param {HTMLElement} root */
function attachDrop(root) {
  const formOf = (/** @type {DragEvent} */ event) => {
    const brings = event.dataTransfer?.types.includes('Files');
    const form = brings ? root.querySelector('form[data-import]') : null;
    return form instanceof HTMLFormElement ? form : null;
  };
  root.addEventListener('dragover', (event) => {
    if (!formOf(event)) return;
    event.preventDefault();
    root.toggleAttribute('data-dropping', true);
  });
  root.addEventListener('dragleave', (event) => { if (!event.relatedTarget) root.removeAttribute('data-dropping'); });
  root.addEventListener('drop', (event) => {
    const form = formOf(event);
    root.removeAttribute('data-dropping');
    if (!form) return;
    event.preventDefault(); // or the browser leaves the page for the file
    const field = /** @type {HTMLInputElement | null} */ (form.querySelector('input[type=file]'));
    const files = event.dataTransfer?.files;
    if (!field || !files || form.dataset.import === 'sent') return;
    if (files.length === 1 && /\.(anchorboard|zip)$/i.test(files[0].name)) {
      field.files = files;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    } else {
      sayForNow(form, files.length > 1 ? 'Drop one file at a time' : 'That is no board file');
    }
  });
}

/** @param {HTMLFormElement} form @param {string} words */
function sayForNow(form, words) {
  const label = form.querySelector('[data-import-label]');
  if (!label || label.hasAttribute('role')) return;
  const before = label.textContent ?? '';
  label.setAttribute('role', 'alert');
  label.textContent = words;
  window.setTimeout(() => {
    label.removeAttribute('role');
    if (label.textContent === words) label.textContent = before;
  }, SAID_MS);
}

/** @param {HTMLFormElement} form @param {string} words */
function say(form, words) {
  const label = form.querySelector('[data-import-label]');
  if (label) label.textContent = words;
}
