// Slack's mrkdwn as nodes: *bold*, _italic_, ~strike~, `code`, ``` fences, > quotes, <references>, :emoji:, bare addresses.

import { fragment, h } from '../dom.js';
import { emojiSign } from './emoji.js';
import { link, reference, unescape } from './mentions.js';

const WORD = /[\p{L}\p{N}_]/u;

/** Each rule looks at one position: [first characters, sticky pattern, (match, context) => Node|null]. */
const RULES = [
  ['`', /`([^`\n]+)`/y, ([, code]) => h('code', {}, unescape(code))],
  ['<', /<([^<>\n]+)>/y, ([, inner], context) => reference(inner, context.directory)],
  [
    '*',
    /\*(?=\S)([^*\n]*[^\s*])\*(?![\p{L}\p{N}])/uy,
    ([, inner], context) => h('strong', {}, inline(inner, context)),
  ],
  [
    '_',
    /_(?=\S)([^_\n]*[^\s_])_(?![\p{L}\p{N}])/uy,
    ([, inner], context) => h('em', {}, inline(inner, context)),
  ],
  [
    '~',
    /~(?=\S)([^~\n]*[^\s~])~(?![\p{L}\p{N}])/uy,
    ([, inner], context) => h('s', {}, inline(inner, context)),
  ],
  [
    ':',
    /:([a-z0-9_+-]+):/y,
    ([, name]) => emojiSign(name) && h('span', { class: 'emoji', title: `:${name}:` }, emojiSign(name)),
  ],
  [
    'h',
    /https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"]/y,
    ([url], context) => !context.verbatim && link(unescape(url), unescape(url)),
  ],
];
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/y;
const NEEDS_A_WORD_BREAK = new Set(['*', '_', '~', 'h']);

function matchAt(text, at, context) {
  const before = at > 0 && WORD.test(text[at - 1]);
  for (const [first, pattern, make] of RULES) {
    if (text[at] !== first || (before && NEEDS_A_WORD_BREAK.has(first))) continue;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const node = match && make(match, context);
    if (node) return { node, length: match[0].length };
  }
  return before || context.verbatim ? null : mailAt(text, at);
}

function mailAt(text, at) {
  MAIL.lastIndex = at;
  const match = MAIL.exec(text);
  return match && { node: link(`mailto:${match[0]}`, match[0]), length: match[0].length };
}

function inline(text, context) {
  const nodes = [];
  let plain = '';
  for (let at = 0; at < text.length;) {
    const found = matchAt(text, at, context);
    if (found) {
      nodes.push(unescape(plain), found.node);
      plain = '';
      at += found.length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  nodes.push(unescape(plain));
  return fragment(...nodes.filter((node) => node !== ''));
}

/** Lines that begin with > (or its entity) are one quote; >>> quotes everything that follows. */
function withQuotes(text, context) {
  const parts = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length;) {
    const toTheEnd = /^(?:>|&gt;){3}/.test(lines[at]);
    const quoted = /^(?:>|&gt;) ?/;
    let end = at;
    while (end < lines.length && (toTheEnd || quoted.test(lines[end]))) end += 1;
    if (end > at) {
      const inner = lines
        .slice(at, end)
        .map((line) => line.replace(toTheEnd ? /^(?:>|&gt;){3} ?/ : quoted, ''));
      parts.push(h('blockquote', {}, inline(inner.join('\n'), context)));
    } else {
      while (end < lines.length && !quoted.test(lines[end])) end += 1;
      parts.push(inline(lines.slice(at, end).join('\n'), context));
    }
    at = end;
  }
  return parts;
}

/**
 * @param {string} text
 * @param {{directory: import('./mentions.js').Directory, verbatim?: boolean}} context
 * @returns {DocumentFragment}
 */
export function mrkdwn(text, context) {
  const parts = [];
  const fence = /```\n?([\s\S]+?)\n?```\n?/g;
  let from = 0;
  for (const match of text.matchAll(fence)) {
    if (match.index > from) {
      parts.push(...withQuotes(text.slice(from, match.index).replace(/\n$/, ''), context));
    }
    parts.push(h('pre', {}, unescape(match[1])));
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push(...withQuotes(text.slice(from), context));
  return fragment(...parts);
}
