// The `markdown` block: headings, lists, quotes, code, tables, rules, and inline bold, italic, strike, code and links.

import { fragment, h } from '../dom.js';
import { emojiSign } from './emoji.js';
import { link } from './mentions.js';

/** @type {[RegExp, (match: RegExpExecArray) => Node|string|null][]} */
const INLINE = [
  [/^`([^`]+)`/, ([, code]) => h('code', {}, code)],
  [/^\*\*(.+?)\*\*/, ([, inner]) => h('strong', {}, inline(inner))],
  [/^__(.+?)__/, ([, inner]) => h('strong', {}, inline(inner))],
  [/^~~(.+?)~~/, ([, inner]) => h('s', {}, inline(inner))],
  [/^\*([^*\s](?:[^*]*[^*\s])?)\*/, ([, inner]) => h('em', {}, inline(inner))],
  [/^_([^_\s](?:[^_]*[^_\s])?)_(?!\w)/, ([, inner]) => h('em', {}, inline(inner))],
  [/^!?\[([^\]]*)\]\(([^)\s]+)[^)]*\)/, ([, words, url]) => link(url, inline(words || url))],
  [/^<?(https?:\/\/[^\s<>]*[^\s<>.,;:!?)])>?/, ([, url]) => link(url, url)],
  [/^:([a-z0-9_+-]+):/, ([, name]) => emojiSign(name)],
  [/^\\([\\`*_{}[\]()#+\-.!~>|])/, ([, sign]) => sign],
];

function inline(text) {
  const nodes = [];
  let plain = '';
  for (let rest = text; rest;) {
    const found = firstOf(rest);
    if (found) {
      nodes.push(plain, found.node);
      plain = '';
    } else {
      plain += rest[0];
    }
    rest = rest.slice(found?.length ?? 1);
  }
  return fragment(...nodes, plain);
}

function firstOf(text) {
  for (const [pattern, make] of INLINE) {
    const match = pattern.exec(text);
    const node = match && make(match);
    if (node) return { node, length: match[0].length };
  }
  return null;
}

const ITEM = /^\s*(?:[-*+]|\d+[.)])\s+/;

function cells(line) {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => inline(cell.trim()));
}

function table(lines) {
  const body = lines.slice(2).map((line) =>
    h(
      'tr',
      {},
      cells(line).map((cell) => h('td', {}, cell)),
    )
  );
  return h(
    'div',
    { class: 'table-scroll' },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          cells(lines[0]).map((cell) => h('th', {}, cell)),
        ),
      ),
      h('tbody', {}, body),
    ),
  );
}

function item(line) {
  const words = line.replace(ITEM, '');
  const task = /^\[([ xX])\]\s+/.exec(words);
  if (!task) return h('li', {}, inline(words));
  const box = h('input', {
    type: 'checkbox',
    checked: task[1] !== ' ',
    disabled: true,
    'aria-label': 'done',
  });
  return h('li', { class: 'task' }, box, inline(words.slice(task[0].length)));
}

/** Each kind takes lines from the front: [does it begin here, how many lines, the node]. */
/** @type {[RegExp, (lines: string[]) => number, (lines: string[]) => Node][]} begins with, lines taken, made of them */
const KINDS = [
  [
    /^```/,
    (lines) => 1 + until(lines, 1, /^```/) + 1,
    (lines) =>
      h(
        'pre',
        {},
        lines
          .slice(1)
          .filter((l) => !/^```/.test(l))
          .join('\n'),
      ),
  ],
  [
    /^#{1,6}\s/,
    () => 1,
    ([line]) =>
      h(
        'p',
        { role: 'heading', 'aria-level': line.indexOf(' '), class: `md-h md-h${line.indexOf(' ')}` },
        inline(line.replace(/^#+\s+/, '')),
      ),
  ],
  [/^(?:---+|\*\*\*+|___+)\s*$/, () => 1, () => h('hr')],
  [
    /^>/,
    (lines) => until(lines, 0, /^(?!>)/),
    (lines) => h('blockquote', {}, inline(lines.map((l) => l.replace(/^>\s?/, '')).join('\n'))),
  ],
  [
    ITEM,
    (lines) => until(lines, 0, /^(?!\s*(?:[-*+]|\d+[.)])\s)/),
    (lines) => h(/^\s*\d/.test(lines[0]) ? 'ol' : 'ul', {}, lines.map(item)),
  ],
  [/^\|.*\|\s*$/, (lines) => until(lines, 0, /^(?!\|)/), table],
];

function until(lines, from, pattern) {
  const at = lines.findIndex((line, index) => index >= from && pattern.test(line));
  return (at < 0 ? lines.length : at) - from;
}

function paragraph(lines) {
  const length = Math.max(1, until(lines, 1, /^(?:\s*$|```|#{1,6}\s|>|\||\s*(?:[-*+]|\d+[.)])\s)/) + 1);
  return { length, node: h('p', {}, inline(lines.slice(0, length).join('\n'))) };
}

/** @param {string} text CommonMark, as far as Slack takes it */
export function markdown(text) {
  const nodes = [];
  for (let lines = text.split('\n'); lines.length;) {
    if (!lines[0].trim()) {
      lines = lines.slice(1);
      continue;
    }
    const kind = KINDS.find(([begins]) => begins.test(lines[0]));
    const length = kind ? kind[1](lines) : 0;
    const taken = kind ? { length, node: kind[2](lines.slice(0, length)) } : paragraph(lines);
    nodes.push(taken.node);
    lines = lines.slice(taken.length);
  }
  return h('div', { class: 'markdown text' }, nodes);
}
