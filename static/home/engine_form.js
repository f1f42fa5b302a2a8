// The form of an engine: a model that the list knows brings its usual price and time along, as long
// as nobody has written others.

/** @param {HTMLElement} root */
export function attachEngineForm(root) {
  root.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.form?.hasAttribute('data-engine')) return;
    if (target.name === 'model') fill(target, target.form);
    else target.dataset.written = '';
  });
}

/** @param {HTMLInputElement} model @param {HTMLFormElement} form */
function fill(model, form) {
  const known = [...(model.list?.options ?? [])].find((option) => option.value === model.value);
  if (!known?.dataset.price) return;
  set(form, 'price_usd', known.dataset.price);
  set(form, 'typical_seconds', known.dataset.seconds ?? '');
}

/** @param {HTMLFormElement} form @param {string} name @param {string} value */
function set(form, name, value) {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement && field.dataset.written === undefined) field.value = value;
}
