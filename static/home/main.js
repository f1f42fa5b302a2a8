// The pages around the boards: builds and connects what makes them live.

import { attachMenus } from '../canvas/menus.js';
import { attachBoardDrag } from './board_drag.js';
import { attachCovers } from './covers.js';
import { attachEngineForm } from './engine_form.js';
import { attachImport } from './import.js';
import { attachNavigation } from './navigation.js';
import { attachRename } from './rename.js';
import { attachSearch } from './search.js';

attachMenus(document.body);
attachNavigation(document.body);
attachCovers(document);
attachRename(document.body);
attachBoardDrag(document.body);
attachImport(document.body);
attachEngineForm(document.body);
const field = document.getElementById('find');
const found = document.getElementById('found');
if (field instanceof HTMLInputElement && found) attachSearch(document, field, found);
