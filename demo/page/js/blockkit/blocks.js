// Which function draws which block.

import { h } from '../dom.js';
import { icon } from '../icons.js';
import { drawElement, GROUPS } from './elements.js';
import { markdown } from './markdown.js';
import { richText } from './richtext.js';
import { spotOf } from './spot.js';
import { dataTable, table } from './table.js';
import { textObject, words } from './text.js';

function header(block) {
  const level = block.level ?? 2;
  return h(
    'div',
    { class: `block-header level-${level}`, role: 'heading', 'aria-level': Math.min(6, level + 1) },
    words(block.text),
  );
}

const firstLine = (text) =>
  words(text)
    .split('\n')[0]
    .replace(/<[^|>]*\|([^>]*)>/g, '$1')
    .replace(/[*_~`<>]/g, '')
    .slice(0, 60)
    .trim();

function section(block, surface) {
  const accessory = block.accessory && drawAccessory(block, surface);
  const picture = block.accessory?.type === 'image';
  return h(
    'div',
    { class: picture ? 'section with-picture' : 'section' },
    h(
      'div',
      { class: 'section-main' },
      block.text && textObject(block.text, surface),
      block.fields &&
        h(
          'div',
          { class: 'section-fields' },
          block.fields.map((field) => textObject(field, surface)),
        ),
    ),
    accessory && h('div', { class: 'accessory' }, accessory),
  );
}

function drawAccessory(block, surface) {
  const element = block.accessory;
  if (element.type === 'image') return picture(element, surface);
  const about = element.type === 'overflow' && block.text
    ? `More options: ${firstLine(block.text)}`
    : undefined;
  const name = GROUPS.has(element.type) && block.text ? firstLine(block.text) : about;
  return drawElement(spotOf(surface, block, element, { name }));
}

function context(block, surface) {
  const parts = block.elements.map((element) =>
    element.type === 'image' ? picture(element, surface) : textObject(element, surface, 'span')
  );
  return h('div', { class: 'context' }, parts);
}

function actions(block, surface) {
  return h(
    'div',
    { class: 'actions' },
    block.elements.map((element) => drawElement(spotOf(surface, block, element))),
  );
}

function address(image, surface) {
  if (image.image_url) return image.image_url;
  return image.slack_file?.url ?? surface.directory.file(image.slack_file?.id);
}

function picture(image, surface) {
  return h('img', {
    src: address(image, surface),
    alt: image.alt_text ?? '',
    loading: 'lazy',
    referrerpolicy: 'no-referrer',
  });
}

function image(block, surface) {
  return h(
    'figure',
    { class: 'image' },
    block.title && h('figcaption', {}, words(block.title)),
    picture(block, surface),
  );
}

function input(block, surface) {
  const { element } = block;
  const error = surface.errors?.[block.block_id];
  const draft = spotOf(surface, block, element);
  const below = [
    [error, 'field-error', 'error'],
    [block.hint && words(block.hint), 'hint', 'hint'],
  ]
    .filter(([text]) => text)
    .map(([text, className, end]) =>
      h(
        'div',
        { class: className, id: `${draft.id}-${end}` },
        end === 'error' ? icon('warning') : null,
        text,
      )
    );
  const spot = {
    ...draft,
    labelled: true,
    optional: block.optional,
    invalid: Boolean(error),
    name: words(block.label),
    describedBy: below.map((node) => node.id).join(' '),
  };
  const group = GROUPS.has(element.type);
  const label = h(
    group ? 'div' : 'label',
    { class: 'label', for: group ? undefined : spot.id, id: `${spot.id}-label` },
    words(block.label),
  );
  const mark = block.optional ? h('span', { class: 'optional' }, '(optional)') : null;
  return h(
    'div',
    { class: error ? 'input invalid' : 'input' },
    h('div', { class: 'label-row' }, label, mark),
    drawElement(spot),
    below,
  );
}

const LEVELS = { info: 'info', warning: 'warning', error: 'warning', success: 'check', default: 'info' };

function alert(block, surface) {
  const level = block.level ?? 'default';
  const text = typeof block.text === 'string' ? block.text : textObject(block.text, surface);
  return h(
    'div',
    { class: `alert alert-${level}`, role: level === 'error' ? 'alert' : 'note' },
    icon(LEVELS[level] ?? 'info'),
    h('div', {}, text),
  );
}

/** @type {Record<string, (block: any, surface: any) => HTMLElement>} */
const BLOCKS = {
  header,
  section,
  context,
  actions,
  divider: () => h('hr'),
  image,
  input,
  alert,
  rich_text: richText,
  markdown: (block) => markdown(block.text),
  table,
  data_table: dataTable,
};

/** @returns {HTMLElement} */
export function drawBlock(block, surface) {
  const draw = BLOCKS[block.type];
  return draw ? draw(block, surface) : surface.cannotDraw('block', block);
}
