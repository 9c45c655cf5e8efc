// What Slack's own client checks before it sends a modal; everything else is for the app to say.

import { words } from './text.js';

const isEmpty = (value) =>
  Object.values(value).every((part) => part === null || part === undefined || part.length === 0);
const WHOLE = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(\d+([.,]\d+)?|[.,]\d+)$/;

function number(text, element) {
  if (!(element.is_decimal_allowed ? DECIMAL : WHOLE).test(text)) {
    return element.is_decimal_allowed ? 'Please enter a number.' : 'Please enter a whole number.';
  }
  const size = Number(text.replace(',', '.'));
  if (element.min_value !== undefined && size < Number(element.min_value)) {
    return `Please enter a number of at least ${element.min_value}.`;
  }
  if (element.max_value !== undefined && size > Number(element.max_value)) {
    return `Please enter a number of at most ${element.max_value}.`;
  }
  return null;
}

function length(text, element) {
  if (element.min_length && text.length < element.min_length) {
    return `Please write at least ${element.min_length} characters.`;
  }
  if (element.max_length && text.length > element.max_length) {
    return `Please shorten this to ${element.max_length} characters.`;
  }
  return null;
}

const CHECKS = {
  plain_text_input: length,
  number_input: (text, element) => number(text.trim(), element),
  email_text_input: (text) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim()) ? null : 'Please enter a valid email address.',
  url_text_input: (text) => (/^https?:\/\/\S+$/i.test(text.trim()) ? null : 'Please enter a valid link.'),
};

function fault(block, value) {
  if (isEmpty(value)) return block.optional ? null : 'Please complete this required field.';
  return CHECKS[block.element.type]?.(value.value, block.element) ?? null;
}

/**
 * @param {any[]} blocks
 * @param {import('./values.js').Values} values
 * @returns {{errors: Record<string, string>, first: string|null}} by block_id; `first` names the field for a screen reader
 */
export function checkForm(blocks, values) {
  const faults = blocks
    .filter((block) => block.type === 'input')
    .map((block) => [block, fault(block, values.get(block.block_id, block.element))])
    .filter(([, reason]) => reason);
  return {
    errors: Object.fromEntries(faults.map(([block, reason]) => [block.block_id, reason])),
    first: faults.length ? `${words(faults[0][0].label)}: ${faults[0][1]}` : null,
  };
}
