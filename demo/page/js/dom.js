// Elements made by hand. Whatever people or the app wrote goes in as text nodes, never as markup.

const AS_PROPERTY = new Set(['value', 'checked', 'disabled', 'indeterminate', 'hidden', 'inert', 'selected']);

/**
 * Make an element. `on…` properties become listeners; false, null and undefined are left out.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...(Node|string|number|null|undefined|false|Array)} children
 * @returns {any}
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return node;
}

function setProp(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
  else if (AS_PROPERTY.has(name)) node[name] = value;
  else if (name === 'dataset') Object.assign(node.dataset, value);
  else node.setAttribute(name, value === true ? '' : value);
}

/** A fragment of nodes and strings. */
export function fragment(...children) {
  const made = document.createDocumentFragment();
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return made;
}

/** @type {WeakMap<Element, Map<string, {signature: string, node: Element}>>} */
const kept = new WeakMap();

/**
 * Bring a container's children to a list, keeping every node whose key and signature are unchanged, so that focus,
 * caret, open menus and scroll survive an update from the backend.
 * @param {Element} container
 * @param {Array<{key: string, signature: string, make: () => Element}>} items
 */
export function reconcile(container, items) {
  keepFocus(container, () => {
    const before = kept.get(container) ?? new Map();
    const after = new Map();
    for (const { key, signature, make } of items) {
      const old = before.get(key);
      after.set(key, old && old.signature === signature ? old : { signature, node: make() });
    }
    for (const [key, old] of before) if (after.get(key) !== old) old.node.remove();
    let cursor = container.firstChild;
    for (const { node } of after.values()) {
      if (node === cursor) cursor = cursor.nextSibling;
      else container.insertBefore(node, cursor);
    }
    kept.set(container, after);
  });
}

/**
 * The first element that a selector finds.
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement|null}
 */
export function find(selector, within = document) {
  return within.querySelector(selector);
}

/** Do a change; if it replaced the focused element, focus its successor with the same `data-focus` and caret. */
export function keepFocus(container, change) {
  const active = /** @type {HTMLInputElement|null} */ (document.activeElement);
  const name = container.contains(active) ? active.dataset?.focus : undefined;
  const caret = name && typeof active.selectionStart === 'number'
    ? [active.selectionStart, active.selectionEnd]
    : null;
  change();
  if (!name || document.activeElement === active) return;
  if (active.isConnected) return active.focus({ preventScroll: true });
  const heir = [...container.querySelectorAll('[data-focus]')].find((node) => node.dataset.focus === name);
  heir?.focus({ preventScroll: true });
  if (heir && caret && typeof heir.selectionStart === 'number') heir.setSelectionRange(...caret);
}

let counter = 0;

/** An id that no other element has. */
export function freshId(prefix = 'x') {
  counter += 1;
  return `${prefix}-${counter}`;
}

const live = { polite: null, assertive: null };

/** Tell a screen reader. The regions stand in index.html; an empty turn makes the same words speak twice. */
export function announce(words, manner = 'polite') {
  live[manner] ??= document.getElementById(`live-${manner}`);
  const region = live[manner];
  if (!region) return;
  region.textContent = '';
  requestAnimationFrame(() => {
    region.textContent = words;
  });
}

const FOCUSABLE = 'a[href], button, input, select, textarea, iframe, [tabindex="0"]';

/** The elements Tab would visit inside a container, in order. */
export function focusable(container) {
  return [...container.querySelectorAll(FOCUSABLE)].filter(
    (node) => !node.disabled && node.tabIndex >= 0 && node.offsetParent !== null && !node.closest('[inert]'),
  );
}
