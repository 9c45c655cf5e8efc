// rich_text blocks: sections, lists, preformatted text and quotes with their inline elements.

import { h } from '../dom.js';
import { formatDate } from './dates.js';
import { emojiSign } from './emoji.js';
import { broadcast, channel, group, link, person } from './mentions.js';

const STYLES = [
  ['code', 'code'],
  ['bold', 'strong'],
  ['italic', 'em'],
  ['strike', 's'],
  ['underline', 'u'],
];

function styled(node, style = {}) {
  return STYLES.reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}

function emoji(element) {
  if (element.unicode) {
    return String.fromCodePoint(...element.unicode.split('-').map((code) => parseInt(code, 16)));
  }
  return emojiSign(element.name) ?? `:${element.name}:`;
}

function date(element) {
  const words = formatDate(element.timestamp, element.format ?? '{date_long} at {time}') ??
    element.fallback ?? '';
  const stamp = h('time', { title: element.fallback ?? '' }, words);
  return element.url ? link(element.url, stamp) : stamp;
}

function color(element) {
  return h(
    'span',
    { class: 'color' },
    h('i', { style: `background:${CSS.escape(element.value).replace(/^\\#/, '#')}` }),
    element.value,
  );
}

const INLINE = {
  text: (element) => element.text,
  link: (element) => link(element.url, element.text || element.url),
  user: (element, surface) => person(element.user_id, surface.directory),
  channel: (element, surface) => channel(element.channel_id, surface.directory),
  usergroup: (element) => group(element.usergroup_id),
  broadcast: (element) => broadcast(element.range),
  emoji,
  date,
  color,
};

function inline(elements, surface) {
  return (elements ?? []).map((element) => {
    const make = INLINE[element.type];
    return make
      ? styled(make(element, surface), element.style)
      : surface.cannotDraw('rich text element', element);
  });
}

function list(element, surface) {
  const ordered = element.style === 'ordered';
  const items = element.elements.map((item) => h('li', {}, inline(item.elements, surface)));
  const start = ordered && element.offset ? element.offset + 1 : undefined;
  const classes = `rich-list indent-${element.indent ?? 0}${element.border ? ' bordered' : ''}`;
  return h(ordered ? 'ol' : 'ul', { class: classes, start }, items);
}

const PARTS = {
  rich_text_section: (element, surface) =>
    h('div', { class: 'rich-section' }, inline(element.elements, surface)),
  rich_text_list: list,
  rich_text_preformatted: (element, surface) => h('pre', {}, inline(element.elements, surface)),
  rich_text_quote: (element, surface) => h('blockquote', {}, inline(element.elements, surface)),
};

/** @param {{elements: any[]}} block */
export function richText(block, surface) {
  const parts = block.elements.map((element) => {
    const make = PARTS[element.type];
    return make ? make(element, surface) : surface.cannotDraw('rich text part', element);
  });
  return h('div', { class: 'rich text' }, parts);
}
