// Which function draws which element.

import { h } from '../dom.js';
import { icon } from '../icons.js';
import { button, overflow } from './buttons.js';
import { checkboxes, radioButtons } from './choices.js';
import { fileInput } from './filefield.js';
import { picker, textInput } from './fields.js';
import { select } from './selects.js';

const SELECTS = [
  'static_select',
  'external_select',
  'users_select',
  'conversations_select',
  'channels_select',
];

/** @type {Record<string, (spot: any) => HTMLElement>} */
const ELEMENTS = {
  button,
  overflow,
  checkboxes,
  radio_buttons: radioButtons,
  file_input: fileInput,
  plain_text_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  number_input: textInput,
  datepicker: picker,
  timepicker: picker,
  datetimepicker: picker,
  ...Object.fromEntries(
    SELECTS.flatMap((type) => [
      [type, select],
      [`multi_${type}`, select],
    ]),
  ),
};

/** Elements that are several controls and so take a group's name, not a label's. */
export const GROUPS = new Set(['checkboxes', 'radio_buttons']);

/** Draw an element with the triangle of a failed action beside it; one the page does not know is a visible box. */
export function drawElement(spot) {
  const draw = ELEMENTS[spot.element.type];
  if (!draw) return spot.surface.cannotDraw('element', spot.element);
  const node = draw(spot);
  const warning = spot.surface.warnings?.find(
    (each) => each.block_id === spot.blockId && each.action_id === spot.actionId,
  );
  return warning ? withWarning(node, warning.text) : node;
}

function withWarning(node, text) {
  return h(
    'span',
    { class: 'with-warning' },
    node,
    h('span', { class: 'element-warning', role: 'img', 'aria-label': text, title: text }, icon('warning')),
  );
}
