// Makes DOM elements. Text always goes in as text: what people and servers wrote is never markup.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * `element('button', {class: 'btn', type: 'button', onclick: run, disabled: false}, 'Retry')`:
 * functions become listeners, booleans attributes with or without presence, the rest attributes;
 * null and undefined are left out.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElement}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') made.addEventListener(name.replace(/^on/, ''), value);
    else made.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children) if (child !== null && child !== undefined) made.append(child);
  return made;
}

/** @param {string} name a symbol of icons.svg @param {'' | 's' | 'l'} [size] @returns {SVGElement} */
export function icon(name, size = '') {
  const made = document.createElementNS(SVG, 'svg');
  made.setAttribute('class', size ? `i ${size}` : 'i');
  made.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  // The page knows the sprite's hashed address.
  use.setAttribute('href', `${document.getElementById('board')?.dataset.icons ?? ''}#${name}`);
  made.append(use);
  return made;
}

/** The one element a fragment must have. @param {ParentNode} root @param {string} selector @returns {any} */
export function find(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`The page has no ${selector}`);
  return found;
}

/** Show how far a slider is filled (base.css reads --v). @param {HTMLInputElement} slider */
export function fillSlider(slider) {
  const least = Number(slider.min || 0);
  const share = (Number(slider.value) - least) / (Number(slider.max || 100) - least);
  slider.style.setProperty('--v', `${share * 100}%`);
}

/**
 * One of several as buttons in a `.seg`: arrow keys move, the chosen one alone takes focus.
 * @param {HTMLElement} group
 * @param {{key: string, label: string, title?: string, disabled?: boolean}[]} options
 * @param {(key: string) => void} choose
 * @returns {(key: string) => void} shows which one is chosen
 */
export function radioButtons(group, options, choose) {
  const all = options.map(({ key, label, title, disabled = false }) => element('button', {
    type: 'button', role: 'radio', 'data-key': key, title, disabled, 'aria-checked': 'false', onclick: () => choose(key),
  }, label));
  const buttons = all.filter((button) => !(/** @type {HTMLButtonElement} */ (button).disabled));
  group.replaceChildren(...all);
  group.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const at = buttons.indexOf(/** @type {HTMLElement} */ (event.target));
    if (!step || at < 0) return;
    event.preventDefault();
    const next = buttons[(at + step + buttons.length) % buttons.length];
    next.click();
    next.focus();
  });
  return (key) => {
    for (const button of buttons) {
      const isOn = button.dataset.key === key;
      button.setAttribute('aria-checked', String(isOn));
      button.tabIndex = isOn ? 0 : -1;
    }
    if (!options.some((option) => option.key === key) && buttons[0]) buttons[0].tabIndex = 0;
  };
}
