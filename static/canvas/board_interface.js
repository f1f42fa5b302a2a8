// Puts the interface around the board together: main.js calls this once the editor stands.

import { attachAnchorDrag } from './anchor_drag.js';
import { Api } from './api.js';
import { BlendEditor } from './blend_editor.js';
import { attachBrands } from './brands/attach.js';
import { Candidates } from './candidates.js';
import { ContextMenu } from './context_menu.js';
import { attachCommentMasks, attachComments } from './comments/attach.js';
import { Compare } from './compare.js';
import { attachClips, attachMotion } from './clips/attach.js';
import { attachDeepLink } from './deep_link.js';
import { EditMode } from './edit_mode.js';
import { find } from './elements.js';
import { attachExports } from './export/attach.js';
import { ExtendEditor } from './extend_editor.js';
import { FamilyView } from './family_view.js';
import { FindPanel } from './find_panel.js';
import { attachFrameOffer } from './frame_offer.js';
import { attachFormats } from './formats_dialog.js';
import { Generator } from './generator.js';
import { settingsIn, Inspector } from './inspector.js';
import { registerEditCommands, registerPictureCommands } from './interface_commands.js';
import { registerJobCommands } from './job_commands.js';
import { JobTray } from './job_tray.js';
import { attachKeeping } from './keeping.js';
import { attachCompany } from './company.js';
import { attachKeyboard } from './keyboard.js';
import { attachLayout } from './layout.js';
import { ListView } from './list/view.js';
import { registerLooks } from './looks.js';
import { FillPreview } from './fill_preview.js';
import { tellOutline } from './live_outline.js';
import { MaskEditor } from './mask_editor.js';
import { MaskFilePanel } from './mask_file_panel.js';
import { announceMasking } from './masking.js';
import { Memory } from './memory.js';
import { attachMenus } from './menus.js';
import { attachLongText } from './notes_of_text.js';
import { attachOverwritten } from './overwritten.js';
import { attachPageTitle } from './page_title.js';
import { attachPacks } from './packs/attach.js';
import { Paste } from './paste.js';
import { Minimap } from './minimap.js';
import { PictureLoader } from './picture_loader.js';
import { Placeholders } from './placeholders.js';
import { PromptBar } from './prompt_bar.js';
import { Properties } from './properties.js';
import { attachRoleChange } from './role_change.js';
import { ResultSplit } from './result_split.js';
import { attachRuns } from './runs/attach.js';
import { registerSelectCommands } from './select_commands.js';
import { attachPlace, attachShareForm } from './share_form.js';
import { registerStackCommands } from './stack_commands.js';
import { TextEditor } from './text_editor.js';
import { registerTidy } from './tidy_command.js';
import { Toasts } from './toasts.js';
import { ExtendTool } from './tools/extend.js';
import { MaskTool } from './tools/mask.js';
import { attachTopbar } from './topbar.js';
import { attachUnfinishedMask } from './unfinished_mask.js';
import { Uploads } from './uploads.js';
import { attachReview } from './review/attach.js';
import { Blind } from './review/blind.js';
import { registerJudging } from './review/board_commands.js';
import { Decisions } from './review/decisions.js';
import { attachRefine } from './refine_commands.js';
import { attachSetView } from './drift/set_view.js';
import { attachUpscale } from './upscale_commands.js';
import { VersionPeek } from './version_peek.js';
import { attachZoomControl } from './zoom_control.js';

/** @import { CommentLinks } from './comments/attach.js' */
/** @import { Editor } from './editor.js' */

