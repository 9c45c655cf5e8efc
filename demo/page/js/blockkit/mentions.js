// What stands between < and > in mrkdwn: links, people, channels, groups, broadcasts and dates.

import { h } from '../dom.js';
import { formatDate } from './dates.js';

/**
 * Names for ids; the page fills it from the workspace.
 * @typedef {{me: string, user: (id: string) => any, channel: (id: string) => any, open: (id: string) => void}} Directory
 */

const SAFE = /^(https?:|mailto:|tel:)/i;

/** Undo Slack's three entities; `&amp;` last, so that `&amp;lt;` stays the text `&lt;`. */
export function unescape(text) {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

/** A link that opens in a new tab; an address that is not of the web becomes plain text. */
export function link(url, ...words) {
  if (!SAFE.test(url)) return h('span', {}, ...words);
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...words);
}

/** @param {Directory} directory */
export function person(id, directory, fallback) {
  const known = directory.user(id);
  const name = known?.name ?? fallback ?? id;
  return h(
    'span',
    { class: id === directory.me ? 'mention mention-me' : 'mention', 'data-user': id },
    `@${name}`,
  );
}

/** @param {Directory} directory */
export function channel(id, directory, fallback) {
  const name = directory.channel(id)?.name ?? fallback;
  if (!name) return h('span', { class: 'mention' }, '#private-channel');
  return h(
    'button',
    { type: 'button', class: 'mention mention-link', onclick: () => directory.open(id) },
    `#${name}`,
  );
}

export function broadcast(range) {
  return h('span', { class: 'mention mention-all' }, `@${range}`);
}

export function group(id, label) {
  return h('span', { class: 'mention' }, label ? `@${label.replace(/^@/, '')}` : `@${id}`);
}

/** `ts^format[^link]` with its fallback text. */
export function dated(body, fallback) {
  const [timestamp, format = '', url] = body.split('^');
  const words = formatDate(timestamp, format) ?? fallback ?? '';
  const stamp = h('time', { title: fallback ?? '' }, words);
  return url ? link(url, stamp) : stamp;
}

/** @type {[RegExp, (inner: string, label: string|undefined, directory: Directory) => Node|null][]} */
const REFERENCES = [
  [/^@([UW][A-Z0-9]+)$/, (id, label, directory) => person(id, directory, label)],
  [/^#([CGD][A-Z0-9]+)$/, (id, label, directory) => channel(id, directory, label)],
  [/^!(here|channel|everyone)$/, (range) => broadcast(range)],
  [/^!subteam\^(\w+)$/, (id, label) => group(id, label)],
  [/^!date\^(.+)$/, (body, label) => dated(body, label)],
  [/^((?:https?|mailto|tel):.+)$/i, (url, label) => link(url, label || url.replace(/^(mailto|tel):/i, ''))],
];

/**
 * @param {string} inner the text between the angle brackets
 * @param {Directory} directory
 * @returns {Node|null} null when Slack would know nothing to do with it
 */
export function reference(inner, directory) {
  const bar = inner.indexOf('|');
  const target = unescape(bar < 0 ? inner : inner.slice(0, bar));
  const label = bar < 0 ? undefined : unescape(inner.slice(bar + 1));
  for (const [pattern, make] of REFERENCES) {
    const match = pattern.exec(target);
    if (match) return make(match[1], label, directory);
  }
  return null;
}
