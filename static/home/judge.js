// Blind judging by keys: 1 usable, 2 fixable, 3 no.

document.addEventListener('keydown', (event) => {
  const { target } = event;
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (target instanceof HTMLElement && target.matches('input, textarea, select')) return;
  const button = /** @type {HTMLButtonElement | null} */ (document.querySelector(`#judging [data-key="${CSS.escape(event.key)}"]`));
  button?.click();
});