/** @param {Editor} editor @param {HTMLElement} root the page's #board */
export function attachInterface(editor, root) {
  const toasts = new Toasts(find(root, '#toasts'));
  const memory = new Memory(window.localStorage, editor.config.board.id);
  const api = new Api({
    urls: editor.config.urls, csrf: csrfToken(), fetch: (...request) => fetch(...request), newRequest: () => new XMLHttpRequest(),
  });
  const loader = new PictureLoader({ fetch: (url, options) => fetch(url, options), createImageBitmap: (blob) => createImageBitmap(blob) });
  registerSelectCommands(editor, () => api.origins());
  registerTidy(editor, () => api.origins());
  const generator = new Generator(editor, api, toasts);
  attachMenus(document.body);
  attachPageTitle(editor);
  attachTopbar(editor, find(root, '#topbar'));
  attachZoomControl(editor, root);
  attachCompany(editor, root, toasts);
  const blind = new Blind(memory);
  const decisions = new Decisions(editor, api, toasts);
  registerJudging(editor, decisions);
  const list = new ListView(editor, root, getJson, { blind, decisions });
  const peek = new VersionPeek(editor);
  registerStackCommands(editor, peek);
  const inspector = new Inspector(editor, find(root, '#inspector'), generator, peek);
  new Properties(editor, find(root, '#inspector [data-properties]'), peek, async (node) => (await inspector.settingsOf(node))?.prompt ?? '');
  attachLayout(editor, root, memory);
  new FamilyView(editor, root);
  new Compare(editor, root, (node) => (editor.config.is_guest ? Promise.resolve(null) : api.editOf(node.id)));
  new ContextMenu(editor, root, find(root, '#stage'));
  attachEmptyBoard(editor, find(root, '#empty-board'));
  attachButtons(editor, root);
  attachKeeping(editor, root, api, toasts);
  attachFocusReturn(root);
  attachNews(editor, toasts);
  const comments = attachComments(editor, root, api, attachClips(editor, root));
  comments.threads?.subscribe(() => list.countComments(comments.threads?.list ?? []));
  if (!editor.config.is_guest) attachReview({ editor, page: root, announcer: find(root, '#announcer'), blind, decisions, threads: comments.threads, getJson, load: (url, signal) => loader.load(url, signal) });
  attachPlace(editor);
  attachDeepLink(editor, window.location.search);
  attachKeyboard(editor, root, toasts, api);
  new FindPanel(editor, root, (query) => api.find(query));
  new Minimap(editor, root, new Memory(window.localStorage, 'map'));
  attachRoleChange(editor, { storage: window.sessionStorage, reload: () => window.location.reload() });
  attachShareForm(editor, document.body);
  if (editor.config.may_edit) attachEditing({ editor, root, toasts, memory, api, generator, inspector, comments });
}

/** @param {{editor: Editor, root: HTMLElement, toasts: Toasts, memory: Memory, api: Api, generator: Generator, inspector: Inspector, comments: CommentLinks}} parts */
function attachEditing({ editor, root, toasts, memory, api, generator, inspector, comments }) {
  const layer = find(root, '#stage-html');
  const stage = find(root, '#stage');
  const bar = new PromptBar(editor, find(root, '#prompt-bar'), generator, memory, () => api.newestPacks());
  attachBrands(editor, root, api, bar);
  attachPacks(editor, bar, /** @type {HTMLElement} */ (document.getElementById('dialogs')));
  attachAnchorDrag(editor, layer, find(root, '#prompt-bar'), bar);
  new JobTray(editor, find(root, '#job-tray'), generator);
  registerJobCommands(editor, generator);
  new Placeholders(editor, stage, layer, generator);
  new TextEditor(editor, layer);
  attachLongText(editor, toasts);
  registerLooks(editor);
  const paste = new Paste(editor, api);
  editor.on('paste', ({ clip, ...where }) => { void paste.paste(clip, where); });
  attachOverwritten(editor, toasts);
  attachRuns({ editor, api, toasts, root, layer });
  const uploads = new Uploads(editor, layer, api, toasts);
  editor.on('pick-files', () => uploads.choose());
  editor.on('files', ({ files, world }) => { void uploads.add(files, world); });
  editor.on('edit-prompt', ({ id }) => {
    const node = editor.store.node(id);
    if (node) bar.use({ prompt: node.prompt ?? '', tier: node.tier, width: node.image_width, height: node.image_height });
  });
  editor.on('retry', ({ id }) => {
    const generation = editor.store.node(id)?.generation;
    if (generation) void generator.retry(generation);
  });

  const mode = new EditMode(editor, root, toasts);
  announceMasking(editor, mode);
  const strip = new Candidates(editor, mode, root, generator, toasts);
  new ResultSplit(editor, mode, strip, layer);
  const blend = new BlendEditor(editor, root, api, toasts);
  const ownWay = new Memory(window.localStorage, 'masks');
  const mask = new MaskEditor({ editor, mode, page: root, api, generator, toasts, strip, blend, memory: ownWay });
  new FillPreview({ editor, mode, mask, api, strip, memory: ownWay, page: root });
  tellOutline(editor, mask);
  attachCommentMasks(comments, { editor, mode, mask, memory });
  attachUnfinishedMask({ editor, mode, mask, toasts, memory });
  new MaskFilePanel(editor, mode, mask, toasts, root);
  const extend = new ExtendEditor({ editor, mode, page: root, generator, strip });
  attachFrameOffer(editor, extend, toasts);
  attachExports({ editor, side: find(root, '#side'), slot: find(document.body, '#dialogs'), api, toasts });
  attachFormats({ editor, mode, slot: find(document.body, '#dialogs'), api, toasts });
  editor.tools.register(new MaskTool(editor, mode, mask));
  editor.tools.register(new ExtendTool(editor, mode, extend));
  mode.subscribe(() => { if (!mode.picture && ['mask', 'extend'].includes(editor.tools.name)) editor.tools.activate('select'); });
  registerPictureCommands(editor, { bar, inspector });
  attachUpscale(editor, generator, root, (node) => inspector.settingsOf(node));
  attachMotion({ editor, mode, generator, page: root });
  attachRefine(editor, generator, (node) => inspector.settingsOf(node));
  attachSetView({ editor, generator, slot: find(document.body, '#dialogs'), settingsOf: (node) => inspector.settingsOf(node) });
  registerEditCommands(editor, { mode, mask, extend, strip });
  editor.on('open', ({ id }) => {
    if (editor.store.node(id)?.kind !== 'image') return;
    editor.selection.set([id]);
    editor.commands.run('mask.open');
  });

  root.addEventListener('click', (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest('[data-reuse]');
    const settings = settingsIn(button);
    if (settings) bar.use(settings);
  });
  // Ctrl+Enter also from inside a text: shortcuts leave typing alone.
  root.addEventListener('keydown', (event) => {
    const field = /** @type {HTMLElement} */ (event.target);
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !field.matches('#prompt-bar *, #editor-panel *')) return;
    event.preventDefault();
    event.stopPropagation();
    if (editor.mode === 'canvas') void bar.generate();
    else {
      mode.active?.run();
      stage.focus({ preventScroll: true }); // what comes next is to choose: by arrows, Enter, Backspace
    }
  });
  root.addEventListener('keydown', (event) => {
    const field = /** @type {HTMLElement} */ (event.target);
    if (event.key !== 'Escape' || !field.matches('#editor-panel *, #editor-bar *')) return;
    event.stopPropagation();
    stage.focus({ preventScroll: true }); // one level: the next Esc leaves
  });
}

