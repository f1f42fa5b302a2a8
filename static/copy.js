// A button with data-copy copies that text and says so: in its [data-label], else by a check mark.

const SAID_MS = 1600; // long enough to be read, short enough to copy again

document.addEventListener('click', async (event) => {
  const target = /** @type {Element} */ (event.target);
  const button = /** @type {HTMLElement | null} */ (target.closest('[data-copy]'));
  if (!button || button.dataset.said) return;
  const isCopied = await copy(button.dataset.copy ?? '', button);
  say(button, isCopied);
});

/**
 * The clipboard needs https or this very machine; elsewhere the older command still copies what is
 * selected. The field stands beside the button, as a modal dialog lets nothing outside take focus.
 * @param {string} text
 * @param {HTMLElement} beside
 * @returns {Promise<boolean>}
 */
async function copy(text, beside) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.className = 'unseen';
    field.value = text;
    beside.after(field);
    field.select();
    const isCopied = document.execCommand('copy');
    field.remove();
    beside.focus();
    return isCopied;
  }
}

/**
 * @param {HTMLElement} button
 * @param {boolean} isCopied
 */
function say(button, isCopied) {
  const label = button.querySelector('[data-label]');
  const icon = button.querySelector('use');
  const before = { text: label?.textContent ?? '', icon: icon?.getAttribute('href') ?? '' };
  button.dataset.said = 'yes';
  if (label) label.textContent = isCopied ? 'Copied' : 'Copying is not allowed';
  icon?.setAttribute('href', before.icon.replace(/#.*/, isCopied ? '#check' : '#x'));
  window.setTimeout(() => {
    if (label) label.textContent = before.text;
    icon?.setAttribute('href', before.icon);
    delete button.dataset.said;
  }, SAID_MS);
}
