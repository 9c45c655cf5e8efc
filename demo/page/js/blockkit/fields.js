// Inputs a person types into: text, email, url, number, and the browser's own date and time pickers.

import { h } from '../dom.js';
import { choose, naming, typedEnter, valueOf } from './spot.js';
import { words } from './text.js';

const NATIVE = {
  plain_text_input: { type: 'text' },
  email_text_input: { type: 'email', inputmode: 'email', autocomplete: 'off' },
  url_text_input: { type: 'url', inputmode: 'url' },
  number_input: { type: 'text', inputmode: 'decimal' },
};

/** Slack's default is to act on Enter once an element dispatches at all. */
function acts(spot, when) {
  if (spot.block.type === 'input' && !spot.block.dispatch_action) return false;
  const triggers = spot.element.dispatch_action_config?.trigger_actions_on ?? ['on_enter_pressed'];
  return triggers.includes(when);
}

const valueIn = (node) => ({ value: node.value === '' ? null : node.value });

export function textInput(spot) {
  const { element } = spot;
  const field = h(element.multiline ? 'textarea' : 'input', {
    ...naming(spot),
    ...(element.multiline ? { rows: 4 } : NATIVE[element.type]),
    class: 'field',
    placeholder: words(element.placeholder) || undefined,
    value: valueOf(spot).value ?? '',
    oninput: () => {
      count();
      spot.surface.typed(spot, valueIn(field));
    },
    onkeydown: (event) => {
      if (event.key !== 'Enter' || event.isComposing || !acts(spot, 'on_enter_pressed')) return;
      if (element.multiline && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      typedEnter(spot, valueIn(field));
    },
  });
  const left = h('span', { class: 'counter', 'aria-hidden': 'true' });
  function count() {
    const room = (element.max_length ?? Infinity) - field.value.length;
    left.textContent = room <= Math.max(20, element.max_length / 10) ? String(room) : '';
    left.classList.toggle('over', room < 0);
  }
  count();
  return element.max_length ? h('div', { class: 'counted' }, field, left) : field;
}

const pad = (number) => String(number).padStart(2, '0');

function localMinute(seconds) {
  const at = new Date(seconds * 1000);
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}T${pad(at.getHours())}:${
    pad(at.getMinutes())
  }`;
}

const PICKERS = {
  datepicker: ['date', 'selected_date', (value) => value, (shown) => shown],
  timepicker: ['time', 'selected_time', (value) => value, (shown) => shown],
  datetimepicker: [
    'datetime-local',
    'selected_date_time',
    localMinute,
    (shown) => Math.floor(new Date(shown).getTime() / 1000),
  ],
};

export function picker(spot) {
  const [type, key, show, read] = PICKERS[spot.element.type];
  const now = valueOf(spot)[key];
  const shown = now === null || now === undefined ? '' : show(now);
  const field = h('input', {
    ...naming(spot),
    type,
    class: 'field picker',
    value: shown,
    onchange: async () => {
      const taken = await choose(spot, { [key]: field.value ? read(field.value) : null });
      if (!taken) field.value = shown;
    },
  });
  return field;
}