/** Buttons that name a command or a tool. @param {Editor} editor @param {HTMLElement} root */
function attachButtons(editor, root) {
  root.addEventListener('click', (event) => {
    const button = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).closest('[data-command], [data-tool], [data-goto]'));
    if (!button || button.closest('#tool-rail')) return; // the rail is the toolbox's own
    if (button.dataset.command) editor.commands.run(button.dataset.command);
    if (button.dataset.tool) editor.tools.activate(button.dataset.tool);
    if (button.dataset.goto) goTo(editor, button.dataset.goto);
  });
}

/**
 * After a press by pointer the board has the keyboard again: Space pans, Enter accepts. Who comes by
 * Tab stays where they are.
 * @param {HTMLElement} root
 */
function attachFocusReturn(root) {
  const back = () => find(root, '#stage').focus({ preventScroll: true });
  root.addEventListener('click', (event) => {
    const isPointer = event.detail > 0;
    if (isPointer && /** @type {HTMLElement} */ (event.target).closest('.rail button, #zoom button, #candidates li, #candidates button, #editor-panel button')) back();
  });
  root.addEventListener('pointerup', (event) => {
    if (/** @type {HTMLElement} */ (event.target).matches('#editor-bar input, #editor-panel input.slider')) back();
  });
}

/** @param {Editor} editor @param {string} id */
function goTo(editor, id) {
  const node = editor.store.node(id);
  if (!node) {
    editor.emit('notice', { message: 'This picture is not on the board any more.', kind: 'info' });
    return;
  }
  const shown = editor.store.shownFor(node);
  editor.selection.set([shown.id]);
  editor.viewport.flyTo(shown);
}

/** @param {Editor} editor @param {Toasts} toasts */
function attachNews(editor, toasts) {
  editor.on('notice', ({ message, kind }) => toasts.say(message, { kind: kind === 'bad' ? 'bad' : 'info' }));
  editor.on('rejected', ({ message, label }) => toasts.bad(label ? `${label} was not taken: ${message}` : message));
  editor.on('closed', ({ message }) => toasts.bad(message));
}

/** The hint on a board that holds nothing. @param {Editor} editor @param {HTMLElement} hint */
function attachEmptyBoard(editor, hint) {
  const show = () => { hint.hidden = editor.store.revision < 0 || editor.store.size > 0; };
  editor.store.subscribe(show);
  editor.on('saved', show);
  show();
}

/** @param {string} url */
async function getJson(url) {
  const answer = await fetch(url, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

function csrfToken() {
  return JSON.parse(document.body.getAttribute('hx-headers') ?? '{}')['X-CSRFToken'] ?? '';
}
