// Small things that open at an element: menus (arrow keys, Escape, type-ahead) and the lists of selects.

import { freshId, h } from './dom.js';
import { icon } from './icons.js';

const MARGIN = 8;

/**
 * Put a fixed popup under its anchor, or above where there is no room, inside the window.
 * @param {HTMLElement} popup
 * @param {Element} anchor
 * @param {{width?: boolean, end?: boolean}} [placing] `width`: at least the anchor's; `end`: they end together
 */
export function place(popup, anchor, { width, end } = {}) {
  const box = anchor.getBoundingClientRect();
  if (width) popup.style.minWidth = `${box.width}px`;
  const size = popup.getBoundingClientRect();
  const below = innerHeight - box.bottom - MARGIN;
  const above = box.top - MARGIN;
  const up = below < Math.min(size.height, 220) && above > below;
  popup.style.maxHeight = `${Math.max(120, Math.min(480, (up ? above : below) - 4))}px`;
  const height = Math.min(size.height, parseFloat(popup.style.maxHeight));
  popup.style.top = `${up ? box.top - height - 4 : box.bottom + 4}px`;
  const left = end ? box.right - size.width : box.left;
  popup.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - size.width - MARGIN))}px`;
}

/**
 * Show a popup beside its anchor until the outside is pressed or `close` is called.
 * It goes into the anchor's own dialog, where a screen reader still sees it.
 * @param {HTMLElement} popup
 * @param {Element} anchor
 * @param {{onClose?: () => void, width?: boolean, end?: boolean}} [given]
 * @returns {() => void} close
 */
export function openPopup(popup, anchor, { onClose, ...placing } = {}) {
  const host = anchor.closest('[aria-modal="true"]') ?? document.getElementById('layers');
  const moved = () => (anchor.isConnected ? place(popup, anchor, placing) : close());
  const outside = (event) => !popup.contains(event.target) && !anchor.contains(event.target) && close();
  function close() {
    popup.remove();
    removeEventListener('resize', moved);
    removeEventListener('scroll', moved, true);
    removeEventListener('pointerdown', outside, true);
    onClose?.();
  }
  host.append(popup);
  place(popup, anchor, placing);
  addEventListener('resize', moved);
  addEventListener('scroll', moved, true);
  addEventListener('pointerdown', outside, true);
  return close;
}

/**
 * A button that opens a menu.
 * @param {{label: string, face: any[], items: () => MenuItem[], className?: string, end?: boolean, props?: object}} menu
 * @typedef {{text: string|Node, hint?: string, checked?: boolean, danger?: boolean, url?: string, run: () => void}|{heading: string}} MenuItem
 */
export function menuButton({ label, face, items, className = 'icon-button', end = false, props = {} }) {
  let close = null;
  const button = h(
    'button',
    {
      type: 'button',
      class: className,
      'aria-haspopup': 'menu',
      'aria-expanded': 'false',
      'aria-label': label,
      title: label,
      ...props,
      onclick: () => (close ? close() : open()),
      onkeydown: (event) => {
        if (event.key === 'ArrowDown' && !close) {
          event.preventDefault();
          open();
        }
      },
    },
    face,
  );
  function open() {
    const list = menuList(label, items(), () => close?.(), button);
    button.setAttribute('aria-expanded', 'true');
    close = openPopup(list, button, {
      end,
      onClose: () => {
        close = null;
        button.setAttribute('aria-expanded', 'false');
      },
    });
    (list.querySelector('[aria-checked="true"]') ?? list.querySelector('[role^="menuitem"]'))?.focus({
      preventScroll: true,
    });
  }
  return button;
}

function menuList(label, items, close, button) {
  const list = h('div', {
    class: 'popup menu',
    role: 'menu',
    'aria-label': label,
    onkeydown: (event) => steer(event, list, close, button),
  });
  list.append(
    ...items.map((item) =>
      item.heading
        ? h('div', { class: 'menu-heading', role: 'presentation' }, item.heading)
        : menuItem(item, close, button)
    ),
  );
  return list;
}

function menuItem(item, close, button) {
  const role = item.checked === undefined ? 'menuitem' : 'menuitemradio';
  const hint = item.hint ? h('span', { class: 'menu-hint', id: freshId('hint') }, item.hint) : null;
  const run = () => {
    close();
    button.focus({ preventScroll: true });
    item.run();
  };
  return h(
    'button',
    {
      type: 'button',
      role,
      tabindex: '-1',
      class: item.danger ? 'menu-item danger' : 'menu-item',
      'aria-describedby': hint?.id,
      'aria-checked': item.checked === undefined ? undefined : String(item.checked),
      onclick: run,
    },
    item.checked === undefined
      ? null
      : h('span', { class: 'menu-check' }, item.checked ? icon('check') : null),
    h(
      'span',
      { class: 'menu-words' },
      h('span', {}, item.text),
      hint && h('span', { 'aria-hidden': 'true' }, hint),
    ),
  );
}

function steer(event, list, close, button) {
  const stops = [...list.querySelectorAll('[role^="menuitem"]')];
  const at = stops.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
  if (to !== undefined) {
    stops.at(to % stops.length)?.focus();
  } else if (event.key === 'Escape' || event.key === 'Tab') {
    close();
    button.focus({ preventScroll: true });
  } else if (event.key.length === 1 && /\S/.test(event.key)) {
    stops.find((stop) => stop.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    return;
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}
