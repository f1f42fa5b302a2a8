// The theme: as chosen on this device, else as the system says. Loaded in the head without `defer`,
// so that no page is painted in the wrong one first. A control with data-theme-choice="dark|light|system"
// chooses; whoever draws by hand listens for "themechange" on the document.
(() => {
  'use strict';
  const KEY = 'anchorboard-theme';
  const root = document.documentElement;
  const system = window.matchMedia('(prefers-color-scheme: light)');

  const chosen = () => {
    try {
      const value = window.localStorage.getItem(KEY);
      return value === 'dark' || value === 'light' ? value : 'system';
    } catch {
      return 'system'; // storage is switched off: the system decides
    }
  };

  const remember = (choice) => {
    try {
      if (choice === 'system') window.localStorage.removeItem(KEY);
      else window.localStorage.setItem(KEY, choice);
    } catch {
      root.dataset.theme = choice === 'system' ? root.dataset.theme : choice;
    }
  };

  const show = () => {
    const choice = chosen();
    const theme = choice === 'system' ? (system.matches ? 'light' : 'dark') : choice;
    for (const control of document.querySelectorAll('[data-theme-choice]')) {
      control.setAttribute('aria-pressed', String(control.dataset.themeChoice === choice));
    }
    if (root.dataset.theme === theme) return;
    root.dataset.theme = theme;
    document.dispatchEvent(new CustomEvent('themechange', { detail: { theme } }));
  };

  show();
  system.addEventListener('change', show);
  window.addEventListener('storage', show);
  document.addEventListener('DOMContentLoaded', show);
  document.addEventListener('click', (event) => {
    const control = event.target.closest?.('[data-theme-choice]');
    if (!control) return;
    remember(control.dataset.themeChoice);
    show();
  });
})();
