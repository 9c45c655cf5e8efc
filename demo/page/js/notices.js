// Short notices at the foot of the page: what went wrong, or what just happened.

import { announce, h } from './dom.js';
import { icon } from './icons.js';

const STAYS = 8000;

/** @param {string} words @param {'error'|'info'} [kind] */
export function notice(words, kind = 'error') {
  const root = document.getElementById('notices');
  const close = () => node.remove();
  const node = h(
    'div',
    { class: `notice notice-${kind}` },
    icon(kind === 'error' ? 'warning' : 'info'),
    h('span', {}, words),
    h(
      'button',
      { type: 'button', class: 'icon-button', 'aria-label': 'Dismiss notice', onclick: close },
      icon('close'),
    ),
  );
  root.append(node);
  announce(words, kind === 'error' ? 'assertive' : 'polite');
  setTimeout(close, STAYS);
}

/** Show the error of an answer, if it has one. */
export function orNotice(answer) {
  if (answer.ok === false && answer.error) notice(answer.error);
  return answer;
}
