// Check boxes and radio buttons: native inputs, each named by its text and described by its description.

import { h } from '../dom.js';
import { choose, naming, valueOf } from './spot.js';
import { textObject } from './text.js';

function isChosen(spot, option) {
  const { selected_option: one, selected_options: many } = valueOf(spot);
  return (many ?? [one]).some((chosen) => chosen?.value === option.value);
}

function row(spot, option, index, type, change) {
  const id = `${spot.id}-${index}`;
  const about = option.description ? `${id}-about` : undefined;
  const input = h('input', {
    type,
    id,
    name: spot.id,
    checked: isChosen(spot, option),
    'aria-describedby': about,
    'data-focus': id,
    onchange: () => change(option, input.checked),
  });
  const label = h('label', { for: id }, textObject(option.text, spot.surface, 'span'));
  const description = option.description &&
    textObject(option.description, spot.surface, 'span', 'choice-about');
  if (description) {
    description.id = about;
    description.addEventListener(
      'click',
      ({ target }) => /** @type {Element} */ (target).closest('a') || input.click(),
    );
  }
  return h('div', { class: 'choice' }, input, h('div', { class: 'choice-words' }, label, description));
}

function group(spot, role, type, change) {
  const { id, ...names } = naming(spot);
  const labelledBy = spot.labelled ? `${id}-label` : undefined;
  const rows = spot.element.options.map((option, index) => row(spot, option, index, type, change));
  return h(
    'div',
    {
      ...names,
      id,
      role,
      class: 'choices',
      'data-focus': undefined,
      'aria-labelledby': labelledBy,
      'aria-required': undefined,
    },
    rows,
  );
}

/** Put the ticks back to what the surface holds: after a confirm dialog was refused. */
function restore(spot, container) {
  spot.element.options.forEach((option, index) => {
    container.querySelector(`#${CSS.escape(`${spot.id}-${index}`)}`).checked = isChosen(spot, option);
  });
}

export function checkboxes(spot) {
  const container = group(spot, 'group', 'checkbox', async (option, on) => {
    const others = valueOf(spot).selected_options.filter((chosen) => chosen.value !== option.value);
    const chosen = spot.element.options.filter((each) =>
      each.value === option.value ? on : others.some((o) => o.value === each.value)
    );
    if (!(await choose(spot, { selected_options: chosen }))) restore(spot, container);
  });
  return container;
}

export function radioButtons(spot) {
  const container = group(spot, 'radiogroup', 'radio', async (option) => {
    if (!(await choose(spot, { selected_option: option }))) restore(spot, container);
  });
  return container;
}
