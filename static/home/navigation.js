// On small screens the lists beside the boards lie over them, opened and closed by buttons.

/** @param {HTMLElement} body */
export function attachNavigation(body) {
  const show = (/** @type {boolean} */ isOpen) => { body.classList.toggle('nav-open', isOpen); };
  body.addEventListener('click', (event) => {
    const button = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('[data-nav]'));
    if (!button) return;
    const isOpen = button.dataset.nav === 'open';
    show(isOpen);
    /** @type {HTMLElement|null} */ (body.querySelector(isOpen ? '#nav [data-nav]' : 'main [data-nav]'))?.focus();
  });
  body.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') show(false);
  });
}
