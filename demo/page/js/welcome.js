// The first line, for who has just arrived: what to try. It goes when it is closed, and gives way to the tour.

import { h } from './dom.js';
import { icon } from './icons.js';
import { changed, state } from './state.js';

let closed = false;

/** @returns {Array<{key: string, signature: string, make: () => Element}>} */
export function welcome() {
  const { welcome: words } = state.boot;
  if (!words || closed || state.tour) return [];
  return [{ key: 'welcome', signature: words, make: () => line(words) }];
}

function line(words) {
  const close = () => {
    closed = true;
    changed();
  };
  return h(
    'section',
    { class: 'welcome', 'aria-label': 'Welcome' },
    icon('star'),
    h('p', {}, words),
    h(
      'button',
      { type: 'button', class: 'icon-button', 'aria-label': 'Close the welcome', onclick: close },
      icon('close'),
    ),
  );
}
