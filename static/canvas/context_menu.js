// The context menu: by right click, Shift+F10, the menu key or a long press; what it holds says
// menu_model.js. On a phone it is a sheet at the bottom.

import { element, icon } from './elements.js';
import { keyWords } from './key_caps.js';
import { menuFor } from './menu_model.js';

/** @import { BoardNode, Point } from './types.js' */
/** @import { Command } from './commands.js' */
/** @import { Editor } from './editor.js' */
/** @import { Group, Section } from './menu_model.js' */

const EDGE = 8; // px that it keeps from the window's edges
const OPEN_AFTER_MS = 120; // a pointer on its way past opens no menu beside

export class ContextMenu {
  #editor;
  #root;
  #stage;
  /** @type {HTMLElement | null} */
  #menu = null;
  #timer = 0;
  /** Where the focus was: on the board, or in its list. @type {HTMLElement | null} */
  #before = null;

  /** @param {Editor} editor @param {HTMLElement} root the page's #board @param {HTMLElement} stage */
  constructor(editor, root, stage) {
    this.#editor = editor;
    this.#root = root;
    this.#stage = stage;
    editor.on('context-menu', ({ screen, world, node }) => this.#open(screen, world, node));
    stage.addEventListener('contextmenu', (event) => {
      event.preventDefault();
      if (event.button === 2) this.#openAt(event);
    });
    editor.commands.register({
      id: 'menu.open', label: 'Open the menu', keys: ['Shift+F10', 'ContextMenu'], mode: 'canvas', run: () => this.#openByKey(),
    });
    document.addEventListener('pointerdown', (event) => {
      if (!this.#menu?.contains(/** @type {Node} */ (event.target))) this.close(false);
    }, { capture: true });
    window.addEventListener('blur', () => this.close(false));
    editor.on('mode', () => this.close(false));
    editor.viewport.subscribe(() => this.close(false));
  }

  /** @param {boolean} givesFocusBack */
  close(givesFocusBack) {
    window.clearTimeout(this.#timer);
    const menu = this.#menu;
    this.#menu = null;
    menu?.remove();
    if (menu && givesFocusBack) (this.#before?.isConnected ? this.#before : this.#stage).focus({ preventScroll: true });
  }

  /** @param {MouseEvent} event */
  #openAt({ clientX, clientY }) {
    const { left, top } = this.#stage.getBoundingClientRect();
    const screen = { x: clientX - left, y: clientY - top };
    const world = this.#editor.viewport.screenToWorld(screen);
    this.#open(screen, world, this.#editor.nodeAt(world));
  }

  /** Beside what is selected, as far as that is in view. */
  #openByKey() {
    const { viewport, selection } = this.#editor;
    const view = viewport.visibleBox();
    const box = this.#editor.bounds(selection.ids) ?? view;
    const world = {
      x: Math.min(Math.max(box.x + box.width / 2, view.x), view.x + view.width),
      y: Math.min(Math.max(box.y + box.height / 2, view.y), view.y + view.height),
    };
    this.#open(viewport.worldToScreen(world), world, this.#editor.selectedNodes()[0] ?? null);
  }

  /** @param {Point} screen px of the stage @param {Point} world @param {BoardNode | null} [node] */
  #open(screen, world, node) {
    this.close(false);
    const { mode, selection, groups, commands } = this.#editor;
    if (mode !== 'canvas') return;
    if (!node) selection.clear();
    else if (!selection.has(node.id)) selection.set(groups.unitOf(node, null));
    this.#editor.menuPoint = { x: world.x, y: world.y };
    const sections = menuFor(commands, mode, { count: selection.ids.size, isPicture: this.#editor.selectedNode()?.kind === 'image' });
    if (!sections.length) return;
    const menu = this.#build(sections, nameOf(this.#editor));
    this.#menu = menu;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    this.#before = this.#stage.contains(focused) ? focused : this.#stage;
    this.#root.append(menu);
    const { left, top } = this.#stage.getBoundingClientRect();
    placeAt(menu, screen.x + left, screen.y + top);
    itemsOf(menu)[0]?.focus({ preventScroll: true });
  }

  /** @param {Section[]} sections @param {string} name */
  #build(sections, name) {
    const parts = sections.flatMap((section, i) => [
      ...(i ? [element('hr')] : []),
      ...section.map((entry) => ('items' in entry ? this.#group(entry) : this.#item(entry))),
    ]);
    return element('div', {
      class: 'menu pop context-menu', role: 'menu', 'aria-label': name,
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#keyDown(event),
      oncontextmenu: (/** @type {Event} */ event) => event.preventDefault(),
    }, ...parts);
  }

  /** @param {Command} command */
  #item(command) {
    const { id, label, browserKeys } = command;
    const shown = keyWords(browserKeys ?? this.#editor.shortcuts.bindings.keysOf(command)[0]);
    return element('button', {
      type: 'button', role: 'menuitem', tabindex: '-1', 'aria-keyshortcuts': shown.replaceAll(' ', '+') || null,
      onclick: () => this.#choose(id),
      onpointerenter: (/** @type {PointerEvent} */ event) => this.#enter(event),
    }, element('span', { class: 'grow' }, label), shown ? element('span', { class: 'kbd', 'aria-hidden': 'true' }, shown) : null);
  }

  /** @param {string} id */
  #choose(id) {
    this.close(true);
    this.#editor.commands.run(id);
    this.#editor.menuPoint = null; // the palette runs the same commands, where no menu was
  }

  /** @param {Group} group */
  #group({ label, items }) {
    const button = element('button', {
      type: 'button', role: 'menuitem', tabindex: '-1', 'aria-haspopup': 'menu', 'aria-expanded': 'false',
      onclick: () => this.#expand(button, true),
      onpointerenter: (/** @type {PointerEvent} */ event) => this.#enter(event),
    }, element('span', { class: 'grow' }, label), icon('chevron-right'));
    const beside = element('div', { class: 'menu pop', role: 'menu', 'aria-label': label, hidden: true }, ...items.map((item) => this.#item(item)));
    return element('div', { class: 'sub' }, button, beside);
  }

  /** The pointer came over an item: it takes the focus, and a menu beside opens or closes.
   * @param {PointerEvent} event */
  #enter(event) {
    if (event.pointerType === 'touch') return;
    const button = /** @type {HTMLElement} */ (event.currentTarget);
    button.focus({ preventScroll: true });
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#expand(button, false), OPEN_AFTER_MS);
  }

  /** Show the menu beside a button, and no other. @param {HTMLElement} button @param {boolean} goesIn */
  #expand(button, goesIn) {
    for (const sub of /** @type {NodeListOf<HTMLElement>} */ (this.#menu?.querySelectorAll('.sub') ?? [])) {
      const beside = /** @type {HTMLElement} */ (sub.lastElementChild);
      const isOpen = sub.contains(button);
      sub.firstElementChild?.setAttribute('aria-expanded', String(isOpen));
      beside.hidden = !isOpen;
      if (!isOpen) continue;
      sub.toggleAttribute('data-left', beside.getBoundingClientRect().right > window.innerWidth - EDGE);
      beside.style.top = '';
      const over = beside.getBoundingClientRect().bottom - window.innerHeight + EDGE;
      if (over > 0 && getComputedStyle(beside).position === 'absolute') beside.style.top = `${-over}px`;
      if (goesIn) itemsOf(beside)[0]?.focus({ preventScroll: true });
    }
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const list = /** @type {HTMLElement} */ (target.closest('[role="menu"]'));
    const items = itemsOf(list);
    const at = items.indexOf(target);
    const focus = (/** @type {number} */ to) => items.at(to % items.length)?.focus({ preventScroll: true });
    event.stopPropagation(); // keys of the board mean nothing while a menu is open
    if (event.key === 'ArrowDown') focus(at + 1);
    else if (event.key === 'ArrowUp') focus(at < 0 ? -1 : at - 1);
    else if (event.key === 'Home') focus(0);
    else if (event.key === 'End') focus(-1);
    else if (event.key === 'ArrowRight' && target.getAttribute('aria-haspopup')) this.#expand(target, true);
    else if ((event.key === 'ArrowLeft' || event.key === 'Escape') && list !== this.#menu) this.#leaveBeside(list);
    else if (event.key === 'Escape' || event.key === 'Tab') this.close(true);
    else if (/^\S$/u.test(event.key) && !event.ctrlKey && !event.metaKey) focus(nextByLetter(items, at, event.key));
    else return; // Enter and Space press the button by themselves
    event.preventDefault();
  }

  /** @param {HTMLElement} beside */
  #leaveBeside(beside) {
    const button = /** @type {HTMLElement} */ (beside.previousElementSibling);
    beside.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    button.focus({ preventScroll: true });
  }
}

/** Items of a menu, without those of the menus beside it. @param {HTMLElement} menu */
function itemsOf(menu) {
  return /** @type {HTMLElement[]} */ ([...menu.querySelectorAll('[role="menuitem"]')]).filter((item) => item.closest('[role="menu"]') === menu);
}

/** @param {HTMLElement[]} items @param {number} at @param {string} letter */
function nextByLetter(items, at, letter) {
  const begins = (/** @type {HTMLElement} */ item) => item.textContent?.toLowerCase().startsWith(letter.toLowerCase());
  const after = items.findIndex((item, i) => i > at && begins(item));
  return after >= 0 ? after : Math.max(0, items.findIndex(begins) >= 0 ? items.findIndex(begins) : at);
}

/** Below and right of a point, as far as there is room. @param {HTMLElement} menu @param {number} x client px @param {number} y */
function placeAt(menu, x, y) {
  const { width, height } = menu.getBoundingClientRect();
  const left = x + width > window.innerWidth - EDGE ? Math.max(EDGE, x - width) : x;
  const top = Math.max(EDGE, Math.min(y, window.innerHeight - height - EDGE));
  menu.style.setProperty('--x', `${Math.round(left)}px`);
  menu.style.setProperty('--y', `${Math.round(top)}px`);
}

/** @param {Editor} editor */
function nameOf(editor) {
  const { size } = editor.selection.ids;
  if (size === 0) return 'Board';
  return size === 1 ? editor.selectedNode()?.name || 'What is selected' : `${size} things`;
}
