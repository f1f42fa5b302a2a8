// The search field: / leads to it, arrow keys go through what is found, Enter opens, Esc puts it away.

/** @param {Document} page @param {HTMLInputElement} field @param {HTMLElement} found */
export function attachSearch(page, field, found) {
  const options = () => /** @type {HTMLElement[]} */ ([...found.querySelectorAll('[role="option"]')]);
  const chosen = () => options().findIndex((option) => option.getAttribute('aria-selected') === 'true');

  const choose = (/** @type {number} */ index) => {
    options().forEach((option, at) => option.setAttribute('aria-selected', String(at === index)));
    const option = options()[index];
    option?.scrollIntoView({ block: 'nearest' });
    if (option) field.setAttribute('aria-activedescendant', option.id);
    else field.removeAttribute('aria-activedescendant');
  };
  const show = (/** @type {boolean} */ isShown) => {
    found.hidden = !isShown;
    field.setAttribute('aria-expanded', String(isShown));
  };

  page.addEventListener('keydown', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target.closest('input, textarea, select, [contenteditable], dialog')) return;
    event.preventDefault();
    page.body.classList.add('nav-open'); // the field is in the lists, which small screens hide
    field.focus();
    field.select();
  });
  field.addEventListener('keydown', (event) => {
    const count = options().length;
    if (event.key === 'Escape') {
      event.preventDefault();
      if (found.hidden) field.blur();
      show(false);
    } else if (!count || found.hidden) {
      return;
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(nextOption(chosen(), event.key === 'ArrowDown' ? 1 : -1, count));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      options()[Math.max(chosen(), 0)].click();
    }
  });
  found.addEventListener('htmx:afterSwap', () => {
    show(field.value.trim() !== '');
    if (chosen() < 0) choose(0);
  });
  field.addEventListener('focus', () => show(found.childElementCount > 0 && field.value.trim() !== ''));
  page.addEventListener('pointerdown', (event) => {
    const target = /** @type {Node} */ (event.target);
    if (!found.contains(target) && target !== field) show(false);
  });
}

/**
 * Round at both ends; with none chosen (-1), the first or the last.
 * @param {number} at @param {1|-1} step @param {number} count
 */
export function nextOption(at, step, count) {
  if (at < 0) return step > 0 ? 0 : count - 1;
  return (at + step + count) % count;
}
