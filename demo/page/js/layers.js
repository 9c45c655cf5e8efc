// Dialogs over the page: the one on top has the keyboard, everything beneath is inert, and focus goes back on close.

import { find, focusable, freshId, h } from './dom.js';

/** @type {Array<{node: HTMLElement, onEscape: () => void, giveBack: Element|null}>} */
const stack = [];
const root = () => document.getElementById('layers');

function quietBeneath() {
  document.getElementById('shell').inert = stack.length > 0;
  stack.forEach((layer, index) => {
    layer.node.inert = index < stack.length - 1;
  });
}

/** Put a dialog on top. @param {HTMLElement} node @param {() => void} onEscape */
export function pushLayer(node, onEscape) {
  stack.push({ node, onEscape, giveBack: document.activeElement });
  root().append(node);
  quietBeneath();
  node.addEventListener('keydown', trap);
}

/** Take a dialog away and give the keyboard back to where it was. */
export function popLayer(node) {
  const at = stack.findIndex((layer) => layer.node === node);
  if (at < 0) return;
  const [layer] = stack.splice(at, 1);
  node.remove();
  quietBeneath();
  if (document.activeElement === document.body || !document.activeElement) giveFocusBack(layer.giveBack);
}

function giveFocusBack(to) {
  const home = to?.isConnected && to !== document.body
    ? to
    : (successorOf(to) ?? find('#composer textarea') ?? document.getElementById('main'));
  home?.focus({ preventScroll: true });
}

/** An update may have replaced the element that opened the dialog by its like. */
function successorOf(node) {
  const name = node?.dataset?.focus;
  if (!name) return null;
  const others = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-focus]'));
  return [...others].find((other) => other.dataset.focus === name);
}

export function topLayer() {
  return stack.at(-1)?.node ?? null;
}

function trap(event) {
  if (event.defaultPrevented || stack.at(-1)?.node !== event.currentTarget) return;
  if (event.key === 'Escape') {
    event.preventDefault();
    stack.at(-1).onEscape();
  } else if (event.key === 'Tab') {
    wrap(event, [...focusable(document.getElementById('tour')), ...focusable(event.currentTarget)]);
  }
}

function wrap(event, stops) {
  if (!stops.length) return event.preventDefault();
  const leaving = event.shiftKey ? stops[0] : stops.at(-1);
  const outside = !stops.includes(document.activeElement);
  if (document.activeElement === leaving || (outside && event.shiftKey)) {
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  }
}

/**
 * Ask before a deed. Enter confirms, Escape and the outside do not.
 * @param {{title: string, body: Node|string, yes: string, no: string, danger?: boolean}} question
 * @returns {Promise<boolean>}
 */
export function ask({ title, body, yes, no, danger }) {
  return new Promise((resolve) => {
    const answer = (value) => () => {
      popLayer(layer);
      resolve(value);
    };
    const ids = [freshId('ask'), freshId('ask')];
    const confirm = h(
      'button',
      { type: 'button', class: danger ? 'button danger' : 'button primary', onclick: answer(true) },
      yes,
    );
    const layer = h(
      'div',
      { class: 'layer', onpointerdown: (event) => event.target === layer && answer(false)() },
      h(
        'div',
        {
          class: 'dialog small',
          role: 'alertdialog',
          'aria-modal': 'true',
          'aria-labelledby': ids[0],
          'aria-describedby': ids[1],
        },
        h('h2', { class: 'dialog-title', id: ids[0] }, title),
        h('div', { class: 'dialog-body', id: ids[1] }, body),
        h(
          'div',
          { class: 'dialog-foot' },
          h('button', { type: 'button', class: 'button', onclick: answer(false) }, no),
          confirm,
        ),
      ),
    );
    pushLayer(layer, answer(false));
    confirm.focus();
  });
}
